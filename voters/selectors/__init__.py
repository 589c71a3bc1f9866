"""Reads that span models; every one names its regency."""

from voters.selectors.counting import (
    accepted_count,
    capped_count,
    kept_count,
    open_counts,
)
from voters.selectors.history import Moment, history
from voters.selectors.paging import Page, page_of
from voters.selectors.places import district_names, village_names
from voters.selectors.reading import (
    ELEMENT_LABELS,
    WARNING_LABELS,
    Row,
    as_read,
    comparison,
    words,
)

__all__ = [
    "ELEMENT_LABELS",
    "Moment",
    "Page",
    "Row",
    "WARNING_LABELS",
    "accepted_count",
    "as_read",
    "capped_count",
    "comparison",
    "district_names",
    "history",
    "kept_count",
    "open_counts",
    "page_of",
    "village_names",
    "words",
]
