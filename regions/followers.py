"""Rooms above say here which of their rows carry a place and follow a change of it.

regions knows none of them. The names are constants of a room's own program and never
what somebody typed: they become parts of statements (regions.services.follow).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Follower:
    """Rows of one table: where their code stands, and which of them follow.

    `code` is a column of kelurahan, or of kecamatan when `length` is 6. With `rw` and
    `rt` the row follows its RT; without, only where the whole place goes to one other.
    With `voter` it follows that voter. `where` narrows the rows, of alias r.
    """

    name: str
    label: str | Promise
    table: str
    code: str = "kelurahan"
    length: int = 10
    rw: str = ""
    rt: str = ""
    voter: str = ""
    where: str = "true"
    shown: bool = True


_followers: dict[str, Follower] = {}


def register(followers: Iterable[Follower]) -> None:
    """Let rows of a room follow every change of regions (in AppConfig.ready)."""
    for one in followers:
        _followers[one.name] = one


def every() -> list[Follower]:
    """All followers, in the order of registration."""
    return list(_followers.values())


def of(name: str) -> Follower | None:
    """The follower of this name."""
    return _followers.get(name)
