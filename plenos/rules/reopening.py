"""When a closed period may be opened once more, and who the second person may be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Standing:
    """What the rule looks at; plain facts, no queries (ADR 0007)."""

    is_closed: bool
    is_last_closed: bool
    is_opening: bool
    next_is_open: bool
    changes_after: bool
    under_way: bool


def refusals(standing: Standing) -> list[str]:
    """Names of what stands against it, in the order to be told; empty when it may."""
    against = {
        "not_closed": not standing.is_closed,
        "opening": standing.is_opening,
        "not_last": standing.is_closed and not standing.is_last_closed,
        "no_next": standing.is_closed and not standing.next_is_open,
        "changes_after": standing.changes_after,
        "under_way": standing.under_way,
    }
    return [name for name, stands in against.items() if stands]


def may_confirm(*, asker: int, asked_by_chair: bool, actor: int, role: str) -> bool:
    """Two people, the chair one of them: who was asked for is who may answer.

    What an operator or member asks, the chair decides; what the chair asks, a member
    confirms.
    """
    return actor != asker and role == ("MEMBER" if asked_by_chair else "CHAIR")
