"""Where a period stands in the walk: eight steps for the home page (design)."""

from datetime import date
from typing import Any

from babel.dates import format_date
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from jobs.models import Job
from periods.models import Period, State
from plenos.models import Plenary, PlenaryState
from voters.models import ChangeProposal

PUBLISHED = PlenaryState.PUBLISHED
SIGNED = (PlenaryState.SIGNED, PUBLISHED)


def walk(period: Period) -> list[dict[str, Any]]:
    """The steps Buka to Terbit: {note, url, state} with state done, now or next."""
    regency, code = period.regency_code, period.code
    plenary = Plenary.objects.of(regency).filter(period=period).first()
    state = plenary.state if plenary else ""
    closed = period.state == State.CLOSED
    deliveries = _deliveries(period)
    total, waiting = _proposals(period)
    held = bool(plenary and plenary.held_on and plenary.number)
    recap = reverse("plenos:recap", args=[regency, code])
    meeting = reverse("plenos:plenary", args=[regency, code])
    steps = [
        (True, _day(timezone.localtime(period.opened_at).date()), ""),
        (
            closed or held or deliveries > 0,
            _("%(n)s kiriman") % {"n": deliveries}
            if deliveries
            else (_("nihil") if closed or held else _("belum ada kiriman")),
            reverse("reconciliation:list", args=[regency]),
        ),
        (
            closed or held or (total > 0 and not waiting),
            _("%(n)s dari %(total)s") % {"n": total - waiting, "total": total},
            reverse("voters:review", args=[regency]),
        ),
        (closed or held, _("dihitung langsung"), recap),
        (closed, _meeting_note(period, plenary), meeting),
        (closed, _done_on(plenary and plenary.frozen_at, _("saat diputuskan")), recap),
        (
            state in SIGNED or (closed and plenary is None),
            _done_on(plenary and plenary.signed_at, _("pindaian diunggah")),
            meeting,
        ),
        (
            state == PUBLISHED or (closed and plenary is None),
            _done_on(plenary and plenary.published_at, _("setelah ditandatangani")),
            meeting,
        ),
    ]
    return _with_states(steps)


def _with_states(steps: list[tuple[bool, str, str]]) -> list[dict[str, Any]]:
    first = next((i for i, (done, *_rest) in enumerate(steps) if not done), len(steps))
    return [
        {
            "note": note,
            "url": url,
            "state": "done" if i < first else "now" if i == first else "next",
        }
        for i, (_done, note, url) in enumerate(steps)
    ]


def _deliveries(period: Period) -> int:
    """Finished reconciliations while the period was open."""
    jobs = Job.objects.filter(
        regency_code=period.regency_code,
        kind="reconcile",
        state="DONE",
        ended_at__gte=period.opened_at,
    )
    if period.closed_at:
        jobs = jobs.filter(ended_at__lte=period.closed_at)
    return jobs.count()


def _proposals(period: Period) -> tuple[int, int]:
    """Proposals of the period, and those that wait for a decision or for applying."""
    mine = ChangeProposal.objects.of(period.regency_code).filter(period_id=period.pk)
    return mine.count(), mine.undecided().count() + mine.filter(
        state="ACCEPTED"
    ).count()


def _meeting_note(period: Period, plenary: Plenary | None) -> str:
    day = plenary.held_on if plenary and plenary.held_on else period.plenary_on
    return _day(day) if day else ""


def _done_on(moment: Any, otherwise: str) -> str:
    return _day(timezone.localtime(moment).date()) if moment else otherwise


def _day(day: date) -> str:
    return format_date(day, "d MMM", locale=get_language() or "id")
