"""Who only reads sends what is named, name by name, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.urls import resolve

from accounts.middleware import READ_ONLY_POSTS
from accounts.models import READ_ONLY_ROLES
from audit.models import LedgerEntry
from tests.accounts.urls import every_url
from tests.databases import REPOSITORY
from tests.kpu_portal.read_only_posts import BEYOND, LISTED, MAY_SEND

SignIn = Callable[[Any], Any]
PAPERS = ("access.md", "adr/0071-what-a-reader-may-send-and-an-officer-is-shown.md")


def test_the_middleware_lets_exactly_the_named_ones_through() -> None:
    assert READ_ONLY_POSTS == MAY_SEND
    assert not set(LISTED) & set(BEYOND)


@pytest.mark.parametrize("paper", PAPERS)
def test_each_name_beyond_the_rule_has_its_reason_in_the_papers(paper: str) -> None:
    text = (REPOSITORY / "docs" / paper).read_text(encoding="utf-8")
    part = text.partition("What who only reads may send")[2].partition("\n## ")[0]
    told = dict(re.findall(r"^- `([^`]+)`: (.+)$", part, re.MULTILINE))
    assert set(told) == set(BEYOND)
    assert all(len(reason) > len("likewise") - 1 for reason in told.values())


@pytest.mark.parametrize("part", ["province", "supervisor", "head"])
def test_every_other_post_is_refused(
    shared_stocked: str, cast: Any, sign_in: SignIn, bare_errors: None, part: str
) -> None:
    """Every URL of the conf, those for everybody too, whatever stands in the table."""
    person = getattr(cast, part)
    assert person.role in READ_ONLY_ROLES
    client, wrong, asked = sign_in(person), [], set()
    for name, address in sorted(every_url().items()):
        # Two names of one address are one page.
        known = resolve(address).view_name
        before = _refusals()
        answer = client.post(address)
        refused = answer.status_code == 403 and _refusals() == before + 1
        if refused == (known in MAY_SEND):
            wrong.append((name, answer.status_code))
        if not refused:
            client = sign_in(person)  # it may have been signing out
        asked.add(known)
    assert wrong == []
    assert asked >= MAY_SEND


def _refusals() -> int:
    return LedgerEntry.objects.using("gate").filter(action="refused.write").count()
