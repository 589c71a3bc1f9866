"""Rooms say here which function does which kind of job; jobs knows none of them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True)
class Kind:
    """A kind of job: what runs it, what people call it, whether it writes the roll."""

    name: str
    run: Callable[[Any], dict[str, Any]]
    label: str | Promise
    writing: bool
    stages: Mapping[str, str | Promise]
    does: Mapping[str, str | Promise]


_kinds: dict[str, Kind] = {}


def register(
    name: str,
    run: Callable[[Any], dict[str, Any]],
    *,
    label: str | Promise,
    writing: bool = True,
    stages: Mapping[str, str | Promise] | None = None,
    does: Mapping[str, str | Promise] | None = None,
) -> None:
    """Make `run(context) -> result` do jobs of this kind (in AppConfig.ready).

    does: a sentence about what a stage does, for those that a person watches.
    """
    _kinds[name] = Kind(name, run, label, writing, stages or {}, does or {})


def get(name: str) -> Kind:
    """The kind of this name; KeyError when no room registered it."""
    return _kinds[name]


def choices() -> list[tuple[str, str]]:
    """Names and labels of every kind, for a filter."""
    return [(kind.name, str(kind.label)) for kind in _kinds.values()]


def label_of(name: str) -> str:
    """What people call this kind; "" when no room registered it."""
    kind = _kinds.get(name)
    return str(kind.label) if kind else ""


def stage_label(name: str, stage: str) -> str:
    """What people call a stage; its own name when the room gave none."""
    kind = _kinds.get(name)
    return str(kind.stages.get(stage, stage)) if kind else stage


def stage_does(name: str, stage: str) -> str:
    """What a stage does, in a sentence; "" where the room says nothing."""
    kind = _kinds.get(name)
    return str(kind.does.get(stage, "")) if kind else ""


def stage_place(name: str, stage: str) -> tuple[int, int] | None:
    """Which of its kind's stages this is, from 1, and of how many.

    None for a stage that the room did not name.
    """
    kind = _kinds.get(name)
    if kind is None or stage not in kind.stages:
        return None
    return list(kind.stages).index(stage) + 1, len(kind.stages)
