"""docs/rules.md names a test for each rule: every one of them stands."""

from __future__ import annotations

import re
from pathlib import Path

TESTS = Path(__file__).parent
DOCUMENT = TESTS.parent / "docs" / "rules.md"


def test_every_test_that_the_rules_name_stands() -> None:
    named = re.findall(r"`([a-z_/]+\.py)(?:::(test_\w+))?`", DOCUMENT.read_text())
    ours = [(file, test) for file, test in named if (TESTS / file).name[:4] == "test"]
    assert len(ours) > 100
    gone = [
        f"{file}::{test}"
        for file, test in ours
        if not (TESTS / file).is_file()
        or (test and f"def {test}(" not in (TESTS / file).read_text())
    ]
    assert gone == []


def test_no_rule_is_without_a_test() -> None:
    text = DOCUMENT.read_text().partition("## Not built")[0]
    rows = [row for row in text.splitlines() if re.match(r"\| [A-Z]\d+ \|", row)]
    numbers = [row.split(" ")[1] for row in rows]
    assert len(numbers) == len(set(numbers)) > 100
    silent = [
        row.split(" ")[1] for row in rows if not row.rstrip(" |").split(" | ")[-1]
    ]
    assert silent == []
    assert not [row for row in rows if row.rstrip(" |").endswith("none")]
