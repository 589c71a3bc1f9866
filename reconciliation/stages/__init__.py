"""The set-based stages: compare with the roll, normalise, decide, propose.

Python only composes statements from the mapping of the columns; no row passes here.
"""

from reconciliation.stages.comparing import DATE_FORMATS, compare, own_ranges
from reconciliation.stages.counting import tally
from reconciliation.stages.deciding import decide, normalise, propose
from reconciliation.stages.refused import told as refused_at
from reconciliation.stages.work import Work, take_all

__all__ = [
    "DATE_FORMATS",
    "Work",
    "compare",
    "decide",
    "normalise",
    "own_ranges",
    "propose",
    "refused_at",
    "take_all",
    "tally",
]
