"""The only writers of recaps, memberships, seals and plenaries."""

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
    PlenaryError,
    ask_freeze,
    publish,
    save_plenary,
    store_scan,
)
from plenos.services.papers import keep_papers, paper

__all__ = [
    "DraftError",
    "FreezeError",
    "NotBalanced",
    "NotReady",
    "PlenaryError",
    "ask_freeze",
    "freeze",
    "keep_draft",
    "keep_papers",
    "paper",
    "publish",
    "record_opening",
    "save_plenary",
    "store_scan",
    "why_not_ready",
]
