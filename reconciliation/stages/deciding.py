"""Normalise the rows that differ, decide what becomes of each, propose."""

import json
from typing import Any

from psycopg2 import sql

from jobs import heavy
from reconciliation.landing import execute, fetch, statement
from reconciliation.stages.work import Work, changed, home, olds, present, said, was
from regions.services.reading import successors, to_present


def normalise(work: Work, values: dict[str, Any]) -> None:
    """Canonical cells of the rows that differ."""
    tables = work.tables
    rt, rw = home(work.fields)
    parts = {part: tables[part] for part in ("told", "differing")}
    execute(statement("told", **parts, rt=rt, rw=rw))
    parts = {"checked": tables["checked"], "told": tables["told"]}
    gone = {"successors": json.dumps(successors(values["regency"]))}
    ((places,),) = fetch(statement("places"), {**values, **gone})
    execute(statement("normalise", **parts), {**values, "places": places})
    to_present(tables["checked"], values["regency"])


def decide(work: Work, values: dict[str, Any]) -> None:
    """Outcome, reason, elements and warnings of each; voters without a row."""
    tables = work.tables
    parts = {part: tables[part] for part in ("checked", "differing", "found")}
    execute(statement("found", **parts, present=present("w")), values)
    execute(statement("removed", removed=tables["removed"]), values)
    parts |= {part: tables[part] for part in ("judged", "removed")}
    execute(statement("judge", **parts, olds=olds()), values)
    parts = {"judged": tables["judged"], "twice": tables["twice"]}
    with heavy.without_loops():
        execute(statement("twice", **parts))
    execute(statement("decide", **parts, decided=tables["decided"]), values)
    _keep_to_business(work)
    if work.village:
        execute(statement("village", decided=tables["decided"]), values)
    parts = {"differing": tables["differing"], "decided": tables["decided"]}
    execute(statement("elsewhere", **parts))
    parts = {
        "absent": tables["absent"],
        "differing": tables["differing"],
        "decided": tables["decided"],
        "ragged": tables["ragged"],
    }
    with heavy.without_loops():
        execute(statement("absent", **parts), values)
    if work.events_only:
        execute(sql.SQL("TRUNCATE {}").format(tables["absent"]))


def _keep_to_business(work: Work) -> None:
    """Leave what the sender may say; nothing is run for one that may say all."""
    if work.sender is None or not work.sender.is_restricted:
        return
    execute(
        statement("institution", decided=work.tables["decided"]),
        {
            "allowed": list(work.sender.outcomes),
            "own_elements": list(work.sender.elements),
        },
    )


def propose(work: Work, values: dict[str, Any]) -> None:
    """The tables that voters takes: proposals, and people not yet eligible."""
    tables = work.tables
    parts = {"proposed": tables["proposed"], "decided": tables["decided"]}
    shaped = {"was": was(), "before": changed("before"), "after": changed("whole")}
    execute(statement("propose", **parts, **shaped, said=said("whole")), values)
    if work.sender is not None and work.sender.is_low:
        execute(statement("doubted", proposed=tables["proposed"]))
    parts = {"proposed": tables["proposed"], "absent": tables["absent"]}
    execute(statement("propose_absent", **parts), values)
    parts = {"waiting": tables["waiting"], "decided": tables["decided"]}
    execute(statement("waiting", **parts), values)
