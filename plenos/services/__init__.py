"""The only writers of recaps, memberships, seals and plenaries."""

from plenos.services.freezing import (
    FreezeError,
    NotBalanced,
    NotReady,
    freeze,
    record_opening,
)

__all__ = [
    "FreezeError",
    "NotBalanced",
    "NotReady",
    "freeze",
    "record_opening",
]
