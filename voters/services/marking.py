"""Keeps the memo of a roll that comparisons read: its voters as numbers (ADR 0055).

Every change of a voter leaves an event in the same statement, so the events after the
last one that was heeded say which voters to work out anew.
"""

from typing import Any

from django.db import connection
from psycopg2 import sql

from voters.migration_sql import steps_of

SINCE = """
{id} IN (SELECT e.voter_id FROM voter_event e
  WHERE e.regency_code = %(regency)s AND e.id > %(since)s)
"""


def heed_changes(regency: str) -> int:
    """Bring the memo up to today's roll; gives how many voters were worked out.

    Call it in the transaction that reads the memo, after read_roll().
    """
    steps = steps_of("marks")
    values: dict[str, Any] = {"regency": regency}
    with connection.cursor() as cursor:
        cursor.execute("SELECT enrol_marks(%s)", [regency])
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('voter_mark'), %s)", [int(regency)]
        )
        cursor.execute(steps["events"], values)
        since, heeded, still, whole, events, last = cursor.fetchone()
        # A load has no voter of its own; an event that came late has a lower number.
        anew = since is None or whole > 0 or still != heeded
        if not anew and events == heeded:
            return 0
        values |= {"since": since, "last": last, "events": events}
        for step in ("clear", "forget", "learn"):
            cursor.execute(_changed(steps[step], anew=anew), values)
        learnt = int(cursor.fetchone()[0])
        cursor.execute(steps["until"], values)
    return learnt


def _changed(step: str, *, anew: bool) -> Any:
    parts = {
        name: sql.SQL("true" if anew else SINCE.format(id=column))
        for name, column in (("changed", "v.id"), ("of_changed", "m.voter_id"))
    }
    parts["uncounted"] = sql.SQL("true" if anew else "c.n = 0")
    return sql.SQL(step).format(**parts)
