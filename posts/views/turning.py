"""Who turns 17: figures for planning, and by name for an office, as a file."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import OFFICE, role_required
from files.delivering import deliver, or_back
from files.lists import export_items
from posts.selectors import outreach as selectors
from posts.tables_outreach import WindowForm
from posts.views.finding import STAFF, person_of, places_of
from voters.selectors import village_names


@require_safe
@role_required(STAFF)
def turning(request: HttpRequest, regency: str) -> HttpResponse:
    """How many turn 17 in a window (`?dari=`, `?sampai=`), by kelurahan; no person."""
    user = person_of(request)
    form = WindowForm(request.GET, names=places_of(request, regency))
    first, last = form.window()
    place = form.said("kecamatan") or user.by_name_scope
    rows = selectors.turning(regency, place, first, last) if place else []
    names = village_names(regency)
    context = {
        "regency": regency,
        "form": form,
        "first": first,
        "last": last,
        "rows": [(names.get(row.kelurahan, row.kelurahan), row) for row in rows],
        "total": [
            sum(getattr(row, k) for row in rows) for k in ("male", "female", "n")
        ],
        "export_items": _files(regency) if user.is_office else [],
    }
    return render(request, "posts/turning.html", context)


def _files(regency: str) -> list[dict[str, Any]]:
    """The figures in each format, then the people by name."""
    figures = export_items(
        reverse("posts:turning_figures", args=[regency]), _("angka per kelurahan")
    )
    people = export_items(
        reverse("posts:turning_export", args=[regency]),
        _("nama orangnya"),
        protected=reverse("downloads:new", args=[regency, "turning.export"]),
    )
    return [*figures, *people]


@require_safe
@role_required(OFFICE)
@or_back("posts:turning")
def turning_figures_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The figures of the present window as a file; no person."""
    return deliver(request, regency, "turning.figures.export")


@require_safe
@role_required(OFFICE)
@or_back("posts:turning")
def turning_export(request: HttpRequest, regency: str) -> HttpResponse:
    """Who they are, by name, as a file of the office."""
    return deliver(request, regency, "turning.export")
