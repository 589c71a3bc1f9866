"""The only writers of voters, proposals and evidence."""

from voters.services.opening import enrol, load_opening
from voters.services.proposing import (
    keep_not_yet,
    propose,
    propose_bulk,
    propose_now_eligible,
)

__all__ = [
    "enrol",
    "keep_not_yet",
    "load_opening",
    "propose",
    "propose_bulk",
    "propose_now_eligible",
]
