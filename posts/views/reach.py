"""Making the posts known: papers, short links, and how often they were opened."""

import io
from typing import Any, cast

from django.contrib import messages
from django.db.models import Sum
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import OFFICE, role_required
from files import exports
from files.delivering import deliver, or_back
from files.lists import export_items
from posts.documents.poster import (
    ACTION,
    PAPERS,
    DocumentError,
    paper_pdf,
    paper_picture,
)
from posts.models.reach import Channel, ReachDay, ShortLink, Target
from posts.selectors import kecamatan_past
from posts.selectors.reach import (
    hits_since,
    links_of,
    months_of,
    open_post,
    open_posts,
    url_of,
)
from posts.services.errors import PostError
from posts.services.reach import aim, make_links
from posts.tables_reach import ReachFilter
from posts.views.finding import STAFF, person_of, places_of
from posts.wording import Facts, facts_of, text_of
from regions.models import Region

LINE = 44
"""Letters that fit beside each other in the box of a text."""


@require_safe
@role_required(STAFF)
def places(request: HttpRequest, regency: str) -> HttpResponse:
    """Kecamatan, what each has to be made known with, and its visits this month."""
    names, user = places_of(request, regency), person_of(request)
    posts, links = open_posts(names), links_of(user, regency)
    hits = hits_since(user, regency, timezone.localdate().replace(day=1))
    rows = [
        {
            "code": code,
            "name": name,
            "post": posts.get(code),
            "links": len(links.get(code, [])),
            "hits": hits[code],
        }
        for code, name in names.items()
    ]
    context = {
        "regency": regency,
        "rows": rows,
        "papers": PAPERS.values(),
        "month": timezone.localdate(),
        "office_reader": user.is_office,
    }
    return render(request, "posts/spread.html", context)


@require_safe
@role_required(STAFF)
def place(request: HttpRequest, regency: str, kecamatan: str) -> HttpResponse:
    """One kecamatan: papers to look at and to print, a text and a link a channel."""
    name = _name_or_404(request, regency, kecamatan)
    user, post = person_of(request), open_post(kecamatan)
    facts = facts_of(post, name) if post else None
    links = links_of(user, regency).get(kecamatan, [])
    context = {
        "regency": regency,
        "kecamatan": kecamatan,
        "name": name,
        "post": post,
        "papers": PAPERS.values(),
        "channels": [_channel(one, facts) for one in links],
        "targets": Target.choices,
        "office_reader": user.is_office,
    }
    return render(request, "posts/spread_place.html", context)


def _channel(link: ShortLink, facts: Facts | None) -> dict[str, Any]:
    url = url_of(link.code)
    text = text_of(link.channel, facts, url) if facts else url
    lines = sum(1 + len(line) // LINE for line in text.splitlines())
    return {"link": link, "text": text, "lines": lines + 1}


@require_POST
@role_required(OFFICE)
def make(request: HttpRequest, regency: str, kecamatan: str) -> HttpResponse:
    """Give every channel of a kecamatan its code."""
    _name_or_404(request, regency, kecamatan)
    made = make_links(actor=request.user, regency=regency, kecamatan=kecamatan)
    if made:
        messages.success(request, _("Tautan dibuat."))
    return redirect("posts:spread_place", regency, kecamatan)


@require_POST
@role_required(OFFICE)
def target(request: HttpRequest, regency: str, kecamatan: str) -> HttpResponse:
    """Let the link of a channel lead elsewhere."""
    _name_or_404(request, regency, kecamatan)
    rows = ShortLink.objects.in_scope_of(request.user).of(regency)
    said = request.POST
    link = rows.filter(kecamatan=kecamatan, channel=said.get("saluran", "")).first()
    if link is None:
        raise Http404
    try:
        aim(actor=request.user, link=link, target=said.get("menuju", ""))
    except PostError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Tujuan tautan disimpan."))
    return redirect("posts:spread_place", regency, kecamatan)


@require_safe
@role_required(STAFF)
def paper(
    request: HttpRequest, regency: str, kecamatan: str, paper: str
) -> HttpResponse:
    """A poster or leaflet as PDF (`?hitam=1`: black and white); recorded."""
    facts, office = _facts_or_404(request, regency, kecamatan, paper)
    plain = request.GET.get("hitam") == "1"
    try:
        pdf = paper_pdf(PAPERS[paper], kecamatan, office, facts, plain)
    except DocumentError as error:
        messages.error(request, str(error))
        return redirect("posts:spread_place", regency, kecamatan)
    ending = "-hitam" if plain else ""
    made = exports.finish(
        actor=request.user,
        regency=regency,
        name=f"pos-{kecamatan}-{paper}{ending}.pdf",
        handle=io.BytesIO(pdf),
        action=ACTION,
        request=request,
    )
    return cast(HttpResponse, exports.response(made))


@require_safe
@role_required(STAFF)
def picture(
    request: HttpRequest, regency: str, kecamatan: str, paper: str
) -> HttpResponse:
    """The same as a picture of 360 pixels to look at before printing."""
    facts, office = _facts_or_404(request, regency, kecamatan, paper)
    plain = request.GET.get("hitam") == "1"
    try:
        png = paper_picture(PAPERS[paper], kecamatan, office, facts, plain)
    except DocumentError:
        raise Http404 from None
    return HttpResponse(png, content_type="image/png")


@require_safe
@role_required(OFFICE)
def figures(request: HttpRequest, regency: str) -> HttpResponse:
    """Visits by channel and month, of the regency or of one kecamatan."""
    form = ReachFilter(request.GET, names=kecamatan_past(regency))
    every = ReachDay.objects.in_scope_of(request.user).of(regency)
    rows = form.cut(every)
    months = months_of(rows, timezone.localdate())
    channels = _channels(rows)
    context = {
        "regency": regency,
        "form": form,
        "months": months,
        "channels": channels,
        "total": sum(n for _label, n in channels),
        "empty": not every.exists(),
        "chart": {
            "type": "line",
            "labels": [f"{one.month:%m-%y}" for one in months],
            "values": [one.total for one in months],
        },
        "export_items": export_items(reverse("posts:reach_export", args=[regency])),
    }
    return render(request, "posts/reach.html", context)


def _channels(rows: Any) -> list[tuple[str, int]]:
    """Each channel and its visits over all time."""
    sums = dict(rows.order_by().values_list("channel").annotate(n=Sum("hits")))
    return [(str(label), sums.get(value, 0)) for value, label in Channel.choices]


@require_safe
@role_required(OFFICE)
@or_back("posts:reach")
def export(request: HttpRequest, regency: str) -> HttpResponse:
    """Visits by day, kecamatan and channel, of the present filter, as a file."""
    return deliver(request, regency, "reach.export")


def _name_or_404(request: HttpRequest, regency: str, kecamatan: str) -> str:
    """Name of a kecamatan of this regency that the account works in."""
    found = places_of(request, regency).get(kecamatan)
    if found is None:
        raise Http404
    return found


def _facts_or_404(
    request: HttpRequest, regency: str, kecamatan: str, paper: str
) -> tuple[Facts, str]:
    """What stands on a paper, and the office's name; 404 before the links are made."""
    name = _name_or_404(request, regency, kecamatan)
    post = open_post(kecamatan)
    rows = ShortLink.objects.in_scope_of(request.user).filter(kecamatan=kecamatan)
    known = paper in PAPERS and rows.filter(channel=PAPERS[paper].channel).exists()
    if post is None or not known:
        raise Http404
    office = Region.objects.filter(code=regency).values_list("name", flat=True).first()
    return facts_of(post, name), f"KPU {office or regency}"
