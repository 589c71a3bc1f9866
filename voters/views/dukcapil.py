"""One NIK of two people: the list, the letter to Dukcapil, its annex, the answer."""

from datetime import date
from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import OFFICE, role_required
from audit.services import record
from files import exports
from files.delivering import deliver, or_back
from files.lists import (
    PickError,
    export_items,
    mark_of,
    picked_of,
    require_same,
    wanted_format,
)
from periods.models import Period
from voters import selectors, services
from voters.exporting_exchange import annex_title, letter_file
from voters.filters_exchange import DukcapilFilter
from voters.forms_dukcapil import LetterForm
from voters.models import ChangeProposal, DukcapilLetter, LetterAnswer
from voters.selectors import exchange as reading
from voters.selectors.duplicates import ranked_page
from voters.services.errors import VoterError
from voters.tables_exchange import STATES, DukcapilTable
from voters.views.roll import person_of

KIND = "dukcapil.letter.export"


def _asked(request: HttpRequest, regency: str) -> Any:
    rows = ChangeProposal.objects.in_scope_of(person_of(request)).of(regency)
    return reading.one_nik_two_people(rows)


def _found(request: HttpRequest, regency: str) -> DukcapilFilter:
    """What the filter of the address leaves of them."""
    districts, villages = selectors.past_places(regency)
    return DukcapilFilter(
        request.GET,
        queryset=_asked(request, regency),
        regency=regency,
        districts=districts,
        villages=villages,
    )


@role_required(OFFICE)
@require_GET
def dukcapil(request: HttpRequest, regency: str) -> HttpResponse:
    """The NIK of two people, what became of their letters, and the latest letters."""
    found = _found(request, regency)
    page = ranked_page(
        found.qs,
        ("id",),
        request.GET.get("sesudah", ""),
        request.GET.get("sebelum", ""),
    )
    record(
        actor=request.user,
        action="dukcapil.list",
        regency_code=regency,
        persons=[one.public_id for one in page.rows],
        request=request,
    )
    villages = dict(found.same_for)
    table = DukcapilTable(page.rows, regency=regency, places=villages)
    table.choose(request.GET)
    count, more = selectors.capped_count(found.qs)
    letters = DukcapilLetter.objects.in_scope_of(person_of(request)).of(regency)
    context = {
        "regency": regency,
        "filter": found,
        "table": table,
        "page": page,
        "count": count,
        "more": more,
        "letters": reading.letters_of(letters),
        "acts": _acts(regency),
        "export_items": export_items(
            reverse("voters:dukcapil_export", args=[regency]),
            _("NIK tersamar"),
            reverse("downloads:new", args=[regency, "dukcapil.export"]),
        ),
    }
    return render(request, "voters/dukcapil.html", context)


def _acts(regency: str) -> list[dict[str, Any]]:
    """None without an open period: a letter is a decision."""
    if not Period.objects.open(regency).exists():
        return []
    url = reverse("voters:dukcapil_send", args=[regency])
    return [{"label": _("Tandai dikirim …"), "url": url, "icon": "send"}]


@role_required(OFFICE)
@require_GET
@or_back("voters:dukcapil")
def dukcapil_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The present filter as a file; the NIK stays masked."""
    return deliver(request, regency, "dukcapil.export")


@role_required(OFFICE)
@require_POST
def dukcapil_send(request: HttpRequest, regency: str) -> HttpResponse:
    """The picked of the filter go under a letter's number; with `tanda` they are sent.

    Who was sent before stays: only the others of a choice are asked for and marked.
    """
    query = request.GET.urlencode()
    back = reverse("voters:dukcapil", args=[regency]) + (f"?{query}" if query else "")
    try:
        picked = picked_of(request.POST)
        if not picked.is_named:
            raise PickError(_("Belum ada baris yang dipilih."))
        rows = picked.cut(_found(request, regency).qs)
    except PickError as error:
        messages.error(request, str(error))
        return redirect(back)
    unsent = dict(rows.filter(is_sent=False).values_list("pk", "public_id"))
    form = LetterForm(request.POST if "tanda" in request.POST else None)
    if form.is_valid() and (number := _sent(request, regency, form, unsent)):
        told = _("%(n)s NIK ditandai dikirim; unduh lampirannya di bawah.")
        messages.success(request, told % {"n": number})
        return redirect(back)
    context = {
        "regency": regency,
        "form": form,
        "back": back,
        "count": len(unsent),
        "left": rows.count() - len(unsent),
        "picked": list(picked.pairs()),
        "mark": mark_of(unsent),
    }
    status = 422 if form.errors else 200
    return render(request, "voters/dukcapil_send.html", context, status=status)


def _sent(
    request: HttpRequest, regency: str, form: LetterForm, unsent: dict[int, UUID]
) -> int:
    """How many were marked; 0 with the reason in the form."""
    try:
        require_same(request.POST["tanda"], list(unsent))
        return services.send_letter(
            actor=request.user,
            regency=regency,
            public_ids=list(unsent.values()),
            letter_no=form.cleaned_data["nomor_surat"],
            letter_on=form.cleaned_data["tanggal_surat"],
        )
    except (VoterError, PickError) as error:
        form.add_error(None, str(error))
        return 0


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@role_required(OFFICE)
@require_GET
@or_back("voters:dukcapil")
def dukcapil_annex(request: HttpRequest, regency: str) -> HttpResponse:
    """Annex of one letter (`surat`) as PDF, xlsx or csv, with the NIK in full."""
    number = request.GET.get("surat", "").strip()
    prepared = letter_file(request.user, regency, request.GET, "default")
    letters = DukcapilLetter.objects.in_scope_of(person_of(request)).of(regency)
    letter = letters.filter(letter_no=number).first() if number else None
    if letter is None:
        messages.error(request, _("Surat ini tidak ada; pilih surat dari daftar."))
        return redirect("voters:dukcapil", regency)
    form = wanted_format(request.GET)
    exports.require_short(prepared.count(), form)
    made = exports.export(
        actor=request.user,
        regency=regency,
        name=prepared.name,
        columns=prepared.columns,
        rows=prepared.lines(prepared.rows),
        format=form,
        action=KIND,
        sheet=annex_title(),
        notes=(
            _("Lampiran surat nomor %(no)s tanggal %(day)s")
            % {"no": number, "day": letter.letter_on.strftime("%d-%m-%Y")},
            _("Satu NIK pada dua orang; tidak ada pemilih yang dicoret karenanya."),
        ),
        persons=prepared.persons,
        data={"letter": number},
        request=request,
    )
    return cast(HttpResponse, exports.response(made))


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def dukcapil_answer(
    request: HttpRequest, regency: str, public_id: UUID
) -> HttpResponse:
    """One NIK of two people, both beside each other; write down the answer."""
    proposal = _asked(request, regency).filter(public_id=public_id).first()
    if proposal is None:
        raise Http404
    if request.method == "POST":
        said = request.POST
        try:
            services.take_letter_answer(
                actor=request.user,
                regency=regency,
                public_id=public_id,
                answer=said.get("jawaban", ""),
                answer_no=said.get("nomor_jawaban", ""),
                answer_on=_day(said.get("tanggal_jawaban", "")),
                note=said.get("catatan", ""),
            )
            messages.success(request, _("Jawaban Dukcapil dicatat."))
        except VoterError as error:
            messages.error(request, str(error))
        return redirect("voters:dukcapil_answer", regency, public_id)
    record(
        actor=request.user,
        action="dukcapil.view",
        regency_code=regency,
        subject=str(public_id),
        persons=[proposal.public_id],
        request=request,
    )
    labels = selectors.ELEMENT_LABELS
    context = {
        "regency": regency,
        "proposal": proposal,
        "state": STATES[reading.state_of(proposal)],
        "lines": [
            (labels[name], name, proposal.old.get(name, ""), proposal.new.get(name, ""))
            for name in ("name", "birth_place", "birth_date", "sex", "address")
        ],
        "answers": LetterAnswer.choices,
        "answer": LetterAnswer(proposal.answer).label if proposal.answer else "",
        "period_open": Period.objects.open(regency).exists(),
    }
    return render(request, "voters/dukcapil_answer.html", context)
