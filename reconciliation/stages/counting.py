"""The counts of a report, and the proof that no row is lost or counted twice."""

from collections import Counter
from typing import Any

from psycopg2 import sql

from jobs import heavy
from reconciliation.landing import Tables, fetch
from reconciliation.stages.work import Work

CHANGES = ("UBAH", "PINDAH_DALAM")
"""Outcomes of which the changed elements are counted."""


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
            "(SELECT count(*) FROM (SELECT FROM {decided} GROUP BY line) l)"
        ).format(raw=tables["raw"], ragged=tables["ragged"], decided=tables["decided"])
    )
    if decided != lines or whole + ragged != read:
        raise RuntimeError(f"rows do not add up: {read} {whole} {ragged} {decided}")
    heavy.without_parallel()  # small tables: a worker's start would cost more
    counted = _counted(tables)
    outcomes, details = counted["outcomes"], counted["details"]
    outcomes["SAME"] += whole - decided
    outcomes["REFUSED"] += ragged
    if ragged:
        details["REFUSED"]["RAGGED"] = ragged
    return {"rows": read, **counted, **_absent(tables)}


def _counted(tables: Tables) -> dict[str, Any]:
    """Outcomes, their details, warnings and elements, from one pass over the rows."""
    outcomes = Counter({"SAME": 0, "REFUSED": 0})
    details: dict[str, Counter[str]] = {"REFUSED": Counter()}
    warned, elements = Counter[str](), Counter[str]()
    warned_rows = 0
    found = fetch(
        sql.SQL(
            "SELECT outcome, detail, warnings, elements, count(*) FROM {} "
            "GROUP BY outcome, detail, warnings, elements"
        ).format(tables["decided"])
    )
    for outcome, detail, warnings, changed, n in found:
        outcomes[outcome] += n
        if detail:
            details.setdefault(outcome, Counter())[detail] += n
        warned.update(dict.fromkeys(warnings, n))
        warned_rows += n if warnings else 0
        if outcome in CHANGES:
            elements.update(dict.fromkeys(changed, n))
    return {
        "outcomes": dict(outcomes),
        "details": {outcome: dict(each) for outcome, each in details.items()},
        "warned": dict(warned),
        "elements": dict(elements),
        "warned_rows": warned_rows,
    }


def _absent(tables: Tables) -> dict[str, int]:
    """Voters without a row, and of how many a refused row carries the NIK."""
    ((absent, doubtful),) = fetch(
        sql.SQL("SELECT count(*), count(*) FILTER (WHERE doubtful) FROM {}").format(
            tables["absent"]
        )
    )
    return {"tidak_ada": absent, "doubtful": doubtful}
