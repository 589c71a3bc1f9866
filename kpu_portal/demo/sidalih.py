"""A download of SIDALIH beside the roll, so that every outcome occurs once or more."""

import csv
import io

from jobs.services import run
from regions.models import Region
from voters.dhs.comparing import receive_download
from voters.models import SidalihComparison, Voter

PEOPLE = 60
HEADS = (
    *("DPID", "No KK", "NIK", "Nama", "Tempat Lahir", "Tanggal Lahir"),
    *("Status Perkawinan", "Jenis Kelamin", "Jalan/Dukuh", "RT", "RW", "TPS"),
    *("Desa/Kelurahan", "Kecamatan"),
)


def ensure_sidalih(regency: str) -> None:
    """Compare a part of a list, unless a comparison stands. Run as the worker."""
    if SidalihComparison.objects.of(regency).exists():
        return
    places = dict(
        Region.objects.within(regency)
        .filter(level__in=(6, 10))
        .values_list("code", "name")
    )
    people = Voter.objects.of(regency).filter(status="ACTIVE").order_by("id")[:PEOPLE]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADS)
    for at, one in enumerate(people):
        writer.writerow(_altered(at, _told(one, places)))
    made = receive_download(
        actor=None,
        regency=regency,
        area="",
        file=io.BytesIO(text.getvalue().encode()),
        filename="unduhan-sidalih.csv",
    )
    run(made.job_id or 0)


def _told(one: Voter, places: dict[str, str]) -> list[str]:
    return [
        *(one.dpid, one.nkk, one.nik, one.name, one.birth_place),
        *(f"{one.birth_date:%d-%m-%Y}", one.marital_status, one.sex, one.address),
        *(one.rt, one.rw, one.tps, places.get(one.kelurahan, "")),
        places.get(one.kelurahan[:6], ""),
    ]


def _altered(at: int, cells: list[str]) -> list[str]:
    """By turn another address, a station, a stranger, a contradiction, a ruined NIK."""
    turn = at % 12
    if turn == 2:
        return [*cells[:8], "JL MERDEKA 17", *cells[9:]]
    if turn == 4:
        return [*cells[:11], "001", *cells[12:]]
    if turn == 6:
        return [f"S{at:04}", cells[1], f"{cells[2][:12]}99{at:02}", *cells[3:]]
    if turn == 8:
        return [cells[0], cells[1], f"{cells[2][:12]}98{at:02}", *cells[3:]]
    if turn == 10:
        return [f"S{at:04}", cells[1], "3,27E+15", *cells[3:]]
    return cells
