"""Takes an own proposal back before anybody has decided about it (rule J6)."""

from typing import Any

from django.db import transaction
from django.db.models import Exists
from django.utils.translation import gettext as _

from voters.models import ChangeProposal, CitizenReport, Evidence, ProposalState
from voters.selectors.pairing import PAIR, partner_ids
from voters.services.claiming import refuse_claimed
from voters.services.deciding import FIELD, decide, locked
from voters.services.errors import NotDecidable
from voters.services.exchange_sides import EXCHANGE
from voters.services.handover_sides import take_turns_of
from voters.services.keeping import KEEP

WITHDRAWABLE = frozenset({ProposalState.OPEN, ProposalState.HOLD, ProposalState.COKLIT})
_BINDING = (KEEP, PAIR, EXCHANGE)
"""Keys in `new` of a proposal that answers a pair of records."""


def why_not_withdrawn(actor: Any, proposal: ChangeProposal) -> str:
    """Why this account cannot take the proposal back, as a sentence; "" when it can."""
    if proposal.state not in WITHDRAWABLE:
        return _("Usulan ini sudah diputus; tidak dapat ditarik.")
    if proposal.proposed_by_id != getattr(actor, "pk", 0) or proposal.delivery_id:
        return _("Hanya pengusulnya yang dapat menarik usulan ini.")
    if _rests_on_others(actor, proposal):
        return _(
            "Usulan ini juga memuat laporan, temuan atau bukti orang lain; putuskan, "
            "jangan ditarik."
        )
    return ""


def may_withdraw(actor: Any, proposal: ChangeProposal) -> bool:
    """Whether the page offers it: cheap where the account did not propose it."""
    return not why_not_withdrawn(actor, proposal)


def _rests_on_others(actor: Any, proposal: ChangeProposal) -> bool:
    """Whether a report, a delivery, a finding or a pair stands behind it."""
    if FIELD in proposal.warnings or any(key in proposal.new for key in _BINDING):
        return True
    about = {"regency_code": proposal.regency_code, "proposal_id": proposal.pk}
    reports = CitizenReport.objects.filter(**about)
    # Who ran a delivery is named on its rows, which are the sender's word all the same.
    own_papers = {"added_by_id": actor.pk, "delivery_id__isnull": True}
    theirs = Evidence.objects.filter(**about).exclude(**own_papers)
    own = ChangeProposal.objects.of(proposal.regency_code).filter(pk=proposal.pk)
    if own.filter(Exists(reports) | Exists(theirs)).exists():
        return True
    return bool(partner_ids(proposal))


def withdraw(
    *, actor: Any, regency: str, public_id: Any, whole_family: bool = False
) -> int:
    """Take an own undecided proposal back; with `whole_family` all of its act.

    Gives how many were taken back. Those of the family that were decided meanwhile
    stay. Raises NotDecidable, Claimed (a colleague has one of them open), ClosedPeriod.
    """
    with transaction.atomic():
        if whole_family:
            every = ChangeProposal.objects.of(regency)
            key = every.filter(public_id=public_id).values("group_key")
            take_turns_of(every.filter(group_key__in=key))
        named = locked(regency, public_id)
        found = [named]
        if whole_family and named.group_key:
            rows = ChangeProposal.objects.of(regency).filter(group_key=named.group_key)
            found = list(
                rows.filter(state__in=WITHDRAWABLE).order_by("id").select_for_update()
            )
        for one in found or [named]:
            if why := why_not_withdrawn(actor, one):
                raise NotDecidable(why)
        for one in found:
            refuse_claimed(actor, one)
        for one in found:
            decide(one, actor, ProposalState.WITHDRAWN)
    return len(found)
