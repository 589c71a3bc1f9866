"""A change of regions among the voters: the only way in which it reaches one.

ADR 0058. `deciding`: prepared by one, confirmed by another. `applying`: the jobs
`regions` and `regions.undo`.
"""

from voters.services.regions.applying import run_regions, run_undo_regions
from voters.services.regions.deciding import (
    BadMap,
    ask_second,
    confirm,
    prepare,
    refuse,
    start_undo_regions,
)

__all__ = [
    "BadMap",
    "ask_second",
    "confirm",
    "prepare",
    "refuse",
    "run_regions",
    "run_undo_regions",
    "start_undo_regions",
]
