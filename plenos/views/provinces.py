"""A province compares its regencies and takes their recaps; its Bawaslu chooses one."""

from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import PROVINCE, SUPERVISOR, province_or_404
from files import exports
from files.exports import Column
from periods.models import State
from plenos import presenters
from plenos.models import Plenary, PlenaryState, Recap
from plenos.selectors import frozen
from plenos.selectors.readers import Overview, province_overview
from plenos.selectors.recap import Sheet
from regions.models import Level, Region
from regions.querysets import code_after

TERMS = ("SEBELUM", "BARU", "PEMULIHAN", "TMS", "KOREKSI", "SEKARANG", "UBAH")


@dataclass(frozen=True)
class Line:
    """One regency's published recap of a period: L+P of each term, and the change."""

    code: str
    name: str
    values: list[int]
    by: int
    share: float


def _published(province: str) -> Any:
    spans = {"regency_code__gte": province, "regency_code__lt": code_after(province)}
    rows = Plenary.objects.in_force().filter(**spans)
    return rows.select_related("period")


def _region(province: str) -> Region:
    region = Region.objects.filter(code=province).first()
    if region is None:
        raise Http404
    return region


def _line(plenary: Plenary, names: dict[str, str]) -> Line:
    recap = Recap.objects.get(period=plenary.period, version=plenary.version)
    figures: Sheet = frozen(recap)
    values = [figures.total(term) for term in TERMS]
    before, now = figures.total("SEBELUM"), figures.total("SEKARANG")
    code = plenary.regency_code
    share = 100 * (now - before) / before if before else 0.0
    return Line(code, names.get(code, code), values, now - before, share)


@require_safe
@login_required
def compare(request: HttpRequest, province: str) -> HttpResponse:
    """The published recaps of one period beside each other; figures only."""
    province_or_404(request.user, province, PROVINCE)
    region = _region(province)
    published = list(_published(province).order_by("regency_code"))
    periods = {p.period.code: p.period.title for p in published}
    codes = sorted(periods, reverse=True)
    asked = request.GET.get("periode", "")
    code = asked if asked in periods else (codes[0] if codes else "")
    names = presenters.place_names(province)
    context = {
        "province": province,
        "province_name": region.name,
        "heads": [presenters.NAMES[term] for term in TERMS],
        "rows": [_line(p, names) for p in published if p.period.code == code],
        "periods": [(known, periods[known]) for known in codes],
        "code": code,
        "title": periods.get(code, ""),
    }
    return render(request, "plenos/compare.html", context)


COLUMNS = [
    Column("Kode", 8),
    Column("Kab/kota", 28),
    Column("Periode berjalan", 16),
    Column("Keadaan", 14),
    Column("Batas data", 12),
    Column("Rencana pleno", 14),
    Column("Rekap terbit", 14),
    Column("L", 12),
    Column("P", 12),
    Column("L+P", 12),
]


def _said(row: Overview) -> str:
    """Where a regency stands, in the words of the page."""
    if not row.period:
        return _("belum memakai")
    words = {**dict(State.choices), **dict(PlenaryState.choices)}
    return str(words.get(row.state, row.state))


@require_safe
@login_required
def province_workbook(request: HttpRequest, province: str) -> HttpResponse:
    """Status, deadlines and published totals of every regency as xlsx; no names."""
    user = province_or_404(request.user, province, PROVINCE)
    region = _region(province)
    rows = province_overview(province, timezone.localdate())
    made = exports.export(
        actor=user,
        regency="",
        name=f"rekap-provinsi-{province}",
        columns=COLUMNS,
        rows=(
            (row.code, row.name, row.period, _said(row), row.cutoff, row.deadline)
            + (
                (row.published, row.male, row.female, row.both)
                if row.published
                else ("", "", "", "")
            )
            for row in rows
        ),
        action="export",
        sheet="Rekap",
        notes=(f"Rekap terbit Provinsi {region.name}",),
        request=request,
    )
    return cast(HttpResponse, exports.response(made))


@require_safe
@login_required
def supervised(request: HttpRequest, province: str) -> HttpResponse:
    """Bawaslu of the province chooses a regency; the pages are those of a regency's."""
    province_or_404(request.user, province, SUPERVISOR)
    region = _region(province)
    newest: dict[str, Plenary] = {}
    for plenary in _published(province).order_by("period__starts_on"):
        newest[plenary.regency_code] = plenary
    regencies = Region.objects.within(province).filter(level=Level.REGENCY)
    context = {
        "province_name": region.name,
        "rows": [{"region": one, "plenary": newest.get(one.code)} for one in regencies],
        "published": len(newest),
    }
    return render(request, "plenos/supervised.html", context)
