"""Whom the new people of a delivery look like: on the roll and among themselves."""

from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg2 import sql

from jobs import heavy
from jobs.services import Context
from periods.models import Period
from voters.services.duplicates import Search, prefix_of, roomy

FRESH = 40_000
"""More people than most deliveries bring; looked up while every core reads the roll."""
FEW = 10
"""With so many voters for a fresh person, or more, the roll is asked for those who
share a block. With fewer most of it would come out, and is joined at once."""

MEMORY = "16MB"
"""Only who shares a block is compared; of the rest hashes are counted and looked up."""

GATHERED = "SELECT * FROM {gathered}"


@dataclass
class Suspects:
    """What a delivery's new people look like, found but not kept yet."""

    search: Search
    pairs: int

    def keep(self) -> int:
        """Write the pairs, in the caller's transaction; gives how many are new."""
        if not self.pairs:
            return 0
        with heavy.without_loops():
            return self.search.run("keep_lines")


def gather_suspects(decided: str, kept: str) -> int:
    """Keep whom search_changed compares of a delivery; gives how many rows.

    Its new people, and rows refused for a NIK of no use. decided: the decided rows of
    a run; kept: the table to be made; both in schema landing.
    """
    search = Search("", "", {})
    search.parts |= {
        "lines": sql.Identifier("landing", decided),
        "fresh": sql.Identifier("landing", kept),
    }
    return search.run("gather")


def search_changed(
    context: Context,
    regency: str,
    period: Period,
    delivery_id: int,
    kept: str,
    *,
    few: int = FEW,
) -> Suspects:
    """Compare the new people of a delivery with the roll and with each other.

    Rows without a usable NIK are linked as suggestions only. kept: the table of
    gather_suspects. What is found is kept by Suspects.keep(), in the transaction of
    all that lasts; the caller drops the landing tables of the job. few: see FEW.
    """
    values = {"regency": regency, "period": period.pk, "delivery": delivery_id}
    fresh = sql.Identifier("landing", kept)
    prefix = prefix_of(context)
    if _are_few(regency, fresh, few):
        search = Search(prefix, GATHERED, values, fresh, few=True, memory=MEMORY)
        _probe(search)
        return _drawn(search)
    search = Search(prefix, GATHERED, values, fresh, few=True)
    with roomy():
        heavy.whole_branches(FRESH)
        search.count_names()
        search.compared = search.run("meet")
    return _drawn(search)


def _drawn(search: Search) -> Suspects:
    """Compare, and draw up what is kept."""
    pairs = search.find(counted=True)
    if pairs:
        with roomy(search.memory):
            search.run("drawn")
    return Suspects(search, pairs)


def _are_few(regency: str, fresh: sql.Composable, few: int) -> bool:
    """Whether the roll has `few` voters or more for each fresh person."""
    query: Any = sql.SQL(
        "SELECT (SELECT coalesce(sum(n), 0) FROM roll_tally WHERE regency_code = %s"
        " AND status IN ('ACTIVE', 'HELD')) >= %s * (SELECT count(*) FROM {})"
    ).format(fresh)
    with connection.cursor() as cursor:
        cursor.execute(query, [regency, few])
        return bool(cursor.fetchone()[0])


def _probe(search: Search) -> None:
    """Take from the roll who shares a block with somebody fresh; count its names."""
    with roomy(MEMORY):
        heavy.whole_branches(FRESH)
        search.count_roll()
        bearers, heeded = search.parts["bearers"], search.parts["gathered"]
        rare, fresh = search.parts["rare"], search.parts["fresh"]
        search.parts |= {"bearers": rare, "heeded": fresh}
        for step in ("bearers", "known", "alike", "dated"):
            search.run(step)
        search.analyse("dates")
        search.compared = search.run("probe")
        search.compared += search.run("join")
        search.parts |= {"bearers": bearers, "heeded": heeded}
        search.run("bearers")
        search.run("names")
        search.analyse("names")
