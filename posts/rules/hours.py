"""Opening hours of a week: weekday "0" (Monday) to "6" -> [opens, closes]."""

import re
from collections.abc import Mapping, Sequence

_TIME = re.compile(r"(?:[01][0-9]|2[0-3]):[0-5][0-9]")
Hours = Mapping[str, Sequence[str]]


class BadHours(Exception):
    """Hours of a weekday that cannot be; `day` is its number."""

    def __init__(self, day: int) -> None:
        self.day = day
        super().__init__(str(day))


def hours_of(given: Mapping[int, tuple[str, str]]) -> dict[str, list[str]]:
    """Hours as they are kept, closed days left out. Raises BadHours for half of one."""
    kept = {}
    for day, (opens, closes) in sorted(given.items()):
        if not opens and not closes:
            continue
        if not (_TIME.fullmatch(opens) and _TIME.fullmatch(closes) and opens < closes):
            raise BadHours(day)
        kept[str(day)] = [opens, closes]
    return kept


def grouped(hours: Hours) -> list[tuple[int, int, str, str]]:
    """Runs of days with the same hours: first day, last day, opens, closes."""
    runs: list[tuple[int, int, str, str]] = []
    for day in range(7):
        if str(day) not in hours:
            continue
        opens, closes = hours[str(day)]
        if runs and runs[-1][1] == day - 1 and runs[-1][2:] == (opens, closes):
            runs[-1] = (runs[-1][0], day, opens, closes)
        else:
            runs.append((day, day, opens, closes))
    return runs


def is_open(hours: Hours, weekday: int, time: str) -> bool:
    """Whether a post stands open on a weekday at "HH:MM"."""
    if str(weekday) not in hours:
        return False
    opens, closes = hours[str(weekday)]
    return opens <= time < closes
