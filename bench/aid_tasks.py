"""Task of the bench that imports and matches a list of aid recipients."""

from __future__ import annotations

import csv
import datetime as dt
import io
import time
from collections.abc import Callable
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from fieldwork.aid import services
from fieldwork.aid.headers import COLUMNS
from fieldwork.aid.models import AidList, Recipient
from jobs.services import run
from voters.models import Voter

_MEET = """
CREATE UNLOGGED TABLE landing.bench_aid_met AS
SELECT r.number, v.id FROM landing.bench_aid_raw r
JOIN voter v ON v.regency_code = %(regency)s AND v.nik = r.nik
UNION
SELECT r.number, v.id FROM landing.bench_aid_raw r
JOIN voter v ON v.regency_code = %(regency)s AND v.status IN ('ACTIVE', 'HELD')
  AND v.birth_date = to_date(r.birth_date, 'DD-MM-YYYY')
WHERE r.nik !~ '^[0-9]{16}$'
UNION
SELECT r.number, v.id FROM landing.bench_aid_raw r
JOIN voter v ON v.regency_code = %(regency)s AND v.status IN ('ACTIVE', 'HELD')
  AND v.nkk = r.nkk
WHERE r.nik !~ '^[0-9]{16}$'
"""
_PARTS = ("bench_aid", "bench_aid_raw", "bench_aid_met")
_COPY = """
INSERT INTO aid_recipient (regency_code, public_id, programme_id, list_id, line_no,
  number, nik, nkk, name, birth_date, sex, address, place, kelurahan, rw, rt, by_roll,
  match, voter_id, suggested_id, struck_for, answer)
SELECT regency_code, gen_random_uuid(), %(into)s, -list_id, line_no, number, nik, nkk,
  name, birth_date, sex, address, place, kelurahan, rw, rt, by_roll, match, voter_id,
  suggested_id, struck_for, answer
FROM landing.bench_aid
"""


def _text(regency: str, people: int) -> io.BytesIO:
    """A list: seven of ten as the roll has them, the others without a usable NIK."""
    rows = Voter.objects.of(regency).filter(status="ACTIVE").order_by("public_id")
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS.values())
    for at, one in enumerate(rows[:people]):
        told = {
            "number": f"B{at}",
            "nik": one.nik if at % 10 < 7 else "3,27E+15",
            "nkk": one.nkk,
            "name": one.name if at % 10 < 9 else f"{one.name} X",
            "birth_date": f"{one.birth_date:%d-%m-%Y}",
            "sex": one.sex,
            "kelurahan": one.kelurahan,
            "rw": one.rw,
            "rt": one.rt,
        }
        writer.writerow([told.get(field, "") for field in COLUMNS])
    return io.BytesIO(text.getvalue().encode())


def _programme(regency: str, name: str) -> Any:
    today = timezone.localdate()
    return services.create_programme(
        actor=None,
        regency=regency,
        name=f"{name} {time.time_ns()}",
        starts_on=today,
        ends_on=today + dt.timedelta(days=1),
    )


def match_aid(regency: str, people: int) -> dict[str, Any]:
    """Import a list, then do what no import can leave out; seconds, commit in.

    The other side is three statements: COPY of the same bytes, the join that finds who
    has the number, the birth date or the family of each row, and the INSERT of the rows
    that the import kept.
    """
    text = _text(regency, people)
    row = services.receive_list(
        actor=None,
        programme=_programme(regency, "bench"),
        file=text,
        filename="bench.csv",
    )
    begun = time.perf_counter()
    run(row.job_id or 0)
    seconds = time.perf_counter() - begun
    kept = AidList.objects.get(pk=row.pk)
    bare = _bare(regency, row.pk, text)
    Recipient.objects.of(regency).all().delete()
    return {"seconds": seconds, "bare": bare, "result": kept.result}


def _bare(regency: str, list_id: int, text: io.BytesIO) -> dict[str, float]:
    """Seconds of each of the three statements, each committed by itself."""
    with transaction.atomic(), connection.cursor() as cursor:
        for part in _PARTS:
            cursor.execute(f"DROP TABLE IF EXISTS landing.{part}")
        cursor.execute(
            "CREATE UNLOGGED TABLE landing.bench_aid AS SELECT * FROM aid_recipient "
            "WHERE list_id = %s",
            [list_id],
        )
        columns = ", ".join(f"{field} text" for field in COLUMNS)
        cursor.execute(f"CREATE UNLOGGED TABLE landing.bench_aid_raw ({columns})")
    other = _programme(regency, "bare")
    text.seek(0)
    steps: dict[str, Callable[[Any], None]] = {
        "copy": lambda cursor: cursor.copy_expert(
            "COPY landing.bench_aid_raw FROM STDIN (FORMAT csv, HEADER)", text
        ),
        "look up": lambda cursor: cursor.execute(_MEET, {"regency": regency}),
        "insert": lambda cursor: cursor.execute(_COPY, {"into": other.pk}),
    }
    taken = {}
    for name, step in steps.items():
        begun = time.perf_counter()
        with transaction.atomic(), connection.cursor() as cursor:
            step(cursor)
        taken[name] = time.perf_counter() - begun
    with connection.cursor() as cursor:
        for part in _PARTS:
            cursor.execute(f"DROP TABLE landing.{part}")
    return taken
