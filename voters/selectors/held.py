"""How many wait with a date, and how many are past it."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.db.models import Count, Q

from voters.models import HeldItem


@dataclass(frozen=True)
class HeldCounts:
    """Proposals put off and voters held: all, past their day, soon past it."""

    proposals: int
    voters: int
    proposals_late: int
    voters_late: int
    proposals_soon: int
    voters_soon: int


def held_counts(user: Any, as_of: date) -> HeldCounts:
    """The counts of the account's scope (one query).

    By `what`, which no row lacks: the indexes of the held hold all the rest.
    """
    soon = as_of + timedelta(days=settings.POLICY.due_soon_days)
    late = Q(until__lte=as_of)
    near = Q(until__gt=as_of, until__lte=soon)
    proposals, voters = Q(what="U"), Q(what="P")
    rows = HeldItem.objects.in_scope_of(user).of(user.regency_code)
    found = rows.aggregate(
        proposals=Count("what", filter=proposals),
        voters=Count("what", filter=voters),
        proposals_late=Count("what", filter=proposals & late),
        voters_late=Count("what", filter=voters & late),
        proposals_soon=Count("what", filter=proposals & near),
        voters_soon=Count("what", filter=voters & near),
    )
    return HeldCounts(**found)
