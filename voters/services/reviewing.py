"""One decision of the review queue, with the claims of colleagues heeded.

The duplicates' page, a withdrawal and a visit heed them too (ADR 0060). An answer of
Dukcapil or of another regency does not: it is a fact, not a second opinion (ADR 0051).
"""

from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from voters.models import ChangeProposal
from voters.rules.claims import subject_of
from voters.services import deciding, pairing
from voters.services.claiming import give_back, refuse_claimed
from voters.services.errors import NotDecidable
from voters.services.reopening import reopen


def _accept(said: dict[str, Any], base: dict[str, Any]) -> ChangeProposal:
    return deciding.accept(
        **base,
        elements=said.get("elements"),
        left_reason=said.get("reason", ""),
        category=said.get("category", ""),
        evidence_kind=said.get("evidence_kind", ""),
        evidence_no=said.get("evidence_no", ""),
    )


def _pair(said: dict[str, Any], base: dict[str, Any]) -> ChangeProposal:
    return pairing.accept_pair(
        **base,
        evidence_kind=said.get("evidence_kind", ""),
        evidence_no=said.get("evidence_no", ""),
    )


DECISIONS: dict[str, Callable[[dict[str, Any], dict[str, Any]], ChangeProposal]] = {
    "accept": _accept,
    "pair": _pair,
    "part": lambda said, base: pairing.part(**base),
    "reject": lambda said, base: pairing.reject(**base, reason=said.get("reason", "")),
    "hold": lambda said, base: deciding.hold(**base, until=said.get("until")),
    "refer": lambda said, base: deciding.refer(**base),
    "coklit": lambda said, base: deciding.send_to_coklit(**base),
}
"""Each takes what was said and who decides what, as it was seen."""
BACK = {"reopen": reopen, "rejoin": pairing.rejoin}
"""What takes a decision back."""


def carry_out(
    *, actor: Any, regency: str, public_id: Any, decision: str, **said: Any
) -> ChangeProposal:
    """Decide, or take a decision back.

    `said` may hold elements, reason, category, evidence_kind, evidence_no, until, note
    and seen. Raises Claimed, and whatever the decision itself raises.
    """
    with transaction.atomic():
        proposal = ChangeProposal.objects.of(regency).get(public_id=public_id)
        refuse_claimed(actor, proposal)
        base = {"actor": actor, "regency": regency, "public_id": public_id}
        if decision in BACK:
            return BACK[decision](**base)
        if decision not in DECISIONS:
            raise NotDecidable(_("Keputusan ini tidak dikenal."))
        base |= {"note": said.get("note", ""), "seen": said.get("seen", "")}
        done = DECISIONS[decision](said, base)
        if actor is not None:
            # Whoever comes second, or takes it back, need not wait for the time.
            subject = subject_of(proposal.voter_id, proposal.pk)
            give_back(actor=actor, regency=regency, subject=subject)
        return done
