"""The opening roll: households, kelurahan by kelurahan, all valid and eligible."""

from __future__ import annotations

import datetime as dt
from itertools import accumulate

from kpu_portal.demo.people import MAN, WOMAN, Home, People, Person
from kpu_portal.demo.places import Kelurahan

# Men per voters in the list of Kota Sukabumi for 2024: 128,009 of 258,028.
_MEN, _VOTERS = 128_009, 258_028
_VOTERS_PER_TPS = 260
_VOTERS_PER_RT = 95
# A prison, a hospital or a dormitory in every eleventh kelurahan; its station's number
# is the first of those that KPU keeps for them. A tenth of that kelurahan votes there,
# which makes about one in a hundred voters of the regency.
_SITE, _SITE_EVERY, _SITE_AT = "901", 11, 3
# No household is larger than seven, so that one begins among the last eight.
_SITE_SHARE, _SITE_LEAST = 0.1, 8
_RT_PER_RW = 5
# Heads of household by age; the adult children of a household fill the young end.
_HEAD_AGES = (
    (22, 27, 7),
    (28, 34, 17),
    (35, 41, 19),
    (42, 48, 18),
    (49, 55, 15),
    (56, 62, 11),
    (63, 69, 7),
    (70, 78, 4),
    (79, 97, 2),
)


class Sexes:
    """Deals out men and women so that the totals come out to the unit."""

    def __init__(self, people: People, voters: int) -> None:
        self._draw = people.rng.random
        self.men = round(voters * _MEN / _VOTERS)
        self.women = voters - self.men

    def one(self) -> str:
        if self._draw() * (self.men + self.women) < self.men:
            self.men -= 1
            return MAN
        self.women -= 1
        return WOMAN

    def couple(self) -> bool:
        if not (self.men and self.women):
            return False
        self.men -= 1
        self.women -= 1
        return True


def shares(kelurahan: tuple[Kelurahan, ...], voters: int) -> list[int]:
    """Whole numbers of voters per kelurahan that add up to `voters`."""
    total = sum(one.weight for one in kelurahan)
    edges = [
        round(voters * done / total)
        for done in accumulate(one.weight for one in kelurahan)
    ]
    edges[-1] = voters
    return [now - before for before, now in zip([0, *edges], edges, strict=False)]


def build_roll(people: People, voters: int, as_of: dt.date) -> list[Person]:
    """Everybody on the roll on the day `as_of`, in the order of the list.

    Raises ValueError when there are too few voters to fill every kelurahan.
    """
    if voters < 300 or voters < 5 * len(people.kelurahan):
        raise ValueError("a roll needs at least 300 voters, five per kelurahan")
    sexes = Sexes(people, voters)
    roll: list[Person] = []
    counts = shares(people.kelurahan, voters)
    for at, count in enumerate(counts):
        code = people.kelurahan[at].code
        has_site = at % _SITE_EVERY == _SITE_AT
        at_site = max(_SITE_LEAST, int(count * _SITE_SHARE)) if has_site else 0
        _fill(people, sexes, code, (count, at_site), as_of.toordinal(), roll)
    for serial, person in enumerate(roll, start=1):
        person.dpid = f"{people.regency}{serial:08d}"
    return roll


def _fill(
    people: People,
    sexes: Sexes,
    kelurahan: str,
    counts: tuple[int, int],
    today: int,
    roll: list[Person],
) -> None:
    """The households of one kelurahan; the last of them vote at its special site.

    `counts`: voters, and how many of them at the site (to the household).
    """
    count, at_site = counts
    stations = max(1, round(count / _VOTERS_PER_TPS))
    streets, done, house = people.pools.streets, 0, 0
    while done < count:
        ward = done // _VOTERS_PER_RT
        house += 1
        street = streets[(int(kelurahan) * 7 + ward) % len(streets)]
        home = Home(
            nkk=people.new_nkk(kelurahan),
            address=f"{street} NO {house}",
            rt=f"{ward % _RT_PER_RW + 1:03d}",
            rw=f"{ward // _RT_PER_RW + 1:03d}",
            kelurahan=kelurahan,
            tps=_SITE
            if done >= count - at_site
            else f"{done * stations // count + 1:03d}",
        )
        members = _household(people, sexes, home, count - done, today)
        roll.extend(members)
        done += len(members)


def _household(
    people: People, sexes: Sexes, home: Home, room: int, today: int
) -> list[Person]:
    """One family: a couple or a single head, their adult children, a grandparent."""
    draw = people.rng.random
    age = _head_age(draw())
    members: list[Person] = []
    if room > 1 and draw() < 0.70 and sexes.couple():
        younger = max(20, age - int(draw() * 6))
        members.append(people.member(home, _born(today, age, draw()), MAN, "S"))
        members.append(people.member(home, _born(today, younger, draw()), WOMAN, "S"))
    else:
        status = "P" if age > 35 and draw() < 0.6 else "B"
        members.append(
            people.member(home, _born(today, age, draw()), sexes.one(), status)
        )
    oldest_child = age - 21
    while len(members) < min(room, 6) and oldest_child >= 17 and draw() < 0.45:
        child = 17 + int(max(draw(), draw()) * min(oldest_child - 16, 18))
        status = "S" if child > 21 and draw() < 0.12 else "B"
        members.append(
            people.member(home, _born(today, child, draw()), sexes.one(), status)
        )
    if len(members) < room and 25 < age < 60 and draw() < 0.05:
        elder = min(97, age + 22 + int(draw() * 8))
        members.append(
            people.member(home, _born(today, elder, draw()), sexes.one(), "P")
        )
    return members


def _head_age(drawn: float) -> int:
    mark = drawn * 100
    for youngest, oldest, weight in _HEAD_AGES:
        if mark < weight:
            return youngest + int(mark / weight * (oldest - youngest + 1))
        mark -= weight
    return 45


def _born(today: int, age: int, drawn: float) -> int:
    """An ordinal day that makes someone `age` today, three days clear of birthdays."""
    return today - int(age * 365.2425) - 3 - int(drawn * 358)
