"""The plot of docs/benchmarks.md: seconds over the size of the roll, as SVG.

Drawn from a kept JSON of measured figures; both axes are logarithmic, so that work
that grows with the file is a line at the slope of COPY's.
"""

from __future__ import annotations

import json
import math
from pathlib import Path
from typing import Any

from launcher.home import REPOSITORY

KEPT = REPOSITORY / "docs" / "benchmarks.json"
DRAWN = REPOSITORY / "docs" / "benchmarks.svg"
WIDTH, HEIGHT, EDGE = 640, 400, 64
LINES = (("seconds", "reconcile", "#206bc4"), ("copy", "COPY", "#d6336c"))


def keep(path: Path, taken: dict[int, dict[str, Any]]) -> None:
    """Write the figures of a run; those of sizes it did not measure stay."""
    known = json.loads(path.read_text()) if path.exists() else {}
    known |= {str(voters): figures for voters, figures in taken.items()}
    path.write_text(json.dumps(known, indent=1, sort_keys=True) + "\n")


def draw(taken: dict[str, dict[str, Any]]) -> str:
    """Return the SVG: a line of seconds over voters for the job and for COPY."""
    sizes = sorted(int(size) for size in taken)
    most = max(taken[str(size)]["seconds"] for size in sizes)
    least = min(taken[str(size)]["copy"] for size in sizes)
    across = _axis(sizes[0], sizes[-1], EDGE, WIDTH - EDGE)
    down = _axis(least, most, HEIGHT - EDGE, EDGE)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" '
        'font-family="sans-serif" font-size="13">',
        "<title>Seconds over the number of voters</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#ffffff"/>',
        f'<path d="M{EDGE} {EDGE - 20}V{HEIGHT - EDGE + 20}H{WIDTH - EDGE + 20}" '
        'fill="none" stroke="#667382"/>',
    ]
    for size in sizes:
        parts.append(
            f'<text x="{across(size):.0f}" y="{HEIGHT - 22}" text-anchor="middle">'
            f"{size:,}</text>"
        )
    for key, name, colour in LINES:
        points = [(across(n), down(taken[str(n)][key]), n) for n in sizes]
        way = " ".join(f"{x:.1f},{y:.1f}" for x, y, _n in points)
        parts.append(
            f'<polyline points="{way}" fill="none" stroke="{colour}" stroke-width="2"/>'
        )
        for x, y, n in points:
            parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="4" fill="{colour}"/>')
            parts.append(
                f'<text x="{x:.0f}" y="{y - 10:.0f}" text-anchor="middle" '
                f'fill="{colour}">{name} {taken[str(n)][key]:.2f} s</text>'
            )
    return "\n".join([*parts, "</svg>"]) + "\n"


def _axis(low: float, high: float, start: float, end: float) -> Any:
    span = math.log(high / low) or 1.0

    def place(value: float) -> float:
        return start + (end - start) * math.log(value / low) / span

    return place


def main() -> None:
    """Draw the kept figures: ``python -m bench.plot``."""
    DRAWN.write_text(draw(json.loads(KEPT.read_text())))


if __name__ == "__main__":
    main()
