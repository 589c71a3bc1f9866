"""The order of a queue by risk: what may cost somebody the vote comes first."""

from collections.abc import Collection

STRIKES, DOUBTS, PERSONS, MOVES, REST = range(5)
STRIKING = frozenset({"TMS", "TIDAK_ADA"})
DOUBTFUL = frozenset({"MUNCUL_KEMBALI", "NIK_GANDA_ORANG", "PEMULIHAN"})
ADDING = frozenset({"BARU", "TAHAN"})
IDENTITY = frozenset({"nik", "birth_date", "sex"})
"""Elements that say who somebody is."""
SERIOUS = frozenset(
    {
        *("NIK_BIRTH_DATE", "NIK_SEX", "NIK_REGION_UNKNOWN"),
        *("LOW_TRUST", "AGE_OVER_100", "DOUBTFUL"),
    }
)
"""Warnings that put a proposal among the doubtful."""


def rank(kind: str, elements: Collection[str], warnings: Collection[str]) -> int:
    """0 for who would leave the roll, 1 for what is doubtful, 2 for who enters, is
    held or becomes another, 3 for moves, 4 for the rest.

    proposal_risk() of sql/claims.sql says the same.
    """
    if kind in STRIKING:
        return STRIKES
    if kind in DOUBTFUL or SERIOUS & set(warnings):
        return DOUBTS
    if kind in ADDING or IDENTITY & set(elements):
        return PERSONS
    return MOVES if kind == "PINDAH_DALAM" else REST
