"""Ways in which an element of a person changes from one month to the next."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import replace

from kpu_portal.demo.calendar import dashed, undashed
from kpu_portal.demo.desk import Desk
from kpu_portal.demo.people import MAN, WOMAN, Person

_NEXT_STATUS = {"B": "S", "S": "P", "P": "S"}


def _nkk(desk: Desk, person: Person) -> str:
    return desk.people.new_nkk(person.kelurahan)


def _name(desk: Desk, person: Person) -> str:
    """A clerk's spelling: one word longer, one letter doubled, or one dropped."""
    name, shape = person.name, desk.rng.random()
    if shape < 0.3 and "MUHAMMAD" in name:
        return name.replace("MUHAMMAD", "MUHAMAD")
    if shape < 0.6 and "I" in name:
        return name.replace("I", "IE", 1)
    if shape < 0.8:
        return f"{name} {desk.people.name(person.sex).split()[-1]}"
    return f"{name}H"


def _birth_place(desk: Desk, person: Person) -> str:
    places = desk.people.pools.birth_places
    while True:
        place = places[int(desk.rng.random() * len(places))]
        if place != person.birth_place:
            return place


def _birth_date(desk: Desk, person: Person) -> str:
    earlier = 1 + int(desk.rng.random() * 300)
    return dashed(undashed(person.birth_date) - dt.timedelta(days=earlier))


def _marital_status(desk: Desk, person: Person) -> str:
    return _NEXT_STATUS[person.marital_status]


def _sex(desk: Desk, person: Person) -> str:
    return WOMAN if person.sex == MAN else MAN


def _address(desk: Desk, person: Person) -> str:
    streets = desk.people.pools.streets
    street = streets[int(desk.rng.random() * len(streets))]
    return f"{street} NO {int(desk.rng.random() * 900) + 100}A"


def _three(desk: Desk, old: str, most: int) -> str:
    while True:
        new = f"{int(desk.rng.random() * most) + 1:03d}"
        if new != old:
            return new


def _rt(desk: Desk, person: Person) -> str:
    return _three(desk, person.rt, 7)


def _rw(desk: Desk, person: Person) -> str:
    return _three(desk, person.rw, 12)


def _disability(desk: Desk, person: Person) -> str:
    return str(int(desk.rng.random() * 6) + 1) if person.disability == "0" else "0"


def _ektp_status(desk: Desk, person: Person) -> str:
    return "S" if person.ektp_status == "B" else "B"


ALTERATIONS: dict[str, Callable[[Desk, Person], str]] = {
    "nkk": _nkk,
    "name": _name,
    "birth_place": _birth_place,
    "birth_date": _birth_date,
    "marital_status": _marital_status,
    "sex": _sex,
    "address": _address,
    "rt": _rt,
    "rw": _rw,
    "disability": _disability,
    "ektp_status": _ektp_status,
}


def altered(desk: Desk, person: Person, *elements: str) -> Person:
    """A copy that differs in exactly these elements."""
    return replace(person, **{one: ALTERATIONS[one](desk, person) for one in elements})


def moved(desk: Desk, person: Person, *, whole: bool) -> Person:
    """A copy in another kelurahan of the regency; `whole` takes the new home too."""
    host = desk.host(other_than=person.kelurahan)
    if not whole:
        return replace(person, kelurahan=host.kelurahan)
    return replace(
        person,
        kelurahan=host.kelurahan,
        address=f"{host.address}B",
        rt=host.rt,
        rw=host.rw,
        tps=host.tps,
    )
