"""Rooms below say here what their work found in a neighbourhood; plenos knows none.

The kelurahan recap mixes the work of rooms that never import one another (design,
floors 5 and 6). kpu_portal registers a provider for each when it starts.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from django.utils.functional import Promise

from periods.models import Period


class Contribution(NamedTuple):
    """One figure of one RT; `plain` counts what has no sex (visits, tasks)."""

    kelurahan: str
    rw: str
    rt: str
    figure: str
    male: int
    female: int
    plain: int = 0


Provider = Callable[[str, Period], Iterable[Contribution]]
"""(regency, period): rows of every kelurahan that the caller's connection sees.

For one kelurahan the rows must be the same whoever asks: its officer confirms them, the
office compares them, the worker locks them. They come from tables that tell when they
have moved (`tell_moved_work()`, voters/sql/work_moved.sql): what the list of kelurahan
shows is kept until then (ADR 0076).
"""


@dataclass(frozen=True)
class Source:
    """A provider, how it is called, and how its figures are: code -> word."""

    name: str
    provider: Provider
    label: str | Promise
    words: Mapping[str, str | Promise] = field(default_factory=dict)


_sources: dict[str, Source] = {}


def register(
    name: str,
    provider: Provider,
    *,
    label: str | Promise = "",
    words: Mapping[str, str | Promise] | None = None,
) -> None:
    """Let a room's figures into the kelurahan recap (in AppConfig.ready).

    `name` is a word without a dot; it stands before the figures' codes and must stay
    what it is: confirmations and locked recaps keep it. Raises ValueError otherwise.
    """
    if not name or "." in name:
        raise ValueError(name)
    _sources[name] = Source(name, provider, label or name, dict(words or {}))


def forget(name: str) -> None:
    """Take a room's figures out again."""
    _sources.pop(name, None)


def sources() -> list[Source]:
    """Who contributes, in the order of registration."""
    return list(_sources.values())
