"""Where an account works after a change of regions (rule Y11). No ORM and no clock.

An account follows only where that cannot be a guess: an officer's whole place goes to
one other place, or all people of the head of an RT or RW go to one RT or RW that nobody
else shares.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from regions.rules.change import Line, destination


class Corner(NamedTuple):
    """An RT in which people live."""

    kelurahan: str
    rw: str
    rt: str


class Seat(NamedTuple):
    """Where an account works: a place, and of the head of an RT or RW its numbers."""

    code: str
    rw: str = ""
    rt: str = ""

    def holds(self, corner: Corner) -> bool:
        """Whether the people of an RT belong to it, as row security says."""
        return (
            corner.kelurahan.startswith(self.code)
            and self.rw in ("", corner.rw)
            and self.rt in ("", corner.rt)
        )


@dataclass(frozen=True)
class Ground:
    """What a change does: its map, places that go whole, those that end, and people.

    `whole`: old place -> the one place all of it goes to, None where it goes to
    several. `corners` are the RT of the old kelurahan before the change, `housed` those
    of every other kelurahan to which somebody comes.
    """

    lines: list[Line]
    whole: Mapping[str, str | None]
    ending: Collection[str]
    corners: Collection[Corner] = ()
    housed: Collection[Corner] = ()


def seat_after(seat: Seat, ground: Ground) -> Seat | None:
    """The seat after a change; the same one where it stays; None where nobody knows."""
    return _head(seat, ground) if seat.rw else _officer(seat, ground)


def _officer(seat: Seat, ground: Ground) -> Seat | None:
    goal = ground.whole.get(seat.code)
    if goal:
        return Seat(goal)
    return None if seat.code in ground.ending else seat


def _head(seat: Seat, ground: Ground) -> Seat | None:
    if not any(line.old == seat.code for line in ground.lines):
        return seat
    own = [one for one in ground.corners if seat.holds(one)]
    goals = _goals(seat, own, ground.lines)
    if seat in goals:
        return seat
    if len(goals) != 1:
        return None
    (goal,) = goals
    others = [one for one in ground.corners if not seat.holds(one)]
    there = [*ground.housed, *_sent(others, ground.lines)]
    return None if any(goal.holds(one) for one in there) else goal


def _goals(seat: Seat, own: list[Corner], lines: list[Line]) -> set[Seat]:
    """Every seat to which the people of a head go; without people, its own line."""
    sent = _sent(own or [Corner(*seat)], lines)
    return {Seat(one.kelurahan, one.rw, seat.rt and one.rt) for one in sent}


def _sent(corners: Iterable[Corner], lines: list[Line]) -> list[Corner]:
    goals = (destination(lines, *one) for one in corners)
    return [Corner(*goal) for goal in goals if goal is not None]
