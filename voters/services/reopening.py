"""Takes a decision back while it is not applied; the proposal waits again."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from voters.models import ChangeProposal, ProposalState
from voters.rules.partial import DROPPED
from voters.selectors.pairing import PAIR
from voters.services.deciding import decide, locked
from voters.services.errors import AlreadyProposed, NotDecidable
from voters.services.pairing import reopen_pair

REOPENABLE = frozenset(
    {
        ProposalState.ACCEPTED,
        ProposalState.REJECTED,
        ProposalState.REFERRED,
        ProposalState.SECOND,
        ProposalState.HOLD,
        ProposalState.COKLIT,
    }
)


def reopen(*, actor: Any, regency: str, public_id: Any) -> ChangeProposal:
    """Take a decision back while it is not applied; of a pair, both wait again.

    Raises NotDecidable, AlreadyProposed (a newer one stands), ClosedPeriod.
    """
    with transaction.atomic():
        proposal = locked(regency, public_id)
        if proposal.state not in REOPENABLE:
            raise NotDecidable(
                _("Keputusan ini tidak dapat dibuka lagi: %(state)s.")
                % {"state": ProposalState(proposal.state).label}
            )
        if PAIR in proposal.new:
            return reopen_pair(actor=actor, proposal=proposal)
        dropped = proposal.new.get(DROPPED)
        if dropped:
            kept = {k: v for k, v in proposal.new.items() if k != DROPPED}
            proposal.new = {**kept, **dropped}
            proposal.elements = list(proposal.new)
        proposal.reject_reason, proposal.hold_until = "", None
        proposal.first_by_id, proposal.first_by_name = None, ""
        try:
            with transaction.atomic():
                decide(proposal, actor, ProposalState.OPEN)
        except IntegrityError:
            raise AlreadyProposed from None
    return proposal
