"""The counts of a report, and the proof that no row is lost or counted twice."""

from typing import Any

from psycopg2 import sql

from jobs import heavy
from reconciliation.landing import Tables, fetch
from reconciliation.stages.work import Work


def tally(work: Work, read: int) -> dict[str, Any]:
    """Counts of the report; `read` is how many lines the reader gave.

    Raises RuntimeError when a row is lost or counted twice: the ten outcomes must add
    up to the rows of the file.
    """
    tables = work.tables
    heavy.without_parallel()  # small tables: a worker's start would cost more
    ((whole, ragged, decided, lines),) = fetch(
        sql.SQL(
            "SELECT (SELECT count(*) FROM {raw}), (SELECT count(*) FROM {ragged}), "
            "(SELECT count(*) FROM {decided}), "
            "(SELECT count(DISTINCT line) FROM {decided})"
        ).format(raw=tables["raw"], ragged=tables["ragged"], decided=tables["decided"])
    )
    if decided != lines or whole + ragged != read:
        raise RuntimeError(f"rows do not add up: {read} {whole} {ragged} {decided}")
    found = fetch(
        sql.SQL(
            "SELECT outcome, detail, count(*) FROM {} GROUP BY outcome, detail"
        ).format(tables["decided"])
    )
    outcomes: dict[str, int] = {"SAME": whole - decided, "REFUSED": ragged}
    details: dict[str, dict[str, int]] = {
        "REFUSED": {"RAGGED": ragged} if ragged else {}
    }
    for outcome, detail, n in found:
        outcomes[outcome] = outcomes.get(outcome, 0) + n
        if detail:
            details.setdefault(outcome, {})[detail] = n
    return {"rows": read, "outcomes": outcomes, "details": details, **_beside(tables)}


def _beside(tables: Tables) -> dict[str, Any]:
    """What stands beside the sum: warnings, elements, voters without a row."""
    of = {"decided": tables["decided"], "absent": tables["absent"]}
    warned = fetch(
        sql.SQL(
            "SELECT w, count(*) FROM {decided}, unnest(warnings) w GROUP BY w"
        ).format(**of)
    )
    elements = fetch(
        sql.SQL(
            "SELECT e, count(*) FROM {decided}, unnest(elements) e "
            "WHERE outcome IN ('UBAH', 'PINDAH_DALAM') GROUP BY e"
        ).format(**of)
    )
    ((rows, absent, doubtful),) = fetch(
        sql.SQL(
            "SELECT (SELECT count(*) FROM {decided} WHERE warnings <> '{{}}'), "
            "count(*), count(*) FILTER (WHERE doubtful) FROM {absent}"
        ).format(**of)
    )
    return {
        "warned": dict(warned),
        "elements": dict(elements),
        "warned_rows": rows,
        "tidak_ada": absent,
        "doubtful": doubtful,
    }
