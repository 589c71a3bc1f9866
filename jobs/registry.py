"""Rooms say here which function does which kind of job; jobs itself knows none of them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Kind:
    """A kind of job: what runs it, what people call it, whether it writes the roll."""

    name: str
    run: Callable[[Any], dict[str, Any]]
    label: str
    writing: bool
    stages: dict[str, str]


_kinds: dict[str, Kind] = {}


def register(
    name: str,
    run: Callable[[Any], dict[str, Any]],
    *,
    label: str,
    writing: bool = True,
    stages: dict[str, str] | None = None,
) -> None:
    """Make `run(context) -> result` the worker of jobs of this kind (in AppConfig.ready)."""
    _kinds[name] = Kind(name, run, label, writing, stages or {})


def get(name: str) -> Kind:
    """The kind of this name; KeyError when no room registered it."""
    return _kinds[name]
