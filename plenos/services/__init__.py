"""The only writers of recaps, memberships, seals and plenaries."""

from plenos.services.advice import (
    AdviceChanged,
    AdviceError,
    name_people,
    propose_from,
    save_advice,
)
from plenos.services.deadlines import set_deadlines
from plenos.services.drafts import DraftError, keep_draft
from plenos.services.freezing import (
    FreezeError,
    NotBalanced,
    NotReady,
    freeze,
    record_opening,
    why_not_ready,
)
from plenos.services.meeting import (
    PlenaryChanged,
    PlenaryError,
    ask_freeze,
    freezing_of,
    publish,
    save_plenary,
    store_scan,
)
from plenos.services.papers import keep_papers, kept_paper, paper
from plenos.services.reopening import (
    ReopenError,
    ask_reopen,
    confirm_reopen,
    refuse_reopen,
    reopen,
    why_not_reopen,
)
from plenos.services.villages import (
    VillageError,
    confirm_village,
    withdraw_village,
)

__all__ = [
    "AdviceChanged",
    "AdviceError",
    "DraftError",
    "FreezeError",
    "NotBalanced",
    "NotReady",
    "PlenaryChanged",
    "PlenaryError",
    "ReopenError",
    "VillageError",
    "ask_freeze",
    "freezing_of",
    "ask_reopen",
    "confirm_reopen",
    "confirm_village",
    "freeze",
    "keep_draft",
    "keep_papers",
    "kept_paper",
    "name_people",
    "paper",
    "propose_from",
    "publish",
    "record_opening",
    "refuse_reopen",
    "reopen",
    "save_advice",
    "save_plenary",
    "set_deadlines",
    "store_scan",
    "why_not_ready",
    "why_not_reopen",
    "withdraw_village",
]
