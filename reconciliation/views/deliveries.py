"""Pages of one delivery: upload, recognition and mapping, progress, report."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.access import OFFICE, role_required
from audit.services import record
from files.mapping import masked
from files.readers import FileRefused
from partners.models import DataRequest
from partners.selectors import open_requests
from periods.services import current
from reconciliation import ceiling_selectors as ceiling
from reconciliation import reading, selectors, services
from reconciliation.forms import FIELD_LABELS, MappingForm, StartForm, UploadForm
from reconciliation.models import Delivery, DeliveryState, Sender
from reconciliation.rules import cells, headers, institutions, numbers, templates
from reconciliation.rules.institutions import sender_of
from reconciliation.rules.issues import IGNORED, ISSUES
from reconciliation.services import DeliveryError, DuplicateDelivery, searching
from reconciliation.views.asked import asked_delivery
from voters.models import Kind
from voters.selectors.links import linked_rows
from voters.selectors.named import named_in
from voters.selectors.undoing import delivery_undo

SHOWN = 4
"""Rows beside the choices."""


def _asked_for(waiting: list[DataRequest], asked: str) -> dict[str, str]:
    """Sender and request that the address of a request's page asks for."""
    for one in waiting:
        if str(one.public_id) == asked:
            return {"data_request": asked, "sender": sender_of(one.institution.kind)}
    return {}


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, regency: str) -> HttpResponse:
    """Take a file in; the same file twice opens the first delivery."""
    waiting = list(open_requests(regency))
    form = UploadForm(
        request.POST or None,
        request.FILES or None,
        waiting=waiting,
        initial=_asked_for(waiting, request.GET.get("permintaan", "")),
    )
    first: Delivery | None = None
    rule = ""
    if request.method == "POST" and form.is_valid():
        file, name = form.given()
        try:
            delivery = services.receive(
                actor=request.user,
                regency=regency,
                file=file,
                filename=name,
                sender=form.cleaned_data["sender"],
                letter_no=form.cleaned_data["letter_no"],
                data_request=form.answers(),
            )
        except DuplicateDelivery as error:
            first, rule = error.delivery, numbers.SAME_FILE
            form.refuse(str(error))
        except FileRefused as error:
            rule = numbers.FILE_RULES.get(error.code, "")
            form.refuse(str(error))
        except DeliveryError as error:
            form.add_error(None, str(error))
        else:
            return redirect("reconciliation:detail", regency, delivery.public_id)
    form.ask_to_paste_again()
    context = {
        "regency": regency,
        "form": form,
        "first": first,
        "rule_number": rule,
        "open_period": current(regency),
        "senders": [selectors.business_of(code) for code in Sender.values],
    }
    status = 200 if not form.errors else 422
    return render(request, "reconciliation/upload.html", context, status=status)


@role_required(OFFICE)
@require_GET
def detail(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Recognition before the start, progress while it runs, the report at the end."""
    delivery = asked_delivery(request, regency, public_id)
    job = selectors.job_of(delivery)
    context = _frame(delivery, job)
    if delivery.is_done:
        context |= _report(delivery)
        return render(request, "reconciliation/report.html", context)
    if job is not None and job.is_open:
        return render(request, "reconciliation/progress.html", context)
    if delivery.state == DeliveryState.WITHDRAWN and not ceiling.stop_of(delivery):
        same = Delivery.objects.of(regency).standing().filter(sha256=delivery.sha256)
        context["again"] = same.only("public_id", "period_code").first()
        return render(request, "reconciliation/outlived.html", context)
    if delivery.is_stopped:
        return redirect("reconciliation:ceiling", regency, public_id)
    return _recognised(request, delivery, context)


def _frame(delivery: Delivery, job: Any) -> dict[str, Any]:
    return {
        "regency": delivery.regency_code,
        "delivery": delivery,
        "job": job,
        "business": selectors.business_of(delivery.sender),
        **_facts(delivery),
    }


def _recognised(
    request: HttpRequest,
    delivery: Delivery,
    context: dict[str, Any],
    refused: tuple[MappingForm, StartForm] | None = None,
) -> HttpResponse:
    """Mapping and start. refused: both as they were entered, with what is wrong."""
    kind = delivery.kind or delivery.kind_guess
    _record_preview(request, delivery)
    start = StartForm(initial={"kind": kind}, villages=_villages(delivery))
    form, start = refused or (MappingForm(delivery=delivery), start)
    fields = {field: at for at, field in form.chosen().items() if field}
    context |= {
        "mapping_form": form,
        "start_form": start,
        "missing": _missing(delivery, fields, start["kind"].value() or kind),
        **_preview(delivery, form),
    }
    status = 200 if refused is None else 422
    return render(request, "reconciliation/recognised.html", context, status=status)


def _again(
    request: HttpRequest, delivery: Delivery, form: MappingForm, start: StartForm
) -> HttpResponse:
    """The page with what was entered, while the delivery still waits for it."""
    delivery.refresh_from_db()
    job = selectors.job_of(delivery)
    if delivery.is_done or delivery.is_stopped or (job is not None and job.is_open):
        return redirect(
            "reconciliation:detail", delivery.regency_code, delivery.public_id
        )
    return _recognised(request, delivery, _frame(delivery, job), (form, start))


def _villages(delivery: Delivery) -> list[tuple[str, str]]:
    """Kelurahan to choose from, where the sender's whole list is that of one."""
    if not institutions.of(delivery.sender).in_a_village:
        return []
    names = selectors.village_names(delivery.regency_code)
    return sorted(names.items(), key=lambda one: one[1])


def _facts(delivery: Delivery) -> dict[str, Any]:
    header = delivery.recognised["header"]
    used = set(delivery.fields.values())
    ignored = [name for at, name in enumerate(header) if at not in used and name]
    return {
        "recognised": delivery.recognised,
        "reading": reading.told(delivery),
        "template_now": str(templates.VERSION),
        "mapped": len(used),
        "village": selectors.village_name(delivery.village),
        "ignored": ignored,
        "mapped_names": [
            (header[at], FIELD_LABELS[field])
            for field, at in sorted(delivery.fields.items(), key=lambda one: one[1])
        ],
    }


def _missing(delivery: Delivery, fields: dict[str, int], kind: str) -> list[str]:
    event = institutions.of(delivery.sender).event
    return [str(FIELD_LABELS[one]) for one in headers.missing(fields, kind, event)]


def _record_preview(request: HttpRequest, delivery: Delivery) -> None:
    """The first rows name people: of those, whom the roll knows by their NIK."""
    sample = services.preview(delivery)[:SHOWN]
    record(
        actor=request.user,
        action="delivery.preview",
        regency_code=delivery.regency_code,
        subject=str(delivery.public_id),
        persons=named_in(delivery.regency_code, sample),
        data={"rows": len(sample)},
        request=request,
    )


def _preview(delivery: Delivery, form: MappingForm) -> dict[str, Any]:
    """Columns with their field and first cells; numbers of persons are hidden."""
    fields = form.chosen()
    known = services.preview(delivery)
    sample = known[:SHOWN]
    columns = []
    for at, bound in enumerate(form.columns()):
        name = delivery.recognised["header"][at]
        shown = [masked(fields.get(at, ""), name, row, at) for row in sample]
        columns.append({"name": name, "field": bound, "cells": shown})
    return {
        "columns": columns,
        "vintage_field": form["vintage"],
        "other_period": reading.other_period(delivery, known),
        "read_lines": _read_lines(sample, fields, form["vintage"].value() or ""),
    }


def _read_lines(
    sample: list[list[str]], fields: dict[int, str], vintage: str
) -> list[dict[str, Any]]:
    """The first rows as a run would read them, by field; persons stay masked."""
    provinces = selectors.provinces()
    lines = []
    for at, field in sorted(fields.items()):
        if not field:
            continue
        told = []
        for row in sample:
            cell = row[at] if at < len(row) else ""
            value, issue = cells.read(field, cell, provinces, vintage)
            shown = masked(field, "", [value], 0) if value else ""
            if field == "event":
                shown = str(IGNORED.get(value, shown))
            told.append((shown, str(ISSUES[issue].label) if issue else ""))
        lines.append({"label": FIELD_LABELS[field], "cells": told})
    return lines


@role_required(OFFICE)
@require_POST
def preview(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The first rows as the mapping on the screen would read them; keeps nothing."""
    delivery = asked_delivery(request, regency, public_id)
    form = MappingForm(request.POST, delivery=delivery)
    lines = []
    if form.is_valid():
        sample = services.preview(delivery)[:SHOWN]
        _record_preview(request, delivery)
        lines = _read_lines(sample, form.chosen(), form.cleaned_data["vintage"])
    context = {"read_lines": lines}
    return render(request, "components/read_lines.html", context)


def _report(delivery: Delivery) -> dict[str, Any]:
    names = {one: name() for one, name in selectors.NAMES.items()}
    gap = selectors.difference(delivery)
    return {
        "outcomes": selectors.outcome_lines(delivery),
        "terms": selectors.proof_terms(delivery, names),
        "holds": gap == 0,
        "gap": gap,
        "beside": selectors.beside_lines(delivery),
        "issues": selectors.issue_lines(delivery),
        "refused_count": delivery.counts.get("REFUSED", 0),
        "proposed": sum(
            n for kind, n in delivery.proposals.items() if kind in Kind.values
        ),
        "joined": delivery.proposals.get("joined", 0),
        "answered": delivery.proposals.get("answered", 0),
        "renewed": delivery.proposals.get("renewed", 0),
        "disputed": delivery.proposals.get("disputed", 0),
        "questions": delivery.proposals.get("TIDAK_ADA", 0),
        "stop": ceiling.stop_of(delivery),
        "linked": linked_rows(delivery.regency_code, delivery.pk),
        "undo": delivery_undo(delivery.regency_code, delivery.pk),
        **_search_of(delivery),
    }


def _search_of(delivery: Delivery) -> dict[str, Any]:
    return {
        "search": searching.of_delivery(delivery).first(),
        "pairs": delivery.details.get("duplicates"),
    }


@role_required(OFFICE)
@require_POST
def mapping(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Keep the corrected mapping; it is remembered for this sender."""
    delivery = asked_delivery(request, regency, public_id)
    form = MappingForm(request.POST, delivery=delivery)
    if not form.is_valid():
        messages.error(request, _("Pilihan kolom tidak dikenal."))
        return redirect("reconciliation:detail", regency, public_id)
    if not _save(request, delivery, form):
        told = {name: request.POST.get(name, "") for name in ("kind", "village")}
        start = StartForm(initial=told, villages=_villages(delivery))
        return _again(request, delivery, form, start)
    messages.success(request, _("Pemetaan disimpan untuk pengirim ini."))
    return redirect("reconciliation:detail", regency, public_id)


def _save(request: HttpRequest, delivery: Delivery, form: MappingForm) -> bool:
    """Keep a valid mapping; where it is refused, form or page say why."""
    if form.refuse_twice():
        return False
    try:
        services.save_mapping(
            actor=request.user,
            delivery=delivery,
            chosen=form.chosen(),
            vintage=form.cleaned_data["vintage"],
        )
    except DeliveryError as error:
        messages.error(request, str(error))
        return False
    return True


@role_required(OFFICE)
@require_POST
def begin(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Start with the kind that the person confirmed, by the mapping on the screen."""
    delivery = asked_delivery(request, regency, public_id)
    start = StartForm(request.POST, villages=_villages(delivery))
    form = MappingForm(delivery=delivery)
    if "kolom_0" in request.POST:
        form = MappingForm(request.POST, delivery=delivery)
    if form.is_bound and not form.is_valid():
        messages.error(request, _("Pilihan kolom tidak dikenal."))
        return redirect("reconciliation:detail", regency, public_id)
    is_new = form.is_bound and form.has_changed()
    if not start.is_valid() or (is_new and not _save(request, delivery, form)):
        return _again(request, delivery, form, start)
    try:
        services.start(
            actor=request.user,
            delivery=delivery,
            kind=start.cleaned_data["kind"],
            village=start.cleaned_data.get("village", ""),
        )
    except DeliveryError as error:
        messages.error(request, str(error))
        return _again(request, delivery, form, start)
    return redirect("reconciliation:detail", regency, public_id)


@role_required(OFFICE)
@require_http_methods(["GET", "POST"])
def search(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """How far the search for its duplicates is, as the report's last stage (htmx).

    POST searches once more, where that did not end.
    """
    delivery = asked_delivery(request, regency, public_id)
    if request.method == "GET":
        shown = {"regency": regency, "delivery": delivery, **_search_of(delivery)}
        return render(request, "reconciliation/_search.html", shown)
    try:
        services.search_again(actor=request.user, delivery=delivery)
    except DeliveryError as error:
        messages.error(request, str(error))
    return redirect("reconciliation:detail", regency, public_id)
