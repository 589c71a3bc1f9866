"""Pages of outreach: the list, the month, one event, its people and its results."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
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
from files.delivering import deliver, or_back
from files.lists import export_items
from partners.models import Institution
from posts.forms_outreach import (
    EventForm,
    EventOfficerForm,
    EventPartnerForm,
    SeriesForm,
)
from posts.models import (
    EventKind,
    EventState,
    OutreachEvent,
    OutreachOfficer,
    OutreachPartner,
    VisitKind,
)
from posts.presenters import hours_of_event, rule_words
from posts.rules.recurrence import month_beside, month_of
from posts.rules.seventeen import half_year
from posts.selectors import kecamatan_past
from posts.selectors import outreach as selectors
from posts.services import (
    PostError,
    add_event_officer,
    add_event_partner,
    change_event,
    drop_event_officer,
    drop_event_partner,
    end_series,
    plan_event,
    plan_series,
    set_event_state,
)
from posts.services.outreach_people import may_work_at
from posts.tables_outreach import EventFilter, EventTable
from posts.views.finding import (
    STAFF,
    event_or_404,
    one_or_404,
    past_places_of,
    person_of,
    places_of,
)


def _events(request: HttpRequest, regency: str) -> "QuerySet[OutreachEvent]":
    rows: QuerySet[OutreachEvent] = OutreachEvent.objects.in_scope_of(request.user)
    return rows.filter(regency_code=regency)


@require_safe
@role_required(STAFF)
def event_list(request: HttpRequest, regency: str) -> HttpResponse:
    """Events of the account's region by day, the newest first, cut by the address."""
    names = past_places_of(request, regency)
    every = _events(request, regency)
    form = EventFilter(request.GET, names=names)
    ascending = request.GET.get("sort") == "day"
    page = selectors.page_by_day(
        selectors.with_figures(form.cut(every)),
        request.GET,
        size=settings.POLICY.page_rows,
        ascending=ascending,
    )
    order = "day" if ascending else "-day"
    table = EventTable(page.rows, order_by=order, regency=regency, names=names)
    table.choose(request.GET)
    context = {
        "regency": regency,
        "page": page,
        "table": table,
        "form": form,
        "empty": not page.rows and not every.exists(),
        "today": timezone.localdate(),
        "office_reader": person_of(request).is_office,
        "export_items": export_items(
            reverse("posts:events_export", args=[regency]),
            protected=reverse("downloads:new", args=[regency, "event.export"]),
        )
        if person_of(request).is_office
        else [],
    }
    return render(request, "posts/events.html", context)


@require_safe
@role_required(OFFICE)
@or_back("posts:events")
def event_export(request: HttpRequest, regency: str) -> HttpResponse:
    """The events of the present filter as a file."""
    return deliver(request, regency, "event.export")


@require_safe
@role_required(STAFF)
def event_calendar(request: HttpRequest, regency: str) -> HttpResponse:
    """A month of events (`?bulan=2026-11`) as a table, cut like the list."""
    form = EventFilter(request.GET, names=past_places_of(request, regency))
    month = month_of(request.GET.get("bulan", ""), timezone.localdate())
    context = {
        "regency": regency,
        "month": month,
        "before": month_beside(month, -1),
        "after": month_beside(month, 1),
        "weeks": selectors.calendar(form.cut(_events(request, regency)), month),
        "form": form,
        "today": timezone.localdate(),
    }
    return render(request, "posts/event_calendar.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def event_new(request: HttpRequest, regency: str) -> HttpResponse:
    """Plan one date, or a series of them."""
    form = EventForm(request.POST or None, names=places_of(request, regency))
    if request.method == "POST" and form.is_valid():
        asked: dict[str, Any] = {
            "actor": request.user,
            "regency": regency,
            "kecamatan": form.cleaned_data["kecamatan"],
            "facts": form.facts(),
        }
        try:
            rule = form.rule()
            if rule is None:
                event = plan_event(**asked, day=form.cleaned_data["day"])
            else:
                series = plan_series(**asked, rule=rule)
                event = series.events.order_by("day")[0]
        except PostError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kegiatan direncanakan."))
            return redirect("posts:event", regency, event.public_id)
    return _form(request, regency, form, None)


@require_http_methods(["GET", "HEAD", "POST"])
@role_required(OFFICE)
def event_edit(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Change or move one date."""
    event = event_or_404(request, regency, public_id)
    form = EventForm(request.POST or None, names={}, event=event)
    if request.method == "POST" and form.is_valid():
        try:
            change_event(
                actor=request.user,
                event=event,
                facts=form.facts(),
                day=form.cleaned_data["day"],
                onwards=form.cleaned_data.get("onwards", False),
            )
        except PostError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("Kegiatan disimpan."))
            return redirect("posts:event", regency, public_id)
    return _form(request, regency, form, event)


def _form(
    request: HttpRequest, regency: str, form: EventForm, event: OutreachEvent | None
) -> HttpResponse:
    context = {"regency": regency, "form": form, "event": event}
    status = 422 if request.method == "POST" else 200
    return render(request, "posts/event_form.html", context, status=status)


@require_safe
@role_required(STAFF)
def event_detail(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """One event: when, where, who works there, who took part, how many were met."""
    event = event_or_404(request, regency, public_id)
    office, series = person_of(request).is_office, event.series
    context = {
        "regency": regency,
        "event": event,
        "hours": hours_of_event(event),
        "rule": rule_words(series) if series else "",
        "kecamatan": kecamatan_past(regency).get(event.kecamatan, event.kecamatan),
        "officers": list(event.officers.all()),
        "partners": selectors.partners_of(event),
        "met": selectors.tally(event),
        "office_reader": office,
        "today": timezone.localdate(),
        "window": half_year(event.day) if event.kind == EventKind.SCHOOL else None,
    }
    if office:
        accounts = may_work_at(event).order_by("full_name", "username")
        context |= {
            "officer_form": EventOfficerForm(
                accounts=[(one.pk, str(one)) for one in accounts],
                repeated=series is not None,
            ),
            "partner_form": EventPartnerForm(
                institutions=selectors.institutions_for(event)
            ),
            "series_form": SeriesForm(initial={"until": series.until})
            if series
            else None,
        }
    return render(request, "posts/event.html", context)


@require_POST
@role_required(STAFF)
def event_state(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Say that it was held, cancel it with a reason, or plan it again."""
    event = event_or_404(request, regency, public_id)
    said = request.POST

    def write() -> str:
        set_event_state(
            actor=request.user,
            event=event,
            state=said.get("keadaan", ""),
            reason=said.get("alasan", ""),
            note=said.get("catatan", ""),
        )
        return _("Keadaan kegiatan disimpan.")

    return _done(request, event, write)


@require_POST
@role_required(OFFICE)
def event_officer(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Add an officer, or with `lepas` take one off."""
    event = event_or_404(request, regency, public_id)

    def write() -> str:
        if gone := request.POST.get("lepas", ""):
            officer = one_or_404(OutreachOfficer.objects.filter(event=event), gone)
            drop_event_officer(actor=request.user, officer=officer)
            return _("Petugas dilepas.")
        accounts = [(one.pk, str(one)) for one in may_work_at(event)]
        form = EventOfficerForm(request.POST, accounts=accounts, repeated=True)
        if not form.is_valid():
            raise PostError(_("Pilih akun petugas."))
        said = form.cleaned_data
        n = add_event_officer(
            actor=request.user, event=event, account_id=said.pop("account"), **said
        )
        return _("Petugas ditambahkan pada %(n)s tanggal.") % {"n": n}

    return _done(request, event, write)


@require_POST
@role_required(OFFICE)
def event_partner(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Write down an institution that took part, or with `lepas` take it off."""
    event = event_or_404(request, regency, public_id)

    def write() -> str:
        if gone := request.POST.get("lepas", ""):
            partner = one_or_404(OutreachPartner.objects.filter(event=event), gone)
            drop_event_partner(actor=request.user, partner=partner)
            return _("Instansi dilepas.")
        choices = selectors.institutions_for(event)
        form = EventPartnerForm(request.POST, institutions=choices)
        if not form.is_valid():
            raise PostError(_("Pilih instansi mitra kab/kota ini."))
        rows = Institution.objects.in_scope_of(request.user)
        institution = one_or_404(rows, str(form.cleaned_data["institution"]))
        note = form.cleaned_data["note"]
        add_event_partner(
            actor=request.user, event=event, institution=institution, note=note
        )
        return _("Instansi dicatat.")

    return _done(request, event, write)


@require_POST
@role_required(OFFICE)
def event_series(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Let the series of an event end earlier or later."""
    event = event_or_404(request, regency, public_id)

    def write() -> str:
        form = SeriesForm(request.POST)
        if event.series is None or not form.is_valid():
            raise PostError(_("Isi tanggal terakhir rangkaian."))
        until = form.cleaned_data["until"]
        new, ended = end_series(actor=request.user, series=event.series, until=until)
        return _("%(new)s tanggal ditambahkan, %(ended)s dibatalkan.") % {
            "new": new,
            "ended": ended,
        }

    return _done(request, event, write)


def _done(
    request: HttpRequest, event: OutreachEvent, write: Callable[[], str]
) -> HttpResponse:
    """Back to the event, with what was done or why not."""
    try:
        messages.success(request, write())
    except PostError as error:
        messages.error(request, str(error))
    return redirect("posts:event", event.regency_code, event.public_id)


@require_safe
@role_required(STAFF)
def event_results(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """What came of an event: people by result, place and officer, reports by status."""
    event = event_or_404(request, regency, public_id)
    context = {
        "regency": regency,
        "event": event,
        "heads": [label for _kind, label in VisitKind.choices],
        "results": selectors.results(
            request.user, event, selectors.village_names(event)
        ),
        "partners": selectors.partners_of(event),
        "cancelled": event.state == EventState.CANCELLED,
    }
    return render(request, "posts/event_results.html", context)
