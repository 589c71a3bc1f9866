"""What a list's selection bar says: which choice, of which filter, how many."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import QueryDict
from django.utils.translation import gettext as _

from files.lists.picking import WORDS
from kpu_portal.ui import filters
from kpu_portal.ui.formats import figure

FORM = "pilihan"
NO_FILTER = (*WORDS, "kolom", "sort", "urut", "format", "keputusan")
"""Words of an address that cut no rows: which columns, which order, which act."""


def filter_text(query: QueryDict) -> str:
    """The filter alone, in one spelling: what a choice belongs to."""
    gone = {*NO_FILTER, *filters.CURSORS}
    pairs = sorted(
        (k, v) for k in query for v in query.getlist(k) if v and k not in gone
    )
    kept = QueryDict(mutable=True)
    for name, value in pairs:
        kept.appendlist(name, value)
    return kept.urlencode()


def total_words(page: Any, count: Any, more: bool) -> str:
    """How many the filter shows, as far as the page knows; "" when it does not."""
    count = None if count == "" else count  # what a page does not say is "" to a tag
    if count is None and not page.before and not page.after:
        count = len(page.rows)
    if count is None:
        return ""
    text = figure(count)
    return _("lebih dari %(n)s") % {"n": text} if more else text


def store_of(request: Any, name: str = "", key: Any = "") -> str:
    """Whose choice on which list: another account of the same tab has its own.

    name: the list's own view, where another page shows it or acts on it; key: the
    object whose rows that list has, where it is one of an object.
    """
    match = getattr(request, "resolver_match", None)
    kwargs = match.kwargs if match else {}
    found = [str(v) for k, v in kwargs.items() if not name or k != "public_id"]
    parts = "/".join([*found, str(key)] if key else found)
    view = name or (match.view_name if match else "")
    user = getattr(request, "user", None)
    return f"{getattr(user, 'pk', '')}:{view}:{parts}"


def words_of(
    context: Any, page: Any, count: Any, more: bool, name: str = ""
) -> dict[str, Any]:
    """What every bar needs of its page."""
    request = context.get("request")
    query = request.GET if request is not None else QueryDict()
    text = filters.with_values(query, dict.fromkeys(WORDS))
    return {
        "store": store_of(request, name),
        "filter": filter_text(query),
        "query": text if text != "?" else "",
        "total": total_words(page, count, more),
        "most": settings.POLICY.picked_most_rows,
    }


def chosen_files(
    query: QueryDict, items: Iterable[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The export menu's kinds of file, for the picked rows alone."""
    found = []
    for item in items:
        if chosen := item.get("chosen"):
            asked = dict.fromkeys(WORDS) | {"format": item["format"]}
            asked |= item.get("more", {})
            found.append({**item, "url": chosen + filters.with_values(query, asked)})
    return found
