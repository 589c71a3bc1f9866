"""Rows about people who are not on the roll: new, too young, returned, or not ours."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

from kpu_portal.demo import codes
from kpu_portal.demo.calendar import dashed, years_before
from kpu_portal.demo.desk import Desk
from kpu_portal.demo.people import Person
from kpu_portal.demo.rows import Happening, Row


def plant_unknown(desk: Desk) -> None:
    """Every case in which the NIK is not on the roll."""
    _plant_turned_17(desk)
    _plant_married_minors(desk)
    _plant_veterans(desk)
    _plant_restored(desk)
    _plant_arrivals(desk)
    _plant_unrecorded(desk)
    _plant_not_yet(desk)
    _plant_returned(desk)
    _plant_ignored(desk)


def newcomer(desk: Desk, born: dt.date, status: str = "B") -> Person:
    return desk.people.newcomer(desk.host(), born, desk.people.any_sex(), status)


def _new(desk: Desk, person: Person, category: str, what: Happening) -> None:
    desk.insert(Row(person, codes.BARU, category, happening=what))


def _plant_turned_17(desk: Desk) -> None:
    """Birthdays inside the period, its first and its last day among them."""
    edges = [desk.days.first, desk.days.reference]
    for turn in range(desk.plan.count("BARU:GENAP_17")):
        day = edges[turn] if turn < 2 else desk.day_in_period()
        if (day.month, day.day) == (2, 29):
            day -= dt.timedelta(days=1)
        person = newcomer(desk, years_before(day, 17))
        _new(desk, person, "GENAP_17", desk.plain("BARU"))


def _plant_married_minors(desk: Desk) -> None:
    for _ in range(desk.plan.count("BARU:KAWIN")):
        born = desk.people.born_aged(desk.days.reference, 16, 16)
        _new(desk, newcomer(desk, born, "S"), "KAWIN", desk.plain("BARU"))


def _plant_veterans(desk: Desk) -> None:
    """Back to civilian life: some never on the roll, some struck as TNI or Polri."""
    words = ("PURNA TNI", "PURNA POLRI", "PENSIUNAN")
    for turn in range(desk.plan.count("BARU:PURNA")):
        event = desk.happening(words[turn % 3], "SKEP")
        struck = desk.struck("POLRI" if turn % 3 == 1 else "TNI") if turn < 2 else None
        if struck is not None:
            _new(desk, replace(struck.person), "PURNA", event)
            continue
        born = desk.people.born_aged(desk.days.reference, 45, 60)
        person = replace(newcomer(desk, born, "S"), occupation="PENSIUNAN")
        _new(desk, person, "PURNA", event)


def _plant_restored(desk: Desk) -> None:
    for _ in range(desk.plan.count("BARU:HAK_PULIH")):
        struck = desk.struck("HAK_DICABUT")
        if struck is None:
            born = desk.people.born_aged(desk.days.reference, 25, 60)
            person = newcomer(desk, born, "S")
        else:
            person = replace(struck.person)
        _new(desk, person, "HAK_PULIH", desk.happening("HAK PILIH DIPULIHKAN", "PUT"))


def _plant_arrivals(desk: Desk) -> None:
    words = ("DATANG", "PINDAH DATANG", "PINDAH MASUK")
    people = desk.people
    for turn in range(desk.plan.count("BARU:PINDAH_MASUK")):
        event = desk.happening(words[turn % 3], "SKDWNI")
        struck = desk.struck("PINDAH") if turn % 20 == 1 else None
        if struck is not None:
            _new(desk, replace(struck.person), "PINDAH_MASUK", event)
            continue
        born = people.born_aged(desk.days.reference, 18, 70)
        person = newcomer(desk, born, "B" if people.rng.random() < 0.4 else "S")
        person = replace(person, nkk=people.new_nkk(person.kelurahan))
        _new(desk, person, "PINDAH_MASUK", event)


def _last_leap_day(before: int) -> dt.date:
    year = before // 4 * 4
    if year % 100 == 0 and year % 400:
        year -= 4
    return dt.date(year, 2, 29)


def _plant_unrecorded(desk: Desk) -> None:
    """Old enough before this period and never listed; one of them a leap-year child."""
    people, reference = desk.people, desk.days.reference
    for turn in range(desk.plan.count("BARU:BELUM_TERDATA")):
        if turn == 0:
            born = _last_leap_day(reference.year - 18)
        elif turn == 1:
            born = years_before(desk.days.previous_reference, 17)
        else:
            born = people.born_aged(reference, 18, 80)
        person = newcomer(desk, born, "B" if people.rng.random() < 0.4 else "S")
        _new(desk, person, "BELUM_TERDATA", desk.plain("BARU"))
    for _ in range(desk.plan.count("GANDA:file")):
        born = people.born_aged(reference, 20, 60)
        one = newcomer(desk, born)
        other = _same_identity(desk, one, desk.host())
        for person, twin in ((one, other), (other, one)):
            note = f"GANDA_FILE:{twin.nik}"
            desk.insert(Row(person, codes.BARU, "BELUM_TERDATA", note=note))
    for index in desk.take(desk.plan.count("GANDA:between")):
        old = desk.roll[index]
        person = _same_identity(desk, old, desk.host())
        note = f"GANDA_BETWEEN:{old.nik}"
        desk.insert(Row(person, codes.BARU, "BELUM_TERDATA", note=note))


def _same_identity(desk: Desk, one: Person, host: Person) -> Person:
    """The same name, place and date of birth under a second NIK at another address."""
    born = dt.date(*(int(one.birth_date[a:b]) for a, b in ((6, 10), (3, 5), (0, 2))))
    person = desk.people.newcomer(host, born, one.sex, one.marital_status)
    return replace(person, name=one.name, birth_place=one.birth_place)


def plant_corrected_niks(desk: Desk) -> None:
    """The same person under a corrected NIK: a TIDAK ADA that belongs to a BARU."""
    for index in desk.take(desk.plan.count("TIDAK_ADA:nik_corrected")):
        old = desk.roll[index]
        person = replace(_same_identity(desk, old, old), nkk=old.nkk)
        note = f"NIK_CORRECTED:{old.nik}"
        desk.insert(Row(person, codes.BARU, "BELUM_TERDATA", note=note))
        desk.omit(index, note=f"NIK_CORRECTED:{person.nik}")


def _plant_not_yet(desk: Desk) -> None:
    people, reference = desk.people, desk.days.reference
    tomorrow = reference + dt.timedelta(days=1)
    for turn in range(desk.plan.count(codes.NOT_YET)):
        if turn == 0:
            born = years_before(tomorrow, 17)
        elif turn == 1:
            born = _last_leap_day(reference.year - 12)
        else:
            born = people.born_aged(reference, 15 if turn % 8 == 0 else 16, 16)
        arrived = turn % 40 == 2
        event = desk.happening("DATANG", "SKDWNI") if arrived else desk.plain("BARU")
        desk.insert(Row(newcomer(desk, born), codes.NOT_YET, happening=event))


def _plant_returned(desk: Desk) -> None:
    """Struck earlier, and here again with nothing that restores them."""
    for turn in range(desk.plan.count(codes.MUNCUL_KEMBALI)):
        struck = desk.struck("PINDAH" if turn % 3 == 1 else "MENINGGAL")
        if struck is not None:
            event = desk.plain("UBAH")
            row = Row(replace(struck.person), codes.MUNCUL_KEMBALI, struck.reason)
            row.happening = event
            desk.insert(row)


def _ignore(desk: Desk, person: Person, reason: str, what: Happening) -> None:
    desk.insert(Row(person, codes.IGNORED, reason, happening=what))


def _plant_ignored(desk: Desk) -> None:
    for turn in range(desk.plan.count("IGNORED:NOT_OURS")):
        born = desk.day_in_period()
        person = replace(
            newcomer(desk, born), occupation="BELUM/TIDAK BEKERJA", ektp_status="B"
        )
        word = "KELAHIRAN" if turn % 2 else "LAHIR"
        event = Happening(word, dashed(born), f"LU-{born:%d%m%Y}-{turn + 1:04d}")
        _ignore(desk, person, "NOT_OURS", event)
    for turn in range(desk.plan.count("IGNORED:NOT_ON_ROLL")):
        _plant_strangers(desk, turn)
    for _ in range(desk.plan.count("IGNORED:ALREADY_APPLIED")):
        struck = desk.struck("MENINGGAL")
        if struck is not None:
            event = Happening(
                "MENINGGAL", struck.date, f"{desk.regency}-KM-{struck.date}"
            )
            _ignore(desk, replace(struck.person), "ALREADY_APPLIED", event)


def _plant_strangers(desk: Desk, turn: int) -> None:
    """Disqualified, and never on the roll: nothing to strike."""
    born = desk.people.born_aged(desk.days.reference, 20, 45)
    person = newcomer(desk, born, "S")
    shape = turn % 4 if desk.snapshot else turn % 2
    if shape == 0:
        event = desk.happening("MENINGGAL", f"{desk.regency}-KM")
    elif shape == 1:
        event = desk.happening("TNI", "SK")
    elif shape == 2:
        person = replace(person, occupation="KEPOLISIAN RI (POLRI)")
        event = Happening()
    else:
        event = Happening(nationality="WNA")
    _ignore(desk, person, "NOT_ON_ROLL", event)
