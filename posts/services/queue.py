"""The queue of people at an event: one report each, through the voters' room."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from periods.models import Period
from posts.models import EventState, OutreachEvent, Visit, VisitKind
from posts.services.errors import PostError
from posts.services.visits import log_visit
from voters.models import CitizenReport, ReportChannel
from voters.services import Said, take

PREFIX = "event:"
"""Of a report's source reference; what follows is the event's public id."""


def require_entry(event: OutreachEvent) -> None:
    """Raises PostError when nobody can be met there: cancelled, or still to come."""
    if event.state == EventState.CANCELLED:
        raise PostError(_("Kegiatan ini batal."))
    if event.day > timezone.localdate():
        raise PostError(_("Kegiatan ini belum tiba tanggalnya."))


@transaction.atomic
def take_at(*, actor: Any, event: OutreachEvent, said: Said) -> CitizenReport:
    """Take a report at an event; the person is met there, and the event was held.

    Raises PostError for an event that nobody stands at, without an open period and for
    a voter of another kecamatan; what voters.services.take raises passes through.
    """
    require_entry(event)
    lives = said.voter.kelurahan if said.voter else said.new.get("kelurahan", "")
    if not lives.startswith(event.kecamatan):
        raise PostError(_("Orang ini bukan warga kecamatan kegiatan."))
    period = Period.objects.open(event.regency_code).first()
    if period is None:
        raise PostError(_("Tidak ada periode yang terbuka."))
    return take(
        actor=actor,
        regency=event.regency_code,
        period=period,
        channel=ReportChannel.OUTREACH.value,
        said=said,
        source_ref=f"{PREFIX}{event.public_id}",
        source_name=event.title,
    )


@transaction.atomic
def asked_at(*, actor: Any, event: OutreachEvent) -> Visit:
    """Somebody only asked something. Raises PostError as `take_at` does."""
    require_entry(event)
    return _met(actor, event, VisitKind.BERTANYA, None)


def log_at_event(actor: Any, report: CitizenReport) -> None:
    """A report taken at an event is somebody met there; called by posts.services.desk.

    Runs in the transaction that takes the report.
    """
    key = UUID(report.source_ref.removeprefix(PREFIX))
    event = OutreachEvent.objects.of(report.regency_code).get(public_id=key)
    _met(actor, event, report.kind, report)


def _met(
    actor: Any, event: OutreachEvent, kind: str, report: CitizenReport | None
) -> Visit:
    planned = OutreachEvent.objects.filter(pk=event.pk, state=EventState.PLANNED)
    planned.update(state=EventState.HELD, updated_by_name=str(actor or "")[:150])
    return log_visit(actor=actor, event=event, kind=kind, report=report)
