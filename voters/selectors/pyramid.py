"""How old the voters are: five-year groups of a regency as of a date."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.core.cache import cache
from django.db import connection

YOUNGEST, OLDEST = 3, 20
"""Groups of five years: 3 ends at 19, whoever is younger stands in it; 20 is 100 up."""
_KEEP = 24 * 60 * 60
_NEWEST = """
SELECT coalesce(max(id), 0) FROM voter_event WHERE regency_code = %(regency)s
"""
_GROUPS = """
SELECT kelurahan, sex,
  greatest(%(youngest)s, least(%(oldest)s,
    extract(year FROM age(%(as_of)s, birth_date))::int / 5)), count(*)
FROM voter
WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')
GROUP BY 1, 2, 3
"""


@dataclass(frozen=True)
class AgeGroup:
    """One bar of each side."""

    label: str
    men: int
    women: int

    @property
    def both(self) -> int:
        """L+P."""
        return self.men + self.women


def age_groups(regency: str, as_of: dt.date, place: str = "") -> list[AgeGroup]:
    """Voters (ACTIVE and HELD) by age on `as_of`, youngest first, within `place`.

    `place` is a region code of the regency, "" for all of it. Counted anew when the
    regency has a newer event, else taken from the cache, which holds figures only.
    """
    found: Counter[tuple[int, str]] = Counter()
    for kelurahan, sex, group, n in _counts(regency, as_of):
        if kelurahan.startswith(place):
            found[group, sex] += n
    return [
        AgeGroup(_label(group), found[group, "L"], found[group, "P"])
        for group in range(YOUNGEST, OLDEST + 1)
    ]


def _counts(regency: str, as_of: dt.date) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(_NEWEST, {"regency": regency})
        key = f"pyramid:{regency}:{as_of.isoformat()}:{cursor.fetchone()[0]}"
        kept: list[Any] | None = cache.get(key)
        if kept is not None:
            return kept
        given = {"youngest": YOUNGEST, "oldest": OLDEST}
        cursor.execute(_GROUPS, {"regency": regency, "as_of": as_of, **given})
        rows = [list(row) for row in cursor.fetchall()]
    cache.set(key, rows, _KEEP)
    return rows


def _label(group: int) -> str:
    if group == YOUNGEST:
        return f"\N{LESS-THAN OR EQUAL TO} {group * 5 + 4}"
    if group == OLDEST:
        return f"\N{GREATER-THAN OR EQUAL TO} {group * 5}"
    return f"{group * 5}\N{EN DASH}{group * 5 + 4}"
