"""The ASVS list names tests that exist, and what a setting alone proves."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMED = re.compile(r"`([\w/]+\.py)::(\w+)`")


@pytest.mark.parametrize("document", ["asvs.md", "roles.md"])
def test_every_named_test_exists(document: str) -> None:
    named = NAMED.findall((ROOT / "docs" / document).read_text("utf-8"))
    assert len(named) > 20
    for path, name in named:
        source = (ROOT / "tests" / path).read_text("utf-8")
        assert f"\ndef {name}(" in source, f"{document}: {path}::{name}"


def test_every_item_has_a_test() -> None:
    text = (ROOT / "docs" / "asvs.md").read_text("utf-8").split("## Not adopted")[0]
    rows = [line for line in text.splitlines() if re.match(r"\| \d", line)]
    assert len(rows) > 30
    for row in rows:
        assert NAMED.search(row), row


def test_argon2_comes_first() -> None:
    from kpu_portal.settings import security

    assert security.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher")
