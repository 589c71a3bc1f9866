"""Rows about voters of the roll: changed, moved, disqualified, mixed up or the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from kpu_portal.demo import codes
from kpu_portal.demo.alterations import altered, moved
from kpu_portal.demo.calendar import dashed, undashed
from kpu_portal.demo.desk import Desk
from kpu_portal.demo.people import WOMAN, Person
from kpu_portal.demo.rows import Happening, Row, changed

_SEVERAL = (
    ("address", "rt"),
    ("nkk", "marital_status"),
    ("birth_place", "name"),
    ("address", "nkk", "rt", "rw"),
)
_DEATHS = ("MENINGGAL", "MENINGGAL", "MATI", "WAFAT", "M")
_DEPARTURES = ("PINDAH KELUAR", "PINDAH", "PINDAH DOMISILI", "P", "PINDAH KELUAR")
_ARMY = "TENTARA NASIONAL INDONESIA (TNI)"
_POLICE = "KEPOLISIAN RI (POLRI)"


def plant_known(desk: Desk) -> None:
    """Every case in which the NIK is on the roll."""
    _plant_changes(desk)
    _plant_moves(desk)
    _plant_disqualified(desk)
    _plant_under_age(desk)
    _plant_mixed_up(desk)
    _plant_same(desk)


def _settled(person: Person) -> bool:
    """Old enough that no small change of the birth date touches the right to vote."""
    return "1930" < person.birth_date[6:] < "2007"


def _grown(desk: Desk, youngest: int, oldest: int) -> Callable[[Person], bool]:
    year = desk.days.reference.year
    first, last = str(year - oldest), str(year - youngest)
    return lambda person: first < person.birth_date[6:] < last


def _plant_changes(desk: Desk) -> None:
    for case in desk.plan.shares:
        kind, _, element = case.partition(":")
        if kind != codes.UBAH:
            continue
        count = desk.plan.count(case)
        for turn, index in enumerate(desk.take(count, _grown(desk, 20, 90))):
            several = element == "several"
            chosen = _SEVERAL[turn % len(_SEVERAL)] if several else (element,)
            _change(desk, index, altered(desk, desk.roll[index], *chosen))
    _plant_corrections(desk)


def _change(desk: Desk, index: int, person: Person) -> None:
    old = desk.roll[index]
    elements = changed(old, person, desk.layout.compared)
    row = Row(person, codes.UBAH, elements=elements, happening=desk.plain("UBAH"))
    desk.add(index, row)


def _plant_corrections(desk: Desk) -> None:
    """Records whose NIK was right all along: the row now agrees with it."""
    count = max(1, len(desk.opening.rare["nik_sex"]) // 3)
    for index in desk.take_rare("nik_sex", count):
        _change(desk, index, altered(desk, desk.roll[index], "sex"))
    for index in desk.take_rare("nik_date", count):
        old = desk.roll[index]
        six, century = old.nik[6:12], old.birth_date[6:8]
        day = int(six[:2]) - (40 if old.sex == WOMAN else 0)
        text = f"{day:02d}-{six[2:4]}-{century}{six[4:]}"
        if 0 < undashed(old.birth_date).year - int(text[6:]) + 1 < 3:
            _change(desk, index, replace(old, birth_date=text))


def _plant_moves(desk: Desk) -> None:
    tps = "tps" in desk.layout.compared
    indices = desk.take(desk.plan.count(codes.PINDAH_DALAM), _grown(desk, 18, 95))
    for turn, index in enumerate(indices):
        old = desk.roll[index]
        shape = turn % 6
        person = moved(desk, old, whole=shape in (1, 3, 4))
        if shape == 3:
            person = replace(person, nkk=desk.people.new_nkk(person.kelurahan))
        if shape == 4:
            person = altered(desk, person, "marital_status")
        if shape == 5 and tps:
            person = replace(old, tps="002" if old.tps == "001" else "001")
        said = not desk.snapshot or shape in (1, 2)
        event = desk.happening("PINDAH", "SKPWNI") if said else Happening()
        elements = changed(old, person, desk.layout.compared)
        desk.add(
            index,
            Row(person, codes.PINDAH_DALAM, elements=elements, happening=event),
        )


def _disqualify(
    desk: Desk, index: int, reason: str, person: Person, what: Happening
) -> None:
    desk.add(index, Row(person, codes.TMS, reason, happening=what))


def _plant_disqualified(desk: Desk) -> None:
    _plant_deaths(desk)
    _plant_departures(desk)
    for reason, event in (("GANDA", "GANDA"), ("HAK_DICABUT", "HAK PILIH DICABUT")):
        for index in desk.take(desk.plan.count(f"TMS:{reason}"), _settled):
            what = desk.happening(event, "DOK")
            _disqualify(desk, index, reason, desk.roll[index], what)
    _plant_service(desk, "TNI", ("TNI", "T"), _ARMY)
    _plant_service(desk, "POLRI", ("POLRI", "R"), _POLICE)
    _plant_foreign(desk)


def _plant_deaths(desk: Desk) -> None:
    count, old = desk.plan.count, _grown(desk, 50, 96)
    dead = desk.take_again("MENINGGAL", count("TMS:MENINGGAL"), old)
    for turn, index in enumerate(dead):
        event = desk.happening(_DEATHS[turn % len(_DEATHS)], f"{desk.regency}-KM")
        person = desk.roll[index]
        if not desk.snapshot and turn % 2:
            person = _sparse(person)
        _disqualify(desk, index, "MENINGGAL", person, event)


def _plant_departures(desk: Desk) -> None:
    """Moves out: the row names the new home, anywhere, or still the old one."""
    count = desk.plan.count
    gone = desk.take_again("PINDAH", count("TMS:PINDAH"), _settled)
    for turn, index in enumerate(gone):
        event = desk.happening(_DEPARTURES[turn % len(_DEPARTURES)], "SKPWNI")
        person = desk.roll[index]
        if turn % 5 != 4:
            abroad = desk.abroad()
            person = altered(desk, replace(person, kelurahan=abroad), "address")
        _disqualify(desk, index, "PINDAH", person, event)


def _sparse(person: Person) -> Person:
    """What a register of deaths knows: who died, hardly anything else."""
    return replace(
        person,
        birth_place="",
        marital_status="",
        address="",
        rt="",
        rw="",
        kelurahan="",
    )


def _plant_service(
    desk: Desk, reason: str, events: tuple[str, ...], trade: str
) -> None:
    """Soldiers and police: told by the occupation, or by the event."""
    indices = desk.take(desk.plan.count(f"TMS:{reason}"), _grown(desk, 19, 45))
    for turn, index in enumerate(indices):
        person = desk.roll[index]
        if desk.snapshot and turn % 3 == 0:
            serving = replace(person, occupation=trade)
            _disqualify(desk, index, reason, serving, Happening())
        else:
            event = desk.happening(events[turn % len(events)], "SK")
            _disqualify(desk, index, reason, person, event)


def _plant_foreign(desk: Desk) -> None:
    indices = desk.take(desk.plan.count("TMS:WNA"), _settled)
    for turn, index in enumerate(indices):
        by_nationality = desk.snapshot and turn % 2 == 0
        event = Happening(nationality="WNA")
        if not by_nationality:
            event = desk.happening("WNA", "SK")
        _disqualify(desk, index, "WNA", desk.roll[index], event)


def _plant_under_age(desk: Desk) -> None:
    """Too young after all: a corrected birth date, or never married."""
    count = desk.plan.count("TMS:DI_BAWAH_UMUR")
    for index in desk.take_rare("minor", max(1, count // 2)):
        person = replace(desk.roll[index], marital_status="B")
        _disqualify(desk, index, "DI_BAWAH_UMUR", person, desk.plain("UBAH"))
    young = desk.take(count, lambda one: one.marital_status == "B")
    for index in young:
        born = desk.people.born_aged(desk.days.reference, 15, 16)
        person = replace(desk.roll[index], birth_date=dashed(born))
        _disqualify(desk, index, "DI_BAWAH_UMUR", person, desk.plain("UBAH"))


def _plant_mixed_up(desk: Desk) -> None:
    """One NIK, two people: the row names somebody else altogether."""
    for index in desk.take(desk.plan.count(codes.NIK_GANDA_ORANG), _settled):
        old = desk.roll[index]
        person = old
        while (
            set(person.name.split()) & set(old.name.split())
            or person.birth_date == old.birth_date
        ):
            born = desk.people.born_aged(desk.days.reference, 20, 70)
            person = replace(
                old, name=desk.people.name(old.sex), birth_date=dashed(born)
            )
        row = Row(person, codes.NIK_GANDA_ORANG, happening=desk.plain("UBAH"))
        desk.add(index, row)


def _spellings(desk: Desk, name: str, turn: int) -> str:
    """The same name as another machine writes it."""
    shapes = (
        name.lower(),
        name.replace(" ", "  "),
        name.replace(" ", "\u00a0"),
        f" {name} ",
        name.replace("'", "\u2019"),
    )
    return shapes[turn % len(shapes)]


def _plant_same(desk: Desk) -> None:
    count = desk.plan.count
    what = desk.plain
    column = desk.layout.columns["name"]
    quoted = desk.take(1, lambda one: "'" in one.name and " " in one.name)
    plain = desk.take(count("SAME:spelling"), lambda one: " " in one.name)
    for turn, index in enumerate([*plain, *quoted]):
        person = desk.roll[index]
        shape = 4 if index in quoted else turn
        raw = {column: _spellings(desk, person.name, shape)}
        desk.add(index, Row(person, codes.SAME, happening=what("UBAH"), raw=raw))
    for index in desk.take(count("SAME:nkk_missing")):
        person = replace(desk.roll[index], nkk="")
        desk.add(index, Row(person, codes.SAME, happening=what("UBAH")))
    for turn, index in enumerate(desk.take(count("SAME:nkk_malformed"))):
        old = desk.roll[index]
        ruined = (old.nkk[:15], "3.27201E+15", f"{old.nkk[:8]}O{old.nkk[9:]}")
        person = replace(old, nkk=ruined[turn % len(ruined)])
        desk.add(index, Row(person, codes.SAME, happening=what("UBAH")))
    if desk.snapshot:
        for one, other in desk.opening.twins:
            for index, twin in ((one, other), (other, one)):
                note = f"GANDA_ROLL:{desk.roll[twin].nik}"
                desk.add(index, Row(desk.roll[index], codes.SAME, note=note))
