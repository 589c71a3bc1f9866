"""Tags of a list: its rows, query string, filters, columns, pages and export."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import Form
from django.http import QueryDict
from django.template.context import Context
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from files.lists import is_fixed
from kpu_portal.ui import diff, filters, queue, rows, selecting
from kpu_portal.ui.kept import kept

register = template.Library()

register.simple_tag(rows.body, name="table_rows")
register.simple_tag(queue.items, name="queue_items")
register.simple_tag(diff.diff_rows, name="diff_rows")


def _query(context: Context) -> QueryDict:
    request = context.get("request")
    return request.GET if request is not None else QueryDict()


def _piece(
    context: Context,
    template: str,
    given: dict[str, Any],
    places: dict[str, str] | None = None,
) -> SafeString:
    """A piece of the list, kept where the address says nothing but a page.

    What somebody typed into a filter is not kept.
    """
    if set(_query(context)) <= set(filters.CURSORS):
        return kept(template, given, places)
    return render_to_string(template, {**given, **(places or {})})


@register.simple_tag(takes_context=True)
def query_set(context: Context, **changes: Any) -> str:
    """The present query string with keys set; None removes; the list starts anew."""
    return filters.with_values(_query(context), changes)


@register.simple_tag(takes_context=True)
def query_drop(context: Context, *names: str, value: str | None = None) -> str:
    """The present query string without these keys, or without one value of a key."""
    return filters.without(_query(context), names, value)


@register.simple_tag(takes_context=True)
def query_only(context: Context, *names: str) -> str:
    """The present query string with nothing but these keys."""
    wanted = QueryDict(mutable=True)
    for name in names:
        wanted.setlist(name, _query(context).getlist(name))
    return f"?{wanted.urlencode()}"


@register.simple_tag(takes_context=True)
def query_pairs(context: Context, *drop: str) -> list[tuple[str, str]]:
    """Present keys and values for hidden inputs, but for `drop` and the cursors."""
    query = _query(context)
    gone = {*drop, *filters.CURSORS}
    return [(k, v) for k in query for v in query.getlist(k) if k not in gone]


@register.simple_tag(takes_context=True)
def query_pairs_but(context: Context, form: Form) -> list[tuple[str, str]]:
    """Present keys and values that a filter form keeps: columns and sort."""
    return query_pairs(context, *(bound.html_name for bound in form))


@register.simple_tag(takes_context=True)
def filter_chips(
    context: Context, form: Form, hidden: str = "", found: Any = None, total: Any = None
) -> SafeString:
    """Active filters of a GET form, each with its own link that removes it."""
    told = _chips(context, form, hidden, found, total)
    if not told["chips"]:
        return SafeString("")
    return render_to_string("components/filter_chips.html", told)


def _chips(
    context: Context, form: Form, hidden: str, found: Any, total: Any
) -> dict[str, Any]:
    names = [name.strip() for name in hidden.split(",") if name.strip()]
    chips = filters.chips_of(form, _query(context), names)
    drop_all = filters.without(_query(context), [chip.name for chip in chips])
    return {"chips": chips, "drop_all": drop_all, "found": found, "total": total}


@register.inclusion_tag("components/no_result.html", takes_context=True)
def no_result(
    context: Context, form: Form, total: Any = None, hidden: str = ""
) -> dict[str, Any]:
    """Nothing matches: which filters are on, and a link that removes each."""
    return _chips(context, form, hidden, 0, total)


@register.simple_tag(takes_context=True)
def column_chooser(context: Context, table: Any, name: str = "kolom") -> SafeString:
    """Checkboxes of a table's columns, sent by GET; the view hides the others."""
    chosen = set(_query(context).getlist(name))
    columns = [
        {
            "name": column.name,
            "label": column.header,
            "on": column.name in chosen if chosen else column.visible,
        }
        for column in table.columns.iterall()
        if not is_fixed(column) and column.header
    ]
    given = {
        "columns": columns,
        "name": name,
        "pairs": query_pairs(context, name),
        "saved_views": _saved_views(context),
    }
    return _piece(context, "components/columns.html", given)


def _saved_views(context: Context) -> str:
    """Where the menu of saved views comes from; "" for who keeps none."""
    request = context.get("request")
    user = getattr(request, "user", None)
    match = getattr(request, "resolver_match", None)
    regency = match.kwargs.get("regency") if match else None
    if regency and getattr(user, "is_office", False):
        return reverse("saved-views", args=[regency])
    return ""


@register.simple_tag(takes_context=True)
def selection_bar(
    context: Context,
    table: Any,
    page: Any,
    export_items: Iterable[dict[str, Any]] = (),
    acts: Iterable[dict[str, Any]] = (),
    count: Any = None,
    more: bool = False,
) -> SafeString:
    """Ticks for a table's rows, and what can be done with the picked (ADR 0060).

    Stands before the table, which draws the ticks for it; nothing where nothing can be
    done. Acts and files get the filter of the address; the choice itself is posted.
    """
    told = selecting.words_of(context, page, count, more)
    deeds = [{**act, "url": act["url"] + told["query"]} for act in acts]
    chosen = selecting.chosen_files(_query(context), export_items)
    is_drawn = bool(page.rows and (deeds or chosen))
    table.picks = selecting.FORM if is_drawn else ""
    if not is_drawn:
        return SafeString("")
    places = {
        "store": told.pop("store"),
        "csrf_token": str(context.get("csrf_token") or ""),
    }
    given = {**told, "form": selecting.FORM, "acts": deeds, "chosen": chosen}
    return _piece(context, "components/selection.html", given, places)


@register.simple_tag(takes_context=True)
def selection_words(
    context: Context, page: Any, count: Any, more: bool, name: str
) -> dict[str, Any]:
    """What a bar that a page draws itself says of the choice; see selection_bar."""
    return selecting.words_of(context, page, count, more, name)


@register.simple_tag(takes_context=True)
def selection_store(context: Context, name: str, key: Any = "") -> str:
    """Which choice a page acts on: that of the list with this view's name.

    `key` is the public id of the object whose rows the list has, if it is one's.
    """
    return selecting.store_of(context.get("request"), name, key)


@register.inclusion_tag("components/pager.html", takes_context=True)
def keyset_pager(
    context: Context,
    before: Any = None,
    after: Any = None,
    text: str = "",
    last: Any = None,
    label: str = "",
) -> dict[str, Any]:
    """Previous and next by cursor, `sebelum=` and `sesudah=`; `last` is the end."""
    query = _query(context)
    return {
        "first_url": filters.without(query, []),
        "before_url": filters.with_values(query, {"sebelum": before}),
        "after_url": filters.with_values(query, {"sesudah": after}),
        "last_url": filters.with_values(query, {"sebelum": last}),
        "before": before,
        "after": after,
        "last": last,
        "text": text,
        "label": label or _("Halaman daftar"),
    }


@register.simple_tag(takes_context=True)
def export_menu(
    context: Context, items: Iterable[dict[str, Any]], count: Any = None
) -> SafeString:
    """Links that take away the present filter; `method: "post"` makes a job of it.

    An item with a `format` asks for it in the address, and with what else it has in
    `more`.
    """
    present = _query(context)
    items = [
        {
            **item,
            "query": filters.with_values(
                present, {"format": item.get("format"), **item.get("more", {})}
            ),
        }
        for item in items
    ]
    places = {"csrf_token": str(context.get("csrf_token") or "")}
    given = {"items": items, "count": count}
    return _piece(context, "components/export_menu.html", given, places)
