"""People with planted duplicates: the truth that a search is judged by.

Knows nothing of the rules that are judged. Three profiles of how a person comes to
stand twice; beside them brothers and sisters born on one day, namesakes, and people
whose birthday an officer made up.
"""

from __future__ import annotations

import csv
import datetime as dt
import random
import sys
from dataclasses import dataclass, replace
from pathlib import Path

from kpu_portal.demo.people import MAN, People, Person
from kpu_portal.demo.roll import build_roll

AS_OF = dt.date(2026, 11, 30)
FIELDS = (
    "id", "nik", "nkk", "name", "birth_place", "birth_date", "sex", "address", "rt",
    "rw", "kelurahan",
)  # fmt: skip
RESPELLED = (
    ("U", "OE"), ("J", "DJ"), ("C", "TJ"), ("Y", "J"), ("F", "P"), ("V", "P"),
    ("Z", "J"), ("AE", "AI"), ("I", "Y"), ("N", "NN"), ("L", "LL"), ("D", "DH"),
    ("S", "SY"), ("K", "KH"), ("AH", "A"), ("NN", "N"), ("LL", "L"), ("A", "O"),
    ("E", "I"), ("U", "O"),
)  # fmt: skip
PROPHET = ("MUHAMMAD", "MUHAMAD", "MOHAMAD", "MOCH.", "MUH.", "M.", "MOH.", "MOCHAMAD")
BEFORE, AFTER = ("H. ", "HJ. ", "DRS. ", "IR. "), (", S.PD", ", SE", " S.H", ", S.AG")
ROADS = (("JALAN ", "JL. "), ("JALAN ", "JLN "), ("KAMPUNG ", "KP. "), (" NO ", " NO."))


@dataclass(frozen=True)
class Profile:
    """How often what differs between the two records of one person."""

    name: float
    birth: float
    default_day: float
    place: float
    family: float
    moved: float
    address: float


PROFILES = {
    "moved": Profile(0.25, 0.06, 0.02, 0.08, 0.85, 0.95, 1.0),
    "retyped": Profile(0.55, 0.20, 0.02, 0.20, 0.25, 0.12, 0.6),
    "old papers": Profile(0.60, 0.16, 0.15, 0.25, 0.60, 0.40, 0.7),
}


def people(
    seed: int, count: int, regency: str = "3272"
) -> tuple[list[Person], set[tuple[int, int]], dict[tuple[int, int], str]]:
    """Everybody in random order, the pairs that are one person, and their profiles."""
    rng = random.Random(seed)
    source = People(rng, regency)
    roll = build_roll(source, count, AS_OF)
    for person in roll:
        _season(rng, source, person)
    marked = [(person, number) for number, person in enumerate(roll)]
    kinds: dict[int, str] = {}
    for number in rng.sample(range(count), count // 25):
        kinds[number] = rng.choice(list(PROFILES))
        for _ in range(2 if rng.random() < 0.05 else 1):
            again = _again(rng, source, roll, roll[number], PROFILES[kinds[number]])
            marked.append((again, number))
    fresh = count
    for number in rng.sample(range(count), count // 100):
        marked.append((_sibling(rng, source, roll[number]), fresh))
        fresh += 1
    rng.shuffle(marked)
    places: dict[int, list[int]] = {}
    for at, (_, who) in enumerate(marked, start=1):
        places.setdefault(who, []).append(at)
    truth, profiles = set(), {}
    for who, seats in places.items():
        for at, one in enumerate(seats):
            for other in seats[at + 1 :]:
                truth.add((one, other))
                profiles[one, other] = kinds[who]
    return [person for person, _ in marked], truth, profiles


def write(path: Path, rows: list[Person]) -> None:
    """Write the people as csv, numbered from 1, dates as ISO."""
    with path.open("w", newline="", encoding="utf-8") as file:
        out = csv.writer(file)
        out.writerow(FIELDS)
        for number, row in enumerate(rows, start=1):
            day, month, year = _parts(row.birth_date)
            born = f"{year:04d}-{month:02d}-{day:02d}"
            out.writerow(
                [number, row.nik, row.nkk, row.name, row.birth_place, born, row.sex]
                + [row.address, row.rt, row.rw, row.kelurahan]
            )


def _parts(text: str) -> tuple[int, int, int]:
    day, month, year = text.replace("|", "-").replace("/", "-").split("-")
    return int(day), int(month), int(year)


def _date(day: int, month: int, year: int) -> str:
    return f"{day:02d}-{month:02d}-{year:04d}"


def _season(rng: random.Random, source: People, person: Person) -> None:
    """Give a part of the people the Prophet's name, and a part a made-up birthday."""
    person.birth_date = _date(*_parts(person.birth_date))
    if person.sex == MAN and rng.random() < 0.10:
        person.name = f"{rng.choice(PROPHET)} {person.name}"
    if rng.random() < 0.05:
        _make_up(rng, source, person)


def _make_up(rng: random.Random, source: People, person: Person) -> None:
    _, _, year = _parts(person.birth_date)
    day, month = rng.choice(((1, 1), (1, 7), (31, 12)))
    person.birth_date = _date(day, month, year)
    _number(source, person)


def _number(source: People, person: Person) -> None:
    day, month, year = _parts(person.birth_date)
    person.nik = source.issue_nik(
        source.nik_prefix(person.kelurahan), dt.date(year, month, day), person.sex
    )


def _again(
    rng: random.Random, source: People, roll: list[Person], of: Person, how: Profile
) -> Person:
    """A second record of a person, made as the profile says."""
    one = replace(of)
    if rng.random() < how.moved:
        host = rng.choice(roll)
        one.kelurahan, one.rt, one.rw = host.kelurahan, host.rt, host.rw
        one.address, one.tps = host.address, host.tps
        if rng.random() < how.family:
            one.nkk = host.nkk if rng.random() < 0.5 else source.new_nkk(one.kelurahan)
    elif rng.random() < how.family:
        one.nkk = source.new_nkk(one.kelurahan)
    if rng.random() < how.name:
        one.name = _misspell(rng, one.name)
        if rng.random() < 0.25:
            one.name = _misspell(rng, one.name)
    if rng.random() < how.birth:
        one.birth_date = _misdate(rng, one.birth_date)
    elif rng.random() < how.default_day:
        _make_up(rng, source, one)
    if rng.random() < how.place:
        one.birth_place = _misplace(rng, source, one.birth_place)
    if rng.random() < how.address:
        old, new = rng.choice(ROADS)
        one.address = one.address.replace(old, new)
    _number(source, one)
    return one


def _misspell(rng: random.Random, name: str) -> str:
    """One thing that clerks do to a name."""
    words = name.split()
    shape = rng.random()
    if shape < 0.35:
        old, new = rng.choice(RESPELLED)
        for _ in range(6):
            if old in name:
                break
            old, new = rng.choice(RESPELLED)
        return name.replace(old, new, 1)
    if shape < 0.50 and words[0] in PROPHET:
        return " ".join([rng.choice(PROPHET), *words[1:]])
    if shape < 0.60:
        return (
            rng.choice(BEFORE) + name
            if rng.random() < 0.5
            else name + rng.choice(AFTER)
        )
    if shape < 0.72 and len(words) > 1:
        del words[rng.randrange(len(words))]
        return " ".join(words)
    if shape < 0.78 and len(words) > 1:
        words[-1] = words[-1][0]
        return " ".join(words)
    if shape < 0.83 and len(words) > 1:
        return " ".join(reversed(words))
    at = rng.randrange(len(name))
    kind = rng.random()
    if kind < 0.4:
        return name[:at] + rng.choice("AEIOUNRSTLK") + name[at + 1 :]
    if kind < 0.7 and len(name) > 4:
        return (name[:at] + name[at + 1 :]).strip()
    return (
        name[:at] + name[at + 1 : at + 2] + name[at : at + 1] + name[at + 2 :]
    ).strip()


def _misdate(rng: random.Random, text: str) -> str:
    """Day and month swapped, one digit, or another part; always a date that exists."""
    day, month, year = _parts(text)
    shape = rng.random()
    if shape < 0.35 and day <= 12 and day != month:
        return _date(month, day, year)
    if shape < 0.60:
        return _date(1 + (day + rng.choice((-1, 1, 10, -10)) - 1) % 28, month, year)
    if shape < 0.75:
        return _date(min(day, 28), 1 + (month + rng.choice((-1, 1)) - 1) % 12, year)
    if shape < 0.95:
        return _date(min(day, 28), month, year + rng.choice((-10, -1, 1, 10)))
    return _date(rng.randrange(1, 29), rng.randrange(1, 13), year)


def _misplace(rng: random.Random, source: People, place: str) -> str:
    shape = rng.random()
    if shape < 0.5:
        return rng.choice(("KOTA ", "KAB. ", "KAB ")) + place
    if shape < 0.7:
        return place[:-1] + rng.choice("AEIU")
    return rng.choice(source.pools.birth_places)


def _sibling(rng: random.Random, source: People, of: Person) -> Person:
    """Born on the same day in the same house, and no duplicate."""
    one = replace(of, sex=of.sex if rng.random() < 0.7 else source.any_sex())
    given = source.name(one.sex).split()[0]
    last = (
        of.name.split()[-1] if rng.random() < 0.6 else source.name(one.sex).split()[-1]
    )
    one.name = f"{given} {last}"
    _number(source, one)
    return one


if __name__ == "__main__":
    made, pairs, _ = people(int(sys.argv[1]), int(sys.argv[2]))
    write(Path(sys.argv[3]), made)
    print(len(made), len(pairs))
