"""Whether a suggestion is this voter: one at a time, remembered, and undone.

The roll does not change, and nothing of the two records flows into the other. What was
said holds until either record changes; then it is asked again.
"""

from typing import Any

from django.db import transaction
from django.db.models import CharField, Func
from django.db.models.functions import Now
from django.utils.translation import gettext as _

from audit.services import record
from fieldwork.aid.models import Check, Decision, Programme, Recipient
from fieldwork.aid.selectors.matching import MARK, lapsed_of
from fieldwork.rules.aid import Match
from fieldwork.services.errors import FieldError
from voters.models import COUNTED, Voter

MARKED = Func(*MARK, function="aid_mark", output_field=CharField())


def _locked(actor: Any, regency: str, public_id: Any) -> Recipient:
    rows = Recipient.objects.in_scope_of(actor).of(regency).select_for_update()
    row: Recipient = rows.get(public_id=public_id)
    if not Programme.objects.of(regency).get(pk=row.programme_id).is_active:
        raise FieldError(_("Program ini sudah ditutup."))
    return row


@transaction.atomic
def confirm(*, actor: Any, regency: str, public_id: Any, same: bool) -> Decision:
    """Answer a suggestion: this voter (`same`), or somebody who is not on the roll.

    Raises Recipient.DoesNotExist; FieldError: none stands, the voter is not seen by
    the actor or counts no more, the programme is closed.
    """
    row = _locked(actor, regency, public_id)
    earlier = lapsed_of(regency).filter(recipient=row).first()
    if row.match != Match.LIKELY and earlier is None:
        raise FieldError(_("Tidak ada saran untuk penerima ini."))
    voter_id = row.suggested_id or (earlier.voter_id if earlier else None)
    seen = Voter.objects.in_scope_of(actor).of(regency).filter(pk=voter_id or 0)
    voter: Any = seen.annotate(mark=MARKED).first()
    if voter is None:
        raise FieldError(_("Pemilih yang disarankan tidak terlihat dari wilayah Anda."))
    if same and voter.status not in COUNTED:
        raise FieldError(_("Pemilih ini tidak lagi terdaftar."))
    _end(actor, Decision.objects.of(regency).filter(recipient=row, ended_at=None))
    own = Recipient.objects.of(regency).filter(pk=row.pk)
    made: Decision = Decision.objects.create(
        regency_code=regency,
        kelurahan=row.kelurahan,
        rw=row.rw,
        rt=row.rt,
        recipient=row,
        voter_id=voter.pk,
        same=same,
        recipient_mark=own.annotate(mark=MARKED).values_list("mark", flat=True).get(),
        voter_mark=voter.mark,
        decided_by_id=getattr(actor, "pk", None),
        decided_by_name=str(actor or "sistem")[:150],
    )
    match = Match.SAME if same else Match.ABSENT
    _set(row, match=match, voter_id=voter.pk if same else None, suggested_id=None)
    _tell(actor, row, "aid.confirm", voter, same=same)
    return made


@transaction.atomic
def undo(*, actor: Any, regency: str, public_id: Any) -> Recipient:
    """Take a decision back: the suggestion stands again.

    Raises Decision.DoesNotExist (none that stands in the actor's scope), FieldError:
    an answer since has brought something into the queue.
    """
    rows = Decision.objects.in_scope_of(actor).of(regency).filter(ended_at=None)
    said: Decision = rows.select_related("recipient").get(public_id=public_id)
    row = _locked(actor, regency, said.recipient.public_id)
    brought = Check.objects.of(regency).filter(
        recipient=row, entered_at__gte=said.decided_at
    )
    if brought.exclude(proposal_id=None).exists():
        raise FieldError(_("Sudah ada usulan dari kecocokan ini; tinjau usulannya."))
    _end(actor, rows.filter(pk=said.pk))
    _set(row, match=Match.LIKELY, voter_id=None, suggested_id=said.voter_id)
    _tell(actor, row, "aid.unconfirm", None, same=said.same)
    return row


def _end(actor: Any, rows: Any) -> None:
    rows.update(ended_at=Now(), ended_by_name=str(actor or "sistem")[:150])


def _set(row: Recipient, **facts: Any) -> None:
    for name, value in facts.items():
        setattr(row, name, value)
    row.save(update_fields=list(facts))


def _tell(actor: Any, row: Recipient, action: str, voter: Any, *, same: bool) -> None:
    record(
        actor=actor,
        action=action,
        regency_code=row.regency_code,
        subject=str(row.public_id),
        persons=[voter.public_id] if voter else [],
        data={"same": same},
    )
