"""Walks the real URL conf with every role, own and foreign, GET and POST.

What may happen stands in docs/access.md, which a person can read; a URL that has no
line there fails. The objects are real ones of the own regency, of another one and of
another kecamatan.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.kpu_portal.read_only_posts import MAY_SEND
from tests.kpu_portal.url_objects import (
    ELSEWHERE,
    FOREIGN,
    OWN,
    VILLAGE,
    Objects,
    address,
    objects_of,
    publish,
)
from tests.kpu_portal.url_pages import FILES
from tests.kpu_portal.url_table import CAST_OF, METHODS, READ_ONLY, all_urls, read
from tests.roles import as_worker

# Thousands of requests: what they run is measured where each page has its tests.
pytestmark = pytest.mark.no_cover
PAGES, FREE = read()
NAMES = sorted(PAGES)
ABOUT_A_PLACE = [
    name
    for name in NAMES
    if name not in ("home", "rules")
    and not name.startswith(("accounts:", "codes:", "settings:"))
]
OPENED = frozenset({200, 302, 400, 422})
NOTHING_YET = {
    *(("plenos:scan", "get"), ("voters:bulk", "post"), ("accounts:decide", "post")),
    ("accounts:confirm", "post"),
    ("accounts:code", "post"),
    *(("plenos:advice_propose", "post"), ("plenos:reopen_decide", "post")),
    *(("downloads:file", "get"), ("downloads:delete", "post")),
    *(("downloads:progress", "get"), ("codes:decide", "post")),
    ("reconciliation:ceiling_decide", "post"),
    *(("posts:paper", "get"), ("posts:paper_picture", "get")),
    ("posts:spread_target", "post"),
}
"""Open, and 404 all the same: no scan, no file of one's own, nothing to decide, no
short link of the kecamatan."""
SignIn = Callable[[Any], Any]


@pytest.fixture(scope="module")
def made(shared_stocked: str) -> Iterator[dict[str, Objects]]:
    """Objects of the own regency, of another, and of another kecamatan."""
    with as_worker():
        found = {OWN: objects_of(OWN, VILLAGE), FOREIGN: objects_of(FOREIGN)}
        found[ELSEWHERE] = objects_of(ELSEWHERE, beside=found[OWN])
        for regency in (OWN, FOREIGN):
            publish(regency)
    yield found


def ask(client: Any, method: str, url: str) -> int:
    return int(getattr(client, method)(url).status_code)


def is_page(answer: Any) -> bool:
    """Whether a browser shows it: then it is walked (tests/browser/walking.py)."""
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    return html and answer.status_code == 200


def test_every_url_has_its_line_and_every_line_its_url() -> None:
    assert {name for name, _ in all_urls()} == set(PAGES) | FREE


def test_every_role_has_its_column() -> None:
    from accounts.models import Role

    for line in PAGES.values():
        assert set(line.may) == set(CAST_OF), line.name
        for role, methods in line.may.items():
            assert methods <= line.answers, (line.name, role)
        assert set().union(*line.may.values()) == line.answers, line.name
    assert len(CAST_OF) == len(Role.values) + 1  # Bawaslu stands there twice


def test_who_only_reads_may_send_searches_and_samples_only() -> None:
    for line in PAGES.values():
        for role in READ_ONLY:
            if "post" in line.may[role]:
                assert line.name in MAY_SEND, (line.name, role)


def test_every_url_about_people_carries_the_region() -> None:
    for name, parameters in all_urls():
        if name in ABOUT_A_PLACE:
            assert parameters[0] in {"regency", "province"}, name


def test_a_visitor_is_sent_to_sign_in(made: dict[str, Objects], client: Any) -> None:
    for name in NAMES:
        for method in METHODS.values():
            answer = getattr(client, method)(address(name, made[OWN]))
            if method in PAGES[name].answers:
                assert answer.status_code == 302, (name, method)
                assert answer["Location"].startswith("/masuk/"), name
            else:
                assert answer.status_code in {302, 405}, (name, method)


@pytest.mark.parametrize("role", CAST_OF)
def test_the_own_region_opens_what_the_table_says(
    made: dict[str, Objects],
    cast: Any,
    sign_in: SignIn,
    bare_errors: None,
    role: str,
) -> None:
    client = sign_in(getattr(cast, CAST_OF[role]))
    wrong = []
    for name in NAMES:
        for method in METHODS.values():
            answer = getattr(client, method)(address(name, made[OWN]))
            status = answer.status_code
            if method in PAGES[name].may[role]:
                right = status in OPENED or (name, method) in NOTHING_YET
                right = right and not (name in FILES and is_page(answer))
            elif method in PAGES[name].answers:
                # No region of its own: nothing is there at all. Below a province
                # only the province's accounts are told that they lack the right.
                hidden = role == "admin" and name in ABOUT_A_PLACE
                right = status in ({403, 404} if hidden else {403})
            else:
                right = status in {403, 404, 405}
            if not right:
                wrong.append((name, method, status))
    assert wrong == [], wrong


@pytest.mark.parametrize("role", CAST_OF)
def test_a_refusal_has_its_page(
    made: dict[str, Objects], cast: Any, sign_in: SignIn, role: str
) -> None:
    """Once a role, with the pages that the other tests here leave out."""
    client = sign_in(getattr(cast, CAST_OF[role]))
    answer = client.get(address("voters:list", made[FOREIGN]))
    assert answer.status_code == 404
    assert "Halaman tidak ditemukan" in answer.content.decode()
    closed = next(
        name
        for name in ABOUT_A_PLACE
        if "get" in PAGES[name].answers - PAGES[name].may[role]
    )
    answer = client.get(address(closed, made[OWN]))
    words = {403: "Anda tidak berwenang", 404: "Halaman tidak ditemukan"}
    assert words[answer.status_code] in answer.content.decode()


@pytest.mark.parametrize("role", CAST_OF)
def test_a_foreign_region_is_not_there(
    made: dict[str, Objects],
    cast: Any,
    sign_in: SignIn,
    bare_errors: None,
    role: str,
) -> None:
    client = sign_in(getattr(cast, CAST_OF[role]))
    wrong = []
    for name in ABOUT_A_PLACE:
        for method in METHODS.values():
            status = ask(client, method, address(name, made[FOREIGN]))
            if status not in not_there(name, method, role):
                wrong.append((name, method, status))
    assert wrong == []


@pytest.mark.parametrize(
    ("role", "where"),
    [
        *((role, FOREIGN) for role in CAST_OF),
        # To everybody else another kecamatan of the regency is the own region.
        *((role, ELSEWHERE) for role in ("pos", "kelurahan", "RT/RW")),
    ],
)
def test_a_foreign_object_below_the_own_region_is_not_there(
    made: dict[str, Objects],
    cast: Any,
    sign_in: SignIn,
    bare_errors: None,
    role: str,
    where: str,
) -> None:
    """The id of somebody else's object, under an address that is one's own."""
    client = sign_in(getattr(cast, CAST_OF[role]))
    wrong = []
    for name, parameters in all_urls():
        if "public_id" not in parameters:
            continue
        for method in METHODS.values():
            status = ask(client, method, address(name, made[where], OWN))
            allowed = method in PAGES[name].may[role]
            wanted = {404} if allowed else not_there(name, method, role) | {403}
            if status not in wanted:
                wrong.append((name, method, status))
    assert wrong == []


def not_there(name: str, method: str, role: str) -> set[int]:
    """404; before it, a reader's POST is refused and an unknown method too."""
    refused = role in READ_ONLY and method == "post" and name not in MAY_SEND
    if refused:
        return {403}
    return {404} if method in PAGES[name].answers else {404, 405}


@pytest.mark.parametrize("part", ["province", "supervisor", "head"])
def test_a_readers_change_is_refused_and_recorded(
    shared_stocked: str, cast: Any, sign_in: SignIn, part: str
) -> None:
    from audit.models import LedgerEntry

    client = sign_in(getattr(cast, part))
    assert client.post("/kab/3272/usulan/baru/").status_code == 403
    entry = LedgerEntry.objects.using("gate").filter(action="refused.write").first()
    assert entry is not None
    assert entry.actor_id == getattr(cast, part).pk


@pytest.mark.parametrize("code", ["9999", "32", "327", "3272x", "abcd"])
def test_a_region_that_is_none(
    shared_stocked: str, cast: Any, sign_in: SignIn, code: str
) -> None:
    client = sign_in(cast.operator_a)
    assert client.get(f"/kab/{code}/").status_code == 404


@pytest.mark.parametrize("code", ["99", "3", "3272", "ab", "32x"])
def test_a_province_that_is_none(
    shared_stocked: str, cast: Any, sign_in: SignIn, code: str
) -> None:
    assert sign_in(cast.province).get(f"/provinsi/{code}/").status_code == 404
