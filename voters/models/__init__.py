"""State and constraints of the roll and of what may change it."""

from voters.models.proposals import (
    UNDECIDED,
    ChangeProposal,
    Evidence,
    EvidenceKind,
    Kind,
    ProposalState,
)
from voters.models.roll import (
    COUNTED,
    BaruCategory,
    NotYetEligible,
    PeriodTally,
    RollTally,
    Sex,
    Status,
    TmsReason,
    Voter,
    VoterEvent,
)

__all__ = [
    "COUNTED",
    "UNDECIDED",
    "BaruCategory",
    "ChangeProposal",
    "Evidence",
    "EvidenceKind",
    "Kind",
    "NotYetEligible",
    "PeriodTally",
    "ProposalState",
    "RollTally",
    "Sex",
    "Status",
    "TmsReason",
    "Voter",
    "VoterEvent",
]
