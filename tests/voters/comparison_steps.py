"""Short ways to downloads of SIDALIH for the tests of this room."""

from __future__ import annotations

import csv
import io
from typing import Any

from django.utils import timezone

from jobs.services import run
from regions.models import Region
from tests.roles import as_worker
from tests.voters.desk import REGENCY, desk
from voters.dhs import headers, proposing
from voters.dhs.comparing import receive_download
from voters.models import SidalihComparison, SidalihRow, Voter

HEADS = [
    *("No", "DPID", "No KK", "NIK", "Nama", "Tempat Lahir", "Tanggal Lahir"),
    *("Status Perkawinan B/S/P", "Jenis Kelamin  L/P", "Jalan/Dukuh", "Rt", "Rw"),
    *("Dis-abilitas", "KTP-el", "Keterangan  *)", "Sumber Data", "TPS"),
    *("Desa/Kelurahan", "Kecamatan"),
]
"""As SIDALIH writes them, with its double spaces."""
Row = dict[str, str]


def row_of(voter: Voter, places: dict[str, str], **more: str) -> Row:
    """A row that tells a voter as the roll does; `more` by heading, _ for a blank."""
    told = {
        "DPID": voter.dpid,
        "No KK": voter.nkk,
        "NIK": voter.nik,
        "Nama": voter.name,
        "Tempat Lahir": voter.birth_place,
        "Tanggal Lahir": f"{voter.birth_date:%d|%m|%Y}",
        "Status Perkawinan B/S/P": voter.marital_status,
        "Jenis Kelamin  L/P": voter.sex,
        "Jalan/Dukuh": voter.address,
        "Rt": voter.rt,
        "Rw": voter.rw,
        "Dis-abilitas": voter.disability,
        "KTP-el": voter.ektp_status,
        "TPS": voter.tps.lstrip("0"),
        "Desa/Kelurahan": places[voter.kelurahan],
        "Kecamatan": places[voter.kelurahan[:6]],
    }
    return told | more


def place_names() -> dict[str, str]:
    """Names of kecamatan and kelurahan by code."""
    rows = Region.objects.within(REGENCY).filter(level__in=(6, 10))
    return dict(rows.values_list("code", "name"))


def file_of(rows: list[Row], heads: list[str] | None = None) -> io.BytesIO:
    """The rows as a csv below two lines of title."""
    text = io.StringIO()
    text.write("DAFTAR PEMILIH;\n;\n")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(heads or HEADS)
    for n, one in enumerate(rows, 1):
        told = {"No": str(n), **one}
        writer.writerow([told.get(name, "") for name in heads or HEADS])
    return io.BytesIO(text.getvalue().encode())


def compared(
    user: Any, rows: list[Row] | io.BytesIO, area: str = "", name: str = "dhs.csv"
) -> SidalihComparison:
    """A download as the web receives it and the worker compares it."""
    file = rows if isinstance(rows, io.BytesIO) else file_of(rows)
    with desk(user):
        made = receive_download(
            actor=user, regency=REGENCY, area=area, file=file, filename=name
        )
    with as_worker():
        run(made.job_id or 0)
        return SidalihComparison.objects.get(pk=made.pk)


def kept(
    people: list[Voter], outcome: str = "DIFFERS", **facts: Any
) -> SidalihComparison:
    """A comparison with a row a voter as the job leaves it, without a file to read."""
    seen = {"header": HEADS, "header_line": 3, "container": "csv"}
    with as_worker():
        made: SidalihComparison = SidalihComparison.objects.create(
            regency_code=REGENCY,
            recognised=seen,
            fields=headers.recognise(HEADS),
            result={"rows": len(people), "outcomes": {outcome: len(people)}},
            **{"filename": "dhs.csv", "ended_at": timezone.now(), **facts},
        )
        SidalihRow.objects.bulk_create(
            SidalihRow(
                regency_code=REGENCY,
                comparison_id=made.pk,
                line_no=line,
                outcome=outcome,
                **{n: getattr(one, n) for n in ("dpid", "nik", "name", "kelurahan")},
                voter_id=one.pk,
                elements=["address"] if outcome == "DIFFERS" else [],
                roll={"address": one.address},
                told={"address": "X"},
            )
            for line, one in enumerate(people, 4)
        )
    return made


def rows_in(comparison: SidalihComparison) -> list[SidalihRow]:
    """Its rows, those of the file in their order first."""
    with as_worker():
        return list(
            SidalihRow.objects.filter(comparison_id=comparison.pk).order_by("id")
        )


def proposed(user: Any, comparison: SidalihComparison, rows: Any) -> dict[str, Any]:
    """Ask for proposals as the web does, make them as the worker does."""
    with desk(user):
        job = proposing.ask_proposals(actor=user, comparison=comparison, rows=rows)
    with as_worker():
        run(job.pk)
        job.refresh_from_db()
        result: dict[str, Any] = job.result
        return result
