"""Tags for strips, steps, cards and charts."""

from collections.abc import Iterable
from typing import Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jobs.due import due_of
from kpu_portal.ui import formats

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


@register.inclusion_tag("components/due.html", takes_context=True)
def due_list(context: Context) -> dict[str, Any]:
    """What waits for who is signed in today: {% due_list %}."""
    user = context["request"].user
    return {
        "dues": due_of(user, timezone.localdate()),
        "share_url": reverse("own-due"),
    }
