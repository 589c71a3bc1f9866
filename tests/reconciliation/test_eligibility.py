"""The rules of who may vote, in SQL and in Python: one answer for made-up people.

A file with all of them goes through the real reconciliation, half of them on the roll
already; voters/rules/eligibility.py says of each what has to come out. Those who do not
qualify yet are asked about again on later days, by the statement that proposes them.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from reconciliation.models import DeliveryRow, DeliveryState, RowIssue
from tests.reconciliation.conftest import REGENCY, reconcile
from tests.reconciliation.test_refusals import written
from tests.roles import admin_sql, as_worker
from voters.models import ChangeProposal, NotYetEligible
from voters.rules.eligibility import (
    Person,
    age_on,
    birthday_in,
    is_eligible,
    seventeen_on,
    why_not,
)
from voters.services import propose_now_eligible

HEADER = (
    "NIK|NAMA|TEMPAT LAHIR|TANGGAL LAHIR|STATUS KAWIN|JK|ALAMAT|RT|RW|KODE KELURAHAN"
    "|PEKERJAAN|KEWARGANEGARAAN|KETERANGAN"
)
VILLAGE = "3272011001"
PEOPLE = 120
DAYS = [
    (date(2026, 11, 1), date(2026, 11, 30)),
    # The 29 February of 2008 has no birthday in 2025: the day before and after it.
    (date(2025, 2, 1), date(2025, 2, 28)),
    (date(2025, 2, 1), date(2025, 3, 1)),
    # And a reference date that its own seventeenth year before had not.
    (date(2028, 2, 1), date(2028, 2, 29)),
]
"""First day and reference date of the open period, in turn."""
REASONS = ("is_citizen", "is_soldier", "is_police", "right_revoked")
TOLD = {
    "is_citizen": ("WNA", ("KEWARGANEGARAAN", "WNA")),
    "is_soldier": ("TNI", ("PEKERJAAN", "TENTARA NASIONAL INDONESIA (TNI)")),
    "is_police": ("POLRI", ("PEKERJAAN", "KEPOLISIAN RI (POLRI)")),
    "right_revoked": ("HAK_DICABUT", ("KETERANGAN", "HAK PILIH DICABUT")),
}
"""What a fact is called, and how a file says it; three can also be said as an event."""


@dataclass(frozen=True)
class Made:
    """Somebody of the file."""

    nik: str
    sex: str
    person: Person
    known: bool
    cells: tuple[tuple[str, str], ...]

    def row(self) -> dict[str, str]:
        """The line of the file; who is on the roll stands there just so."""
        return {
            "NIK": self.nik,
            "NAMA": f"WARGA {self.nik[-4:]}",
            "TEMPAT LAHIR": "SUKABUMI",
            "TANGGAL LAHIR": self.person.birth_date.strftime("%d-%m-%Y"),
            "STATUS KAWIN": self.person.marital_status,
            "JK": self.sex,
            "ALAMAT": "JL. SILIWANGI 4",
            "RT": "001",
            "RW": "002",
            "KODE KELURAHAN": VILLAGE,
            **dict(self.cells),
        }

    def expected(self, starts_on: date, day: date) -> tuple[str, set[str]]:
        """Outcome and the details that are true, by the rules in Python alone."""
        reason = why_not(self.person, day)
        lasting = {
            TOLD[one][0]
            for one in REASONS
            if getattr(self.person, one) == (one != "is_citizen")
        }
        assert (reason in lasting) == bool(lasting)
        if self.known:
            return ("TMS", lasting or {reason}) if reason else ("SAME", {""})
        if lasting:
            return "IGNORED", {"NOT_ON_ROLL"}
        if reason:
            return "NOT_YET", {""}
        if age_on(self.person.birth_date, day) < 17:
            return "BARU", {"KAWIN"}
        young = seventeen_on(self.person.birth_date) >= starts_on
        return "BARU", {"GENAP_17" if young else "BELUM_TERDATA"}


def edges(day: date) -> list[date]:
    """Round the seventeenth birthday, on leap days, and newly born."""
    turned = birthday_in(day, day.year - 17)
    found = [turned + timedelta(days=n) for n in (-31, -30, -29, -28, -2, -1, 0, 1, 2)]
    leap = [date(year, 2, 29) for year in (1928, 1952, 2004, 2008, 2012, 2024)]
    return found + [one for one in leap if one <= day] + [day, day - timedelta(days=1)]


def people(rng: random.Random, day: date, first: int) -> list[Made]:
    """The edges plain and unmarried; these and any other day of birth with a marital
    status and at most two facts against. All of it twice: off and on the roll."""
    made, plain = [], edges(day)
    births = plain * 3
    while len(births) < PEOPLE:
        births.append(day - timedelta(days=rng.randrange(36_000)))
    for number, born in enumerate(births * 2):
        sex = rng.choice("LP")
        is_plain = number % PEOPLE < len(plain)
        person = Person(born, "B" if is_plain else rng.choice("BSP"))
        wrong = rng.sample(REASONS, k=0 if is_plain else rng.choice((0, 0, 1, 1, 2)))
        if {"is_soldier", "is_police"} <= set(wrong):
            wrong = wrong[:1]  # one line names one occupation
        cells = {}
        for one in wrong:
            person = replace(person, **{one: one != "is_citizen"})
            code, cell = TOLD[one]
            by_event = one != "right_revoked" and "right_revoked" not in wrong
            if by_event and "KETERANGAN" not in cells and rng.random() < 0.4:
                cell = ("KETERANGAN", code)
            cells[cell[0]] = cell[1]
        number_in_nik = born.day + (40 if sex == "P" else 0)
        nik = f"327201{number_in_nik:02}{born:%m%y}{first + number:04}"
        known = number >= PEOPLE
        made.append(Made(nik, sex, person, known, tuple(cells.items())))
    return made


def put_on_roll(found: list[Made]) -> None:
    with as_worker(), connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO voter (regency_code, nik, name, birth_place, birth_date,"
            " marital_status, sex, address, rt, rw, kelurahan)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
            [
                (
                    *(REGENCY, one.nik, row["NAMA"], row["TEMPAT LAHIR"]),
                    *(one.person.birth_date, row["STATUS KAWIN"], row["JK"]),
                    *(row["ALAMAT"], row["RT"], row["RW"], VILLAGE),
                )
                for one in found
                for row in [one.row()]
            ],
        )


def open_period(starts_on: date, day: date) -> Any:
    from periods.services import current

    admin_sql(
        "UPDATE periods_period SET starts_on = %s, reference_date = %s"
        " WHERE regency_code = %s AND state = 'OPEN'",
        [starts_on, day, REGENCY],
    )
    with as_worker():
        period = current(REGENCY)
    assert period is not None and period.reference_date == day
    return period


def came_out(delivery: Any) -> dict[str, tuple[str, str]]:
    """Outcome and detail by NIK, of those that the portal keeps a row of."""
    rows = DeliveryRow.objects.filter(regency_code=REGENCY, delivery_id=delivery.pk)
    issues = RowIssue.objects.filter(regency_code=REGENCY, delivery_id=delivery.pk)
    assert not issues.exists(), list(issues.values_list("line_no", "kind"))[:5]
    return {row.nik: (row.outcome, row.detail) for row in rows}


@pytest.mark.slow
def test_sql_and_python_agree_on_made_up_people(
    stocked: str, tmp_path: Path, settings: Any
) -> None:
    # Half of these files is against somebody: the chair need not speak first.
    settings.POLICY = replace(
        settings.POLICY, ceiling_floor_rows=10_000, ceiling_whole_floor_rows=10_000
    )
    rng = random.Random(20_261_130)
    seen: set[tuple[str, str]] = set()
    waiting: dict[str, Person] = {}
    for turn, (starts_on, day) in enumerate(DAYS):
        open_period(starts_on, day)
        made = people(rng, day, 1 + turn * 2 * PEOPLE)
        put_on_roll([one for one in made if one.known])
        path = written(tmp_path, *(one.row() for one in made), header=HEADER)
        with as_worker():
            delivery = reconcile(path, "SNAPSHOT")
            assert delivery.state == DeliveryState.DONE
            found = came_out(delivery)
        for one in made:
            outcome, details = one.expected(starts_on, day)
            got = found.get(one.nik, ("SAME", ""))
            assert got[0] == outcome and got[1] in details, (day, one, got)
            seen.add(got)
            if outcome == "NOT_YET":
                waiting[one.nik] = one.person
    assert seen == {
        *(("TMS", reason) for reason in ("WNA", "TNI", "POLRI", "HAK_DICABUT")),
        *(("TMS", "DI_BAWAH_UMUR"), ("SAME", ""), ("IGNORED", "NOT_ON_ROLL")),
        *(("NOT_YET", ""), ("BARU", "KAWIN"), ("BARU", "GENAP_17")),
        ("BARU", "BELUM_TERDATA"),
    }
    ripen(waiting)


def ripen(waiting: dict[str, Person]) -> None:
    """Those who wait, on days after: who qualifies is proposed on that day, and only
    who does. A wedding is what the file of a later month would have said."""
    wed = sorted(waiting)[::7]
    admin_sql(
        'UPDATE not_yet_eligible SET data = data || \'{"marital_status": "S"}\''
        " WHERE nik = ANY(%s)",
        [wed],
    )
    people_then = {
        nik: replace(one, marital_status="S") if nik in wed else one
        for nik, one in waiting.items()
    }
    last = date(2028, 2, 29)
    for day in (date(2025, 2, 28), date(2025, 3, 1), date(2029, 2, 28), last):
        before = set(people_then)
        period = open_period(day.replace(day=1), day)
        with as_worker():
            propose_now_eligible(actor=None, regency=REGENCY, period=period)
            kept = NotYetEligible.objects.filter(regency_code=REGENCY)
            still = set(kept.values_list("nik", flat=True)) & before
            made = ChangeProposal.objects.of(REGENCY).filter(rule="NOT_YET")
            told = dict(made.values_list("nik", "category"))
        for nik in before:
            one = people_then[nik]
            assert (nik in still) != is_eligible(one, day), (day, nik, one)
            if nik not in still:
                adult = age_on(one.birth_date, day) >= 17
                assert told[nik] == ("GENAP_17" if adult else "KAWIN"), (day, nik)
                del people_then[nik]
