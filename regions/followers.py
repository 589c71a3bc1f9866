"""Rooms above say here which of their rows carry a place and follow a change of it.

regions knows none of them. The names are constants of a room's own program and never
what somebody typed: they become parts of statements (regions.services.following).
"""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise


@dataclass(frozen=True)
class Follower:
    """Rows of one table: where their code stands, and which of them follow.

    `code` is a column of kelurahan, or of kecamatan when `length` is 6. With `rw` and
    `rt` the row follows its RT; without, only where the whole place goes to one other.
    With `voter` or `proposal` it follows that voter or open proposal. With `query` the
    column holds a query string whose codes follow. `where` narrows the rows, alias r.
    """

    name: str
    label: str | Promise
    table: str
    code: str = "kelurahan"
    length: int = 10
    rw: str = ""
    rt: str = ""
    voter: str = ""
    proposal: str = ""
    query: bool = False
    where: str = "true"

    @property
    def way(self) -> str:
        """What the row follows: a voter, a proposal, its RT, or its whole place."""
        if self.voter or self.proposal:
            return "voter" if self.voter else "proposal"
        return "corner" if self.rw else "whole"

    @property
    def columns(self) -> tuple[str, ...]:
        """The columns that a change writes anew."""
        if self.way == "corner":
            return (self.code, self.rw, self.rt)
        return (self.code,)


_followers: dict[str, Follower] = {}


def register(followers: Iterable[Follower]) -> None:
    """Let rows of a room follow every change of regions (in AppConfig.ready)."""
    for one in followers:
        _followers[one.name] = one


def every() -> list[Follower]:
    """All followers, in the order of registration."""
    return list(_followers.values())
