"""Pages by key, so that the last one costs what the first does."""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, Func, IntegerField

from voters.rules.risk import rank

RISK = "risk"
"""Order of proposals that no column holds: proposal_risk() of sql/claims.sql."""
IN_SQL = {RISK: 'proposal_risk("{t}".kind, "{t}".elements, "{t}".warnings)'}


@dataclass
class Page:
    """Rows of a page, and the cursors of its neighbours (public ids)."""

    rows: list[Any] = field(default_factory=list)
    before: str | None = None
    after: str | None = None


def _key(rows: Any, columns: tuple[str, ...], cursor: str) -> tuple[Any, ...] | None:
    try:
        public_id = UUID(cursor)
    except ValueError:
        return None
    found = rows.model.objects.filter(
        regency_code=rows.query_regency, public_id=public_id
    )
    found = with_order(found, columns)
    return found.values_list(*columns).first()  # type: ignore[no-any-return]


def with_order(rows: Any, columns: tuple[str, ...]) -> Any:
    """Rows that know what they are ordered by."""
    if RISK not in columns:
        return rows
    given = (F("kind"), F("elements"), F("warnings"))
    risk = Func(*given, function="proposal_risk", output_field=IntegerField())
    return rows.annotate(**{RISK: risk})


def key_of(row: Any, columns: tuple[str, ...]) -> tuple[Any, ...]:
    """Where a proposal stands in an order."""
    return tuple(
        rank(row.kind, row.elements, row.warnings)
        if column == RISK
        else getattr(row, column)
        for column in columns
    )


def beyond(
    rows: Any, columns: tuple[str, ...], key: tuple[Any, ...], *, below: bool = False
) -> Any:
    """Rows whose columns stand above a key, or below it."""
    table = rows.model._meta.db_table
    left = ", ".join(
        IN_SQL[column].replace("{t}", table)
        if column in IN_SQL
        else f'"{table}"."{column}"'
        for column in columns
    )
    marks = ", ".join(["%s"] * len(columns))
    where = f"({left}) {'<' if below else '>'} ({marks})"
    return rows.extra(where=[where], params=list(key))  # noqa: S610


def page_of(
    rows: Any, *, regency: str, columns: tuple[str, ...], after: str, before: str
) -> Page:
    """The page after or before a cursor, the first without one, the last for "akhir".

    `columns` order the rows and end with "id". An unknown cursor gives the first page.
    """
    rows.query_regency = regency
    size = settings.POLICY.page_rows
    backwards = bool(before)
    cursor = before if backwards else after
    key = _key(rows, columns, cursor) if cursor and cursor != "akhir" else None
    if backwards and key is None and before != "akhir":
        backwards = False
    if key is not None:
        rows = beyond(rows, columns, key, below=backwards)
    order = [f"-{column}" if backwards else column for column in columns]
    found = list(with_order(rows, columns).order_by(*order)[: size + 1])
    more = len(found) > size
    found = found[:size]
    if backwards:
        found.reverse()
    page = Page(found)
    if found:
        has_before = more if backwards else key is not None
        has_after = more if not backwards else before != "akhir"
        page.before = str(found[0].public_id) if has_before else None
        page.after = str(found[-1].public_id) if has_after else None
    return page
