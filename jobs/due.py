"""What is due: every room registers a provider, the pages and the digest ask them all.

It stands on the lowest floor, so that any room may offer what waits in it. A provider
takes the account and the day it is asked for, and gives what waits for that account
within its own scope (in_scope_of), on the connection of who asks. Its words leave the
portal in a group chat: they name nobody.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import Any


class Level(IntEnum):
    """How pressing a thing is; the list stands in this order."""

    LATE = 0
    SOON = 1
    WORK = 2
    NEWS = 3


@dataclass(frozen=True)
class Due:
    """One thing that waits: how much of it, in words, and the list it stands in.

    `text` goes into group chats, `more` stands beside it on the page: neither names a
    person or a file.
    `url` is a path of the portal, with the filter that shows just these.
    """

    code: str
    count: int
    text: str
    url: str
    deadline: date | None = None
    level: Level = Level.WORK
    more: str = ""
    go: str = ""
    icon: str = "list-check"
    tone: str = "edit"


Provider = Callable[[Any, date], Iterable[Due]]
_providers: dict[str, Provider] = {}


def register(name: str, provider: Provider) -> None:
    """Offer what waits in a room; a second registration of a name takes its place."""
    _providers[name] = provider


def due_of(user: Any, as_of: date) -> list[Due]:
    """Everything that waits for an account on a day, the most pressing first.

    Nothing with a count of zero or without a page. Within a level the order is the
    providers'.
    """
    found = [one for offer in _providers.values() for one in offer(user, as_of)]
    return sorted(
        (one for one in found if one.count and one.url), key=lambda one: one.level
    )
