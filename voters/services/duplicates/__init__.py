"""Searches for records that may be one person; writes suggestions, changes no voter.

The statements stand in sql/duplicates.sql; Python composes them and no row passes here.
"""

from voters.services.duplicates.roll import run_search, search_roll, start_search
from voters.services.duplicates.search import (
    CAP,
    PARTS,
    ROLL,
    Search,
    prefix_of,
    roomy,
)

__all__ = [
    "CAP",
    "PARTS",
    "ROLL",
    "Search",
    "prefix_of",
    "roomy",
    "run_search",
    "search_roll",
    "start_search",
]
