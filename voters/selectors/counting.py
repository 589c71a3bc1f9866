"""How many: exact where a summary knows it, else counted up to the cap."""

from typing import Any

from django.conf import settings
from django.db.models import Count, Subquery, Sum
from django.db.models.functions import Coalesce

from periods.models import Period
from regions.querysets import code_after
from voters.models import COUNTED, ChangeProposal, ProposalState, RollTally


def open_counts(regency: str) -> dict[str, int]:
    """Undecided proposals of a regency by kind."""
    rows = (
        ChangeProposal.objects.of(regency)
        .undecided()
        .values_list("kind")
        .annotate(n=Count("pk"))
    )
    return dict(rows)


def accepted_count(regency: str) -> int | None:
    """Accepted proposals that wait for their application; None without open period."""
    accepted = (
        ChangeProposal.objects.of(regency)
        .filter(state=ProposalState.ACCEPTED)
        .order_by()
        .values("regency_code")
        .annotate(n=Count("pk"))
        .values("n")
    )
    counted = Coalesce(Subquery(accepted), 0)
    rows = Period.objects.open(regency).annotate(accepted=counted)
    return rows.values_list("accepted", flat=True).first()


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
    cap = settings.POLICY.count_cap
    found = rows.order_by().values("pk")[: cap + 1].count()
    return min(found, cap), found > cap
