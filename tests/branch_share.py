"""The gate on branches: `coverage json -q -o - | python tests/branch_share.py 90`.

`fail_under` of coverage counts lines and branches together, and lines are the more and
the easier: nine tenths of both may be much less of the branches.
"""

from __future__ import annotations

import json
import sys
from typing import Any

WORST = 10
"""Files named when there are too few."""


def told(report: dict[str, Any], least: float) -> tuple[bool, str]:
    """Whether enough branches were taken, and the words for it.

    report: what `coverage json` writes; least: percent that must be reached, as they
    are and not rounded. A report without branches was measured wrongly: not enough.
    """
    covered, number = _of(report["totals"])
    if not number:
        return False, "Branches: none was measured"
    share = 100 * covered / number
    words = f"Branches: {covered} of {number} taken, {share:.3f} %; at least {least} %"
    if share >= least:
        return True, words
    files = {name: _of(one["summary"]) for name, one in report["files"].items()}
    worst = sorted(files, key=lambda name: files[name][0] - files[name][1])[:WORST]
    missed = [f"  {name}: {files[name][1] - files[name][0]} missed" for name in worst]
    return False, "\n".join([words, *missed])


def _of(summary: dict[str, int]) -> tuple[int, int]:
    return summary.get("covered_branches", 0), summary.get("num_branches", 0)


def main(arguments: list[str]) -> int:
    """Judge the report on standard input; 0 when enough branches were taken."""
    enough, words = told(json.load(sys.stdin), float(arguments[0]))
    sys.stdout.write(f"{words}\n")
    return 0 if enough else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
