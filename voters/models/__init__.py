"""State and constraints of the roll and of what may change it."""

from voters.models.code_tables import CodeChange, CodeEntry, CodeList
from voters.models.proposals import (
    UNDECIDED,
    ChangeProposal,
    Evidence,
    EvidenceKind,
    Kind,
    ProposalState,
    RejectReason,
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
from voters.models.settings import OfficeSetting

__all__ = [
    "COUNTED",
    "UNDECIDED",
    "BaruCategory",
    "ChangeProposal",
    "CodeChange",
    "CodeEntry",
    "CodeList",
    "Evidence",
    "EvidenceKind",
    "Kind",
    "NotYetEligible",
    "OfficeSetting",
    "PeriodTally",
    "ProposalState",
    "RejectReason",
    "RollTally",
    "Sex",
    "Status",
    "TmsReason",
    "Voter",
    "VoterEvent",
]
