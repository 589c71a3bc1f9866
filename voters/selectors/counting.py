"""How many: exact where a summary knows it, else counted up to the cap."""

from typing import Any

from django.db import connection
from django.db.models import Count, Sum

from files.lists import capped
from regions.querysets import code_after
from voters.models import COUNTED, ChangeProposal, RollTally


def open_counts(regency: str) -> dict[str, int]:
    """Undecided proposals of a regency by kind."""
    rows = (
        ChangeProposal.objects.of(regency)
        .undecided()
        .values_list("kind")
        .annotate(n=Count("pk"))
    )
    return dict(rows)


_ACCEPTED = """
SELECT (SELECT count(*) FROM change_proposal
        WHERE regency_code = %(regency)s AND state = 'ACCEPTED'), id
FROM periods_period WHERE regency_code = %(regency)s AND state = 'OPEN'
"""
# In words of the database: every page of the review asks it, and the same through
# the query builder costs thrice its execution.


def accepted_count(regency: str) -> tuple[int, int] | None:
    """Accepted proposals that wait for their application, and the open period's key.

    None without an open period.
    """
    with connection.cursor() as cursor:
        cursor.execute(_ACCEPTED, {"regency": regency})
        found: tuple[int, int] | None = cursor.fetchone()
    return found


def waiting_count(user: Any) -> tuple[int, bool]:
    """Undecided proposals that the user may see, up to the cap; whether there are more.

    Counted once a request: the frame of every page shows it, the review once again.
    """
    known: tuple[int, bool] | None = getattr(user, "pd_waiting", None)
    if known is None:
        rows = ChangeProposal.objects.of(user.regency_code).in_scope_of(user)
        known = user.pd_waiting = capped_count(rows.undecided())
    return known


def kept_count(regency: str, chosen: dict[str, Any], scope: str) -> int | None:
    """Exact count of a roll list from the summary, None when it cannot know.

    `chosen` are the filter's values by name; `scope` the person's region code.
    """
    if any(chosen.get(name) for name in ("nama", "tps", "sebab")):
        return None
    tally = RollTally.objects.filter(regency_code=regency)
    for code in (chosen.get("kelurahan") or chosen.get("kecamatan"), scope):
        if code:
            tally = tally.filter(kelurahan__gte=code, kelurahan__lt=code_after(code))
    if chosen.get("jk"):
        tally = tally.filter(sex=chosen["jk"])
    states = [chosen["status"]] if chosen.get("status") else list(COUNTED)
    found = tally.filter(status__in=states).aggregate(n=Sum("n"))["n"]
    return int(found or 0)


def capped_count(rows: Any) -> tuple[int, bool]:
    """Count up to the cap; the second says whether there may be more."""
    return capped(rows)
