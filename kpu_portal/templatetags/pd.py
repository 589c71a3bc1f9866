"""Tags and filters of the portal's look: `{% load pd %}`; docs/ui.md shows each in use.

They only draw. What is drawn (figures, links, rights) comes from the view.
"""

from collections.abc import Iterable
from typing import Any

from django import template
from django.forms import BoundField, Form
from django.http import QueryDict
from django.template.context import Context
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kpu_portal.ui import badges, fields, filters, formats, jobs

register = template.Library()

STEP_NAMES = (
    gettext_lazy("Buka"),
    gettext_lazy("Direkonsiliasi"),
    gettext_lazy("Ditinjau"),
    gettext_lazy("Draf"),
    gettext_lazy("Pleno"),
    gettext_lazy("Beku"),
    gettext_lazy("Ditandatangani"),
    gettext_lazy("Terbit"),
)
NOTE_ICONS = {
    "bad": "ban",
    "ask": "alert-triangle",
    "edit": "info-circle",
    "new": "check",
    "mute": "info-circle",
    "tms": "alert-triangle",
    "dup": "copy",
    "move": "arrows-exchange",
}

register.filter("nik", formats.masked)
register.filter("lahir_samar", formats.masked_birth)
register.filter("waktu", formats.moment)
register.filter("jam", formats.hour)
register.filter("inisial", formats.initials)
register.filter("judul_pekerjaan", jobs.title_of)
register.filter("sisa_waktu", jobs.time_left)
register.filter("suara_pekerjaan", jobs.spoken)


@register.filter
def angka(value: object, decimals: int | None = None) -> str:
    """1269611 is "1.269.611", -5 is "−5", None is blank."""
    return formats.figure(value, decimals)


@register.filter
def tanda(value: object) -> str:
    """A difference with its sign: "+2.117", "−12", "0"."""
    return formats.figure(value, signed=True)


@register.filter
def persen(value: object, decimals: int = 1) -> str:
    """84.13 is "84,1%"."""
    return formats.percent(value, decimals)


@register.filter
def tgl(value: object, pattern: str = "d MMM y") -> str:
    """24 Nov 2026; another pattern of Babel may be given: "EEE d MMM"."""
    return formats.day(value, pattern)


@register.filter
def ukuran(value: object) -> str:
    """Bytes in words: "41,8 MB"."""
    size = float(str(value or 0))
    for unit in ("B", "kB", "MB"):
        if size < 1000 or unit == "MB":
            return f"{formats.figure(size, 0 if unit == 'B' else 1)} {unit}"
        size /= 1000
    return ""


@register.simple_tag
def bagian(part: Any, whole: Any, decimals: int = 1) -> str:
    """Part of whole in hundredths: {% bagian 2215 262906 2 %} is "0,84%"."""
    return formats.share(part, whole, decimals)


@register.simple_tag
def icon(name: str, size: str = "", label: str = "") -> SafeString:
    """Draw a symbol of static/img/icons.svg; size "s" 14 px, "l" 20 px, else 16 px."""
    css = f"pd-i pd-i--{size}" if size else "pd-i"
    said = SafeString('aria-hidden="true"')
    if label:
        said = format_html('role="img" aria-label="{}"', label)
    link = f"{static('img/icons.svg')}#{name}"
    return format_html('<svg class="{}" {}><use href="{}"/></svg>', css, said, link)


@register.simple_tag
def badge(
    kind: object, word: str = "", group: str = "", icon_name: str = "", tone: str = ""
) -> SafeString:
    """Draw the badge of an outcome, kind or state: icon and word together."""
    look = badges.look_of(kind, group)
    return format_html(
        '<span class="pd-badge k-{}">{}{}</span>',
        tone or look.tone,
        icon(icon_name or look.icon),
        word or look.word,
    )


@register.simple_tag
def badge_icon(kind: object, group: str = "") -> str:
    """Name of the icon that a badge of this kind carries."""
    return badges.look_of(kind, group).icon


@register.simple_tag
def badge_tone(kind: object, group: str = "") -> str:
    """Class that colours by a kind: "k-tms"."""
    return f"k-{badges.look_of(kind, group).tone}"


@register.simple_tag
def table_rows(table: Any) -> SafeString:
    """Body rows of a django-tables2 table, drawn in one go.

    A cell's attributes are those of its column (never of the record), so they are
    written once a page: in a template loop they cost more than the cells.
    """
    shells: dict[str, tuple[SafeString, SafeString]] = {}
    for column in table.columns:
        attributes = column.attrs["td"]
        tag = "th" if attributes.get("scope") == "row" else "td"
        opened = format_html("<{} {}>", tag, attributes.as_html())
        shells[column.name] = opened, format_html("</{}>", tag)
    rows = []
    for row in table.paginated_rows:
        cells = []
        for column, cell in row.items():
            opened, closed = shells[column.name]
            cells.append(f"{opened}{conditional_escape(cell)}{closed}")
        rows.append(f"<tr {row.attrs.as_html()} data-row>{''.join(cells)}</tr>\n")
    return SafeString("".join(rows))


# Query strings ------------------------------------------------------------------


def _query(context: Context) -> QueryDict:
    request = context.get("request")
    return request.GET if request is not None else QueryDict()


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


@register.inclusion_tag("components/filter_chips.html", takes_context=True)
def filter_chips(
    context: Context, form: Form, hidden: str = "", found: Any = None, total: Any = None
) -> dict[str, Any]:
    """Active filters of a GET form, each with its own link that removes it."""
    names = [name.strip() for name in hidden.split(",") if name.strip()]
    chips = filters.chips_of(form, _query(context), names)
    drop_all = filters.without(_query(context), [chip.name for chip in chips])
    return {"chips": chips, "drop_all": drop_all, "found": found, "total": total}


@register.inclusion_tag("components/no_result.html", takes_context=True)
def no_result(
    context: Context, form: Form, total: Any = None, hidden: str = ""
) -> dict[str, Any]:
    """Nothing matches: which filters are on, and a link that removes each."""
    return filter_chips(context, form, hidden, 0, total)


@register.inclusion_tag("components/columns.html", takes_context=True)
def column_chooser(context: Context, table: Any, name: str = "kolom") -> dict[str, Any]:
    """Checkboxes of a table's columns, sent by GET; the view hides the others."""
    chosen = set(_query(context).getlist(name))
    columns = [
        {
            "name": column.name,
            "label": column.header,
            "on": column.name in chosen if chosen else column.visible,
        }
        for column in table.columns.iterall()
        if column.header and not column.attrs.get("th", {}).get("data-fixed")
    ]
    return {"columns": columns, "name": name, "pairs": query_pairs(context, name)}


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


@register.inclusion_tag("components/export_menu.html", takes_context=True)
def export_menu(
    context: Context, items: Iterable[dict[str, Any]], count: Any = None
) -> dict[str, Any]:
    """Links that take away the present filter; `method: "post"` makes a job of it."""
    query = filters.without(_query(context), [])
    token = context.get("csrf_token")
    return {"items": items, "count": count, "query": query, "csrf_token": token}


# Strips, steps, cards -------------------------------------------------------------


@register.inclusion_tag("components/proof.html")
def proof(
    terms: Iterable[dict[str, Any]],
    ok: bool = True,
    difference: Any = 0,
    title: str = "",
    detail: str = "",
    url: str = "",
    label: str = "",
    dense: bool = False,
) -> dict[str, Any]:
    """An equation and whether it holds; terms are {sign, label, value, url?}."""
    if not title:
        number = formats.figure(difference)
        title = _("Jumlah cocok") if ok else _("Selisih %(n)s") % {"n": number}
    if ok and not detail:
        detail = _("selisih 0")
    fallback = _("Bukti jumlah") if ok else _("Bukti jumlah gagal")
    return {
        "terms": terms,
        "ok": ok,
        "title": title,
        "detail": detail,
        "url": url,
        "label": label or fallback,
        "dense": dense,
    }


@register.inclusion_tag("components/steps.html")
def steps(
    items: Iterable[dict[str, Any]], now: int = 0, label: str = ""
) -> dict[str, Any]:
    """The walk of a period in eight steps; items are {note, url?, name?, state?}.

    `now` is the number of the current step (1 to 8) and gives each state; 9 is done.
    """
    drawn = []
    for number, item in enumerate(items, 1):
        by_place = "done" if number < now else "now" if number == now else "next"
        name = STEP_NAMES[number - 1] if number <= len(STEP_NAMES) else ""
        drawn.append({"number": number, "name": name, "state": by_place, **item})
    return {"steps": drawn, "label": label or _("Tahap periode")}


@register.inclusion_tag("components/empty.html")
def empty_state(
    title: str,
    text: str = "",
    icon: str = "inbox",
    url: str = "",
    label: str = "",
    url_icon: str = "",
    url2: str = "",
    label2: str = "",
) -> dict[str, Any]:
    """What is absent and the one thing to do about it."""
    return {
        "title": title,
        "text": text,
        "icon": icon,
        "url": url,
        "label": label,
        "url_icon": url_icon,
        "url2": url2,
        "label2": label2,
    }


@register.inclusion_tag("components/job_card.html", takes_context=True)
def job_card(
    context: Context, job: Any, reload: bool = False, title: str = ""
) -> dict[str, Any]:
    """A job with its progress, asked for every second until it ends.

    `reload` loads the page anew when the job ends, so that its result is seen.
    """
    return {
        "job": job,
        "reload": reload,
        "heading": title,
        "request": context.get("request"),
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("components/chart.html")
def chart(
    name: str, data: dict[str, Any], title: str, note: str = "", summary: str = ""
) -> dict[str, Any]:
    """An ECharts chart from `data` with its table twin; docs/ui.md has the shape."""
    return {
        "name": name,
        "data": data,
        "title": title,
        "note": note,
        "summary": summary or title,
        "rows": formats.twin_rows(data),
    }


# Blocks -----------------------------------------------------------------------------


@register.simple_block_tag
def note(
    content: str, tone: str = "edit", title: str = "", role: str = ""
) -> SafeString:
    """A notice with its icon: {% note "bad" "Berkas ditolak." %}…{% endnote %}."""
    said = role or ("alert" if tone == "bad" else "")
    return format_html(
        '<div class="pd-note k-{}"{}>{}<div>{}{}</div></div>',
        tone,
        format_html(' role="{}"', said) if said else "",
        icon(NOTE_ICONS.get(tone, "info-circle")),
        format_html("<b>{}</b> ", title) if title else "",
        SafeString(content),
    )


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context,
    content: str,
    name: str,
    title: str,
    action: str,
    button: str,
    danger: bool = False,
    icon_name: str = "check",
    form_id: str = "",
) -> str:
    """A dialog with a POST form; `data-open="<name>"` on a button opens it.

    `form_id` sends a form of the page instead (a selection in a table, say).
    """
    return render_to_string(
        "components/confirm.html",
        {
            "body": SafeString(content),
            "name": name,
            "title": title,
            "action": action,
            "button": button,
            "danger": danger,
            "icon_name": icon_name,
            "form_id": form_id,
            "csrf_token": context.get("csrf_token"),
        },
    )


# Forms ------------------------------------------------------------------------------


@register.inclusion_tag("components/field.html")
def field(
    field: BoundField, label: str = "", help: str = "", wide: bool = False
) -> dict[str, Any]:
    """One form field: label, control, help, its error in the summary's words."""
    return fields.drawn(field, label, help, wide)


@register.inclusion_tag("components/error_summary.html")
def error_summary(*forms: Form, title: str = "") -> dict[str, Any]:
    """All errors of one or more forms, linked to their fields; focus moves to it."""
    found = fields.errors_of(*forms)
    return {"found": found, "title": title or _("Ada yang perlu diperbaiki")}


# Messages -----------------------------------------------------------------------------

UNDO_PREFIX = "urungkan:"


@register.filter
def undo_url(message: Any) -> str:
    """The address behind a message's "Urungkan" (extra_tags "urungkan:/…")."""
    for word in str(message.extra_tags or "").split():
        if word.startswith(UNDO_PREFIX):
            return word.removeprefix(UNDO_PREFIX)
    return ""


@register.filter
def message_tone(message: Any) -> str:
    """Tone of a message's notice."""
    tones = {"error": "bad", "warning": "ask", "success": "new", "info": "edit"}
    return tones.get(message.level_tag, "mute")


@register.filter
def message_icon(message: Any) -> str:
    """Icon of a message's notice."""
    return NOTE_ICONS[message_tone(message)]
