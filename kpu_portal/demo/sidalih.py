"""A made-up download of SIDALIH for one kelurahan, so that every outcome occurs."""

import csv
from collections.abc import Callable, Iterator
from pathlib import Path

from regions.models import Region
from voters.models import Voter

HEADS = (
    *("No", "DPID", "No KK", "NIK", "Nama", "Tempat Lahir", "Tanggal Lahir"),
    *("Status Perkawinan B/S/P", "Jenis Kelamin  L/P", "Jalan/Dukuh", "Rt", "Rw"),
    *("Dis-abilitas", "KTP-el", "Keterangan  *)", "TPS", "Desa/Kelurahan"),
    "Kecamatan",
)
"""As SIDALIH writes them, with its double spaces."""
TURN = 97
"""One voter in so many gets each of the alterations; the first ones get them all."""
Row = dict[str, str]


def ensure_download(regency: str, out: Path) -> Path:
    """Write the first kelurahan's list as SIDALIH would, unless it lies there."""
    places = dict(Region.objects.within(regency).values_list("code", "name"))
    people = Voter.objects.of(regency).counted().order_by("kelurahan", "id")
    first = people.first()
    village = first.kelurahan if first else f"{regency}011001"
    path = out / f"sidalih_{village}.csv"
    if path.exists():
        return path
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, delimiter=";")
        writer.writerow(["DAFTAR PEMILIH", places.get(village, village)])
        writer.writerow([])
        writer.writerow(HEADS)
        lines = _lines(people.filter(kelurahan=village).iterator(), places)
        for number, row in enumerate(lines, 1):
            told = {"No": str(number), **row}
            writer.writerow([told.get(name, "") for name in HEADS])
    return path


def _lines(people: Iterator[Voter], places: dict[str, str]) -> Iterator[Row]:
    for at, one in enumerate(people):
        told = _told(one, places)
        alter = ALTERED.get(at % TURN, lambda row, at: [row])
        yield from alter(told, at)


def _told(one: Voter, places: dict[str, str]) -> Row:
    born = f"{one.birth_date:%d|%m|%Y}" if one.birth_date else ""
    return {
        "DPID": one.dpid,
        "No KK": one.nkk,
        "NIK": one.nik,
        "Nama": one.name,
        "Tempat Lahir": one.birth_place,
        "Tanggal Lahir": born,
        "Status Perkawinan B/S/P": one.marital_status,
        "Jenis Kelamin  L/P": one.sex,
        "Jalan/Dukuh": one.address,
        "Rt": one.rt,
        "Rw": one.rw,
        "Dis-abilitas": one.disability,
        "KTP-el": one.ektp_status,
        "TPS": one.tps.lstrip("0"),
        "Desa/Kelurahan": places.get(one.kelurahan, one.kelurahan),
        "Kecamatan": places.get(one.kelurahan[:6], ""),
    }


def _only_there(row: Row, at: int) -> Row:
    """Somebody whom SIDALIH alone knows, at the same address."""
    return row | {
        "DPID": f"9{at:010}",
        "NIK": f"{row['NIK'][:12]}9{at % 1000:03}",
        "Nama": "PENDATANG CONTOH",
    }


ALTERED: dict[int, Callable[[Row, int], list[Row]]] = {
    1: lambda row, at: [row | {"Jalan/Dukuh": f"JL CONTOH NO {at}"}],
    2: lambda row, at: [row | {"TPS": "88"}],
    3: lambda row, at: [row | {"NIK": f"{row['NIK'][:6]}{'*' * 10}"}],
    4: lambda row, at: [],
    5: lambda row, at: [row, _only_there(row, at)],
    6: lambda row, at: [row | {"DPID": f"8{at:010}"}],
    7: lambda row, at: [row | {"Jenis Kelamin  L/P": "?"}],
}
"""Address, TPS, a hidden NIK, not there yet, one more, another DPID, unreadable."""
