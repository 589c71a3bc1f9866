"""Which polling station (TPS) a voter without one gets, and who may move to which.

Law 7/2017 art. 350: a station takes a limited number of voters, never joins two
villages and lies where voters reach it easily; so families stay together, near their
RT.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from voters.rules.sites import is_special

K = TypeVar("K", bound=str | tuple[str, str])
V = TypeVar("V", bound=str | tuple[str, str])

BY_RULE, BY_HAND = "X1", "X4"
"""What a proposal carries that an act about stations made: filled in, or re-mapped."""
NO_STATION = "NONE"
TOO_BIG = "BIG"
FULL = "FULL"
AT_SITE = "SITE"
WAITS = "WAITS"
REASONS = (NO_STATION, TOO_BIG, FULL, AT_SITE, WAITS)
"""Why somebody gets no station: the kelurahan has none; the family alone is larger than
one may be; none has room left; votes at a special site; another move is undecided."""


@dataclass(frozen=True)
class Person:
    """A counted voter of one kelurahan; `waits` for a move that is not applied yet."""

    key: int
    nkk: str = ""
    rt: str = ""
    rw: str = ""
    tps: str = ""
    at_site: bool = False
    waits: bool = False


@dataclass(frozen=True)
class Family:
    """Who gets a station together, and the stations with a claim, the best first."""

    members: tuple[int, ...]
    claims: tuple[str | None, str | None, str | None]

    @property
    def turn(self) -> tuple[int, int]:
        """Whoever has the better claim comes first, then whoever stands first."""
        best = next((at for at, claim in enumerate(self.claims) if claim), 3)
        return best, min(self.members)


def may_move(at_site: bool, target_is_site: bool) -> bool:
    """Whether a voter may be given a station.

    In: whether the voter votes at a special site, and whether the station is one. Out:
    a special site takes its own voters only, and they go nowhere else (domain rule 20).
    """
    return at_site == target_is_site


def regular_stations(people: Iterable[Person]) -> dict[str, int]:
    """Voters by station, special sites left out.

    A site is known by its number, or by a list that marked everybody in it (rule K2).
    """
    seated: dict[str, list[Person]] = defaultdict(list)
    for one in people:
        if one.tps and not is_special(one.tps):
            seated[one.tps].append(one)
    return {
        tps: len(found)
        for tps, found in sorted(seated.items())
        if not all(one.at_site for one in found)
    }


def assign(people: Sequence[Person], capacity: int) -> dict[int, str]:
    """A station, or one of REASONS, for everybody of a kelurahan without a station.

    In: all counted voters of one kelurahan; the most voters of a station. Families (one
    NKK) stay together: first the station that most of the family is in, then the one
    that holds most of its RT, then of its RW, then the one with most room; of equals
    the lowest number. None is filled above `capacity`. SQL twin: tps_assign.sql.
    """
    filled = regular_stations(people)
    rooms = {tps: capacity - n for tps, n in filled.items()}
    found: dict[int, str] = {}
    waiting = []
    for one in people:
        if one.tps:
            continue
        if one.at_site:
            found[one.key] = AT_SITE
        elif one.waits:
            found[one.key] = WAITS
        else:
            waiting.append(one)
    for family in sorted(_families(people, waiting, rooms), key=lambda f: f.turn):
        answer = _place(family, rooms, capacity)
        if answer in rooms:
            rooms[answer] -= len(family.members)
        found |= dict.fromkeys(family.members, answer)
    return found


def _place(family: Family, rooms: dict[str, int], capacity: int) -> str:
    size = len(family.members)
    for claim in family.claims:
        if claim and rooms[claim] >= size:
            return claim
    if not rooms:
        return NO_STATION
    roomy = min(rooms, key=lambda tps: (-rooms[tps], tps))
    if rooms[roomy] >= size:
        return roomy
    return TOO_BIG if size > capacity else FULL


def _families(
    people: Sequence[Person], waiting: Sequence[Person], rooms: dict[str, int]
) -> Iterable[Family]:
    seated = [one for one in people if one.tps in rooms]
    of_card = _most((one.nkk, one.tps) for one in seated if one.nkk)
    of_rt = _most(((one.rw, one.rt), one.tps) for one in seated if one.rt and one.rw)
    of_rw = _most((one.rw, one.tps) for one in seated if one.rw)
    groups: dict[str, list[Person]] = defaultdict(list)
    for one in waiting:
        groups[_card(one)].append(one)
    home = _most((_card(one), (one.rw, one.rt)) for one in waiting)
    for card, members in groups.items():
        rw, rt = home[card]
        yield Family(
            tuple(one.key for one in members),
            (of_card.get(card), of_rt.get((rw, rt)), of_rw.get(rw)),
        )


def _card(person: Person) -> str:
    """The family's number; who has none stands alone."""
    return person.nkk or str(person.key)


def _most(pairs: Iterable[tuple[K, V]]) -> dict[K, V]:
    """By key the value that stands beside it most often; of equals the lowest."""
    counts: dict[K, Counter[V]] = defaultdict(Counter)
    for key, value in pairs:
        counts[key][value] += 1
    return {
        key: min(found, key=lambda value: (-found[value], value))
        for key, found in counts.items()
    }
