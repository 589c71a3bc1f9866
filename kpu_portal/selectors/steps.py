"""Where a period stands: its eight steps, which one is now, and the dates ahead."""

import datetime as dt
from typing import Any

from django.utils.translation import gettext as _

from kpu_portal.context import link
from kpu_portal.selectors.figures import DistrictRow
from kpu_portal.ui.formats import day, figure
from periods.models import Period
from plenos.models import Plenary, PlenaryState
from reconciliation.models import Delivery, DeliveryState


def walk(
    period: Period, foot: DistrictRow, today: dt.date
) -> tuple[list[dict[str, Any]], int]:
    """The eight steps of the period with their notes, and which one is now.

    A month to which no file came walks the same way: once its cut-off is past, its
    plenary is prepared or it is closed, the second step says "nihil" and is done.
    """
    regency = period.regency_code
    done = Delivery.objects.of(regency).filter(
        period_id=period.pk, state=DeliveryState.DONE
    )
    deliveries = list(done.values_list("finished_at", flat=True))
    plenary = Plenary.objects.filter(period_id=period.pk).first()
    is_over = (
        not period.is_open
        or period.cutoff_on < today
        or bool(plenary is not None and plenary.number)
    )
    recap = link("plenos:recap", regency, period.code)
    meeting = link("plenos:plenary", regency, period.code)
    frozen = _date(plenary and plenary.frozen_at)
    signed = _date(plenary and plenary.signed_at)
    published = _date(plenary and plenary.published_at)
    reviewed = _("%(n)s dari %(m)s") % {
        "n": figure(foot.reviewed),
        "m": figure(foot.proposals),
    }
    steps = [
        {"note": day(period.opened_at, "d MMM"), "url": ""},
        {
            "note": delivered_words(len(deliveries), is_over),
            "url": link("reconciliation:list", regency),
        },
        {"note": reviewed, "url": link("voters:review", regency)},
        {"note": _("sementara") if period.is_open else _("tetap"), "url": recap},
        {"note": _held_on(period, plenary), "url": meeting},
        {
            "note": frozen or _("saat diputuskan"),
            "url": meeting,
        },
        {
            "note": signed or _("pindaian BA"),
            "url": meeting,
        },
        {
            "note": published or _("sesudahnya"),
            "url": meeting,
        },
    ]
    return steps, current_step(plenary, bool(deliveries) or is_over, foot)


def delivered_words(deliveries: int, is_over: bool) -> str:
    """How many files came; "nihil" for none once no more are waited for."""
    if deliveries:
        return _("%(n)s kiriman") % {"n": deliveries}
    return _("nihil") if is_over else _("belum ada kiriman")


def current_step(
    plenary: Plenary | None, needs_no_file: bool, foot: DistrictRow
) -> int:
    """Number of the step that is now, 1 to 8; 9 when all are done.

    `needs_no_file`: a file came, or none is waited for any more.
    """
    frozen = {
        PlenaryState.FROZEN: 7,
        PlenaryState.SIGNED: 8,
        PlenaryState.PUBLISHED: 9,
    }
    if plenary is not None and plenary.state in frozen:
        return frozen[PlenaryState(plenary.state)]
    if foot.waiting:
        return 3
    if not needs_no_file and not foot.proposals:
        return 2
    return 5 if plenary is not None and plenary.number else 4


def _held_on(period: Period, plenary: Plenary | None) -> str:
    planned = plenary.held_on if plenary and plenary.held_on else period.plenary_on
    return day(planned, "EEE d MMM") if planned else ""


def _date(moment: Any) -> str:
    return day(moment, "d MMM") if moment else ""


def deadlines(period: Period, today: dt.date) -> list[dict[str, Any]]:
    """The dates of a period that are still ahead, with the days left."""
    dates = [
        (period.cutoff_on, _("Batas data")),
        (period.reference_date, _("Tanggal acuan usia 17")),
        (period.plenary_on, _("Rapat pleno terbuka")),
    ]
    found = []
    for date, what in dates:
        if date is None or date < today:
            continue
        left = (date - today).days
        words = {0: _("hari ini"), 1: _("besok")}
        found.append(
            {
                "date": date,
                "what": what,
                "left": words.get(left) or _("%(n)s hari") % {"n": left},
                "near": left <= 1,
            }
        )
    return found
