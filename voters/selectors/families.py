"""Families: who stands on one card, and what one act about them has proposed."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import Count

from voters.models import UNDECIDED, ChangeProposal, Voter
from voters.rules.tps import BY_HAND, BY_RULE

MOST_SHOWN = 31
"""One more than the longest family that may be proposed about at once."""


def members_of_card(rows: Any, nkk: str) -> list[Voter]:
    """Counted voters among `rows` on one family card, the eldest first.

    An empty number is nobody's card.
    """
    if not nkk:
        return []
    found = rows.counted().filter(nkk=nkk).order_by("birth_date", "id")
    return list(found[:MOST_SHOWN])


def _is_family(proposal: ChangeProposal) -> bool:
    """Whether its key is a family's; an act about stations has one too (ADR 0056)."""
    return bool(proposal.group_key) and proposal.rule not in (BY_RULE, BY_HAND)


def family_sizes(regency: str, rows: Iterable[ChangeProposal]) -> dict[UUID, int]:
    """How many proposals each act about a family made; no query without a family."""
    keys = {one.group_key for one in rows if _is_family(one)}
    if not keys:
        return {}
    found = ChangeProposal.objects.of(regency).filter(group_key__in=keys)
    return dict(found.values_list("group_key").annotate(n=Count("pk")))


def family_of(rows: Any, proposal: ChangeProposal) -> dict[str, Any]:
    """What the page of a proposal says of its family; {} when it has none.

    `rows` are the proposals that the person sees.
    """
    if not _is_family(proposal):
        return {}
    states = list(
        rows.filter(group_key=proposal.group_key).values_list("state", flat=True)
    )
    waiting = sum(state in UNDECIDED for state in states)
    return {"key": proposal.group_key, "size": len(states), "waiting": waiting}
