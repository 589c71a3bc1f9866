"""What is rare on a real roll: centenarians, married minors, numbers that disagree."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kpu_portal.demo import codes, places
from kpu_portal.demo.calendar import dashed, undashed
from kpu_portal.demo.desk import Days, Opening
from kpu_portal.demo.people import MAN, WOMAN, People, Person
from kpu_portal.demo.rows import Removed

_SHARES = {
    "minor": (0.0001, 5),
    "century": (0.0003, 4),
    "leap": (0.0002, 4),
    "nik_date": (0.0010, 6),
    "nik_sex": (0.0003, 6),
    "nik_region": (0.0005, 4),
    "twin": (0.00008, 4),
}
_REASON_WEIGHTS = {"MENINGGAL": 57, "PINDAH": 37, "GANDA": 3, "TNI": 2, "POLRI": 1}
_LEAST_PER_REASON = 6


def open_roll(people: People, roll: list[Person], days: Days, scale: float) -> Opening:
    """Makes some voters of the roll rare, and the people who left it before."""
    order = list(range(len(roll)))
    people.rng.shuffle(order)
    rare: dict[str, list[int]] = {}
    for kind, (share, least) in _SHARES.items():
        count = max(least, 2 * round(share * scale * len(roll) / 2))
        rare[kind], order = order[:count], order[count:]
        for index in rare[kind]:
            _MAKERS[kind](people, roll[index], days)
    twins = []
    pairs = iter(sorted(rare["twin"], key=lambda index: roll[index].sex))
    for one, other in zip(pairs, pairs, strict=False):
        if roll[one].sex == roll[other].sex:
            _make_twin(people, roll[one], roll[other])
            twins.append((one, other))
    removed = _removed(people, roll, days)
    return Opening(people, roll, removed, rare, twins)


def _rebirth(people: People, person: Person, born: dt.date) -> None:
    person.birth_date = dashed(born)
    person.nik = people.issue_nik(people.own_prefix(person.kelurahan), born, person.sex)


def _minor(people: People, person: Person, days: Days) -> None:
    _rebirth(people, person, people.born_aged(days.reference, 16, 16))
    person.marital_status = "S"


def _century(people: People, person: Person, days: Days) -> None:
    # 102 and more: whether someone of exactly 100 is "over 100" is nobody's business.
    _rebirth(people, person, people.born_aged(days.reference, 102, 108))
    person.marital_status = "P"


def _leap(people: People, person: Person, days: Days) -> None:
    year = days.reference.year // 4 * 4 - 4 * (5 + int(people.rng.random() * 12))
    if year == 1900 or year == 2100:
        year += 4
    _rebirth(people, person, dt.date(year, 2, 29))


def _nik_date(people: People, person: Person, days: Days) -> None:
    """The NIK keeps the date of first registration; the record has been corrected."""
    shift = 1 + int(people.rng.random() * 300)
    first = undashed(person.birth_date) - dt.timedelta(days=shift)
    person.nik = people.issue_nik(
        people.own_prefix(person.kelurahan), first, person.sex
    )


def _nik_sex(people: People, person: Person, days: Days) -> None:
    person.nik = people.issue_nik(
        people.own_prefix(person.kelurahan),
        undashed(person.birth_date),
        WOMAN if person.sex == MAN else MAN,
    )


def _nik_region(people: People, person: Person, days: Days) -> None:
    """A kecamatan, or a whole regency, that no list has any more."""
    regency = people.regency
    old = places.unknown_child(regency, 2)
    if people.rng.random() < 0.5:
        old = places.unknown_child(regency[:2], 2) + "01"
    person.nik = people.issue_nik(old, undashed(person.birth_date), person.sex)


def _nothing(people: People, person: Person, days: Days) -> None:
    """Twins are made in pairs, later."""


def _make_twin(people: People, one: Person, other: Person) -> None:
    """The same identity under two NIK, at two addresses."""
    other.name, other.birth_place = one.name, one.birth_place
    other.marital_status = one.marital_status
    _rebirth(people, other, undashed(one.birth_date))


_MAKERS = {
    "minor": _minor,
    "century": _century,
    "leap": _leap,
    "nik_date": _nik_date,
    "nik_sex": _nik_sex,
    "nik_region": _nik_region,
    "twin": _nothing,
}


def _removed(people: People, roll: list[Person], days: Days) -> list[Removed]:
    """Who left the roll in the two years before the period, with the reason."""
    reasons = [one for one in codes.TMS_REASONS for _ in range(_LEAST_PER_REASON)]
    weighted = list(_REASON_WEIGHTS)
    wanted = max(len(reasons), round(0.008 * len(roll)))
    reasons += people.rng.choices(
        weighted, [_REASON_WEIGHTS[one] for one in weighted], k=wanted - len(reasons)
    )
    found = []
    for serial, reason in enumerate(reasons, start=1):
        host = roll[int(people.rng.random() * len(roll))]
        young, old = (20, 50) if reason in ("TNI", "POLRI") else (25, 95)
        if reason == "DI_BAWAH_UMUR":
            young, old = 14, 15
        born = people.born_aged(days.reference, young, old)
        status = "B" if reason == "DI_BAWAH_UMUR" else "S"
        person = people.newcomer(host, born, people.any_sex(), status)
        person = replace(person, dpid=f"{people.regency}{90000000 + serial}")
        back = 1 + int(people.rng.random() * 720)
        date = days.first - dt.timedelta(days=back)
        found.append(Removed(person, reason, dashed(date)))
    people.rng.shuffle(found)
    return found
