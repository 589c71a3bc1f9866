"""One RT of a programme: its answers entered by keyboard."""

import io
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from accounts.access import NEIGHBOURHOOD, OFFICE, VILLAGE, role_required
from audit.services import record
from fieldwork.aid import selectors, services
from fieldwork.aid.documents.sheet import ACTION, sheets_pdf
from fieldwork.aid.forms import DayForm, LineForm
from fieldwork.aid.models import Recipient
from fieldwork.aid.views.programmes import programme_or_404
from fieldwork.services.errors import FieldError
from fieldwork.views.finding import person_of
from files import exports
from voters.selectors import village_names

MOST_PRINTED = 1_000
"""More lines than this are printed by RT or kelurahan, not at once."""
MOST_LINES = 300
"""An RT has fewer; a programme without RT would make a page without an end."""
Line = tuple[Recipient, LineForm]


@role_required(OFFICE | VILLAGE | NEIGHBOURHOOD)
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """`?kelurahan=&rw=&rt=` or the own area: a line a recipient."""
    found = programme_or_404(regency, public_id)
    asked = request.GET
    place = {name: asked[name] for name in ("kelurahan", "rw", "rt") if name in asked}
    user = person_of(request)
    rows = selectors.recipients_of(user, regency).filter(programme=found, **place)
    people = list(rows.order_by("id")[:MOST_LINES])
    if not people:
        raise Http404
    posted = request.POST if request.method == "POST" else None
    head = DayForm(posted, initial={"on": timezone.localdate()})
    lines = [(one, LineForm(posted, prefix=f"r{one.pk}")) for one in people]
    if posted is not None and head.is_valid():
        _save(request, regency, lines, head.cleaned_data["on"])
        if not any(form.errors for _one, form in lines):
            address = reverse("fieldwork:aid_sheet", args=[regency, public_id])
            return redirect(f"{address}?{urlencode(place)}")
        lines = _again(rows, lines)
    record(
        actor=user,
        action="aid.sheet",
        regency_code=regency,
        subject=str(found.public_id),
        persons=selectors.keys_of(user, regency, people),
        request=request,
    )
    context = {
        "regency": regency,
        "programme": found,
        "place": place,
        "village": village_names(regency).get(place.get("kelurahan", ""), found.name),
        "head": head,
        "lines": lines,
        "bad": [one for one in lines if one[1].is_bound and one[1].errors],
        "left": sum(not one.answer for one, _form in lines),
        "most": MOST_LINES if len(people) == MOST_LINES else 0,
    }
    return render(request, "fieldwork/aid/sheet.html", context)


def _again(rows: Any, typed: list[Line]) -> list[Line]:
    """The lines as they stand now, with what was typed where it could not stand.

    What stands is empty again: sent once more it would be a second answer.
    """
    bad = {one.pk: form for one, form in typed if form.errors}
    now = rows.in_bulk([one.pk for one, _form in typed])
    return [
        (now[one.pk], bad.get(one.pk) or LineForm(prefix=f"r{one.pk}"))
        for one, _form in typed
        if one.pk in now
    ]


def _save(request: HttpRequest, regency: str, lines: list[Line], on: Any) -> None:
    """Enter every line that has an answer, and say how many stand."""
    saved = sum(_enter(request, regency, one, form, on) for one, form in lines)
    if saved:
        words = ngettext("%(n)s baris tersimpan.", "%(n)s baris tersimpan.", saved)
        messages.success(request, words % {"n": saved})
    elif not any(form.errors for _one, form in lines):
        messages.warning(request, _("Belum ada hasil yang diisi."))


def _enter(
    request: HttpRequest, regency: str, one: Recipient, form: LineForm, on: Any
) -> bool:
    if not form.is_valid() or not form.cleaned_data["answer"]:
        return False
    try:
        with transaction.atomic():
            services.record_answer(
                actor=request.user,
                regency=regency,
                public_id=one.public_id,
                told=form.told(on),
            )
    except FieldError as error:
        form.add_error(None, str(error))
        return False
    return True


@role_required(OFFICE | VILLAGE | NEIGHBOURHOOD)
@require_GET
def paper(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The sheets of a place (`?kelurahan=&rw=&rt=`) or the own area as PDF, by RT."""
    found, asked = programme_or_404(regency, public_id), request.GET
    place = {name: asked[name] for name in ("kelurahan", "rw", "rt") if name in asked}
    user = person_of(request)
    rows = selectors.recipients_of(user, regency).filter(programme=found, **place)
    people = list(rows.order_by("kelurahan", "rw", "rt", "id")[: MOST_PRINTED + 1])
    if not people:
        raise Http404
    if len(people) > MOST_PRINTED:
        messages.error(request, _("Terlalu banyak untuk satu berkas; cetak per RT."))
        return redirect("fieldwork:aid_programme", regency, public_id)
    made = exports.finish(
        actor=user,
        regency=regency,
        name=f"lembar-bantuan-{regency}.pdf",
        handle=io.BytesIO(sheets_pdf(user, found, people, village_names(regency))),
        rows=len(people),
        action=ACTION,
        persons=selectors.keys_of(user, regency, people),
        request=request,
        marked=True,
    )
    return cast(HttpResponse, exports.response(made))
