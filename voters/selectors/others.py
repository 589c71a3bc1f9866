"""What another source says about the person of a proposal."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q

from voters.models import UNDECIDED, ChangeProposal, Evidence, Kind, ProposalState

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


def row_apart(papers: Iterable[Evidence]) -> ChangeProposal | None:
    """The last row of a delivery that says otherwise than the proposal, or said so
    before another renewed it, as a proposal to compare with; None without.

    papers: the proposal's evidence, the oldest first.
    """
    told = [one for one in papers if one.told and one.withdrawn_at is None]
    if not told:
        return None
    last = told[-1]
    return ChangeProposal(source=last.source, new=last.told, created_at=last.added_at)
