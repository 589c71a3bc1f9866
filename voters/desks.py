"""Where reports are taken: rooms above say so, and hear of each one taken.

The desk's pages stand here; which post an officer sits at, and its log of visits, are
a room's above, which registers itself at start-up.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from voters.models import CitizenReport


class Desk(NamedTuple):
    """A place that takes reports: what a report remembers of it, its name and page."""

    ref: str
    name: str
    url: str


PlaceOf = Callable[[Any], Desk | None]
Taken = Callable[[Any, CitizenReport], None]
_places: list[PlaceOf] = []
_listeners: list[Taken] = []


def register(*, place_of: PlaceOf, taken: Taken) -> None:
    """Let a room say where an account sits, and hear of each report.

    `taken(actor, report)` runs in the transaction that takes the report.
    """
    _places.append(place_of)
    _listeners.append(taken)


def desk_of(user: Any) -> Desk | None:
    """Where the account takes reports; None where no room knows."""
    for place_of in _places:
        if desk := place_of(user):
            return desk
    return None


def announce(actor: Any, report: CitizenReport) -> None:
    """Tell every room of a report just taken."""
    for taken in _listeners:
        taken(actor, report)
