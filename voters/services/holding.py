"""The ways out of waiting: more time, for a reason, or no more waiting.

A proposal that was put off is put off anew or opened; a voter who is held stays held or
is active again through a proposal, as every change of a voter.
"""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from periods.models import Period
from voters.models import ChangeProposal, Kind, Status, Voter
from voters.services.deciding import check_until
from voters.services.errors import ClosedPeriod, NotDecidable
from voters.services.proposing import propose
from voters.services.reviewing import carry_out

SOURCE = "Daftar ditahan"


def extend(
    *, actor: Any, regency: str, item: Any, until: date | None, reason: str
) -> ChangeProposal:
    """Give a row of held_item more time. The reason stays with it.

    Gives the proposal: the one that waits on, or a TAHAN that waits for its decision.
    Raises NotDecidable (no reason, no day ahead), AlreadyDecided, AlreadyProposed,
    Claimed, ClosedPeriod.
    """
    if not reason.strip():
        raise NotDecidable(_("Tulis mengapa perlu waktu lebih lama."))
    day = check_until(until)
    if not item.is_voter:
        return carry_out(
            actor=actor,
            regency=regency,
            public_id=item.public_id,
            decision="hold",
            until=day,
            note=reason,
            seen="HOLD",
        )
    voter = _held(regency, item)
    return _of_voter(
        actor, voter, Kind.TAHAN, reason, voter.status_reason, {"status_until": day}
    )


def release(*, actor: Any, regency: str, item: Any, reason: str) -> ChangeProposal:
    """Let it wait no longer: the proposal is open again, the voter is to be active.

    Raises NotDecidable (no reason for a voter), AlreadyProposed, Claimed, ClosedPeriod.
    """
    if not item.is_voter:
        return carry_out(
            actor=actor, regency=regency, public_id=item.public_id, decision="reopen"
        )
    if not reason.strip():
        raise NotDecidable(_("Tulis mengapa pemilih ini tidak ditahan lagi."))
    return _of_voter(actor, _held(regency, item), Kind.PEMULIHAN, reason, "", {})


def _held(regency: str, item: Any) -> Voter:
    voter = Voter.objects.of(regency).get(public_id=item.public_id)
    if voter.status != Status.HELD:
        raise NotDecidable(_("Pemilih ini tidak ditahan lagi."))
    return voter


def _of_voter(
    actor: Any,
    voter: Voter,
    kind: Kind,
    note: str,
    category: str,
    new: dict[str, Any],
) -> ChangeProposal:
    period = Period.objects.open(voter.regency_code).first()
    if period is None:
        raise ClosedPeriod
    with transaction.atomic():
        return propose(
            actor=actor,
            regency=voter.regency_code,
            period=period,
            kind=kind,
            nik=voter.nik,
            voter=voter,
            source=SOURCE,
            category=category,
            new=new,
            note=note,
        )
