"""Who holds what of a queue at this moment: one query a page."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet

from regions.querysets import code_after
from voters.models import ChangeProposal, ReviewClaim
from voters.models.claims import DISTRICT
from voters.rules.claims import district_of, keeps_out, subject_of


def live_claims(user: Any, regency: str) -> dict[str, ReviewClaim]:
    """Every claim that holds now in the account's scope, by its subject."""
    rows = ReviewClaim.objects.in_scope_of(user).of(regency).live()
    return {one.subject: one for one in rows}


def holder_of(
    claims: dict[str, ReviewClaim], proposal: ChangeProposal, user_id: int | None
) -> ReviewClaim | None:
    """The claim of somebody else that keeps this account from deciding, None without.

    That on the person is told before that on the kecamatan.
    """
    subjects = (
        subject_of(proposal.voter_id, proposal.pk),
        district_of(proposal.kelurahan),
    )
    for subject in subjects:
        claim = claims.get(subject)
        if claim and claim.user_id != user_id and keeps_out(subject, proposal.state):
            return claim
    return None


def free_of_others(
    rows: "QuerySet[ChangeProposal]",
    claims: Iterable[ReviewClaim],
    user_id: int | None,
) -> "QuerySet[ChangeProposal]":
    """Proposals that nobody else holds; the same as holder_of() says of each."""
    voters, proposals = [], []
    for claim in claims:
        if claim.user_id == user_id:
            continue
        if claim.is_district:
            code = claim.subject.removeprefix(DISTRICT)
            inside = Q(kelurahan__gte=code, kelurahan__lt=code_after(code))
            rows = rows.exclude(inside & ~Q(state="SECOND"))
        elif claim.subject.startswith("v"):
            voters.append(int(claim.subject[1:]))
        else:
            proposals.append(int(claim.subject[1:]))
    if voters:
        # Not exclude(): a proposal of nobody on the roll has no voter and stays.
        rows = rows.filter(Q(voter_id__isnull=True) | ~Q(voter_id__in=voters))
    return rows.exclude(pk__in=proposals) if proposals else rows
