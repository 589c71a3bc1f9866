"""A list in its address: which page, which order, which columns, which file."""

from copy import copy
from html import escape
from typing import Any, ClassVar

import django_tables2 as tables
from django.conf import settings
from django.db.models import QuerySet
from django.forms import Form
from django.http import HttpRequest, QueryDict
from django.utils.functional import Promise
from django.utils.safestring import SafeString
from django.utils.translation import gettext, override
from django.utils.translation import gettext_lazy as _

from files.lists.keyset import page_by_id

FORMATS: dict[str, str | Promise] = {
    "xlsx": "Excel (.xlsx)",
    "csv": _("Teks (.csv)"),
    "pdf": "PDF (.pdf)",
}


class _Columns(dict[str, Any]):
    """Columns of a class; each table gets its own, and shares what nobody changes.

    A table marks its columns as its own and no more; a deep copy of their attributes
    and words took a twentieth of a list page.
    """

    def __deepcopy__(self, memo: dict[int, Any]) -> "_Columns":
        return _Columns({name: copy(column) for name, column in self.items()})


class ListTable(tables.Table):
    """A table whose columns are chosen by `?kolom=a&kolom=b`.

    A column with `attrs={"th": {"data-fixed": True}}` always stays.
    """

    hidden_at_first: ClassVar[frozenset[str]] = frozenset()
    picks = ""
    """The form that takes this page's ticks; "" draws none. Set as the bar is drawn."""

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        cls.base_columns = _Columns(cls.base_columns)

    def choose(self, query: QueryDict) -> None:
        """Hide what is not chosen; without a choice, what is hidden at first."""
        chosen = set(query.getlist("kolom"))
        for column in list(self.columns.iterall()):
            fixed = is_fixed(column)
            usual = column.name not in self.hidden_at_first
            wanted = column.name in chosen if chosen else usual
            if not fixed and not wanted:
                self.columns.hide(column.name)


def linked(url: str, text: object) -> SafeString:
    """A cell that leads on: both are escaped."""
    return SafeString(f'<a href="{escape(url)}">{escape(str(text))}</a>')


def is_fixed(column: Any) -> bool:
    """Whether a table's column always stays: by what its class says."""
    declared = getattr(column, "column", column)
    return "data-fixed" in declared.attrs.get("th", {})


def chosen_columns(
    table: type[ListTable], query: QueryDict
) -> tuple[set[str], set[str]] | None:
    """Names and headings of the columns that the address chose; None without a choice.

    Headings in the language of the code, which is that of the files.
    """
    chosen = set(query.getlist("kolom"))
    if not chosen:
        return None
    columns: dict[str, Any] = table.base_columns
    kept = {
        name: column
        for name, column in columns.items()
        if name in chosen or is_fixed(column)
    }
    with override(None):
        return set(kept), {str(column.verbose_name) for column in kept.values()}


def listed(
    request: HttpRequest,
    rows: "QuerySet[Any]",
    table: type[ListTable],
    *,
    by: str,
    known: int | None = None,
    **given: Any,
) -> dict[str, Any]:
    """Page and table of rows that are numbered as they came, newest first.

    `by` is the column of the moment: `?sort=<by>` begins with the oldest. `given` goes
    to the table; `known` is how many rows there are, where the page knows it already.
    Answers `page`, `table` and, of several pages, `listed_count` and `listed_more` for
    the page's context.
    """
    ascending = request.GET.get("sort") == by
    size = settings.POLICY.page_rows
    page = page_by_id(rows, request.GET, size=size, ascending=ascending)
    drawn = table(page.rows, order_by=by if ascending else f"-{by}", **given)
    drawn.choose(request.GET)
    shown: dict[str, Any] = {"page": page, "table": drawn}
    if page.before or page.after:
        count = capped(rows) if known is None else up_to_cap(known)
        shown["listed_count"], shown["listed_more"] = count
    return shown


def shows_all(form: Form) -> bool:
    """Whether a filter's form leaves everything: what the page counts anyway."""
    return form.is_valid() and not any(form.cleaned_data.values())


def capped(rows: "QuerySet[Any]") -> tuple[int, bool]:
    """Count up to the cap; the second says whether there may be more."""
    cap = settings.POLICY.count_cap
    return up_to_cap(rows.order_by().values("pk")[: cap + 1].count())


def up_to_cap(found: int) -> tuple[int, bool]:
    """A count as a list shows it: the cap at most, and whether there are more."""
    cap = settings.POLICY.count_cap
    return min(found, cap), found > cap


def wanted_format(query: QueryDict) -> str:
    """The kind of file that the address asks for; xlsx unless it knows the word."""
    asked = query.get("format", "")
    return asked if asked in FORMATS else "xlsx"


def export_items(
    url: str,
    note: str | Promise = "",
    protected: str = "",
    more: dict[str, str] | None = None,
) -> list[dict[str, Any]]:
    """Entries of the export menu: the present filter in each format.

    protected: where the same list is asked for with a password; below it the picked
    rows alone are asked for. more: words that the path of the page says, for the
    address of the file.
    """
    chosen = f"{protected}pilihan/" if protected else ""
    items: list[dict[str, Any]] = [
        {"label": label, "url": url, "format": name, "note": note, "chosen": chosen}
        for name, label in FORMATS.items()
    ]
    most = gettext("paling banyak %(n)s baris") % {"n": settings.POLICY.pdf_most_rows}
    items[-1]["note"] = f"{note}, {most}" if note else most
    if protected:
        items.append({"label": _("Dengan kata sandi …"), "url": protected})
    return [{**one, "more": more} for one in items] if more else items
