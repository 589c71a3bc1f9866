"""What the home of an office shows, one module a question."""

from kpu_portal.selectors.figures import (
    DistrictRow,
    Totals,
    district_rows,
    foot_of,
    period_totals,
    state_counts,
)
from kpu_portal.selectors.steps import (
    current_step,
    deadlines,
    delivered_words,
    walk,
)
from kpu_portal.selectors.trend import Point, chart_of, floor_of, points, title_of

__all__ = [
    "DistrictRow",
    "Point",
    "Totals",
    "chart_of",
    "current_step",
    "deadlines",
    "delivered_words",
    "district_rows",
    "floor_of",
    "foot_of",
    "period_totals",
    "points",
    "state_counts",
    "title_of",
    "walk",
]
