"""Answered pairs follow a change of regions: what was said of two people holds."""

from typing import Any

from django.db import connection
from psycopg2 import sql

from voters.migration_sql import steps_of
from voters.services.duplicates.search import print_of

CARRIED_OUT = """
(SELECT id, old_kelurahan AS kelurahan, old_rw AS rw, old_rt AS rt FROM {table})
"""
TAKEN_BACK = """
(SELECT id, became ->> 'kelurahan' AS kelurahan, became ->> 'rw' AS rw,
  became ->> 'rt' AS rt FROM {table})
"""
"""Where they stood before, of the landing tables of sql/regions.sql: after its step
`change`, and after `returned`."""


def renew_prints(regency: str, table: str, before: str) -> int:
    """Renew the prints of answered pairs of voters who have just moved; gives how many.

    table: in schema landing; before: CARRIED_OUT or TAKEN_BACK. A pair whose record
    had changed already is asked again by the next search, as it would have been.
    """
    moved = sql.SQL(before).format(table=sql.Identifier("landing", table))
    query: Any = sql.SQL(steps_of("duplicates_moved")["renew"]).format(
        moved=moved, was=print_of("w"), now=print_of("v")
    )
    with connection.cursor() as cursor:
        cursor.execute(query, {"regency": regency})
        return int(cursor.rowcount)
