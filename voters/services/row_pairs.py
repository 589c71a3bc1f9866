"""Pairs of rows follow what becomes of the rows: whom nobody proposes is no duplicate.

A row with a NIK of its own is proposed as BARU, or joins one that stands already; its
pairs (origins BOTH and FILE) wait as long as somebody may be added by it.
"""

from collections.abc import Iterable
from contextlib import nullcontext
from typing import Any

from django.db import connection
from psycopg2 import sql

from jobs import heavy
from voters.migration_sql import steps_of
from voters.models import FALLEN, ChangeProposal, Kind, PairState, ProposalState
from voters.sql_steps import MANY

TOLD = """
SELECT c.id AS proposal_id, c.state, c.delivery_id, c.line_no
FROM change_proposal c
WHERE c.regency_code = %(regency)s AND c.kind = 'BARU' AND c.delivery_id IS NOT NULL
UNION ALL
SELECT c.id, c.state, e.delivery_id, e.line_no
FROM evidence e JOIN change_proposal c ON c.regency_code = %(regency)s
  AND c.id = e.proposal_id AND c.kind = 'BARU'
WHERE e.regency_code = %(regency)s AND e.delivery_id IS NOT NULL
"""
"""Which BARU a row stands behind."""


def follow_row(proposal: ChangeProposal) -> None:
    """Let the pairs of a BARU's rows rest when it is refused, wait when reopened."""
    if proposal.kind != Kind.BARU or proposal.delivery_id is None:
        return
    if proposal.state in FALLEN:
        rest(proposal.regency_code, [proposal.pk])
    elif proposal.state == ProposalState.OPEN:
        _settle(proposal.regency_code, [proposal.pk], PairState.STALE, PairState.OPEN)


def rest(regency: str, proposals: Iterable[int]) -> int:
    """Let nobody wait for the rows of these proposals, which were refused; how many.

    Pairs outside the person's scope go stale with the next search of the roll.
    """
    return _settle(regency, proposals, PairState.OPEN, PairState.STALE)


def _settle(
    regency: str, proposals: Iterable[int], was: PairState, now: PairState
) -> int:
    numbers = list(proposals)
    values = {"proposals": numbers, "was": str(was), "now": str(now)}
    loops = heavy.without_loops() if len(numbers) > MANY else nullcontext()
    with loops:
        return _run("follow", {"regency": regency, **values})


def let_go(regency: str, *, searched: bool = False) -> int:
    """Let every pair rest of which a row became nothing; gives how many went stale.

    searched: the roll has just been compared with itself, so rows that are voters by
    now rest as well. Searches and whoever adds voters are jobs that write the roll, one
    after the other: nobody is added meanwhile.
    """
    with heavy.without_loops():
        return _run("over", {"regency": regency, "searched": searched})


def _run(step: str, values: dict[str, Any]) -> int:
    query: Any = sql.SQL(steps_of("row_pairs")[step]).format(told=sql.SQL(TOLD))
    with connection.cursor() as cursor:
        cursor.execute(query, {**values, "fallen": list(FALLEN)})
        return int(cursor.rowcount)
