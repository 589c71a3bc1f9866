"""Reads that span models; every one names its regency."""

from voters.selectors.claims import free_of_others, holder_of, live_claims
from voters.selectors.counting import (
    accepted_count,
    capped_count,
    kept_count,
    open_counts,
    waiting_count,
)
from voters.selectors.history import Moment, history
from voters.selectors.others import other_source, row_apart
from voters.selectors.paging import Page, beyond, key_of, page_of, with_order
from voters.selectors.pairing import (
    PAIR,
    PAIRED_KINDS,
    differing_digits,
    only_partner,
    partners,
)
from voters.selectors.places import (
    past_and_names,
    past_places,
    place_names,
    village_names,
    villages_now,
)
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
    "PAIR",
    "PAIRED_KINDS",
    "Page",
    "Row",
    "WARNING_LABELS",
    "accepted_count",
    "as_read",
    "beyond",
    "capped_count",
    "comparison",
    "differing_digits",
    "free_of_others",
    "history",
    "holder_of",
    "kept_count",
    "key_of",
    "live_claims",
    "only_partner",
    "open_counts",
    "other_source",
    "row_apart",
    "page_of",
    "partners",
    "past_and_names",
    "past_places",
    "place_names",
    "village_names",
    "villages_now",
    "waiting_count",
    "with_order",
    "words",
]
