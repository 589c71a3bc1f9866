"""Compare with the roll: which rows are not plainly the same, and who has no row."""

from typing import Any

from psycopg2 import sql

from jobs import heavy
from reconciliation.landing import execute, fetch, statement
from reconciliation.rules import codes, text
from reconciliation.stages.work import (
    Work,
    cells_of,
    columns_of_row,
    known,
    names_of_row,
    take_all,
    told_cells,
)

SAME: dict[str, str] = {
    "nkk": "r.nkk = v.nkk AND octet_length(v.nkk) = 16",
    "name": "r.name = v.name",
    "birth_place": "r.birth_place = v.birth_place",
    "birth_date": "r.birth_date = v.born",
    "birth": "false",
    "marital_status": "translate(r.marital_status, '1234', 'BSPP') = v.marital_status",
    "sex": "translate(r.sex, '12', 'LP') = v.sex",
    "address": "r.address = v.address",
    # lpad() cuts what is longer: "0015" is no 001.
    **{
        name: f"r.{name} = v.{name} OR octet_length(r.{name}) < 3"
        f" AND lpad(r.{name}, 3, '0') = v.{name}"
        for name in ("rt", "rw", "tps")
    },
    "rt_rw": "r.rt_rw = v.rt || '/' || v.rw",
    "kelurahan": "r.kelurahan = v.kelurahan",
    "village_no": (
        "r.province_no || r.regency_no || r.district_no || r.village_no = v.kelurahan"
        " AND octet_length(r.province_no) = 2 AND octet_length(r.regency_no) = 2"
        " AND octet_length(r.district_no) = 2"
    ),
    "disability": "r.disability = v.disability",
    "ektp_status": "r.ektp_status IN ('S', 'B', 'SUDAH', 'BELUM')"
    " AND left(r.ektp_status, 1) = v.ektp_status",
    # Plain letters only: upper() of the C collation leaves every other one alone.
    "occupation": "r.occupation = ANY (%(usual_work)s) OR"
    " octet_length(r.occupation) = length(r.occupation)"
    " AND upper(r.occupation COLLATE \"C\") NOT LIKE '%%TNI%%'"
    " AND upper(r.occupation COLLATE \"C\") NOT LIKE '%%POLRI%%'"
    " AND upper(r.occupation COLLATE \"C\") NOT LIKE '%%TENTARA%%'"
    " AND upper(r.occupation COLLATE \"C\") NOT LIKE '%%KEPOLISIAN%%'",
    "nationality": "r.nationality IN ('', 'WNI')",
    "event": "r.event = ''",
    "event_date": "r.event_date = ''",
}
"""When a cell of a plain row says nothing new; by mapped field."""

ALWAYS = (
    "v.nik_fits",
    "(v.birth_date <= %(adult_by)s OR v.marital_status <> 'B')",
    "v.birth_date > %(century_by)s",
)
"""What makes a known NIK free of doubt on the reference date, but for its region."""


def own_ranges(districts: list[str]) -> list[tuple[str, str]]:
    """Ranges (first, end) of text that hold the NIKs of these kecamatan and no other.

    districts: six-digit codes. Neighbours that differ in the last digit only share a
    range: between two digits stands no other character.
    """
    ranges: list[tuple[str, str]] = []
    for code in sorted(districts):
        end = code[:-1] + chr(ord(code[-1]) + 1)
        if ranges and code == ranges[-1][1]:
            ranges[-1] = (ranges[-1][0], end)
        else:
            ranges.append((code, end))
    return ranges


def _own(districts: list[str]) -> sql.Composable:
    """The NIK was given here: two comparisons instead of a part cut out of every row.

    A regency without a known kecamatan has no NIK of its own.
    """
    pattern = sql.SQL('(r.nik COLLATE "C" >= {} AND r.nik COLLATE "C" < {})')
    parts: list[sql.Composable] = [
        pattern.format(sql.Literal(first), sql.Literal(end))
        for first, end in own_ranges(districts)
    ]
    return sql.SQL("({})").format(sql.SQL(" OR ").join(parts or [sql.SQL("false")]))


ELSEWHERE = (
    "left(r.nik, 6) = ANY (%(districts)s) AND left(r.nik, 4) <> %(regency)s"
    " AND r.nik <> repeat(left(r.nik, 1), 16)"
)
"""The NIK was given in another regency, by a kecamatan that is known: a warning."""

DATE_FORMATS = {
    "-": "DD-MM-YYYY",
    "/": "DD/MM/YYYY",
    ".": "DD.MM.YYYY",
    "|": "DD|MM|YYYY",
    "iso": "YYYY-MM-DD",
}

DATE_STYLES = {
    "DD-MM-YYYY": "Postgres, DMY",
    "DD/MM/YYYY": "SQL, DMY",
    "DD.MM.YYYY": "German, DMY",
    "YYYY-MM-DD": "ISO, DMY",
}
"""DateStyle in which a date as text looks so; a fifth of the time of to_char()."""


def _same(work: Work) -> sql.Composable:
    same = {**SAME, "disability": _same_disability(work.vintage)}
    conditions = [
        *ALWAYS,
        *(same[name] for name in work.fields if name in same),
        *([SAME["kelurahan"]] if work.village else []),
    ]
    return sql.SQL(" AND ").join(sql.SQL(f"({one})") for one in conditions)


def _same_disability(vintage: str) -> str:
    """Codes of another vintage are the roll's only once they are translated."""
    table = codes.disabilities(vintage)
    if all(code == meant for code, meant in table.items()):
        return SAME["disability"]
    written, meant = "".join(table), "".join(table.values())
    return (
        f"translate(r.disability, '{written}', '{meant}') = v.disability"
        f" AND octet_length(r.disability) = 1 AND strpos('{written}', r.disability) > 0"
    )


def _asked(work: Work) -> sql.Composable:
    """Of whom it is asked why no row names them."""
    if not work.village:
        return sql.SQL("true")
    return sql.SQL("v.kelurahan = {}").format(sql.Literal(work.village))


def _born(work: Work) -> sql.Composable:
    """A voter's birth date as the cells of the file write it."""
    if work.date_format in DATE_STYLES:
        style = sql.Literal(DATE_STYLES[work.date_format])
        execute(sql.SQL("SET LOCAL datestyle = {}").format(style))
        return sql.SQL("birth_date::text")
    return sql.SQL("to_char(birth_date, {})").format(sql.Literal(work.date_format))


def compare(work: Work, values: dict[str, Any], read: int) -> None:
    """Rows that are not plainly the same, and voters without a row.

    read: how many lines the file has.
    """
    if work.events_only:
        take_all(work)
        return
    tables = work.tables
    cells = cells_of(work.fields, village=work.village)
    values = {**values, "usual_work": _usual_work(work)}
    with_cells = {
        "raw": tables["raw"],
        "cells": told_cells(cells),
        "columns": columns_of_row(cells),
    }
    execute(
        statement(
            "compare",
            differing=tables["differing"],
            born=_born(work),
            own=_own(values["own_districts"]),
            elsewhere=sql.SQL(ELSEWHERE),
            same=_same(work),
            asked=_asked(work),
            known=known("v"),
            **with_cells,
        ),
        values,
    )
    nik = sql.Identifier(f"c{work.fields['nik']}")
    again = {"again": tables["again"], "differing": tables["differing"]}
    heavy.whole_branches(read, heavy.COUNTED)
    execute(statement("again", raw=tables["raw"], nik=nik, **again), values)
    execute(statement("doubt", **again))
    heavy.whole_branches(0)
    repeated = statement(
        "repeated",
        **again,
        repeated=tables["repeated"],
        names=names_of_row(),
        **with_cells,
    )
    execute(repeated, values)


LOOKED_AT = 20_000
"""Rows of the file whose occupations are read to know the usual ones."""


def _usual_work(work: Work) -> list[str]:
    """Occupations of the first rows that name no service: most rows have one of them,
    and a look into a list of constants costs less than a search for two words."""
    if "occupation" not in work.fields:
        return []
    cell = sql.Identifier(f"c{work.fields['occupation']}")
    found = fetch(
        sql.SQL(
            "SELECT DISTINCT work FROM (SELECT {} AS work FROM {} LIMIT {}) w LIMIT 500"
        ).format(cell, work.tables["raw"], sql.Literal(LOOKED_AT))
    )
    return sorted(
        told
        for (told,) in found
        if told.isascii() and not codes.service_of(text.plain(told))
    )
