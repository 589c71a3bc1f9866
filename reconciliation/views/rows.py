"""The rows behind a figure of a report, and the refused ones as a file."""

from typing import Any, cast
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts.access import OFFICE, role_required
from accounts.models import User
from audit.services import Persons, record
from files import exports
from files.exports import Column
from files.lists.numbers import whole_number
from reconciliation import reading, selectors
from reconciliation.forms import FIELD_LABELS
from reconciliation.models import Delivery
from reconciliation.rules import institutions, numbers
from reconciliation.rules.issues import IGNORED, ISSUES, WARNINGS
from reconciliation.views.asked import asked_delivery
from voters.selectors import village_names as names_of_places
from voters.selectors.links import suggested
from voters.selectors.named import named_in, noting
from voters.selectors.reading import WARNING_RULES

PAGE = 50


@role_required(OFFICE)
@require_GET
def rows(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The list behind a figure of the report, paged by key."""
    delivery = asked_delivery(request, regency, public_id)
    kind = request.GET.get("masalah", "")
    line = request.GET.get("baris", "")[:18]
    found = _asked(request, delivery, line)
    shown = list(found[: PAGE + 1])
    more, shown = len(shown) > PAGE, shown[:PAGE]
    places = names_of_places(regency)
    people = _suggested(delivery, kind, shown)
    for row in shown:
        _dress(delivery, row, kind, places)
        row.suggested = people.get(row.line_no)
    record(
        actor=request.user,
        action="delivery.rows",
        regency_code=regency,
        subject=str(delivery.public_id),
        persons=named_in(regency, [row.cells for row in shown])
        if kind
        else selectors.on_the_roll(regency, shown),
        data={"rows": len(shown), "list": kind or request.GET.get("hasil", "")},
        request=request,
    )
    context = {
        "regency": regency,
        "delivery": delivery,
        "rows": shown,
        "kind": kind,
        "issue": ISSUES.get(kind),
        "suggests": bool(people),
        "rule_number": numbers.ISSUE_RULES.get(kind, ""),
        "outcome": request.GET.get("hasil", ""),
        "line": whole_number(line),
        "after": shown[-1].pk if more else None,
    }
    return render(request, "reconciliation/rows.html", context)


def _asked(request: HttpRequest, delivery: Delivery, line: str) -> Any:
    """The rows that the address asks for, or the refused ones of a kind."""
    kind, query = request.GET.get("masalah", ""), request.GET
    if kind:
        found: Any = selectors.issues_of(delivery, kind).order_by("id")
    else:
        found = selectors.rows_of(
            delivery,
            outcome=query.get("hasil", ""),
            warning=query.get("peringatan", ""),
            detail=query.get("rincian", ""),
        )
    if (number := whole_number(line)) is not None:
        found = found.filter(line_no=number)
    if (after := whole_number(query.get("sesudah"))) is not None:
        found = found.filter(pk__gt=after)
    return found


def _suggested(delivery: Delivery, kind: str, rows: list[Any]) -> dict[int, UUID]:
    """The pair that suggests a person, by line, of rows without a usable NIK."""
    if not kind.startswith("NIK_"):
        return {}
    return suggested(delivery.regency_code, delivery.pk, [row.line_no for row in rows])


def _dress(delivery: Delivery, row: Any, kind: str, places: dict[str, str]) -> None:
    """Words beside the codes of a row."""
    row.where = reading.where(delivery, row.line_no) if row.line_no else ""
    if kind:
        row.shown = selectors.written(row)
        return
    row.rule = numbers.rule_of(
        row.outcome, row.detail, is_low=institutions.of(delivery.sender).is_low
    )
    row.place = places.get(row.kelurahan, "")
    row.told = str(IGNORED.get(row.detail, row.detail)).replace("_", " ")
    told = row.elements if row.outcome in ("UBAH", "PINDAH_DALAM") else []
    row.element_names = [str(FIELD_LABELS.get(one, one)) for one in told]
    row.warning_names = [
        (str(WARNINGS.get(one, one)), WARNING_RULES.get(one, ""))
        for one in row.warnings
    ]


@role_required(OFFICE)
@require_GET
def refused(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The refused rows as xlsx: the sender's own columns, Kesalahan and Saran."""
    delivery = asked_delivery(request, regency, public_id)
    columns = [
        Column(name or "-", retyped=True) for name in delivery.recognised["header"]
    ]
    columns += [
        Column("Kesalahan", 34),
        Column("Saran", 60),
        Column("Baris berkas", 12),
    ]
    persons = Persons()
    found = selectors.refused_rows(delivery, request.GET.get("masalah", ""))
    exported = exports.export(
        actor=cast(User, request.user),
        regency=regency,
        name=f"baris-bermasalah_{delivery.period_code}",
        columns=columns,
        rows=noting(regency, found, persons),
        persons=persons,
        action="delivery.refused.export",
        data={"delivery": str(delivery.public_id)},
        request=request,
    )
    return cast(HttpResponse, exports.response(exported))
