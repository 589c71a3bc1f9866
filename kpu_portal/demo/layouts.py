"""Column layouts: how one person with a happening becomes the cells of a line."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from kpu_portal.demo.people import Person
from kpu_portal.demo.rows import Happening

ELEMENTS = (
    "nkk",
    "nik",
    "name",
    "birth_place",
    "birth_date",
    "marital_status",
    "sex",
    "address",
    "rt",
    "rw",
    "kelurahan",
    "tps",
    "disability",
    "ektp_status",
)
_COMPARED = tuple(one for one in ELEMENTS if one != "nik")
_SEX = {"L": "1", "P": "2", "": ""}
_EKTP = {"S": "SUDAH", "B": "BELUM", "": ""}


@dataclass(frozen=True, slots=True)
class Layout:
    """A header, the cells of a line, and which elements such a file can change."""

    name: str
    header: tuple[str, ...]
    cells: Callable[[Person, Happening], list[str]]
    compared: tuple[str, ...]
    # Canonical field -> the column (or columns) that carries it.
    columns: dict[str, str]


def _columns(names: str) -> tuple[str, ...]:
    return tuple(names.split("|"))


def siak_marital(person: Person) -> str:
    """SIAK tells divorced from widowed; the list of voters does not."""
    if person.marital_status == "P":
        return "4" if person.birth_date[6:10] < "1968" else "3"
    return {"B": "1", "S": "2", "": ""}[person.marital_status]


def _siak(person: Person, what: Happening) -> list[str]:
    region = person.kelurahan
    return [
        person.nkk,
        person.nik,
        person.name,
        person.birth_place,
        person.birth_date,
        siak_marital(person),
        _SEX[person.sex],
        person.address,
        person.rt.lstrip("0"),
        person.rw.lstrip("0"),
        region[:2],
        region[2:4],
        region[4:6],
        region[6:],
        person.disability,
        _EKTP[person.ektp_status],
        person.occupation,
        what.nationality,
        what.event,
        what.date,
        what.evidence_no,
    ]


def _kpu(person: Person, what: Happening) -> list[str]:
    return [
        person.nkk,
        person.nik,
        person.name,
        person.birth_place,
        person.birth_date,
        person.marital_status,
        person.sex,
        person.address,
        person.rt,
        person.rw,
        person.kelurahan,
        person.tps,
        person.disability,
        person.ektp_status,
        person.occupation,
        what.nationality,
        what.event,
        what.date,
        what.evidence_no,
    ]


def _events(person: Person, what: Happening) -> list[str]:
    region = person.kelurahan
    return [
        person.nik,
        person.name,
        person.nkk,
        person.birth_place,
        person.birth_date,
        siak_marital(person),
        _SEX[person.sex],
        person.address,
        person.rt.lstrip("0"),
        person.rw.lstrip("0"),
        region[:2],
        region[2:4],
        region[4:6],
        region[6:],
        person.occupation,
        what.event,
        what.date,
        what.evidence_no,
    ]


def roll_cells(person: Person) -> list[str]:
    return [
        person.nkk,
        person.nik,
        person.name,
        person.birth_place,
        person.birth_date,
        person.marital_status,
        person.sex,
        person.address,
        person.rt,
        person.rw,
        person.kelurahan,
        person.tps,
        person.disability,
        person.ektp_status,
        "",
        person.dpid,
    ]


ROLL_HEADER = _columns(
    "NKK|NIK|NAMA|TEMPAT LAHIR|TANGGAL LAHIR|STATUS PERKAWINAN|JENIS KELAMIN|ALAMAT|"
    "RT|RW|KODE KELURAHAN|TPS|DISABILITAS|KTP-EL|KETERANGAN|DPID"
)
REMOVED_HEADER = (*ROLL_HEADER, "TGL PERISTIWA")
TRUTH_HEADER = ("line", "nik", "outcome", "detail", "elements", "warned", "note")

SIAK = Layout(
    "siak-pipe",
    _columns(
        "NO_KK|NIK|NAMA_LGKP|TMPT_LHR|TGL_LHR|STAT_KWN|JENIS_KLMIN|ALAMAT|NO_RT|"
        "NO_RW|NO_PROP|NO_KAB|NO_KEC|NO_KEL|PNYDNG_CCT|PEREKAMAN_EKTP|JENIS_PKRJN|"
        "KEWARGANEGARAAN|KETERANGAN|TGL_PERISTIWA|NO_AKTA"
    ),
    _siak,
    tuple(one for one in _COMPARED if one != "tps"),
    {
        "nik": "NIK",
        "name": "NAMA_LGKP",
        "birth_date": "TGL_LHR",
        "marital_status": "STAT_KWN",
        "sex": "JENIS_KLMIN",
        "event": "KETERANGAN",
        "kelurahan": "NO_PROP,NO_KAB,NO_KEC,NO_KEL",
    },
)
KPU = Layout(
    "kpu-pipe",
    _columns(
        "NKK|NIK|NAMA|TEMPAT LAHIR|TANGGAL LAHIR|STATUS PERKAWINAN|JENIS KELAMIN|"
        "ALAMAT|RT|RW|KODE KELURAHAN|TPS|DISABILITAS|KTP-EL|PEKERJAAN|"
        "KEWARGANEGARAAN|KETERANGAN|TGL PERISTIWA|NO AKTA"
    ),
    _kpu,
    _COMPARED,
    {
        "nik": "NIK",
        "name": "NAMA",
        "birth_date": "TANGGAL LAHIR",
        "marital_status": "STATUS PERKAWINAN",
        "sex": "JENIS KELAMIN",
        "event": "KETERANGAN",
        "kelurahan": "KODE KELURAHAN",
    },
)
EVENTS = Layout(
    "events",
    _columns(
        "NIK|NAMA|NO_KK|TMPT_LHR|TGL_LHR|STAT_KWN|JENIS_KLMIN|ALAMAT|NO_RT|NO_RW|"
        "NO_PROP|NO_KAB|NO_KEC|NO_KEL|JENIS_PKRJN|PERISTIWA|TGL_PERISTIWA|NO_AKTA"
    ),
    _events,
    tuple(one for one in _COMPARED if one not in ("tps", "disability", "ektp_status")),
    {
        "nik": "NIK",
        "name": "NAMA",
        "birth_date": "TGL_LHR",
        "marital_status": "STAT_KWN",
        "sex": "JENIS_KLMIN",
        "event": "PERISTIWA",
        "kelurahan": "NO_PROP,NO_KAB,NO_KEC,NO_KEL",
    },
)
STYLES = {SIAK.name: SIAK, KPU.name: KPU}
