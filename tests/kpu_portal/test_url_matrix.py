"""URL × role × foreign region, over the real URL conf: a URL without an entry fails."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

import pytest
from django.urls import get_resolver, reverse

from tests.databases import NEXT

OFFICE = frozenset({"operator_a", "chair_a", "member_a"})
CHAIR = frozenset({"chair_a"})
SUPERVISOR = frozenset({"supervisor"})
READERS = OFFICE | {"province", "supervisor"}
EVERYBODY = frozenset({*READERS, "admin"})
FOREIGN = ("operator_b", "chair_b", "province_b", "supervisor_b", "admin")
PARTS = (*sorted(READERS), "admin")
NOBODY = str(uuid.UUID(int=7))


class Entry(NamedTuple):
    """How a URL is asked, and who may: others of the region get 403."""

    method: str
    may: frozenset[str]


MATRIX = {
    "regency-home": Entry("get", OFFICE),
    "voters:list": Entry("get", OFFICE),
    "voters:search": Entry("post", OFFICE),
    "voters:export": Entry("get", OFFICE),
    "voters:detail": Entry("get", OFFICE),
    "voters:unmask": Entry("post", OFFICE),
    "voters:review": Entry("get", OFFICE),
    "voters:export_proposals": Entry("get", OFFICE),
    "voters:bulk": Entry("get", OFFICE),
    "voters:apply": Entry("post", OFFICE),
    "voters:undo": Entry("post", OFFICE),
    "voters:propose": Entry("get", OFFICE),
    "voters:proposal": Entry("get", OFFICE),
    "voters:decide": Entry("post", OFFICE),
    "voters:evidence": Entry("post", OFFICE),
    "voters:evidence_file": Entry("get", OFFICE),
    "reconciliation:list": Entry("get", OFFICE),
    "reconciliation:export": Entry("get", OFFICE),
    "reconciliation:upload": Entry("get", OFFICE),
    "reconciliation:detail": Entry("get", OFFICE),
    "reconciliation:mapping": Entry("post", OFFICE),
    "reconciliation:start": Entry("post", OFFICE),
    "reconciliation:rows": Entry("get", OFFICE),
    "reconciliation:refused": Entry("get", OFFICE),
    "plenos:index": Entry("get", OFFICE),
    "plenos:recap": Entry("get", READERS),
    "plenos:behind": Entry("get", OFFICE),
    "plenos:drafts": Entry("get", OFFICE),
    "plenos:keep_draft": Entry("post", OFFICE),
    "plenos:draft": Entry("get", OFFICE),
    "plenos:plenary": Entry("get", OFFICE),
    "plenos:freeze": Entry("post", CHAIR),
    "plenos:minutes": Entry("get", READERS),
    "plenos:minutes_word": Entry("get", READERS),
    "plenos:workbook": Entry("get", READERS),
    "plenos:scan": Entry("get", OFFICE),
    "plenos:publish": Entry("post", OFFICE),
    "plenos:supervisor": Entry("get", SUPERVISOR),
    "plenos:supervisor_list": Entry("get", SUPERVISOR),
    "jobs:list": Entry("get", OFFICE),
    "jobs:export": Entry("get", OFFICE),
    "jobs:progress": Entry("get", OFFICE),
    "jobs:cancel": Entry("post", OFFICE),
    "jobs:retry": Entry("post", OFFICE),
    "downloads:list": Entry("get", OFFICE),
    "downloads:new": Entry("get", OFFICE),
    "downloads:file": Entry("get", OFFICE),
    "downloads:delete": Entry("post", OFFICE),
    "audit:list": Entry("get", OFFICE),
    "audit:export": Entry("get", OFFICE),
    # Below a province, not a regency.
    "province": Entry("get", frozenset({"province"})),
}
OPEN = frozenset({"health", "login", "logout", "set_language"})
"""What a visitor may ask."""
SIGNED_IN = frozenset({"home"})
"""What every account may ask; it sends people on."""
PLACES = {
    "regency": "3272",
    "province": "32",
    "period": NEXT,
    "public_id": NOBODY,
    "evidence_id": NOBODY,
    "source": "voter.export",
}


def _all_urls() -> Iterator[tuple[str, list[str]]]:
    """Every view name of the URL conf and the parameters of its pattern."""

    def walk(patterns: Any, space: str, names: list[str]) -> Iterator[Any]:
        for pattern in patterns:
            found = [*names, *pattern.pattern.regex.groupindex]
            if hasattr(pattern, "url_patterns"):
                inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
                yield from walk(pattern.url_patterns, inner, found)
            else:
                yield f"{space}{pattern.name}", found

    yield from walk(get_resolver().url_patterns, "", [])


def _url(name: str) -> str:
    parameters = dict(_all_urls())[name]
    return reverse(name, kwargs={key: PLACES[key] for key in parameters})


NAMES = sorted(MATRIX)
SignIn = Callable[[Any], Any]


def test_every_url_has_its_entry() -> None:
    known = set(MATRIX) | OPEN | SIGNED_IN
    assert {name for name, _ in _all_urls()} == known


def test_every_url_about_people_carries_the_region() -> None:
    for name, parameters in _all_urls():
        if name in MATRIX:
            assert parameters[0] in {"regency", "province"}, name


@pytest.mark.parametrize("name", [*NAMES, "home"])
def test_a_visitor_is_sent_to_sign_in(
    shared_stocked: str, client: Any, name: str
) -> None:
    method = MATRIX[name].method if name in MATRIX else "get"
    answer = getattr(client, method)(_url(name))
    assert answer.status_code == 302, name
    assert answer["Location"].startswith("/masuk/")


@pytest.mark.parametrize("part", FOREIGN)
def test_a_foreign_region_is_not_there(
    shared_stocked: str, cast: Any, sign_in: SignIn, part: str
) -> None:
    client = sign_in(getattr(cast, part))
    for name in NAMES:
        answer = getattr(client, MATRIX[name].method)(_url(name))
        read_only = part in {"province_b", "supervisor_b"}
        # A reader's POST is refused before anything is looked for.
        refused = MATRIX[name].method == "post" and name != "voters:search"
        wanted = 403 if read_only and refused else 404
        assert answer.status_code == wanted, name


@pytest.mark.parametrize("part", PARTS[:-1])
def test_who_may_and_who_may_not(
    shared_stocked: str, cast: Any, sign_in: SignIn, part: str
) -> None:
    client = sign_in(getattr(cast, part))
    for name in NAMES:
        entry = MATRIX[name]
        answer = getattr(client, entry.method)(_url(name))
        if part in entry.may:
            assert answer.status_code in {200, 302, 400, 404}, (name, answer)
            if "public_id" not in dict(_all_urls())[name]:
                assert answer.status_code != 404 or _not_published(name, part), name
        elif name == "province":
            assert answer.status_code in {403, 404}
        else:
            assert answer.status_code == 403, name


def _not_published(name: str, part: str) -> bool:
    """Papers and recaps of a period that is not frozen or published are not there."""
    papers = {
        "plenos:minutes",
        "plenos:minutes_word",
        "plenos:workbook",
        "plenos:recap",
        "plenos:publish",
    }
    meeting = {"plenos:scan", "plenos:freeze"}
    without_a_cell = {"plenos:behind", "plenos:supervisor_list"}
    return name in papers | meeting | without_a_cell


@pytest.mark.parametrize("part", ["province", "supervisor"])
def test_a_readers_change_is_refused_and_recorded(
    shared_stocked: str, cast: Any, sign_in: SignIn, part: str
) -> None:
    from audit.models import LedgerEntry

    client = sign_in(getattr(cast, part))
    assert client.post("/kab/3272/usulan/baru/").status_code == 403
    entry = LedgerEntry.objects.filter(action="refused.write").first()
    assert entry is not None
    assert entry.actor_id == getattr(cast, part).pk


@pytest.mark.parametrize("code", ["9999", "32", "327", "3272x", "abcd"])
def test_a_region_that_is_none(
    shared_stocked: str, cast: Any, sign_in: SignIn, code: str
) -> None:
    client = sign_in(cast.operator_a)
    assert client.get(f"/kab/{code}/").status_code == 404
