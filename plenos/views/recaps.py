"""The recap, and the people and events behind each of its figures."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accounts.access import OFFICE, RECAP_READERS, role_required
from audit.services import record
from files.figures import grouped
from jobs.models import OPEN_STATES, Job
from periods.models import Period, State
from plenos import presenters
from plenos.documents.dataset import SHOWN
from plenos.models import Plenary
from plenos.rules.recap import is_nihil, standing
from plenos.selectors import counted, proof, sheet
from plenos.selectors.behind import LISTS, REGULAR
from plenos.selectors.behind import behind as behind_rows
from plenos.selectors.recap import Sheet
from plenos.selectors.reopening import reopenings_of
from plenos.services import freezing_of, why_not_ready
from plenos.views.finding import (
    find_period,
    is_office,
    number_or_nought,
    shown_plenary,
    shown_sheet,
)
from voters.models import BaruCategory, ChangeProposal, TmsReason


@require_safe
@role_required(OFFICE)
def index(request: HttpRequest, regency: str) -> HttpResponse:
    """The open period's recap; the newest one when none is open."""
    period = Period.objects.open(regency).first() or Period.objects.of(regency).first()
    if period is None:
        return render(request, "plenos/none.html", {"regency": regency})
    return redirect("plenos:recap", regency, period.code)


@require_safe
@role_required(RECAP_READERS)
def recap(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """Draft of an open period, frozen recap of a closed one."""
    found = find_period(request, regency, period)
    figures = shown_sheet(request, found)
    office = is_office(request)
    waits = found.state == State.SUSPENDED
    count = None if figures.is_frozen or waits else counted(regency)
    wrong = proof(figures, count)
    opening = bool(figures.recap and figures.recap.is_opening)
    context: dict[str, Any] = {
        "regency": regency,
        "period_row": found,
        "name": found.title,
        "figures": figures,
        "office_reader": office,
        "opening": opening,
        **_figures(figures, request.GET.get("buka", ""), office),
        "checked_digest": _checked(request.GET.get("sidik", ""), figures),
        "balanced": not wrong,
        "differences": presenters.explained(wrong, found)[:20],
        "more": max(0, len(wrong) - 20),
        "count": sum(count.values()) if count else figures.total("SEKARANG"),
        "districts": standing(figures.cells, 6),
        "villages": standing(figures.cells, 10),
        "nihil": is_nihil(figures.cells) and not opening,
        "files": figures.recap.files.all() if figures.recap else [],
        "plenary": shown_plenary(request, found),
        "waits": waits,
        "reopenings": reopenings_of(found),
        "versions": figures.recap.version if figures.recap else figures.version - 1,
        "period_rows": Period.objects.of(regency)[:24] if office else [],
    }
    if office:
        context |= _before_plenary(found, bool(wrong))
    return render(request, "plenos/recap.html", context)


def _figures(figures: Sheet, asked: str, links: bool) -> dict[str, Any]:
    """The figures of the page: of every place, and more of the one that it opens."""
    place = presenters.opened_place(figures, asked)
    return {
        "terms": presenters.terms(figures, links),
        "table": presenters.table(figures, place, links, follows=True),
        "split": presenters.split(figures, links),
        "waterfall": presenters.waterfall(figures),
        "trail": presenters.trail(figures, place),
        "baru": presenters.reasons(figures, "BARU", BaruCategory, place, links),
        "tms": presenters.reasons(figures, "TMS", TmsReason, place, links),
        "still": presenters.still(figures, place, links),
        "ubah": figures.total("UBAH"),
        "behind_ubah": presenters.behind_url(figures, "UBAH", "", figures.regency),
        "behind_held": presenters.behind_url(figures, "DITAHAN", "", figures.regency),
    }


def _checked(asked: str, figures: Sheet) -> str:
    """What the address of a QR code finds: "same", "other", or "" when not asked."""
    if not asked:
        return ""
    same = len(asked) >= SHOWN and figures.sha256.startswith(asked.lower())
    return "same" if same and figures.is_frozen else "other"


def _before_plenary(period: Period, wrong: bool) -> dict[str, Any]:
    """The checklist of an open period, and a freeze that is under way."""
    mine = ChangeProposal.objects.of(period.regency_code).filter(period_id=period.pk)
    waiting = mine.undecided().count()
    queue = reverse("voters:review", args=[period.regency_code])
    queue += f"?periode={period.code}"
    unapplied = mine.filter(state="ACCEPTED").count()
    checks = _checks(period, waiting, unapplied, queue, wrong)
    return {
        "checks": checks,
        "checked": sum(check["ok"] for check in checks),
        "waiting": waiting,
        "waiting_url": queue,
        "is_open": period.state == State.OPEN,
        "job": _to_tell(period),
    }


def _to_tell(period: Period) -> Job | None:
    """The newest freeze or reopening, while it is under way or when it failed."""
    newest = freezing_of(period).first()
    told = newest is not None and newest.state in (*OPEN_STATES, "FAILED")
    return newest if told else None


def _checks(
    period: Period, waiting: int, unapplied: int, queue: str, wrong: bool
) -> list[dict[str, Any]]:
    """What is to be done before the plenary; `queue` is where its proposals wait."""
    lacks = why_not_ready(Plenary.objects.filter(period=period).first())
    return [
        {"ok": not wrong, "text": _("Keseimbangan terbukti di semua tingkat")},
        {"ok": not wrong, "text": _("Jumlah sebab TMS = TMS, kategori baru = baru")},
        {
            "ok": not waiting,
            "text": _("%(n)s usulan belum diputus; terbawa ke periode berikut")
            % {"n": grouped(waiting)},
            "url": queue,
            "link": _("Tinjau"),
        },
        {
            "ok": not unapplied,
            "text": _("%(n)s usulan diterima belum diterapkan")
            % {"n": grouped(unapplied)},
            "url": f"{queue}&keadaan=ACCEPTED",
            "link": _("Terapkan"),
        },
        {
            "ok": not lacks,
            "text": " ".join(lacks) or _("Catatan pleno lengkap"),
            "url": reverse("plenos:plenary", args=[period.regency_code, period.code]),
            "link": _("Catat pleno"),
        },
    ]


@require_safe
@role_required(OFFICE)
def behind(request: HttpRequest, regency: str, period: str) -> HttpResponse:
    """People or events behind one figure; which one stands in the query."""
    found = find_period(request, regency, period)
    asked = _asked(request, regency)
    after = number_or_nought(request.GET.get("sesudah", ""))
    figures = sheet(found)
    most = settings.POLICY.page_rows
    rows = behind_rows(figures, **asked, after=after, most=most + 1)
    names = presenters.place_names(regency, found)
    record(
        actor=request.user,
        action="recap.behind",
        regency_code=regency,
        subject=found.code,
        persons=[row.public_id for row in rows[:most] if row.public_id],
        data=asked,
        request=request,
    )
    context = {
        "regency": regency,
        "period_row": found,
        "name": found.title,
        "column": presenters.LISTED[asked["column"]],
        "place": names.get(asked["code"], asked["code"]),
        "sex": asked["sex"],
        "category": _label(asked["category"]),
        "figure": _figure(figures, **asked),
        "rows": [
            {"row": row, "place": names.get(row.kelurahan, row.kelurahan)}
            | {"category": _label(row.category)}
            for row in rows[:most]
        ],
        "next": rows[most - 1].key if len(rows) > most else None,
        "before": "awal" if after else None,
    }
    return render(request, "plenos/behind.html", context)


def _asked(request: HttpRequest, regency: str) -> dict[str, str]:
    """Which figure the query names; 404 for one that the recap does not have."""
    column, code, sex, category = (
        request.GET.get(name, "") for name in ("column", "code", "sex", "category")
    )
    code = code or regency
    if column not in LISTS or not code.startswith(regency):
        raise Http404
    if not code.isdecimal() or sex not in ("", "L", "P") or not _known(category):
        raise Http404
    return {"column": column, "code": code, "sex": sex, "category": category}


def _figure(figures: Any, *, column: str, code: str, sex: str, category: str) -> int:
    """The figure itself, added up from the cells of the sheet."""
    if column == REGULAR:
        there = figures.total("LOKSUS", sex, code)
        return int(figures.total("SEKARANG", sex, code) - there)
    return sum(
        n
        for cell, n in figures.cells.items()
        if cell.column == column
        and cell.kelurahan.startswith(code)
        and (not sex or cell.sex == sex)
        and (not category or cell.category == category)
    )


def _labels() -> dict[str, Any]:
    return {**dict(BaruCategory.choices), **dict(TmsReason.choices)}


def _known(category: str) -> bool:
    return not category or category in _labels()


def _label(category: str) -> str:
    return str(_labels().get(category, category))
