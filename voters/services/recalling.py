"""Lets an accepted removal wait for a second account once the door was there (L17).

One account accepted it, and only then somebody looked at the person. The visit asks at
once; the application asks again, because a visit and an acceptance of one moment do not
see each other.
"""

from typing import Any

from django.db import transaction
from django.db.models import F, Q

from audit.services import record
from voters.models import ChangeProposal, ProposalState
from voters.verified import removals

ALONE = Q(first_by_id=None) | Q(first_by_id=F("decided_by_id"))


@transaction.atomic
def recall_visited(
    *, actor: Any, regency: str, voter_id: int | None = None, note: str = ""
) -> int:
    """Send removals that one account accepted back for a second one; how many.

    Those of whom the door has looked at in the open period, or of one voter of them.
    Whoever accepted first stands as the first; `note` tells what was found.
    """
    rows = ChangeProposal.objects.of(regency).filter(
        ALONE, removals(regency), state=ProposalState.ACCEPTED
    )
    if voter_id is not None:
        rows = rows.filter(voter_id=voter_id)
    found = list(rows.select_for_update())
    told = {"note": note[:400]} if note else {}
    waiting = ChangeProposal.objects.of(regency).filter(pk__in=[o.pk for o in found])
    waiting.update(
        state=ProposalState.SECOND,
        first_by_id=F("decided_by_id"),
        first_by_name=F("decided_by_name"),
        **told,
    )
    for one in found:
        record(
            actor=actor,
            action="proposal.field",
            regency_code=regency,
            subject=str(one.public_id),
            data={"kind": one.kind},
        )
    return len(found)
