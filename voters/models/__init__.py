"""State and constraints of the roll and of what may change it."""

from voters.models.claims import KeyChoice, ReviewClaim
from voters.models.code_tables import CodeChange, CodeEntry, CodeList
from voters.models.comparison import SidalihComparison, SidalihRow
from voters.models.drafts import EvidenceDraft
from voters.models.duplicates import DuplicatePair, PairOrigin, PairState, PairTier
from voters.models.exchange import (
    LEAVING,
    Answer,
    DukcapilLetter,
    ExchangeHash,
    ExchangeRef,
    ExchangeSide,
    LetterAnswer,
)
from voters.models.handover import DECLINE_REASONS, Handover, HandoverState
from voters.models.held import HeldItem
from voters.models.proposals import (
    FALLEN,
    UNDECIDED,
    ChangeProposal,
    Evidence,
    EvidenceKind,
    Kind,
    ProposalState,
    RejectReason,
)
from voters.models.reports import (
    CitizenReport,
    Relation,
    ReportChannel,
    ReportKind,
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
from voters.models.sidalih import SidalihEntry
from voters.models.stations import StationAct, StationMove

__all__ = [
    "SidalihEntry",
    "COUNTED",
    "DECLINE_REASONS",
    "LEAVING",
    "FALLEN",
    "UNDECIDED",
    "Answer",
    "BaruCategory",
    "ChangeProposal",
    "CitizenReport",
    "CodeChange",
    "CodeEntry",
    "CodeList",
    "DukcapilLetter",
    "DuplicatePair",
    "Evidence",
    "EvidenceDraft",
    "EvidenceKind",
    "ExchangeHash",
    "ExchangeRef",
    "ExchangeSide",
    "Handover",
    "HandoverState",
    "HeldItem",
    "KeyChoice",
    "Kind",
    "LetterAnswer",
    "NotYetEligible",
    "OfficeSetting",
    "PairOrigin",
    "PairState",
    "PairTier",
    "PeriodTally",
    "ProposalState",
    "RejectReason",
    "Relation",
    "ReportChannel",
    "ReportKind",
    "ReviewClaim",
    "RollTally",
    "Sex",
    "StationAct",
    "StationMove",
    "SidalihComparison",
    "SidalihRow",
    "Status",
    "TmsReason",
    "Voter",
    "VoterEvent",
]
