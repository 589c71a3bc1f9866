"""Programmes: the list, a new one, its figures and recipients, its lists as files."""

from typing import Any, cast
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import NEIGHBOURHOOD, OFFICE, VILLAGE, role_required
from accounts.models import Role
from audit.services import Persons, record
from fieldwork.aid import selectors, services
from fieldwork.aid.exporting import SOCIAL_KIND, VILLAGE_KIND
from fieldwork.aid.filters import RecipientFilter, order_of
from fieldwork.aid.forms import ListForm, ProgrammeForm
from fieldwork.aid.headers import COLUMNS
from fieldwork.aid.models import ANSWERS, MATCHES, AidList, Programme
from fieldwork.aid.selectors import matching
from fieldwork.aid.tables import RecipientTable
from fieldwork.services.errors import FieldError
from fieldwork.views.finding import person_of
from files import exports, stamp
from files.delivering import deliver
from files.exports import Column
from files.exports.blank import Blank, form
from files.lists import export_items, shows_all, up_to_cap
from files.readers import FileRefused
from jobs.models import Job
from partners.models import Institution
from voters.selectors import capped_count, page_of, past_places, villages_now
from voters.selectors.named import noting

READERS = OFFICE | VILLAGE | NEIGHBOURHOOD


def programme_or_404(regency: str, public_id: UUID) -> Programme:
    """A programme of the regency, else 404; it names nobody."""
    rows = Programme.objects.of(regency).filter(public_id=public_id)
    found: Programme | None = rows.first()
    if found is None:
        raise Http404
    return found


@role_required(READERS)
@require_GET
def programme_list(request: HttpRequest, regency: str) -> HttpResponse:
    """Programmes, newest first; below the office those with people of the own area."""
    user, rows = person_of(request), Programme.objects.of(regency)
    if not user.is_office:
        mine = selectors.recipients_of(user, regency).values("programme")
        rows = rows.filter(pk__in=mine)
    context = {
        "regency": regency,
        "programmes": rows.order_by("-id"),
        "is_office": user.is_office,
    }
    return render(request, "fieldwork/aid/list.html", context)


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest, regency: str) -> HttpResponse:
    """A new programme."""
    partners = Institution.objects.in_scope_of(request.user).standing()
    asked = ProgrammeForm(request.POST or None, institutions=partners.order_by("name"))
    if request.method == "POST" and asked.is_valid():
        try:
            made = services.create_programme(
                actor=request.user, regency=regency, **asked.cleaned_data
            )
            return redirect("fieldwork:aid_programme", regency, made.public_id)
        except FieldError as error:
            asked.add_error(None, str(error))
    context = {"regency": regency, "form": asked}
    return render(request, "fieldwork/aid/new.html", context)


@role_required(READERS)
@require_GET
def programme(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Figures per kelurahan, RW or RT (`?rinci=`) and the recipients, as filtered."""
    found, user = programme_or_404(regency, public_id), person_of(request)
    districts, villages = past_places(regency)
    mine = selectors.recipients_of(user, regency).filter(programme=found)
    if not user.is_office and not mine.exists():
        raise Http404
    cut = RecipientFilter(
        request.GET,
        queryset=mine,
        regency=regency,
        districts=districts,
        villages=villages,
    )
    order = request.GET.get("urut", "")
    page = page_of(
        cut.qs,
        regency=regency,
        columns=order_of(request.GET),
        after=request.GET.get("sesudah", ""),
        before=request.GET.get("sebelum", ""),
    )
    record(
        actor=user,
        action="aid.list",
        regency_code=regency,
        subject=str(found.public_id),
        persons=selectors.keys_of(user, regency, page.rows),
        request=request,
    )
    table = RecipientTable(page.rows, regency=regency, places=villages)
    table.choose(request.GET)
    level = request.GET.get("rinci", "kelurahan")
    *lines, total = selectors.figures(mine, level)
    everybody = shows_all(cut.form)
    count, more = up_to_cap(total.people) if everybody else capped_count(cut.qs)
    context = {
        "regency": regency,
        "programme": found,
        "filter": cut,
        "table": table,
        "page": page,
        "order": order,
        "count": count,
        "more": more,
        "level": level if level in selectors.LEVELS else "kelurahan",
        "lines": [
            (villages.get(one.place[0], _("Tanpa kelurahan")), one) for one in lines
        ],
        "total": total,
        "match_words": [word for _value, word in MATCHES],
        "answer_words": [word for _value, word in ANSWERS],
        "empty": not total.people,
        "export_items": _files(user, regency, found),
        "waiting": _waiting(user, regency, found),
        "heard": total.heard,
        **_office(request, regency, found),
    }
    return render(request, "fieldwork/aid/programme.html", context)


def _waiting(user: Any, regency: str, found: Programme) -> int:
    """Suggestions that the person may answer."""
    if user.role == Role.NEIGHBOURHOOD:
        return 0
    return matching.waiting_count(user, regency, found)


def _office(request: HttpRequest, regency: str, found: Programme) -> dict[str, Any]:
    """What only the office sees: the lists that came, the upload, the files."""
    user = person_of(request)
    if not user.is_office:
        return {"is_office": False}
    lists = list(AidList.objects.of(regency).filter(programme=found).order_by("-id"))
    jobs = Job.objects.in_bulk([one.job_id for one in lists if one.job_id])
    return {
        "is_office": True,
        "lists": [(one, jobs.get(one.job_id or 0)) for one in lists],
        "upload": ListForm(),
    }


def _files(user: Any, regency: str, found: Programme) -> list[dict[str, Any]]:
    """The present filter as a file: for the kelurahan, and for the social office."""
    items: list[dict[str, Any]] = []
    more = {"program": str(found.public_id)}

    def add(name: str, note: str, kind: str) -> None:
        protected = reverse("downloads:new", args=[regency, kind])
        items.extend(
            export_items(
                reverse(f"fieldwork:{name}", args=[regency]),
                note,
                protected if user.is_office else "",
                more,
            )
        )

    if user.is_office or user.role == Role.VILLAGE:
        add("aid_export", _("untuk kelurahan, NIK tersamar"), VILLAGE_KIND)
    if user.is_office:
        add("aid_social", _("untuk dinas sosial, kolomnya sendiri"), SOCIAL_KIND)
    return items


@role_required(OFFICE)
@require_POST
def upload(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Take a list in; its import is a job."""
    found = programme_or_404(regency, public_id)
    asked = ListForm(request.POST, request.FILES)
    if not asked.is_valid():
        messages.error(request, _("Pilih berkas daftar penerima."))
    else:
        file = asked.cleaned_data["file"]
        try:
            made = services.receive_list(
                actor=request.user, programme=found, file=file, filename=file.name
            )
            if made.waits_for_mapping:
                return redirect("fieldwork:aid_mapping", regency, made.public_id)
            messages.success(request, _("Daftar diterima dan sedang diimpor."))
        except (FieldError, FileRefused) as error:
            messages.error(request, str(error))
    return redirect("fieldwork:aid_programme", regency, public_id)


@role_required(OFFICE)
@require_POST
def close(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """End the programme."""
    found = programme_or_404(regency, public_id)
    try:
        services.close_programme(actor=request.user, programme=found)
        messages.success(request, _("Program ditutup."))
    except FieldError as error:
        messages.error(request, str(error))
    return redirect("fieldwork:aid_programme", regency, public_id)


@role_required(OFFICE)
@require_GET
def template(request: HttpRequest, regency: str) -> HttpResponse:
    """The form of a list; numbers stand as text."""
    villages = villages_now(regency)
    blanks = [
        Blank(
            label,
            choices=tuple(villages) if name == "kelurahan" else (),
            told=tuple(villages.values()) if name == "kelurahan" else (),
            message=_("16 angka, sebagai teks.") if name in ("nik", "nkk") else "",
        )
        for name, label in COLUMNS.items()
    ]
    told = [
        (_("Cara mengisi"), _("Isi lembar Data mulai baris 2. Jangan ubah judulnya.")),
        (_("Tanggal"), _("Tulis seperti 31-12-1990.")),
    ]
    made = exports.finish(
        actor=request.user,
        regency=regency,
        name="templat-penerima-bantuan.xlsx",
        handle=form(blanks, told, stamp.row(1, "bansos", "AID")),
        action="aid.template",
        request=request,
    )
    return cast(HttpResponse, exports.response(made))


@role_required(OFFICE)
@require_GET
def refused(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The refused rows of a list: its own columns, Kesalahan and Saran."""
    row = AidList.objects.of(regency).filter(public_id=public_id).first()
    if row is None:
        raise Http404
    persons = Persons()
    made = exports.export(
        actor=request.user,
        regency=regency,
        name=f"ditolak-bantuan-{regency}",
        columns=[
            *(
                Column(name or f"Kolom {at}", 20, retyped=True)
                for at, name in _heads(row)
            ),
            Column("Kesalahan", 40),
            Column("Saran", 60),
            Column("Baris", 8),
        ],
        rows=noting(regency, selectors.issue_lines(row), persons),
        persons=persons,
        format="xlsx",
        action="aid.refused.export",
        request=request,
    )
    return cast(HttpResponse, exports.response(made))


def _heads(row: AidList) -> list[tuple[int, str]]:
    return list(enumerate(row.recognised["header"], 1))


@role_required(OFFICE | VILLAGE)
@require_GET
def village_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The result for the kelurahan (`?program=`), by the present filter."""
    return deliver(request, regency, VILLAGE_KIND)


@role_required(OFFICE)
@require_GET
def social_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The result for the social office (`?program=`): its columns and the answer."""
    return deliver(request, regency, SOCIAL_KIND)
