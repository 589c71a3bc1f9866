"""A programme of aid with some sixty recipients, so that every kind of match occurs."""

import csv
import io
from datetime import date

from fieldwork.aid import services
from fieldwork.aid.headers import COLUMNS
from fieldwork.aid.models import Programme
from jobs.services import run
from voters.models import Voter

NAME = "Program Keluarga Harapan (contoh)"
PEOPLE = 55
Row = dict[str, str]


def ensure_aid(regency: str, today: date) -> None:
    """Make the programme and import its list, unless one stands. Run as the worker."""
    if Programme.objects.of(regency).exists():
        return
    programme = services.create_programme(
        actor=None,
        regency=regency,
        name=NAME,
        starts_on=date(today.year, 1, 1),
        ends_on=date(today.year, 12, 31),
    )
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS.values())
    for row in _rows(regency):
        writer.writerow([row[field] for field in COLUMNS])
    made = services.receive_list(
        actor=None,
        programme=programme,
        file=io.BytesIO(text.getvalue().encode()),
        filename="penerima-pkh.csv",
    )
    run(made.job_id or 0)


def _rows(regency: str) -> list[Row]:
    """Voters as they are, and some altered by their turn; a few who were struck."""
    every = Voter.objects.of(regency).order_by("id")
    people = list(every.filter(status="ACTIVE")[:PEOPLE])
    rows = [_altered(at, _told(at, one)) for at, one in enumerate(people)]
    struck = every.filter(status="INELIGIBLE")[:5]
    rows += [_told(PEOPLE + at, one) for at, one in enumerate(struck)]
    return rows


def _told(at: int, one: Voter) -> Row:
    return {
        "number": f"PKH{at:04}",
        "nik": one.nik,
        "nkk": one.nkk,
        "name": one.name,
        "birth_date": f"{one.birth_date:%d-%m-%Y}",
        "sex": one.sex,
        "address": one.address,
        "rt": one.rt,
        "rw": one.rw,
        "kelurahan": one.kelurahan,
    }


def _altered(at: int, row: Row) -> Row:
    """Every tenth is somebody else under the NIK, one has none that is usable, …"""
    turn = at % 10
    if turn == 1:
        return row | {"name": "ZULKIFLI XAVERIUS", "birth_date": "01-02-1950"}
    if turn == 3:
        return row | {"nik": "3,27E+15"}
    if turn in (5, 8):
        unknown = f"{row['nik'][:12]}99{at:02}"
        place = {} if turn == 5 else {"kelurahan": "LUAR DAERAH"}
        return row | {"nik": unknown} | place
    return row
