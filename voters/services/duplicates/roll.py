"""The search of a whole roll: the job, and what it keeps."""

from typing import Any

from django.db import connection, transaction

from jobs import heavy
from jobs.models import Job
from jobs.services import Context, enqueue
from periods.models import Period
from voters.services.duplicates.search import ROLL, Search, prefix_of
from voters.services.row_pairs import let_go

ROUNDS = 30
"""Chains of pairs longer than this are no cluster that a person could judge."""


def start_search(*, actor: Any, regency: str, period: Period) -> Job:
    """Queue the search of a regency's whole roll."""
    return enqueue(
        actor=actor, kind="duplicates", regency=regency, params={"period": period.pk}
    )


def run_search(context: Context) -> dict[str, Any]:
    """The job "duplicates": search_roll for the period of its parameters."""
    period = Period.objects.of(context.regency).get(pk=context.params["period"])
    return search_roll(context, context.regency, period)


def search_roll(context: Context, regency: str, period: Period) -> dict[str, Any]:
    """Compare the whole roll with itself; gives counts by tier.

    Pairs that were answered stay answered while their elements stand, those that were
    resolved while their proposal stands; pairs that are found no more go stale, and so
    do those of rows that are on the roll by now. Raises LeaseLost and Cancelled.
    """
    values = {"regency": regency, "period": period.pk}
    search = Search(prefix_of(context), ROLL, values)
    context.stage("search")
    try:
        search.find()
        context.stage("keep")
        with transaction.atomic():
            context.check()
            # What was answered has no statistics of its own.
            with heavy.without_loops():
                search.run("returned")
                kept = search.run("keep")
            search.run("forget")
            let_go(regency, searched=True)
            search.run("unlearn")
            cluster(search)
            tops = _tiers(regency)
    finally:
        search.drop()
    return {"pairs": kept, **tops}


def cluster(search: Search) -> None:
    """Give linked pairs the lowest voter among them."""
    search.run("label")
    for _round in range(ROUNDS):
        if not search.run("spread"):
            return


def _tiers(regency: str) -> dict[str, int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tier, count(*) FROM duplicate_pair WHERE regency_code = %s "
            "AND origin = 'ROLL' AND state IN ('OPEN', 'SECOND') GROUP BY tier",
            [regency],
        )
        return dict(cursor.fetchall())
