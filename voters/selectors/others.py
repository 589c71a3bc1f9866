"""What another source says about the person of a proposal."""

from typing import Any

from django.db.models import Q

from voters.models import UNDECIDED, ChangeProposal, Kind, ProposalState

STANDING = (*UNDECIDED, ProposalState.ACCEPTED)


def other_source(proposal: ChangeProposal, rows: Any) -> ChangeProposal | None:
    """The newest proposal about the same person from another source, None without.

    Of a voter also what this period has decided; of somebody not on the roll what
    still stands. `rows` are the proposals of the person's scope (one query).
    """
    if proposal.voter_id:
        same = Q(voter_id=proposal.voter_id) & (
            Q(state__in=STANDING)
            | Q(
                period_id=proposal.period_id,
                state__in=(ProposalState.REJECTED, ProposalState.APPLIED),
            )
        )
    else:
        same = Q(nik=proposal.nik, state__in=STANDING)
    found: ChangeProposal | None = (
        rows.filter(same)
        .exclude(Q(pk=proposal.pk) | Q(source=proposal.source))
        .exclude(Q(kind=Kind.UNDO) | Q(new={}))
        .order_by("-id")
        .first()
    )
    return found
