"""Bawaslu's advice: the office enters and answers it, Bawaslu reads what followed."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import (
    require_http_methods,
    require_POST,
    require_safe,
)

from accounts.access import OFFICE, role_required
from accounts.models import Role, User
from audit.services import record
from files import exports
from files.delivering import deliver, or_back
from files.lists import export_items, listed
from plenos.forms import AdviceForm, FollowUpForm, NamedForm, SheetForm
from plenos.models import Advice, AdviceVoter
from plenos.selectors.advice import people_of, supervisor_people
from plenos.selectors.readers import shown_key
from plenos.services import (
    AdviceChanged,
    AdviceError,
    name_people,
    propose_from,
    save_advice,
)
from plenos.services.advice import Named
from plenos.sheets import empty_form, read_sheet
from plenos.tables import AdviceTable, filtered
from plenos.views.finding import is_office

READERS = OFFICE | {Role.SUPERVISOR}


@require_safe
@role_required(READERS)
def advices(request: HttpRequest, regency: str) -> HttpResponse:
    """Letters of the regency, newest first, cut by the address."""
    every = Advice.objects.in_scope_of(request.user).of(regency)
    form, rows = filtered(request.GET, every)
    shown = listed(request, rows, AdviceTable, by="entered_at", regency=regency)
    context = {
        "regency": regency,
        **shown,
        "form": form,
        "empty": not shown["page"].rows and not every.exists(),
        "late": every.overdue(timezone.localdate()).count(),
        "office_reader": is_office(request),
        "export_items": export_items(
            reverse("plenos:advice_export", args=[regency]),
            protected=reverse("downloads:new", args=[regency, "advice.export"]),
        ),
    }
    return render(request, "plenos/advices.html", context)


@require_safe
@role_required(READERS)
@or_back("plenos:advices")
def advice_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The letters of the present filter as a file; no person is in it."""
    return deliver(request, regency, "advice.export")


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def advice_new(request: HttpRequest, regency: str) -> HttpResponse:
    """Enter a letter."""
    return _edit(request, regency, None)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def advice_edit(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Answer a letter, or correct what was entered."""
    return _edit(request, regency, _find(request, regency, public_id))


def _edit(request: HttpRequest, regency: str, row: Advice | None) -> HttpResponse:
    start = {} if row else {"institution": "Bawaslu", "kind": "SARAN", "state": "OPEN"}
    seen = request.POST.get("dilihat") if request.POST else row.seen if row else ""
    form = AdviceForm(request.POST or None, instance=row, initial=start)
    if request.method == "POST" and form.is_valid():
        try:
            saved = save_advice(
                actor=request.user,
                regency=regency,
                facts=form.cleaned_data,
                advice=row,
                seen=seen,
            )
        except AdviceChanged as error:
            form.add_error(None, str(error))
            seen = _find(request, regency, row.public_id).seen if row else ""
        except AdviceError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Surat disimpan."))
            return redirect("plenos:advice", regency, saved.public_id)
    context = {"regency": regency, "form": form, "row": row, "seen": seen}
    status = 422 if request.method == "POST" else 200
    return render(request, "plenos/advice_form.html", context, status=status)


@require_safe
@role_required(READERS)
def advice(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One letter, its answer, and what became of each person."""
    row = _find(request, regency, public_id)
    context: dict[str, Any] = {
        "regency": regency,
        "row": row,
        "late": _days_late(row),
        "office_reader": is_office(request),
        "reopenings": row.reopenings.exclude(opened_at=None).select_related("period"),
    }
    if is_office(request):
        context |= {
            "people": people_of(request.user, row),
            "named_form": NamedForm(),
            "sheet_form": SheetForm(),
            "follow_up": FollowUpForm(),
        }
        named = [one.voter for one in context["people"] if one.voter]
        shown = [voter.public_id for voter in named]
    else:
        context["people"] = supervisor_people(row.public_id)
        shown = [shown_key(person["row_key"]) for person in context["people"]]
    record(
        actor=request.user,
        action="advice.read",
        regency_code=regency,
        subject=row.letter_no,
        persons=shown,
        data={"rows": len(context["people"])},
        request=request,
    )
    return render(request, "plenos/advice.html", context)


def _days_late(row: Advice) -> int:
    if row.due_on is None or not row.is_unfinished:
        return 0
    return max(0, (timezone.localdate() - row.due_on).days)


@require_POST
@role_required(OFFICE)
def advice_voter(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Name one person by NIK."""
    row = _find(request, regency, public_id)
    form = NamedForm(request.POST)
    if not form.is_valid() or not form.cleaned_data["nik"].isdecimal():
        messages.error(request, _("NIK harus 16 angka."))
        return redirect("plenos:advice", regency, public_id)
    said = form.cleaned_data
    one = Named(1, said["nik"], said["finding"], said["note"])
    entered = name_people(actor=request.user, advice=row, people=[one])
    if entered.missing:
        messages.error(request, _("NIK itu tidak ada di daftar kab/kota ini."))
    else:
        messages.success(request, _("Orang dicatat pada surat ini."))
    return redirect("plenos:advice", regency, public_id)


@require_POST
@role_required(OFFICE)
def advice_upload(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Name people by our sheet."""
    row = _find(request, regency, public_id)
    form = SheetForm(request.POST, request.FILES)
    if not form.is_valid():
        messages.error(request, _("Pilih dahulu berkas xlsx."))
        return redirect("plenos:advice", regency, public_id)
    try:
        people = read_sheet(form.cleaned_data["sheet"])
        entered = name_people(actor=request.user, advice=row, people=people)
    except AdviceError as error:
        messages.error(request, str(error))
        return redirect("plenos:advice", regency, public_id)
    messages.success(
        request,
        _("%(n)s orang dicatat, %(m)s diperbarui.")
        % {"n": entered.added, "m": entered.known},
    )
    if entered.missing:
        lines = ", ".join(map(str, entered.missing[:20]))
        messages.error(request, _("Tidak ada di daftar: baris %(n)s.") % {"n": lines})
    return redirect("plenos:advice", regency, public_id)


@require_safe
@role_required(OFFICE)
def advice_template(request: HttpRequest, regency: str) -> HttpResponse:
    """Our empty sheet for the results of an uji petik."""
    exported = exports.finish(
        actor=cast(User, request.user),
        regency=regency,
        name="hasil-uji-petik.xlsx",
        handle=empty_form(),
        action="advice.template",
        request=request,
    )
    return cast(HttpResponse, exports.response(exported))


@require_POST
@role_required(OFFICE)
def advice_propose(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Turn one person's finding into a proposal."""
    row = _find(request, regency, public_id)
    form = FollowUpForm(request.POST)
    if not form.is_valid():
        raise Http404
    mine = AdviceVoter.objects.in_scope_of(request.user).of(regency)
    link = mine.filter(advice=row, pk=form.cleaned_data["link"]).first()
    if link is None:
        raise Http404
    try:
        made = propose_from(actor=request.user, link=link, **form.asked())
    except AdviceError as error:
        messages.error(request, str(error))
        return redirect("plenos:advice", regency, public_id)
    messages.success(request, _("Usulan dibuat dan menunggu keputusan."))
    return redirect("voters:proposal", regency, made.public_id)


def _find(request: HttpRequest, regency: str, public_id: UUID) -> Advice:
    mine = Advice.objects.in_scope_of(request.user).of(regency)
    row = mine.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    return row
