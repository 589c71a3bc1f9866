"""The way from a NIK that was corrected to the voter who bears another now (J3)."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from voters.models import ChangeProposal, ProposalState, Status, Voter
from voters.models.roll import CANCELLED_ENTRY


@dataclass(frozen=True)
class FormerNik:
    """One correction: both numbers, who proposed and decided it, when and why."""

    nik: str
    became: str
    proposal: ChangeProposal

    @property
    def applied_at(self) -> datetime | None:
        """When the roll took the new number."""
        return self.proposal.applied_at


def _corrections(proposals: Any) -> Any:
    """Applied changes of a NIK; an undone one was none."""
    found = proposals.filter(state=ProposalState.APPLIED, new__has_key="nik")
    return found.exclude(kind="BARU")


def former_niks(voter: Voter, proposals: Any) -> list[FormerNik]:
    """Every number that this voter bore before, the latest first.

    `proposals` are those that the person may see.
    """
    rows = _corrections(proposals).filter(voter_id=voter.pk).order_by("-applied_at")
    return [FormerNik(one.nik, str(one.new["nik"]), one) for one in rows]


def by_former_nik(people: Any, proposals: Any, nik: str) -> Voter | None:
    """The voter among `people` who bore this number before, the last of several."""
    rows = _corrections(proposals).filter(nik=nik).order_by("-applied_at")
    found = rows.values_list("voter_id", flat=True).first()
    voter: Voter | None = people.filter(pk=found).first() if found else None
    return voter


def struck_later(people: Any, voter: Voter) -> bool:
    """Whether a later record of the voter's NIK was struck.

    people: every record that counts for the question, counted or not.
    """
    later = people.filter(nik=voter.nik, status=Status.INELIGIBLE, pk__gt=voter.pk)
    return bool(later.exclude(status_reason=CANCELLED_ENTRY).exists())
