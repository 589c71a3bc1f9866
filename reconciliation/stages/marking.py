"""Compare with the memo of the roll (voters.services.heed_changes): by numbers.

A file that says less, or says it in another way than the memo knows, is compared with
the roll itself (comparing.py). Both find the same rows, or this one a few more: a row
that is sent through every check costs time and changes nothing.
"""

from typing import Any

from psycopg2 import sql

from jobs import heavy
from reconciliation.landing import execute, statement
from reconciliation.stages.work import Work, cells_of, columns_of_row
from voters.services import heed_changes, read_roll

PADDED = (
    "CASE length(r.{0}) WHEN 1 THEN '00' || r.{0} WHEN 2 THEN '0' || r.{0}"
    " ELSE r.{0} END"
)
TOLD = {
    "nkk": "r.nkk",
    "name": "r.name",
    "birth_place": "r.birth_place",
    "birth_date": "",
    "marital_status": "CASE r.marital_status WHEN '1' THEN 'B' WHEN '2' THEN 'S'"
    " WHEN '3' THEN 'P' WHEN '4' THEN 'P' ELSE r.marital_status END",
    "sex": "CASE r.sex WHEN '1' THEN 'L' WHEN '2' THEN 'P' ELSE r.sex END",
    "address": "r.address",
    "rt": PADDED.format("rt"),
    "rw": PADDED.format("rw"),
    "kelurahan": "",
}
"""What a voter's print is made of, as a row says it; twin of voters/sql/marks.sql."""

DATES = {
    "DD-MM-YYYY": "r.birth_date",
    "DD/MM/YYYY": "translate(r.birth_date, '/', '-')",
    "DD.MM.YYYY": "translate(r.birth_date, '.', '-')",
    "DD|MM|YYYY": "translate(r.birth_date, '|', '-')",
    "YYYY-MM-DD": "substr(r.birth_date, 9) || substr(r.birth_date, 5, 4)"
    " || left(r.birth_date, 4)",
}
"""A birth date as DD-MM-YYYY, by the file's own format."""

ALSO = {
    "tps": PADDED.format("tps"),
    "disability": "r.disability",
    "ektp_status": "CASE r.ektp_status WHEN 'SUDAH' THEN 'S' WHEN 'BELUM' THEN 'B'"
    " WHEN 'S' THEN 'S' WHEN 'B' THEN 'B' END",
}
"""What a file may tell beside it."""

QUIET = ("occupation", "nationality", "event", "event_date")
UNKNOWN = ("birth",)
PLACES = {
    "village_no": "r.province_no || r.regency_no || r.district_no || r.village_no",
    "kelurahan": "r.kelurahan",
}


def can_mark(work: Work) -> bool:
    """Whether the memo can answer for this file."""
    needed = set(TOLD) - {"kelurahan"}
    places = PLACES.keys() & work.fields.keys()
    return (
        not work.village
        and needed <= work.fields.keys()
        and len(places) == 1
        and not work.fields.keys() & {*UNKNOWN}
        and work.date_format in DATES
    )


def by_marks(work: Work, values: dict[str, Any], same: dict[str, str]) -> None:
    """Fill {differing} from the memo; `same` tells when a cell says nothing new."""
    tables = work.tables
    place = next(text for name, text in PLACES.items() if name in work.fields)
    told = {**TOLD, "birth_date": DATES[work.date_format], "kelurahan": place}
    also = [name for name in ALSO if name in work.fields]
    quiet = [same[name] for name in QUIET if name in work.fields]
    cells = cells_of(work.fields)
    read_roll(work.regency)
    heed_changes(work.regency)
    execute(
        statement(
            "compare_marks",
            unlike=tables["unlike"],
            raw=tables["raw"],
            cells=cells,
            told=sql.SQL(", ".join(told.values())),
            quiet=sql.SQL(" AND ".join(f"({one})" for one in quiet) or "true"),
            cells_also=sql.SQL("".join(f", {ALSO[name]} AS {name}" for name in also)),
            also=sql.SQL("".join(f" AND m.{name} = r.{name}" for name in also)),
            own=sql.SQL("district = ANY (%(own_numbers)s)"),
            elsewhere=sql.SQL(ELSEWHERE),
        ),
        values | numbers(values),
    )
    heavy.look_up()
    execute(
        statement(
            "differing",
            differing=tables["differing"],
            unlike=tables["unlike"],
            raw=tables["raw"],
            cells=cells,
            columns=columns_of_row(),
            place=sql.SQL(place),
        )
    )
    execute(
        statement("unnamed", differing=tables["differing"], unlike=tables["unlike"]),
        values,
    )


ELSEWHERE = "district = ANY (%(numbers)s) AND district / 100 <> %(regency_number)s"


def numbers(values: dict[str, Any]) -> dict[str, Any]:
    """Codes of kecamatan as the memo keeps them."""
    return {
        "numbers": [int(code) for code in values["districts"]],
        "own_numbers": [int(code) for code in values["own_districts"]],
        "regency_number": int(values["regency"]),
    }
