"""No claim of THREAT_MODEL.md stands without its test."""

from __future__ import annotations

import re

import pytest

from tests.databases import REPOSITORY

TEXT = (REPOSITORY / "THREAT_MODEL.md").read_text(encoding="utf-8")
NAMED = re.compile(r"`(tests/[\w/]+\.py)::(test_\w+)`")


def _claims() -> list[str]:
    """Rows of the table of actors, without its heading."""
    part = TEXT.split("## Actors", 1)[1].split("## What row security", 1)[0]
    rows = [line for line in part.splitlines() if line.startswith("|")]
    return rows[2:]


@pytest.mark.parametrize(("file", "test"), sorted(set(NAMED.findall(TEXT))))
def test_a_named_test_exists(file: str, test: str) -> None:
    source = (REPOSITORY / file).read_text(encoding="utf-8")
    assert re.search(rf"^def {test}\(", source, re.MULTILINE)


def test_every_claim_names_a_test() -> None:
    rows = _claims()
    assert len(rows) > 15
    for row in rows:
        assert NAMED.search(row), row
