"""Short ways to programmes and lists of aid for the tests of this room."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import Any

from django.utils import timezone

from fieldwork.aid import services
from fieldwork.aid.headers import COLUMNS
from fieldwork.aid.models import AidList, Check, Programme, Recipient
from jobs.services import run
from tests.roles import as_worker
from tests.voters.desk import REGENCY, desk
from voters.models import Voter

FIELDS = tuple(COLUMNS)


def programme(user: Any, name: str = "PKH uji") -> Programme:
    """A programme of this year."""
    year = timezone.localdate().year
    with desk(user):
        return services.create_programme(
            actor=user,
            regency=REGENCY,
            name=name,
            starts_on=dt.date(year, 1, 1),
            ends_on=dt.date(year, 12, 31),
        )


def row_of(voter: Voter, **more: str) -> dict[str, str]:
    """A row that tells a voter as the roll does."""
    told = {
        "number": f"K{voter.pk}",
        "nik": voter.nik,
        "nkk": voter.nkk,
        "name": voter.name,
        "birth_date": f"{voter.birth_date:%d-%m-%Y}",
        "sex": voter.sex,
        "address": voter.address,
        "rt": voter.rt,
        "rw": voter.rw,
        "kelurahan": voter.kelurahan,
    }
    return told | more


def file_of(rows: list[dict[str, str]]) -> io.BytesIO:
    """The rows as a csv with the headings of the form."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS.values())
    for one in rows:
        writer.writerow([one.get(field, "") for field in FIELDS])
    return io.BytesIO(text.getvalue().encode())


def imported(user: Any, into: Programme, rows: list[dict[str, str]]) -> AidList:
    """A list as the web receives it and the worker imports it."""
    with desk(user):
        made = services.receive_list(
            actor=user, programme=into, file=file_of(rows), filename="daftar.csv"
        )
    with as_worker():
        run(made.job_id)
        return AidList.objects.get(pk=made.pk)


def recipients(user: Any, into: Programme) -> dict[str, Recipient]:
    """The recipients that the user sees, by their own number."""
    with desk(user):
        rows = Recipient.objects.in_scope_of(user).of(REGENCY).filter(programme=into)
        return {one.number: one for one in rows}


def answer(user: Any, one: Recipient, found: str, **more: Any) -> Check:
    """Enter what was found today."""
    told = services.Told(on=timezone.localdate(), answer=found, **more)
    with desk(user):
        return services.record_answer(
            actor=user, regency=REGENCY, public_id=one.public_id, told=told
        )
