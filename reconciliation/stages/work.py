"""What the stages must know of one delivery, and its cells from the landing columns."""

import datetime as dt
import json
from dataclasses import dataclass
from typing import Any

from psycopg2 import sql

from reconciliation.landing import Tables, execute
from reconciliation.rules import codes, institutions, numbers, offices
from reconciliation.rules.dates import born_by
from regions.models import Region
from voters.selectors.handover import enrolled_others

CELLS = (
    "nkk", "name", "birth_place", "birth_date", "birth", "marital_status", "sex",
    "address", "rt", "rw", "rt_rw", "kelurahan", "province_no", "regency_no",
    "district_no", "village_no", "kecamatan", "tps", "disability", "ektp_status",
    "occupation", "nationality", "event", "event_date", "evidence_no", "destination",
    "dpid", "source",
)  # fmt: skip
"""Raw columns beside line and nik, in the order of the landing tables."""


ELEMENTS = (
    "nkk", "name", "birth_place", "birth_date", "marital_status", "sex", "address",
    "rt", "rw", "kelurahan", "tps", "disability", "ektp_status",
)  # fmt: skip
"""What the roll holds of a voter and a row may say otherwise."""

IMAGE = ("nik", *ELEMENTS)
"""What an image of a row holds."""


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
    received: dt.date | None = None
    """The day on which the file came: no event that it tells of lies after it."""

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
            "place_by_list": bool(self.village) and not PLACES & self.fields.keys(),
            "districts": districts,
            "own_districts": [c for c in districts if c.startswith(self.regency)],
            "provinces": list(
                Region.objects.filter(level=2).order_by().values_list("code", flat=True)
            ),
            "sexes": json.dumps(codes.SEX),
            "maritals": json.dumps(codes.MARITAL),
            "married_by": json.dumps(codes.MARRIED_BY),
            "ektps": json.dumps(codes.EKTP),
            "disabilities": json.dumps(codes.disabilities(self.vintage)),
            "events": json.dumps(codes.events(self.vintage)),
            "received": self.received,
            "regencies": json.dumps(self._regencies()),
            "own_names": self._own_names(),
            "offices": list(enrolled_others(self.regency)),
            "evidence": json.dumps(self._evidence()),
            "source": self.source,
            "rules": json.dumps(numbers.OUTCOME_RULES),
        }

    def _regencies(self) -> dict[str, str]:
        """Spellings of the regencies that a column of destinations may name."""
        return regencies_by_spelling() if "destination" in self.fields else {}

    def _own_names(self) -> list[str]:
        """Spellings that a column of destinations may mean this regency by."""
        if "destination" not in self.fields:
            return []
        return sorted(offices.spellings(Region.objects.get(code=self.regency).name))

    def _evidence(self) -> dict[str, str]:
        """Event to the kind of paper whose number a row of this sender carries."""
        own = self.sender.evidence if self.sender else ""
        return dict.fromkeys(codes.EVIDENCE, own) if own else codes.EVIDENCE


def regency_names() -> dict[str, str]:
    """Name of every regency of the country by its code."""
    return dict(Region.objects.filter(level=4).order_by().values_list("code", "name"))


def regencies_by_spelling() -> dict[str, str]:
    """Code of every regency of the country by the ways to write it."""
    return offices.by_spelling(regency_names())


PLACES = frozenset({"kelurahan", "village_no"})
"""Columns either of which says where a person lives."""


def cells_of(
    fields: dict[str, int], event: str = "", village: str = ""
) -> dict[str, sql.Composable]:
    """nik and the canonical cells that a file tells, by name, from the landing columns.

    event: what each row means where the file has no event column. village: where each
    person lives in a kelurahan's own list that has no column of places.
    """
    cells: dict[str, sql.Composable] = {}
    for name in ("nik", *CELLS):
        if name in fields:
            cells[name] = sql.Identifier(f"c{fields[name]}")
        elif name == "event" and event:
            cells[name] = sql.SQL("{}::text").format(sql.Literal(event))
        elif name == "kelurahan" and village and not PLACES & fields.keys():
            cells[name] = sql.SQL("{}::text").format(sql.Literal(village))
    return cells


def told_cells(cells: dict[str, sql.Composable]) -> sql.Composable:
    """Those cells as the columns of a row r."""
    return sql.SQL(", ").join(
        sql.SQL("{} AS {}").format(cell, sql.Identifier(name))
        for name, cell in cells.items()
    )


def home(fields: dict[str, int]) -> tuple[sql.Composable, sql.Composable]:
    """RT and RW of a row that differs, as they are written; parts of one column only of
    a file that has it, so that no other file pays for it."""
    if "rt_rw" not in fields:
        return sql.SQL("rt"), sql.SQL("rw")
    both = "CASE WHEN rt_rw <> '' THEN (delivery_home(rt_rw))[{}] ELSE {} END"
    rt, rw = (sql.SQL(both.format(at, own)) for at, own in ((1, "rt"), (2, "rw")))
    return rt, rw


def columns_of_row(cells: dict[str, sql.Composable]) -> sql.Composable:
    """Every canonical cell of a row r; what no file tells is not carried so far."""
    columns: list[sql.Composable] = []
    for name in CELLS:
        column: sql.Composable = sql.Identifier("r", name)
        if name not in cells:
            column = sql.SQL("''::text AS {}").format(sql.Identifier(name))
        columns.append(column)
    return sql.SQL(", ").join(columns)


def names_of_row() -> sql.Composable:
    """The columns that these cells have in the landing tables."""
    return sql.SQL(", ").join(sql.Identifier(name) for name in CELLS)


def olds() -> sql.Composable:
    """The columns that hold a voter's elements as the comparison found them."""
    return sql.SQL(", ").join(sql.Identifier(f"o_{name}") for name in ELEMENTS)


def present(table: str) -> sql.Composable:
    """The same of a voter who is read now, under the same names."""
    return sql.SQL(", ").join(
        sql.SQL("{} AS {}").format(
            sql.Identifier(table, name), sql.Identifier(f"o_{name}")
        )
        for name in ELEMENTS
    )


def known(table: str) -> sql.Composable:
    """What a comparison keeps of a voter: version, whether held, elements."""
    kept = [sql.Identifier(table, name) for name in ("row_version", "held")]
    return sql.SQL(", ").join([*kept, present(table)])


def was() -> sql.Composable:
    """Elements before the change: of the voter, or of who was removed (v)."""
    text = sql.SQL("coalesce({}, {}) AS {}")
    return sql.SQL(", ").join(
        text.format(
            sql.Identifier("d", f"o_{name}"),
            sql.Identifier("v", name),
            sql.Identifier(f"was_{name}"),
        )
        for name in ELEMENTS
    )


def changed(image: str) -> sql.Composable:
    """Of a jsonb image of a voter, the changed elements alone.

    An expression and no subquery: one that asks for its row keeps the work on one core.
    """
    pair = sql.SQL("{0}, CASE WHEN {0} = ANY (elements) THEN {1} -> {0} END")
    return _without_nulls(pair, image, ELEMENTS)


def said(image: str) -> sql.Composable:
    """Of a jsonb image of a row, what its cells say."""
    return _without_nulls(sql.SQL("{0}, nullif({1} ->> {0}, '')"), image, IMAGE)


def _without_nulls(pair: sql.SQL, image: str, names: tuple[str, ...]) -> sql.Composable:
    column = sql.Identifier(image)
    pairs = sql.SQL(", ").join(pair.format(sql.Literal(n), column) for n in names)
    return sql.SQL("jsonb_strip_nulls(jsonb_build_object({}))").format(pairs)


def take_all(work: Work) -> None:
    """Every row is looked at in full: events, and an opening list."""
    cells = cells_of(work.fields, work.sender.event if work.sender else "")
    execute(
        sql.SQL(
            "CREATE UNLOGGED TABLE {} AS SELECT r.line, r.seat, v.id AS voter_id, {}, "
            "false AS plain, false AS sought, r.nik, {} "
            "FROM (SELECT line, ctid AS seat, {} FROM {}) r "
            "LEFT JOIN (SELECT *, false AS held FROM voter WHERE false) v ON true"
        ).format(
            work.tables["differing"],
            known("v"),
            columns_of_row(cells),
            told_cells(cells),
            work.tables["raw"],
        )
    )
