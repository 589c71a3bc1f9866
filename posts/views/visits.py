"""The visit log and the figures of the posts."""

from datetime import date

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.access import OFFICE, POST, role_required
from files.delivering import deliver, or_back
from files.lists import export_items, listed
from posts.models import Visit, VisitKind
from posts.selectors import kecamatan_past, post_figures
from posts.selectors.figures import totals
from posts.services import log_visit
from posts.services.desk import post_of
from posts.tables import VisitFilter, VisitTable


@require_safe
@role_required(OFFICE)
def visit_list(request: HttpRequest, regency: str) -> HttpResponse:
    """Visits of the regency's posts, newest first, cut by the address."""
    names = kecamatan_past(regency)
    every = Visit.objects.in_scope_of(request.user).of(regency)
    form = VisitFilter(request.GET, names=names)
    rows = form.cut(every).select_related("post", "event")
    shown = listed(request, rows, VisitTable, by="at", regency=regency, names=names)
    context = {
        "regency": regency,
        **shown,
        "form": form,
        "empty": not shown["page"].rows and not every.exists(),
        "export_items": export_items(
            reverse("posts:visits_export", args=[regency]),
            protected=reverse("downloads:new", args=[regency, "visit.export"]),
        ),
    }
    return render(request, "posts/visits.html", context)


@require_safe
@role_required(OFFICE)
@or_back("posts:visits")
def visit_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The visits of the present filter as a file."""
    return deliver(request, regency, "visit.export")


@require_POST
@role_required(POST)
def visit_new(request: HttpRequest, regency: str) -> HttpResponse:
    """Somebody only asked something: one click at the desk."""
    post = post_of(request.user)
    if post is None:
        messages.error(request, _("Anda belum ditugaskan di pos yang dibuka."))
    else:
        log_visit(actor=request.user, post=post, kind=VisitKind.BERTANYA)
        messages.success(request, _("Kunjungan dicatat."))
    return redirect("voters:post", regency)


@require_safe
@role_required(OFFICE)
def figures(request: HttpRequest, regency: str) -> HttpResponse:
    """What each post did in a month (`?bulan=2026-11`)."""
    month = _month(request.GET.get("bulan", ""))
    rows = post_figures(regency, month=month)
    context = {
        "regency": regency,
        "month": month,
        "rows": rows,
        "total": totals(rows),
        "names": kecamatan_past(regency),
    }
    return render(request, "posts/figures.html", context)


def _month(text: str) -> date:
    year, _dash, number = text.partition("-")
    try:
        return date(int(year), int(number), 1)
    except ValueError:
        return timezone.localdate().replace(day=1)
