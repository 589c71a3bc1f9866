"""Hears names once: what searches ask of a spelling is kept as numbers (ADR 0049).

How many on the roll bear it is kept beside them, and follows the events (ADR 0078).
"""

from typing import Any

from django.db import connection
from psycopg2 import sql

from voters.migration_sql import steps_of

NAMES_OF_ROLL = """
SELECT name FROM voter WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')
"""


def hear(
    prefix: str, asked: sql.Composable, values: dict[str, Any], counted: bool = False
) -> None:
    """Hear the names of the rows `asked` that name_sound does not know yet.

    prefix: of the landing tables, which are dropped again; values: regency, and what
    `asked` takes; counted: `asked` are all rows of the roll, so that who bears a new
    spelling is known. In the caller's transaction, with its memory and cores.
    """
    parts: dict[str, sql.Composable] = {
        "asked": asked,
        "marks": sql.SQL(steps_of("hearing")["marks"]),
        "bearers": sql.SQL("n" if counted else "0"),
        **{
            part: sql.Identifier("landing", f"{prefix}{part}")
            for part in ("unheard", "heard")
        },
    }
    if _run("unheard", values, parts):
        _alone(values["regency"])
    for step in ("heard", "learn"):
        _run(step, values, parts)
    with connection.cursor() as cursor:
        drop: Any = sql.SQL("DROP TABLE {unheard}, {heard}").format(**parts)
        cursor.execute(drop)


def hear_roll(regency: str) -> None:
    """Hear a whole roll and count who bears each name.

    In the caller's transaction, in which nobody else writes that roll.
    """
    last, _counted = _standing(regency)
    _count_anew(regency)
    _mark(regency, last)


def count_bearers(regency: str) -> None:
    """Bring the count of who bears each name up to the roll as it stands.

    In the caller's transaction, in which nobody writes that roll (opening.read_roll):
    an event that commits later could have a lower number than one that is counted.
    """
    last, counted = _standing(regency)
    if counted == last:
        return
    _alone(regency)  # two searches would count the same events
    last, counted = _standing(regency)
    if counted is None:
        _count_anew(regency)
    elif counted != last:
        parts = {"counted": sql.Literal(counted)}
        newcomers = sql.SQL(steps_of("hearing")["newcomers"]).format(**parts)
        hear(_prefix(regency), newcomers, {"regency": regency})
        _run("follow", {"regency": regency}, parts)
    _mark(regency, last)


def keep_heard(regency: str) -> None:
    """Let nobody take a spelling out of name_sound until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(hashtext('name_sound'), %s)",
            [int(regency)],
        )


def _alone(regency: str) -> None:
    """Let nobody else write this regency's names until the transaction ends.

    Two that each hear twice could wait for each other's spellings. Whoever locks the
    roll as well does so before.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('name_count'), %s)", [int(regency)]
        )


def _prefix(regency: str) -> str:
    return f"d0_{int(regency)}_"


def _count_anew(regency: str) -> None:
    values, asked = {"regency": regency}, sql.SQL(NAMES_OF_ROLL)
    knows_some = _first("anybody", regency)[0]
    hear(_prefix(regency), asked, values, counted=True)
    if knows_some:
        _run("recount", values, {"asked": asked})


def _mark(regency: str, last: int) -> None:
    _run("mark", {"regency": regency}, {"last": sql.Literal(last)})


def _standing(regency: str) -> tuple[int, int | None]:
    """The last event of the regency, and the one up to which names are counted."""
    last, counted = _first("standing", regency)
    return last, counted


def _first(step: str, regency: str) -> tuple[Any, ...]:
    """The only row of a step that asks."""
    with connection.cursor() as cursor:
        cursor.execute(steps_of("hearing")[step], {"regency": regency})
        row: tuple[Any, ...] = cursor.fetchone()
    return row


def _run(step: str, values: dict[str, Any], parts: dict[str, sql.Composable]) -> int:
    """Run a step; gives how many rows it made or touched."""
    query: Any = sql.SQL(steps_of("hearing")[step]).format(**parts)
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return int(cursor.rowcount)
