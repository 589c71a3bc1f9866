"""Made-up people with numbers of their own: the parts of which a roll is built."""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass

from kpu_portal.demo import names, places
from kpu_portal.demo.calendar import Birthdays, years_before

MAN = "L"
WOMAN = "P"


@dataclass(slots=True)
class Person:
    """One resident with the elements of the list, spelled canonically."""

    nkk: str
    nik: str
    name: str
    birth_place: str
    birth_date: str
    marital_status: str
    sex: str
    address: str
    rt: str
    rw: str
    kelurahan: str
    tps: str
    disability: str
    ektp_status: str
    occupation: str
    dpid: str = ""


@dataclass(frozen=True, slots=True)
class Home:
    """What the members of a household share."""

    nkk: str
    address: str
    rt: str
    rw: str
    kelurahan: str
    tps: str


class Numbers:
    """Issues NIK and NKK with serials from 0001, each number once."""

    def __init__(self) -> None:
        self._issued: dict[str, int] = {}
        self._cards: dict[str, int] = {}

    def nik(self, prefix: str, six: str) -> str:
        return self._next(self._issued, prefix + six)

    def nkk(self, prefix: str, six: str) -> str:
        return self._next(self._cards, prefix + six)

    @staticmethod
    def _next(issued: dict[str, int], stem: str) -> str:
        serial = issued.get(stem, 0) + 1
        issued[stem] = serial
        return f"{stem}{serial:04d}"


@dataclass(frozen=True, slots=True)
class Pools:
    """Where names, streets and birth places of a regency are drawn from."""

    men: list[str]
    women: list[str]
    men_parts: list[str]
    women_parts: list[str]
    streets: list[str]
    birth_places: list[str]


def pools_of(regency: str) -> Pools:
    near = [places.short_name(code) for code in places.neighbours(regency)]
    births = [places.short_name(regency)] * 400 + near
    if regency[:2] in ("32", "36"):
        return Pools(
            names.SUNDANESE_MEN,
            names.SUNDANESE_WOMEN,
            names.SUNDANESE_PARTS,
            names.SUNDANESE_WOMEN_PARTS,
            names.STREETS,
            births,
        )
    return Pools(
        names.COASTAL_MEN,
        names.COASTAL_WOMEN,
        names.COASTAL_PARTS,
        names.COASTAL_WOMEN_PARTS,
        names.ISLAND_STREETS,
        births,
    )


class People:
    """Makes people of one regency; the same seed makes the same people."""

    def __init__(self, rng: random.Random, regency: str) -> None:
        self.rng = rng
        self.regency = regency
        self.numbers = Numbers()
        self.birthdays = Birthdays()
        self.pools = pools_of(regency)
        self.kelurahan = places.kelurahan_of(regency)
        self._own = places.children(regency)
        self._elsewhere = [
            code
            for neighbour in dict.fromkeys(places.neighbours(regency))
            for code in places.children(neighbour)
        ]
        # Ordinal of a January day of each family card year, for the six digits.
        self._card_days = range(
            dt.date(2005, 1, 1).toordinal(), dt.date(2024, 12, 31).toordinal()
        )

    def name(self, sex: str) -> str:
        draw, pools = self.rng.random, self.pools
        if sex == MAN:
            given, parts = pools.men, pools.men_parts
        else:
            given, parts = pools.women, pools.women_parts
        first = given[int(draw() * len(given))]
        shape = draw()
        if shape < 0.06:
            return first
        last = parts[int(draw() * len(parts))]
        if shape < 0.72:
            return f"{first} {last}"
        second = given[int(draw() * len(given))]
        return f"{first} {second} {last}" if second != first else f"{first} {last}"

    def nik_prefix(self, kelurahan: str) -> str:
        """The kecamatan of first registration: mostly this one, 5 % elsewhere."""
        shape = self.rng.random()
        if shape < 0.80:
            return kelurahan[:6]
        if shape < 0.95:
            return self._own[int(self.rng.random() * len(self._own))]
        return self._elsewhere[int(self.rng.random() * len(self._elsewhere))]

    def own_prefix(self, kelurahan: str) -> str:
        return kelurahan[:6]

    def new_nkk(self, kelurahan: str) -> str:
        days = self._card_days
        day = days[int(self.rng.random() * len(days))]
        return self.numbers.nkk(kelurahan[:6], self.birthdays.spelled(day)[1])

    def issue_nik(self, prefix: str, born: dt.date, sex: str) -> str:
        _, man, woman = self.birthdays.spelled(born.toordinal())
        return self.numbers.nik(prefix, man if sex == MAN else woman)

    def member(
        self,
        home: Home,
        born: int,
        sex: str,
        marital_status: str,
        *,
        prefix: str | None = None,
    ) -> Person:
        """A person of the household, born on that ordinal day."""
        draw, pools = self.rng.random, self.pools
        text, man, woman = self.birthdays.spelled(born)
        shape = draw()
        return Person(
            nkk=home.nkk,
            nik=self.numbers.nik(
                prefix or self.nik_prefix(home.kelurahan),
                man if sex == MAN else woman,
            ),
            name=self.name(sex),
            birth_place=pools.birth_places[int(draw() * len(pools.birth_places))],
            birth_date=text,
            marital_status=marital_status,
            sex=sex,
            address=home.address,
            rt=home.rt,
            rw=home.rw,
            kelurahan=home.kelurahan,
            tps=home.tps,
            disability="0" if shape > 0.012 else str(1 + int(shape * 500)),
            ektp_status="S" if draw() < 0.985 else "B",
            occupation=names.OCCUPATIONS[int(draw() * len(names.OCCUPATIONS))],
        )

    def newcomer(
        self, host: Person, born: dt.date, sex: str, marital_status: str
    ) -> Person:
        """Someone of the host's household who is not on the roll."""
        home = Home(host.nkk, host.address, host.rt, host.rw, host.kelurahan, host.tps)
        return self.member(home, born.toordinal(), sex, marital_status)

    def any_sex(self) -> str:
        return MAN if self.rng.random() < 0.5 else WOMAN

    def born_aged(self, on: dt.date, youngest: int, oldest: int) -> dt.date:
        """A birth date that makes someone youngest..oldest years old on that day."""
        first = years_before(on, oldest + 1) + dt.timedelta(days=1)
        last = years_before(on, youngest)
        span = (last - first).days
        return first + dt.timedelta(days=int(self.rng.random() * (span + 1)))
