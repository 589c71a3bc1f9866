"""Rows that must be refused, one defect each, and voters whom that leaves unnamed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kpu_portal.demo import codes, places
from kpu_portal.demo.desk import Desk
from kpu_portal.demo.newcomers import newcomer
from kpu_portal.demo.people import Person
from kpu_portal.demo.rows import Happening, Row

Raw = dict[str, str]


def plant_refused(desk: Desk) -> None:
    """As many rows of every kind of refusal as the plan says."""
    count = desk.plan.count(codes.REFUSED)
    for turn in range(count):
        for cycle, (kind, ruin) in enumerate(_RUINS.items()):
            _plant_ruined(desk, kind, ruin, turn + cycle)
    for turn in range(count):
        _plant_ragged(desk, turn)
        _plant_repeated(desk, turn)


def plant_missing(desk: Desk) -> None:
    """Voters whom the snapshot passes over."""
    for index in desk.take(desk.plan.count(codes.TIDAK_ADA)):
        desk.omit(index)


def _plant_ruined(
    desk: Desk, kind: str, ruin: Callable[[Desk, Person, int], Raw], turn: int
) -> None:
    """A stranger's row, a voter's only row, or one that comes before a sound one."""
    shape = turn % 3
    if shape == 0:
        born = desk.people.born_aged(desk.days.reference, 18, 70)
        person = newcomer(desk, born)
        _refuse(desk, kind, person, ruin(desk, person, turn))
        return
    index = desk.take(1)[0]
    person = desk.roll[index]
    raw = ruin(desk, person, turn)
    if shape == 1:
        _refuse(desk, kind, person, raw)
        if desk.snapshot:
            names_nik = desk.layout.columns["nik"] not in raw
            desk.omit(index, doubtful=names_nik)
        return
    _refuse(desk, kind, person, raw, high=index)
    note = f"AFTER_REFUSED:{kind}"
    desk.add(index, Row(person, codes.SAME, happening=desk.plain("UBAH"), note=note))


def _refuse(
    desk: Desk, kind: str, person: Person, raw: Raw, high: int | None = None
) -> None:
    event = Happening() if desk.layout.columns["event"] in raw else desk.plain("UBAH")
    row = Row(person, codes.REFUSED, kind, happening=event, raw=raw)
    desk.insert(row, high=high)


def _plant_ragged(desk: Desk, turn: int) -> None:
    """A line of too few or too many cells, about nobody else in the file."""
    born = desk.people.born_aged(desk.days.reference, 18, 70)
    row = Row(newcomer(desk, born), codes.REFUSED, "RAGGED")
    row.happening = desk.plain("BARU")
    row.ragged = (-3, 1, -1)[turn % 3]
    desk.insert(row)


def _plant_repeated(desk: Desk, turn: int) -> None:
    """A NIK again, further down: the same line, or the same NIK moved house."""
    index = desk.take(1)[0]
    person = desk.roll[index]
    desk.add(index, Row(person, codes.SAME, happening=desk.plain("UBAH")))
    again = replace(person)
    if turn % 2:
        again.address = f"{person.address}C"
    row = Row(again, codes.REFUSED, "NIK_REPEATED", happening=desk.plain("UBAH"))
    desk.insert(row, low=index + 1)


def _nik(desk: Desk, text: str) -> Raw:
    return {desk.layout.columns["nik"]: text}


def _length(desk: Desk, person: Person, turn: int) -> Raw:
    short = turn % 2 == 0
    return _nik(desk, person.nik[:15] if short else f"{person.nik}0")


def _letters(desk: Desk, person: Person, turn: int) -> Raw:
    at, letter = ((12, "O"), (15, "X"), (4, "I"))[turn % 3]
    return _nik(desk, f"{person.nik[:at]}{letter}{person.nik[at + 1 :]}")


def _same_digits(desk: Desk, person: Person, turn: int) -> Raw:
    # A structure check alone lets this one pass: Aceh, 11 November 2011.
    return _nik(desk, "1" * 16)


def _date(desk: Desk, person: Person, turn: int) -> Raw:
    six = ("00", "35", "75", "")[turn % 4]
    middle = f"{six}{person.nik[8:10]}" if six else f"{person.nik[6:8]}13"
    return _nik(desk, f"{person.nik[:6]}{middle}{person.nik[10:]}")


def _serial(desk: Desk, person: Person, turn: int) -> Raw:
    return _nik(desk, f"{person.nik[:12]}0000")


def _province(desk: Desk, person: Person, turn: int) -> Raw:
    return _nik(desk, f"{places.unknown_province()}{person.nik[2:]}")


def _number(desk: Desk, person: Person, turn: int) -> Raw:
    """What a spreadsheet leaves of a NIK when it is saved as text."""
    rounded = f"{float(person.nik):.5E}".replace("E+0", "E+")
    return _nik(desk, rounded if turn % 2 else rounded.replace(".", ","))


def _birth_date(desk: Desk, person: Person, turn: int) -> Raw:
    year = person.birth_date[6:]
    bad = (f"31-02-{year}", f"15-13-{year}", f"00-05-{year}")[turn % 3]
    return {desk.layout.columns["birth_date"]: bad}


def _region(desk: Desk, code: str) -> Raw:
    columns = desk.layout.columns["kelurahan"].split(",")
    if len(columns) == 1:
        return {columns[0]: code}
    parts = (code[:2], code[2:4], code[4:6], code[6:])
    return dict(zip(columns, parts, strict=True))


def _region_unknown(desk: Desk, person: Person, turn: int) -> Raw:
    return _region(desk, places.unknown_child(person.kelurahan[:6], 4))


def _region_outside(desk: Desk, person: Person, turn: int) -> Raw:
    return _region(desk, desk.abroad())


def _sex(desk: Desk, person: Person, turn: int) -> Raw:
    return {desk.layout.columns["sex"]: ("3", "X")[turn % 2]}


def _marital(desk: Desk, person: Person, turn: int) -> Raw:
    return {desk.layout.columns["marital_status"]: ("9", "X")[turn % 2]}


def _event(desk: Desk, person: Person, turn: int) -> Raw:
    return {desk.layout.columns["event"]: ("TIDAK JELAS", "XYZ")[turn % 2]}


def _name(desk: Desk, person: Person, turn: int) -> Raw:
    return {desk.layout.columns["name"]: ("", "  ")[turn % 2]}


_RUINS: dict[str, Callable[[Desk, Person, int], Raw]] = {
    "NIK_LENGTH": _length,
    "NIK_LETTERS": _letters,
    "NIK_SAME_DIGITS": _same_digits,
    "NIK_DATE": _date,
    "NIK_SERIAL": _serial,
    "NIK_PROVINCE": _province,
    "NIK_NUMBER": _number,
    "BIRTH_DATE": _birth_date,
    "REGION_UNKNOWN": _region_unknown,
    "REGION_OUTSIDE": _region_outside,
    "SEX_CODE": _sex,
    "MARITAL_CODE": _marital,
    "EVENT_CODE": _event,
    "NAME_EMPTY": _name,
}
