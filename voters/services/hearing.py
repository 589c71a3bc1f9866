"""Hears names once: what searches ask of a spelling is kept as numbers (ADR 0049)."""

from typing import Any

from django.db import connection
from psycopg2 import sql

from voters.migration_sql import steps_of

NAMES_OF_ROLL = """
SELECT name FROM voter WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')
"""


def hear(prefix: str, asked: sql.Composable, values: dict[str, Any]) -> None:
    """Hear the names of the rows `asked` that name_sound does not know yet.

    prefix: of the landing tables, which are dropped again; values: regency, and what
    `asked` takes. In the caller's transaction, with its memory and cores.
    """
    steps = steps_of("hearing")
    parts: dict[str, sql.Composable] = {
        "asked": asked,
        "marks": sql.SQL(steps["marks"]),
        **{
            part: sql.Identifier("landing", f"{prefix}{part}")
            for part in ("unheard", "heard")
        },
    }
    with connection.cursor() as cursor:
        for step in ("unheard", "heard", "learn"):
            query: Any = sql.SQL(steps[step]).format(**parts)
            cursor.execute(query, values)
        drop: Any = sql.SQL("DROP TABLE {unheard}, {heard}").format(**parts)
        cursor.execute(drop)


def hear_roll(regency: str) -> None:
    """Hear a whole roll, in the caller's transaction."""
    hear(f"d0_{int(regency)}_", sql.SQL(NAMES_OF_ROLL), {"regency": regency})


def keep_heard(regency: str) -> None:
    """Let nobody take a spelling out of name_sound until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(hashtext('name_sound'), %s)",
            [int(regency)],
        )
