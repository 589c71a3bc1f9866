"""Task of the bench that imports and matches a list of aid recipients."""

from __future__ import annotations

import csv
import datetime as dt
import io
import time
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from fieldwork.aid import services
from fieldwork.aid.headers import COLUMNS
from fieldwork.aid.models import AidList, Recipient
from jobs.services import run
from voters.models import Voter

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
    """Import a list, then insert the same rows again; seconds of each, commit in."""
    row = services.receive_list(
        actor=None,
        programme=_programme(regency, "bench"),
        file=_text(regency, people),
        filename="bench.csv",
    )
    begun = time.perf_counter()
    run(row.job_id or 0)
    seconds = time.perf_counter() - begun
    kept = AidList.objects.get(pk=row.pk)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "CREATE UNLOGGED TABLE landing.bench_aid AS SELECT * FROM aid_recipient "
            "WHERE list_id = %s",
            [row.pk],
        )
    other = _programme(regency, "bare")
    begun = time.perf_counter()
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_COPY, {"into": other.pk})
    bare = time.perf_counter() - begun
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE landing.bench_aid")
    Recipient.objects.of(regency).all().delete()
    return {"seconds": seconds, "bare": bare, "result": kept.result}
