"""Reads of recaps, of what stands behind their figures, and of the walk of a period."""

from plenos.selectors.recap import (
    Sheet,
    counted,
    draft,
    frozen,
    latest_recap,
    previous_recap,
    proof,
    published_recap,
    sheet,
)
from plenos.selectors.walk import walk

__all__ = [
    "Sheet",
    "counted",
    "draft",
    "frozen",
    "latest_recap",
    "previous_recap",
    "proof",
    "published_recap",
    "sheet",
    "walk",
]
