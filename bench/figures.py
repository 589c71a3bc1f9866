"""A measured figure beside its goal, and the table that shows all of them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the table; without a goal it is only printed."""

    what: str
    measured: float
    goal: float | None = None
    unit: str = "x"
    detail: str = ""

    @property
    def missed(self) -> bool:
        return self.goal is not None and self.measured > self.goal


def show(figures: Iterable[Figure]) -> str:
    """Return the table: what, goal, measured, verdict, and the parts of the ratio."""
    lines = [f"{'what':<68} {'goal':>9} {'measured':>9}", "-" * 94]
    for one in figures:
        goal = "-" if one.goal is None else f"{_number(one.goal)} {one.unit}"
        verdict = "" if one.goal is None else "MISSED" if one.missed else "ok"
        measured = f"{_number(one.measured)} {one.unit}"
        lines.append(f"{one.what:<68} {goal:>9} {measured:>9}  {verdict}".rstrip())
        if one.detail:
            lines.append(f"    {one.detail}")
    return "\n".join(lines)


def shares(timings: dict[str, float], unit_seconds: float | None = None) -> str:
    """Say where the time goes: stages by their seconds, the longest first.

    unit_seconds: when given, each stage is also told as a multiple of it.
    """
    told = []
    for stage, seconds in sorted(timings.items(), key=lambda item: -item[1]):
        times = f" ({seconds / unit_seconds:.1f} x)" if unit_seconds else ""
        told.append(f"{stage} {seconds:.2f} s{times}")
    return ", ".join(told)


def _number(value: float) -> str:
    return f"{value:.3f}" if abs(value) < 0.1 else f"{value:.2f}"
