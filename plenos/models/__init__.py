"""State of the room: recaps and plenaries, reopenings of a period, Bawaslu's advice.

Frozen tables are written once, by the job that freezes; the web role may only read
them (plenos/sql/security.sql).
"""

from plenos.models.advice import (
    Advice,
    AdviceKind,
    AdviceState,
    AdviceVoter,
    Finding,
)
from plenos.models.recaps import (
    ChainSeal,
    Column,
    PaperKind,
    PeriodMember,
    Plenary,
    PlenaryAttendance,
    PlenaryInput,
    PlenaryState,
    Recap,
    RecapDraft,
    RecapFile,
    RecapLine,
    Signatory,
)
from plenos.models.reopening import RecapChange, Reopening, ReopeningState
from plenos.models.villages import (
    ConfirmationState,
    VillageConfirmation,
    VillageRecap,
    VillageState,
)

__all__ = [
    "Advice",
    "AdviceKind",
    "AdviceState",
    "AdviceVoter",
    "ChainSeal",
    "Column",
    "ConfirmationState",
    "Finding",
    "PaperKind",
    "PeriodMember",
    "Plenary",
    "PlenaryAttendance",
    "PlenaryInput",
    "PlenaryState",
    "Recap",
    "RecapChange",
    "RecapDraft",
    "RecapFile",
    "RecapLine",
    "Reopening",
    "ReopeningState",
    "Signatory",
    "VillageConfirmation",
    "VillageRecap",
    "VillageState",
]
