"""A page of a list by the key of its last row: as quick at the end as at the start."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict

from files.lists.numbers import whole_number

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
    after, before = (
        whole_number(query.get("sesudah")),
        whole_number(query.get("sebelum")),
    )
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


def page_of_lines(lines: Sequence[Any], query: QueryDict, *, size: int) -> Page:
    """The same of lines that are worked out and ordered already, by their `pk`.

    A cursor that names no line, and the one of the last line, give the first page.
    """
    places = {str(one.pk): at for at, one in enumerate(lines)}
    before, after = query.get("sebelum", ""), query.get("sesudah", "")
    start = (places.get(after, -1) + 1) % max(len(lines), 1)
    if before == END or before in places:
        start = max(places.get(before, len(lines)) - size, 0)
    page = list(lines[start : start + size])
    return Page(
        page,
        str(page[0].pk) if start and page else None,
        str(page[-1].pk) if start + size < len(lines) else None,
    )


def _take(
    rows: "QuerySet[Any]", ascending: bool, cursor: int | None, size: int
) -> list[Any]:
    ordered = rows.order_by("id" if ascending else "-id")
    if cursor is not None:
        ordered = ordered.filter(**{"id__gt" if ascending else "id__lt": cursor})
    return list(ordered[: size + 1])
