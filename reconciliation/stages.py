"""The set-based stages: compare with the roll, normalise, decide, propose.

Python only composes statements from the mapping of the columns; no row passes here.
"""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql

from reconciliation.landing import Tables, execute, fetch, statement
from reconciliation.rules import codes, institutions, numbers
from reconciliation.rules.dates import born_by
from regions.models import Region

CELLS = (
    "nkk", "name", "birth_place", "birth_date", "birth", "marital_status", "sex",
    "address", "rt", "rw", "kelurahan", "province_no", "regency_no", "district_no",
    "village_no", "kecamatan", "tps", "disability", "ektp_status", "occupation",
    "nationality", "event", "event_date", "evidence_no", "dpid", "source",
)  # fmt: skip
"""Raw columns beside line and nik, in the order of the landing tables."""

SAME: dict[str, str] = {
    "nkk": "r.nkk = v.nkk AND octet_length(v.nkk) = 16",
    "name": "r.name = v.name",
    "birth_place": "r.birth_place = v.birth_place",
    "birth_date": "r.birth_date = v.born",
    "birth": "false",
    "marital_status": "translate(r.marital_status, '1234', 'BSPP') = v.marital_status",
    "sex": "translate(r.sex, '12', 'LP') = v.sex",
    "address": "r.address = v.address",
    "rt": "r.rt = v.rt OR lpad(r.rt, 3, '0') = v.rt",
    "rw": "r.rw = v.rw OR lpad(r.rw, 3, '0') = v.rw",
    "kelurahan": "r.kelurahan = v.kelurahan",
    "village_no": (
        "r.province_no || r.regency_no || r.district_no || r.village_no = v.kelurahan"
    ),
    "tps": "r.tps = v.tps OR lpad(r.tps, 3, '0') = v.tps",
    "disability": "r.disability = v.disability",
    "ektp_status": "r.ektp_status IN ('S', 'B', 'SUDAH', 'BELUM')"
    " AND left(r.ektp_status, 1) = v.ektp_status",
    # Plain letters only: upper() of the C collation leaves every other one alone.
    "occupation": "r.occupation = ANY (%(usual_work)s) OR"
    " octet_length(r.occupation) = length(r.occupation)"
    " AND upper(r.occupation COLLATE \"C\") NOT LIKE '%%TNI%%'"
    " AND upper(r.occupation COLLATE \"C\") NOT LIKE '%%POLRI%%'",
    "nationality": "r.nationality IN ('', 'WNI')",
    "event": "r.event = ''",
    "event_date": "r.event_date = ''",
}
"""When a cell of a plain row says nothing new; by mapped field."""

ALWAYS = (
    "r.nik NOT LIKE '%%0000'",
    "(v.birth_date <= %(adult_by)s OR v.marital_status <> 'B')",
    "v.birth_date > %(century_by)s",
)
"""What makes a known NIK free of doubt on the reference date, but for its region."""

NIK_DAY = (
    "ascii(substr(r.nik, 7, 1)) = ascii(substr({born}, {day}, 1))"
    " + CASE WHEN v.sex = 'L' THEN 0 ELSE 4 END",
    "substr(r.nik, 8, 5) = substr({born}, {day} + 1, 1)"
    " || substr({born}, {month}, 2) || substr({born}, {year}, 2)",
)
"""The NIK tells the birth date, women with 40 more. Read from the date as the file
writes it: to_char() of a date asks for the time zone, at every row."""

DMY = {"day": 1, "month": 4, "year": 9}
ISO = {"day": 9, "month": 6, "year": 3}
"""Where two digits of each stand in such a date."""


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


@dataclass(frozen=True)
class Work:
    """What the stages must know about one delivery."""

    tables: Tables
    regency: str
    starts_on: dt.date
    reference: dt.date
    fields: dict[str, int]
    events_only: bool
    source: str
    vintage: str = ""
    date_format: str = "DD-MM-YYYY"
    village: str = ""

    @property
    def sender(self) -> institutions.Institution | None:
        """Who may lead to what; None for an opening list, which has no sender."""
        return institutions.INSTITUTIONS.get(self.source)

    def values(self) -> dict[str, Any]:
        """Parameters that the statements share."""
        districts = list(
            Region.objects.filter(level=6).order_by().values_list("code", flat=True)
        )
        return {
            "regency": self.regency,
            "village": self.village,
            "reference": self.reference,
            "adult_by": born_by(self.reference, 17),
            "adult_before": born_by(self.starts_on - dt.timedelta(days=1), 17),
            "century_by": born_by(self.reference, 101),
            "events_only": self.events_only,
            "has_nkk": "nkk" in self.fields,
            "districts": districts,
            "own_districts": [c for c in districts if c.startswith(self.regency)],
            "provinces": list(
                Region.objects.filter(level=2).order_by().values_list("code", flat=True)
            ),
            "sexes": json.dumps(codes.SEX),
            "maritals": json.dumps(codes.MARITAL),
            "ektps": json.dumps(codes.EKTP),
            "events": json.dumps(codes.events(self.vintage)),
            "foreign": list(codes.FOREIGN),
            "evidence": json.dumps(self._evidence()),
            "source": self.source,
            "rules": json.dumps(numbers.OUTCOME_RULES),
        }

    def _evidence(self) -> dict[str, str]:
        """Event to the kind of paper whose number a row of this sender carries."""
        own = self.sender.evidence if self.sender else ""
        return dict.fromkeys(codes.EVIDENCE, own) if own else codes.EVIDENCE


PLACES = frozenset({"kelurahan", "village_no"})
"""Columns either of which says where a person lives."""


def _cells(
    fields: dict[str, int], event: str = "", village: str = ""
) -> sql.Composable:
    """nik and every canonical cell, from the landing columns.

    event: what each row means where the file has no event column. village: where each
    person lives in a kelurahan's own list that has no column of places.
    """
    parts = []
    for name in ("nik", *CELLS):
        cell: sql.Composable = sql.SQL("''::text")
        if name in fields:
            cell = sql.Identifier(f"c{fields[name]}")
        elif name == "event" and event:
            cell = sql.SQL("{}::text").format(sql.Literal(event))
        elif name == "kelurahan" and village and not PLACES & fields.keys():
            cell = sql.SQL("{}::text").format(sql.Literal(village))
        parts.append(sql.SQL("{} AS {}").format(cell, sql.Identifier(name)))
    return sql.SQL(", ").join(parts)


def _columns() -> sql.Composable:
    return sql.SQL(", ").join(sql.Identifier("r", name) for name in CELLS)


def _same(work: Work) -> sql.Composable:
    at = ISO if work.date_format == DATE_FORMATS["iso"] else DMY
    # Where the file has the date, its cell must equal the voter's, and costs no cast.
    born = "r.birth_date" if "birth_date" in work.fields else "v.born"
    conditions = [
        *ALWAYS,
        *(SAME[name] for name in work.fields if name in SAME),
        *([SAME["kelurahan"]] if work.village else []),
        *(one.format(born=born, **at) for one in NIK_DAY),
    ]
    return sql.SQL(" AND ").join(sql.SQL(f"({one})") for one in conditions)


def _born(work: Work) -> sql.Composable:
    """A voter's birth date as the cells of the file write it."""
    if work.date_format in DATE_STYLES:
        style = sql.Literal(DATE_STYLES[work.date_format])
        execute(sql.SQL("SET LOCAL datestyle = {}").format(style))
        return sql.SQL("birth_date::text")
    return sql.SQL("to_char(birth_date, {})").format(sql.Literal(work.date_format))


PARALLEL_SETTINGS = (
    "parallel_setup_cost",
    "parallel_tuple_cost",
    "min_parallel_table_scan_size",
)
"""Little comes out of the large statements; the planner, without statistics, would
fear the cost of gathering it and use one core. Set to 0."""


WORK_MEMORY = "16MB"
"""A parallel hash may take six times as much. At a million voters 96 MB were not
measurably faster, and at four million the server would hold half a gigabyte."""


def prepare() -> None:
    """Give the statements of this transaction memory and the cores of the server."""
    execute(sql.SQL("SET LOCAL work_mem = {}").format(sql.Literal(WORK_MEMORY)))
    for setting in PARALLEL_SETTINGS:
        execute(sql.SQL("SET LOCAL {} = 0").format(sql.SQL(setting)))


def compare(work: Work, values: dict[str, Any]) -> None:
    """Rows that are not plainly the same, and voters without a row."""
    if work.events_only:
        take_all(work)
        return
    tables, columns = work.tables, _columns()
    cells = _cells(work.fields, village=work.village)
    asked = sql.SQL("true")
    if work.village:
        asked = sql.SQL("v.kelurahan = {}").format(sql.Literal(work.village))
    values = {**values, "usual_work": _usual_work(work)}
    nik = sql.Identifier(f"c{work.fields['nik']}")
    with_cells = {
        "differing": tables["differing"],
        "raw": tables["raw"],
        "cells": cells,
        "columns": columns,
    }
    execute(
        statement(
            "compare",
            born=_born(work),
            own=_own(values["own_districts"]),
            elsewhere=sql.SQL(ELSEWHERE),
            same=_same(work),
            asked=asked,
            **with_cells,
        ),
        values,
    )
    # Groups are many here: with the settings above the workers would sort them.
    for setting in PARALLEL_SETTINGS:
        execute(sql.SQL("SET LOCAL {} TO DEFAULT").format(sql.SQL(setting)))
    again = {"again": tables["again"], "differing": tables["differing"]}
    execute(statement("again", raw=tables["raw"], nik=nik, **again), values)
    execute(statement("doubt", **again))
    execute(statement("repeated", again=tables["again"], **with_cells), values)


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
        if told.isascii() and "TNI" not in told.upper() and "POLRI" not in told.upper()
    )


def take_all(work: Work) -> None:
    """Every row is looked at in full: events, and an opening list."""
    execute(
        sql.SQL(
            "CREATE UNLOGGED TABLE {} AS SELECT r.line, r.seat, NULL::bigint AS "
            "voter_id, NULL::varchar AS v_kelurahan, false AS plain, r.nik, {} "
            "FROM (SELECT line, ctid AS seat, {} FROM {}) r"
        ).format(
            work.tables["differing"],
            _columns(),
            _cells(work.fields, work.sender.event if work.sender else ""),
            work.tables["raw"],
        )
    )


def normalise(work: Work, values: dict[str, Any]) -> None:
    """Canonical cells of the rows that differ."""
    tables = work.tables
    execute(statement("told", told=tables["told"], differing=tables["differing"]))
    parts = {"checked": tables["checked"], "told": tables["told"]}
    execute(statement("normalise", **parts), values)


def decide(work: Work, values: dict[str, Any]) -> None:
    """Outcome, reason, elements and warnings of each; voters without a row."""
    tables = work.tables
    parts = {"checked": tables["checked"], "judged": tables["judged"]}
    execute(statement("judge", **parts), values)
    parts = {"judged": tables["judged"], "decided": tables["decided"]}
    execute(statement("decide", **parts), values)
    _keep_to_business(work)
    if work.village:
        decided = {"decided": tables["decided"]}
        execute(statement("village", **decided), values)
    parts = {"differing": tables["differing"], "decided": tables["decided"]}
    execute(statement("elsewhere", **parts))
    parts = {
        "absent": tables["absent"],
        "differing": tables["differing"],
        "decided": tables["decided"],
        "ragged": tables["ragged"],
    }
    execute(statement("absent", **parts), values)
    if work.events_only:
        execute(sql.SQL("TRUNCATE {}").format(tables["absent"]))


def _keep_to_business(work: Work) -> None:
    """Leave what the sender may say; nothing is run for one that may say all."""
    if work.sender is None or not work.sender.is_restricted:
        return
    execute(
        statement("institution", decided=work.tables["decided"]),
        {
            "allowed": list(work.sender.outcomes),
            "own_elements": list(work.sender.elements),
        },
    )


def propose(work: Work, values: dict[str, Any]) -> None:
    """The tables that voters takes: proposals, and people not yet eligible."""
    tables = work.tables
    parts = {"proposed": tables["proposed"], "decided": tables["decided"]}
    execute(statement("propose", **parts), values)
    if work.sender is not None and work.sender.is_low:
        execute(statement("doubted", proposed=tables["proposed"]))
    parts = {"proposed": tables["proposed"], "absent": tables["absent"]}
    execute(statement("propose_absent", **parts), values)
    parts = {"waiting": tables["waiting"], "decided": tables["decided"]}
    execute(statement("waiting", **parts), values)


def tally(work: Work, read: int) -> dict[str, Any]:
    """Counts of the report; `read` is how many lines the reader gave.

    Raises RuntimeError when a row is lost or counted twice: the ten outcomes must add
    up to the rows of the file.
    """
    tables = work.tables
    ((whole, ragged, decided, lines),) = fetch(
        sql.SQL(
            "SELECT (SELECT count(*) FROM {raw}), (SELECT count(*) FROM {ragged}), "
            "(SELECT count(*) FROM {decided}), "
            "(SELECT count(DISTINCT line) FROM {decided})"
        ).format(raw=tables["raw"], ragged=tables["ragged"], decided=tables["decided"])
    )
    if decided != lines or whole + ragged != read:
        raise RuntimeError(f"rows do not add up: {read} {whole} {ragged} {decided}")
    found = fetch(
        sql.SQL(
            "SELECT outcome, detail, count(*) FROM {} GROUP BY outcome, detail"
        ).format(tables["decided"])
    )
    outcomes: dict[str, int] = {"SAME": whole - decided, "REFUSED": ragged}
    details: dict[str, dict[str, int]] = {
        "REFUSED": {"RAGGED": ragged} if ragged else {}
    }
    for outcome, detail, n in found:
        outcomes[outcome] = outcomes.get(outcome, 0) + n
        if detail:
            details.setdefault(outcome, {})[detail] = n
    return {"rows": read, "outcomes": outcomes, "details": details, **_beside(tables)}


def _beside(tables: Tables) -> dict[str, Any]:
    """What stands beside the sum: warnings, elements, voters without a row."""
    of = {"decided": tables["decided"], "absent": tables["absent"]}
    warned = fetch(
        sql.SQL(
            "SELECT w, count(*) FROM {decided}, unnest(warnings) w GROUP BY w"
        ).format(**of)
    )
    elements = fetch(
        sql.SQL(
            "SELECT e, count(*) FROM {decided}, unnest(elements) e "
            "WHERE outcome IN ('UBAH', 'PINDAH_DALAM') GROUP BY e"
        ).format(**of)
    )
    ((rows, absent, doubtful),) = fetch(
        sql.SQL(
            "SELECT (SELECT count(*) FROM {decided} WHERE warnings <> '{{}}'), "
            "count(*), count(*) FILTER (WHERE doubtful) FROM {absent}"
        ).format(**of)
    )
    return {
        "warned": dict(warned),
        "elements": dict(elements),
        "warned_rows": rows,
        "tidak_ada": absent,
        "doubtful": doubtful,
    }
