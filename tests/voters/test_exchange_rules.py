"""Keyed hashes: a real HMAC, and keys that hold (SQL twin: test_exchange.py)."""

from __future__ import annotations

import hashlib
import hmac
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.voters.neighbours import KEY, SECRET
from voters.rules import exchange as rules


@pytest.mark.parametrize("secret", [SECRET, "abcdefgh" * 8, "lebih panjang " * 9])
def test_it_is_hmac_sha256_and_a_secret_of_any_length_is_a_key(secret: str) -> None:
    said = "nik|3272010101700001"
    known = hmac.new(secret.strip().encode(), said.encode(), hashlib.sha256).digest()
    assert rules.key_of(secret).keyed(said) == known[:16]
    assert rules.number_hash(rules.key_of(secret), "3272010101700001") == known[:16]


@pytest.mark.parametrize("secret", ["", "pendek", "a" * 40])
def test_a_secret_that_can_be_guessed_is_no_key(secret: str) -> None:
    with pytest.raises(ValueError, match="short"):
        rules.key_of(secret)


def test_an_id_tells_keys_apart_and_is_not_the_key() -> None:
    other = rules.key_of(SECRET + "x")
    assert rules.same_key(KEY.id, rules.key_of(f" {SECRET}\n").id)
    assert not rules.same_key(KEY.id, other.id)
    assert KEY.id not in (SECRET, KEY.inner.hex()[:16])


def test_a_person_is_the_name_as_it_sounds_the_day_and_the_sex() -> None:
    known = rules.person_hash(KEY, "MUHAMMAD YUSUF", "19700101", "L")
    assert known == rules.person_hash(KEY, "H. MOH. JUSUF", "19700101", "L")
    assert known != rules.person_hash(KEY, "MUHAMMAD YUSUF", "19700101", "P")
    assert known != rules.person_hash(KEY, "MUHAMMAD YUSUF", "19700102", "L")
    assert rules.person_hash(KEY, "123", "19700101", "L") is None


def test_what_was_found_has_the_numbers_of_its_rules() -> None:
    assert rules.numbers_of(True, False) == ["G8"]
    assert rules.numbers_of(True, True) == ["G8", "G9"]
    assert rules.numbers_of(False, False) == []


def test_a_line_of_the_file_is_known_by_its_cells() -> None:
    ref = "0b9a3c1e-0000-4000-8000-0123456789ab"
    line = [KEY.id, "3202", ref, "3", "ab" * 16, "", "cd" * 16, "3272", ref, "STAY"]
    assert rules.first_wrong(line) == ""
    for at, name in enumerate(rules.HEADINGS):
        assert rules.first_wrong([*line[:at], "?", *line[at + 1 :]]) == name


def test_the_deploy_check_tells_of_a_web_process_with_a_key(
    settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    from kpu_portal import checks

    settings.EXCHANGE_KEYS = {"32": SECRET}
    monkeypatch.setattr(checks.database, "ROLE", "worker")
    assert checks.web_holds_no_exchange_key(None) == []
    monkeypatch.setattr(checks.database, "ROLE", "web")
    (warning,) = checks.web_holds_no_exchange_key(None)
    assert warning.id == "pdpb.W002"
    assert SECRET not in f"{warning.msg} {warning.hint}"


def test_keys_come_from_files_of_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    from kpu_portal.settings import exchange

    (tmp_path / "kunci").write_text(f"{SECRET}\n")
    monkeypatch.setenv("PDPB_EXCHANGE_KEY_32_FILE", str(tmp_path / "kunci"))
    monkeypatch.setenv("PDPB_EXCHANGE_KEY_31", "lain")
    assert exchange._keys() == {"31": "lain", "32": SECRET}


@pytest.mark.parametrize(
    ("as_of", "starts_on", "day", "since"),
    [
        ("2026-11-04", "2026-11-01", 5, None),
        ("2026-11-05", "2026-11-01", 5, "2026-11-01"),
        ("2026-11-30", "2026-11-10", 5, None),
        ("2026-12-05", "2026-11-10", 5, "2026-12-01"),
        ("2026-12-04", "2026-10-01", 5, "2026-11-01"),
        ("2027-01-03", "2026-12-10", 12, "2026-12-10"),
        ("2026-11-30", "2026-12-01", 5, None),
        ("2026-11-30", "2026-11-01", 0, None),
    ],
)
def test_a_comparison_is_due_from_its_day_of_the_month(
    as_of: str, starts_on: str, day: int, since: str | None
) -> None:
    found = rules.begins(date.fromisoformat(as_of), date.fromisoformat(starts_on), day)
    assert found == (date.fromisoformat(since) if since else None)
