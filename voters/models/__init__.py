"""State and constraints of the roll and of what may change it."""

from voters.models.duplicates import DuplicatePair, PairOrigin, PairState, PairTier
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
    "DuplicatePair",
    "Evidence",
    "EvidenceKind",
    "Kind",
    "NotYetEligible",
    "PairOrigin",
    "PairState",
    "PairTier",
    "PeriodTally",
    "ProposalState",
    "RollTally",
    "Sex",
    "Status",
    "TmsReason",
    "Voter",
    "VoterEvent",
]
