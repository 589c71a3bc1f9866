"""What the home of an office shows, one module a question."""

from kpu_portal.selectors.figures import (
    DistrictRow,
    Totals,
    district_rows,
    foot_of,
    period_totals,
    state_counts,
)
from kpu_portal.selectors.steps import current_step, deadlines, walk
from kpu_portal.selectors.waiting import Todo, todos

__all__ = [
    "DistrictRow",
    "Todo",
    "Totals",
    "current_step",
    "deadlines",
    "district_rows",
    "foot_of",
    "period_totals",
    "state_counts",
    "todos",
    "walk",
]
