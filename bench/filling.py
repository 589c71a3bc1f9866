"""Gives every list of an office the length of some years.

One row of each kind is made as the portal makes it (bench.seeding); the others are
copies of it, each about another voter, written by the server's administrator in one
statement a kind. No Django here: the process that measures is none of the portal.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

BY = "bench"
Facts = dict[str, Any]
_OF_VOTER = {
    "voter_id": "v.id",
    "base_version": "v.row_version",
    "nik": "v.nik",
    "name": "v.name",
    "sex": "v.sex",
    "kelurahan": "v.kelurahan",
}


@dataclass(frozen=True)
class Copies:
    """How the copies of a table's newest row differ: by n, and by voter v of each.

    few: a list that years make no longer than a page or two.
    """

    table: str
    changed: dict[str, str] = field(default_factory=dict)
    where: str = "true"
    few: bool = False


COPIES = (
    Copies(
        "change_proposal",
        {**_OF_VOTER, "hold_until": "current_date + (n % 60)::int"},
        "kind = 'TAHAN' AND state = 'HOLD'",
    ),
    Copies("change_proposal", _OF_VOTER, "kind = 'NIK_GANDA_ORANG'"),
    Copies(
        "duplicate_pair",
        {
            **{"voter_a": "v.id", "voter_b": "v.next_id"},
            **{"kelurahan_a": "v.kelurahan", "kelurahan_b": "v.next_kelurahan"},
            "score": "(n % 100)::int",
        },
        f"rules_version = '{BY}'",
    ),
    Copies(
        "exchange_side",
        {
            **{"ref": "gen_random_uuid()", "other_ref": "gen_random_uuid()"},
            **{"voter_id": "v.id", "kelurahan": "v.kelurahan"},
            "print": "decode(md5(v.nik), 'hex')",
        },
    ),
    Copies("sidalih_comparison", {"filename": "n || s.filename"}),
    Copies(
        "sidalih_row",
        {"line_no": "n + 2", "voter_id": "v.id", "kelurahan": "v.kelurahan"},
    ),
    Copies("regions_regionchange", {"basis_no": "'UU ' || n"}, few=True),
    Copies("posts_post", {"slug": "s.slug || n", "name": "s.name || ' ' || n"}),
    Copies("posts_visit", {"at": "s.at - n * interval '1 hour'"}),
    Copies("posts_bulletin", {"title": "s.title || ' ' || n"}),
    Copies("posts_outreachevent", {"day": "s.day + (n % 900)::int"}),
    Copies("fieldwork_batch", {"number": "s.number + n", "name": "s.name || n"}),
    Copies(
        "fieldwork_task",
        {
            **{"voter_id": "v.id", "kelurahan": "v.kelurahan"},
            **{"rw": "v.rw", "rt": "v.rt", "sheet": "1 + n", "proposal_id": "NULL"},
        },
    ),
    Copies("aid_programme", {"name": "s.name || ' ' || n"}, few=True),
    Copies(
        "aid_recipient",
        {
            **{"voter_id": "v.id", "nik": "v.nik", "name": "v.name"},
            **{"kelurahan": "v.kelurahan", "rw": "v.rw", "rt": "v.rt"},
            "line_no": "n + 2",
        },
    ),
    Copies("plenos_advice", {"letter_no": "s.letter_no || '/' || n"}),
    Copies("plenos_recapdraft", {"number": "s.number + n"}, few=True),
    Copies("partners_institution", {"name": "s.name || ' ' || n"}),
    Copies("partners_agreement", {"number": "s.number || '/' || n"}),
    Copies("partners_datarequest", {"letter_no": "s.letter_no || '/' || n"}),
    Copies("partners_activity", {"subject": "s.subject || ' ' || n"}),
    Copies("files_exportfile", {"asked_at": "s.asked_at - n * interval '1 hour'"}),
    Copies("accounts_user", {"username": "s.username || n"}, "username = 'lama.bench'"),
)
FEW = 60
_PEOPLE = """
SELECT id, row_version, nik, name, sex, kelurahan, rw, rt,
  row_number() OVER (ORDER BY id) AS n, lead(id) OVER (ORDER BY id) AS next_id,
  lead(kelurahan) OVER (ORDER BY id) AS next_kelurahan
FROM (SELECT * FROM voter WHERE regency_code = %(regency)s AND status = 'ACTIVE'
      ORDER BY id OFFSET 9 LIMIT %(times)s + 1) chosen
"""
HANDOVERS = """
INSERT INTO handover (from_regency, to_regency, opened_by, state, payload, from_stage,
  to_stage, answer, reason, note, answered_by_name, opened_by_name, due_on, steps)
SELECT %(regency)s, '9999', 'FROM', '', jsonb_build_object('nik', nik, 'name', name),
  'APPLIED', '', '', '', '', '', 'bench', current_date + (n %% 30)::int, '[]'
FROM (SELECT nik, name, row_number() OVER (ORDER BY id) AS n FROM voter
  WHERE regency_code = %(regency)s AND status = 'ACTIVE' ORDER BY id
  LIMIT %(times)s) v
"""
TOLD = """
UPDATE sidalih_comparison c
SET result = jsonb_build_object('rows', n, 'outcomes', jsonb_build_object('EQUAL', n))
FROM (SELECT comparison_id, count(*) AS n FROM sidalih_row
      WHERE regency_code = %(regency)s GROUP BY 1) r
WHERE c.regency_code = %(regency)s AND c.id = r.comparison_id
"""
"""A comparison says how many rows it has, as one that was made does."""


def copies(regency: str, times: int, columns: Any) -> Iterator[tuple[str, Facts]]:
    """Statements of the administrator, with their values.

    columns: function that gives the columns of a table which a copy may set.
    """
    values: Facts = {"regency": regency, "times": times}
    for one in COPIES:
        changed = {"public_id": "gen_random_uuid()", **one.changed}
        names = columns(one.table)
        shown = ", ".join(
            f"({changed[name]})" if name in changed else f's."{name}"' for name in names
        ).replace("%", "%%")
        written = ", ".join(f'"{name}"' for name in names)
        yield (
            f"INSERT INTO {one.table} ({written}) SELECT {shown} FROM "
            f"(SELECT * FROM {one.table} WHERE {one.where} "
            f"ORDER BY id DESC LIMIT 1) s, "
            f"({_PEOPLE}) v WHERE v.next_id IS NOT NULL "
            "ON CONFLICT DO NOTHING",  # one that the delivery has made stays
            {**values, "times": min(times, FEW) if one.few else times},
        )
    yield HANDOVERS, values
    yield TOLD, values


COLUMNS = """
SELECT column_name FROM information_schema.columns
WHERE table_schema = 'public' AND table_name = %s AND column_name <> 'id'
  AND is_generated = 'NEVER' ORDER BY ordinal_position
"""


def fill(cursor: Any, regency: str, times: int) -> None:
    """Write the copies with a cursor of the server's administrator."""

    def columns(table: str) -> list[str]:
        cursor.execute(COLUMNS, [table])
        return [row[0] for row in cursor.fetchall()]

    for text, values in copies(regency, times, columns):
        cursor.execute(text, values)
