"""Runs the steps of a .sql file over a landing table of its own."""

from typing import Any

from django.db import connection
from psycopg2 import sql

from jobs import heavy
from voters.migration_sql import FOLDER

MANY = 500
"""From so many rows on, a hash join is never the wrong choice."""

LOOPED = 5_000
"""So many rows may meet one by one whatever the planner expects of them: seconds."""


class Steps:
    """The statements of sql/<name>.sql, by the names after "-- step:"."""

    def __init__(self, name: str, table: str, values: dict[str, Any]) -> None:
        text = (FOLDER / f"{name}.sql").read_text(encoding="utf-8")
        self.table, self.values = sql.Identifier(table), values
        self.steps: dict[str, str] = {}
        for part in text.split("-- step: ")[1:]:
            label, statement = part.split("\n", 1)
            self.steps[label.strip()] = statement

    def run(self, step: str) -> int:
        """Run a step; gives its first value, or how many rows it touched."""
        with connection.cursor() as cursor:
            query: Any = sql.SQL(self.steps[step]).format(table=self.table)
            cursor.execute(query, self.values)
            if cursor.description:
                return int(cursor.fetchone()[0] or 0)
            return int(cursor.rowcount)

    def plan_for(self, rows: int) -> None:
        """Let the planner see the landing table, and keep it from looping over it.

        Proposals made a minute ago have no statistics yet: the planner takes 25,000 for
        a handful, and a nested loop over them then lasts minutes.
        """
        with connection.cursor() as cursor:
            query: Any = sql.SQL("ANALYZE landing.{}").format(self.table)
            cursor.execute(query)
        if rows > MANY:
            heavy.never_loop()

    @staticmethod
    def expect(rows: int) -> None:
        """Keep the planner from looping over rows that nobody has analysed yet.

        rows: how many are counted before the first step. 20,000 that were proposed and
        applied in a new database were taken for one, and looped over for minutes.
        """
        if rows > LOOPED:
            heavy.never_loop()

    def drop(self) -> None:
        """Drop the landing table."""
        with connection.cursor() as cursor:
            query: Any = sql.SQL("DROP TABLE IF EXISTS landing.{}").format(self.table)
            cursor.execute(query)
