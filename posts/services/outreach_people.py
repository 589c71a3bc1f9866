"""Who works at an event, and which institutions took part."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import Role, User
from audit.services import record
from partners.models import Institution
from posts.models import EventState, OutreachEvent, OutreachOfficer, OutreachPartner
from posts.rules import roster
from posts.services.errors import PostError
from posts.services.outreach import later_of


def may_work_at(event: OutreachEvent) -> Any:
    """Accounts that may be an officer: the office's, and the kecamatan's post's."""
    office = User.objects.filter(scope_code=event.regency_code, is_active=True)
    posts = User.objects.filter(
        role=Role.POST, scope_code=event.kecamatan, is_active=True
    )
    return office.filter(role__in=(Role.OPERATOR, Role.CHAIR, Role.MEMBER)) | posts


@transaction.atomic
def add_event_officer(
    *,
    actor: Any,
    event: OutreachEvent,
    account_id: int,
    is_substitute: bool = False,
    onwards: bool = False,
) -> int:
    """Give an event an officer, with `onwards` also the later dates of its series.

    Gives how many dates got them. Raises PostError for an account that may not work
    there and for somebody who stands at another event in those hours.
    """
    account = may_work_at(event).filter(pk=account_id).first()
    if account is None:
        raise PostError(_("Akun itu bukan petugas kantor atau pos kecamatan ini."))
    dates = [event, *(later_of(event) if onwards else [])]
    have = OutreachOfficer.objects.filter(event__in=dates, account_id=account_id)
    taken = set(have.values_list("event_id", flat=True))
    free = [one for one in dates if one.pk not in taken]
    if not free:
        raise PostError(_("Petugas ini sudah ada di kegiatan."))
    _insist_free(account_id, free)
    OutreachOfficer.objects.bulk_create(
        OutreachOfficer(
            regency_code=one.regency_code,
            kecamatan=one.kecamatan,
            event=one,
            account_id=account_id,
            name=str(account)[:150],
            is_substitute=is_substitute,
        )
        for one in free
    )
    _record(actor, "outreach.officer", event, added=len(free))
    return len(free)


@transaction.atomic
def drop_event_officer(*, actor: Any, officer: OutreachOfficer) -> None:
    """Take an officer off one date."""
    event = officer.event
    officer.delete()
    _record(actor, "outreach.officer", event, dropped=1)


@transaction.atomic
def add_event_partner(
    *, actor: Any, event: OutreachEvent, institution: Institution, note: str = ""
) -> OutreachPartner:
    """Write down that an institution took part, and what was done together; a second
    time changes the note. Raises PostError for an institution of elsewhere and for a
    cancelled event."""
    if institution.regency_code != event.regency_code or institution.is_archived:
        raise PostError(_("Pilih instansi mitra kab/kota ini."))
    if event.state == EventState.CANCELLED:
        raise PostError(_("Kegiatan ini batal."))
    OutreachPartner.objects.filter(event=event, institution=institution).delete()
    made: OutreachPartner = OutreachPartner.objects.create(
        regency_code=event.regency_code,
        kecamatan=event.kecamatan,
        event=event,
        institution=institution,
        name=institution.name[:120],
        note=note.strip()[:200],
    )
    _record(actor, "outreach.partner", event, added=1)
    return made


@transaction.atomic
def drop_event_partner(*, actor: Any, partner: OutreachPartner) -> None:
    """Take an institution off the list of who took part."""
    event = partner.event
    partner.delete()
    _record(actor, "outreach.partner", event, dropped=1)


def _insist_free(account_id: int, dates: list[OutreachEvent]) -> None:
    """Nobody stands at two events in the same hours (posts.rules.roster)."""
    rows = OutreachOfficer.objects.filter(
        account_id=account_id, event__day__in=[one.day for one in dates]
    ).exclude(event__state=EventState.CANCELLED)
    others = [
        roster.Turn(account_id, *row)
        for row in rows.values_list("event__day", "event__starts", "event__till")
    ]
    for one in dates:
        turn = roster.Turn(account_id, one.day, one.starts, one.till)
        if roster.meets(turn, others):
            raise PostError(
                _("Petugas ini bertugas di kegiatan lain pada %(day)s.")
                % {"day": one.day.isoformat()}
            )


def _record(actor: Any, action: str, event: OutreachEvent, **data: Any) -> None:
    record(
        actor=actor,
        action=action,
        regency_code=event.regency_code,
        subject=str(event.public_id),
        data={"kecamatan": event.kecamatan, **data},
    )
