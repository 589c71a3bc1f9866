"""A page of a list by the id of its last row: as quick at the end as at the start."""

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

END = "akhir"


@dataclass(frozen=True)
class Page:
    """Rows of one page, and the cursors of its neighbours (None without one)."""

    rows: list[Any]
    before: str | None
    after: str | None


def page_by_id(
    rows: "QuerySet[Any]", query: QueryDict, *, size: int, ascending: bool = False
) -> Page:
    """Cut the page that `sesudah` or `sebelum` in the query string asks for.

    A cursor that is no number, and one that points past the end, give the first page.
    """
    after, before = _number(query.get("sesudah")), _number(query.get("sebelum"))
    if query.get("sebelum") == END or before is not None:
        found = _take(rows, not ascending, before, size)
        page = found[:size][::-1]
        more = len(found) > size
        if page:
            has_after = str(page[-1].pk) if before is not None else None
            return Page(page, str(page[0].pk) if more else None, has_after)
    found = _take(rows, ascending, after, size)
    page = found[:size]
    if not page:
        return Page([], None, None)
    return Page(
        page,
        str(page[0].pk) if after is not None else None,
        str(page[-1].pk) if len(found) > size else None,
    )


def _take(
    rows: "QuerySet[Any]", ascending: bool, cursor: int | None, size: int
) -> list[Any]:
    ordered = rows.order_by("id" if ascending else "-id")
    if cursor is not None:
        ordered = ordered.filter(**{"id__gt" if ascending else "id__lt": cursor})
    return list(ordered[: size + 1])


def _number(raw: str | None) -> int | None:
    return int(raw) if raw and raw.isascii() and raw.isdigit() else None
