"""Who stays when a duplicate is struck: exactly one, and never none (domain rule 14).

A proposal TMS GANDA of a resolved pair names its keeper in `new` under KEEP. While it
stands nobody strikes the keeper as a duplicate, and the keeper must still count when it
is accepted; the application asks once more (sql/apply.sql).
"""

from collections.abc import Iterable
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _

from voters.models import (
    ChangeProposal,
    DuplicatePair,
    Kind,
    PairOrigin,
    PairState,
    ProposalState,
    TmsReason,
    Voter,
)
from voters.selectors.duplicates import STANDING
from voters.services.errors import NotDecidable
from voters.services.exchange_sides import refuse_unanswered, release, release_all
from voters.services.handover_sides import refuse_withdrawn
from voters.services.row_pairs import follow_row, let_go

KEEP = "_keep"
"""Key in `new` of a TMS GANDA: the number of the voter who stays."""
LINK_RULE = "G20"
"""Number in docs/rules.md of what is proposed from a row that was linked to a voter."""
_PAIR_OF = {
    ProposalState.SECOND: PairState.SECOND,
    ProposalState.ACCEPTED: PairState.RESOLVED,
}


def lock_duplicates(regency: str) -> None:
    """Let one decision about duplicates of a regency follow the other, until commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('ganda'), %s)", [int(regency)]
        )


def strikes(proposal: ChangeProposal) -> bool:
    """Whether the proposal strikes a duplicate."""
    return proposal.kind == Kind.TMS and proposal.category == TmsReason.GANDA


def kept_by(regency: str, voters: Any, states: Any = STANDING) -> Any:
    """Proposals in these states that strike somebody and let one of `voters` stay."""
    numbers = [int(number) for number in voters]
    rows = ChangeProposal.objects.of(regency).filter(state__in=states)
    return rows.filter(kind=Kind.TMS, **{f"new__{KEEP}__in": numbers})


def refuse_without_keeper(proposal: ChangeProposal) -> None:
    """Raise NotDecidable where accepting would leave nobody of a pair.

    Called with every acceptance, after the proposal is locked; others pass at once.
    """
    refuse_unanswered(proposal)
    refuse_withdrawn(proposal)
    if not strikes(proposal):
        return
    regency = proposal.regency_code
    lock_duplicates(regency)
    others = kept_by(regency, [proposal.voter_id or 0]).exclude(pk=proposal.pk)
    if others.exists():
        raise NotDecidable(
            _(
                "Pemilih ini dipertahankan oleh usulan ganda lain yang belum "
                "diterapkan; putuskan usulan itu dahulu."
            )
        )
    keeper = proposal.new.get(KEEP)
    if keeper is None:
        once = kept_by(regency, [proposal.voter_id or 0], (ProposalState.APPLIED,))
        if once.exists():
            raise NotDecidable(
                _(
                    "Pemilih ini pernah dipertahankan dari pasangan ganda: pilih siapa "
                    "yang tetap di halaman Ganda."
                )
            )
        return
    if not Voter.objects.of(regency).counted().filter(pk=keeper).exists():
        raise NotDecidable(
            _("Pemilih yang dipertahankan sudah tidak aktif; tolak usulan ini.")
        )


def follow(proposal: ChangeProposal) -> None:
    """Let the pairs of a proposal stand as it was decided; free them when refused."""
    release(proposal)
    follow_row(proposal)
    if proposal.rule == LINK_RULE and proposal.state == ProposalState.REJECTED:
        free_links(proposal.regency_code, [proposal.pk])
        return
    if KEEP not in proposal.new:
        return
    pairs = DuplicatePair.objects.of(proposal.regency_code).filter(
        proposal_id=proposal.pk
    )
    freed = proposal.state == ProposalState.REJECTED
    state = _PAIR_OF.get(ProposalState(proposal.state), PairState.OPEN)
    pairs.update(
        state=state,
        first_by_id=proposal.first_by_id,
        first_by_name=proposal.first_by_name,
        decided_by_id=proposal.decided_by_id,
        decided_by_name=proposal.decided_by_name,
        decided_at=proposal.decided_at,
        **({"proposal_id": None, "keep_voter": None} if freed else {}),
    )


def free_links(regency: str, proposals: Iterable[int]) -> int:
    """Let rows wait again whose proposals were refused; gives how many."""
    rows = DuplicatePair.objects.of(regency).filter(
        origin=PairOrigin.LINK, proposal_id__in=list(proposals)
    )
    return int(rows.update(state=PairState.OPEN, proposal_id=None))


def free_pairs(regency: str) -> int:
    """Let pairs wait again whose answer went stale or was undone; gives how many.

    Answers about records of other regencies are taken back as well, and pairs of rows
    rest by which nobody is added.
    """
    release_all(regency)
    let_go(regency)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE duplicate_pair d SET state = 'OPEN', proposal_id = NULL, "
            "keep_voter = NULL FROM change_proposal p WHERE d.regency_code = %s "
            "AND d.state = 'RESOLVED' AND p.regency_code = d.regency_code "
            "AND p.id = d.proposal_id AND p.state IN ('STALE', 'UNDONE')",
            [regency],
        )
        return int(cursor.rowcount)
