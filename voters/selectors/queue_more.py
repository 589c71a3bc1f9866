"""What the queue says of its proposals beside their own columns: family and age."""

from collections.abc import Sequence
from typing import Any

from periods.models import Period
from voters.selectors.ages import say_ages
from voters.selectors.families import family_sizes


def say_more(regency: str, rows: Sequence[Any], periods: Sequence[Period] = ()) -> None:
    """Write `periods_old` and `family_size` on each proposal of a page.

    One query, and one more where somebody proposed a family.
    """
    if not rows:
        return
    say_ages(regency, rows, periods)
    sizes = family_sizes(regency, rows)
    for row in rows:
        row.family_size = sizes.get(row.group_key, 0)
