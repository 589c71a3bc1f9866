"""The yardstick of an apply: its own statements with the triggers asleep."""

from __future__ import annotations

import time

from psycopg2 import sql

from bench.rig import Rig

STEPS = ("sort", "stale", "applied", "change")
PREPARED = """
SELECT set_config('app.actor_name', 'bench', true),
  set_config('app.period', (SELECT id::text FROM periods_period
    WHERE regency_code = %s AND code = %s), true)
"""


def step_seconds(
    rig: Rig, database: str, *, regency: str, period: str, triggers: bool
) -> dict[str, float]:
    """Run the statements of an apply in one transaction; return the seconds of each.

    The UPDATE of the roll is the step "change". As the administrator, because nobody
    else can put triggers to sleep.
    """
    from voters.sql_steps import Steps

    steps = Steps("apply", "bench_apply", {}).steps
    values: dict[str, object] = {"regency": regency, "job": 0, "group": None}
    values["visited"] = []
    taken: dict[str, float] = {}
    with rig.administrator(database) as opened, opened.cursor() as cursor:
        for table in ("voter", "change_proposal"):  # into the caches, as for the job
            cursor.execute(f"SELECT count(t.*) FROM {table} t")
        opened.autocommit = False
        if not triggers:
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(PREPARED, [regency, period])
        values["period"] = int(cursor.fetchone()[1])
        for name in STEPS:
            query = sql.SQL(steps[name]).format(table=sql.Identifier("bench_apply"))
            begun = time.perf_counter()
            cursor.execute(query, values)
            taken[name] = time.perf_counter() - begun
            changed = cursor.rowcount
        begun = time.perf_counter()
        opened.commit()
        taken["commit"] = time.perf_counter() - begun
    if not changed:
        raise AssertionError("the UPDATE changed nothing")
    return taken
