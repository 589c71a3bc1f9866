"""Each wall alone: without the querysets' filter, and without the policies.

By-name pages are asked for foreign people while one of the walls is down. A third run
with both down finds them, so that the other two prove something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from django.apps import apps
from django.urls import reverse

from tests import databases
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
from tests.roles import admin_sql, as_worker
from voters.querysets import ScopedQuerySet

pytestmark = pytest.mark.no_cover
PAGES = (
    *("voters:list", "voters:export", "voters:detail", "voters:review"),
    *("voters:export_proposals", "voters:proposal", "voters:evidence_file"),
    *("voters:propose", "reconciliation:detail", "reconciliation:rows"),
    *("reconciliation:ceiling", "voters:handovers", "voters:handover"),
    *("reconciliation:refused", "plenos:behind", "regency-home"),
    *("voters:post", "voters:post_person", "voters:post_propose"),
    *("voters:residents", "plenos:village", "fieldwork:tasks", "fieldwork:sheet"),
)
"""Every page that shows, or might show, a person by name, by GET."""


@pytest.fixture(scope="module")
def made(_open_databases: None) -> Iterator[dict[str, Objects]]:
    """Objects of both regencies and of another kecamatan, in a database of its own."""
    with databases.clone("stocked"):
        with as_worker():
            found = {OWN: objects_of(OWN, VILLAGE), FOREIGN: objects_of(FOREIGN)}
            found[ELSEWHERE] = objects_of(ELSEWHERE, beside=found[OWN])
            for regency in (OWN, FOREIGN):
                publish(regency)
        yield found


@pytest.fixture
def without_querysets(monkeypatch: pytest.MonkeyPatch) -> None:
    """The first wall down: no queryset cuts, and every regency counts as covered.

    The ledger is left out: it would refuse what is shown of a foreign regency before
    the policies are asked (tests/accounts/test_reach.py proves that refusal).
    """
    monkeypatch.setattr("audit.services._ENTER", f"SELECT {', '.join(['%s'] * 9)}")
    for kind in scoped_querysets():
        monkeypatch.setattr(kind, "in_scope_of", lambda self, user: self)
    monkeypatch.setattr("accounts.access.covers_regency", lambda user, regency: True)


@pytest.fixture
def without_policies(made: Any) -> Iterator[None]:
    """The second wall down: no table of the database has row security."""
    tables = [
        row[0]
        for row in admin_sql(
            "SELECT c.oid::regclass::text FROM pg_class c"
            " WHERE c.relrowsecurity AND c.relkind IN ('r', 'p')"
        )
    ]
    assert len(tables) > 5
    for table in tables:
        admin_sql(f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY")
    # A claim is refused by its trigger too, which no page about people needs.
    admin_sql("ALTER TABLE review_claim DISABLE TRIGGER claim_held")
    yield
    admin_sql("ALTER TABLE review_claim ENABLE TRIGGER claim_held")
    for table in tables:
        admin_sql(f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY")


def scoped_querysets() -> set[type]:
    """Every class of a manager's queryset that knows `in_scope_of`."""
    found: set[type] = set()
    for model in apps.get_models():
        kind = type(model._default_manager.get_queryset())
        found |= {one for one in kind.__mro__ if "in_scope_of" in vars(one)}
    return found


def names_of(region: str, unlike: str) -> list[str]:
    """Names that only people of a region bear, as the administrator knows them."""
    rows = admin_sql(
        "SELECT name FROM voter WHERE starts_with(kelurahan, %s) EXCEPT SELECT name"
        " FROM voter WHERE starts_with(kelurahan, %s)",
        [region, unlike],
    )
    assert len(rows) > 20
    return [row[0] for row in rows]


def seen(client: Any, objects: Objects, regency: str) -> dict[str, str]:
    """What each by-name page shows about foreign objects below a regency."""
    found: dict[str, str] = {}
    for name in PAGES:
        url = address(name, objects, regency)
        url += "&" if "?" in url else "?"
        answer = client.get(f"{url}format=csv")
        body = b"".join(answer.streaming_content) if answer.streaming else None
        found[name] = (answer.content if body is None else body).decode(errors="ignore")
        assert answer.status_code in {200, 302, 403, 404}, (name, answer.status_code)
    nik = admin_sql("SELECT nik FROM voter WHERE public_id = %s", [objects.voter])
    for name in ("voters:search", "voters:post"):
        url = reverse(name, args=[regency])
        answer = client.post(url, {"q": nik[0][0]})
        found[f"{name} nik"] = answer.content.decode() + answer.get("Location", "")
        answer = client.post(url, {"q": objects.name}, follow=True)
        # What was asked stands in the field again: only rows count.
        found[f"{name} name"] = answer.content.decode().partition("<tbody>")[2]
    answer = client.post(
        reverse("voters:unmask", args=[regency, objects.voter]), {"tujuan": "usulan"}
    )
    found["voters:unmask"] = answer.content.decode()
    return found


def leaks(found: dict[str, str], foreign: list[str], objects: Objects) -> set[str]:
    """Pages that show a foreign name, or lead to the foreign person."""
    known = set(foreign)
    return {
        page
        for page, text in found.items()
        # A whole cell, so that AMIN is not found in AMINAH.
        if known & {cell.strip() for cell in re.split(r"[<>,\n]", unescape(text))}
        or (page.endswith(" nik") and objects.voter in text)
    }


CASES = [
    ("operator_a", FOREIGN, OWN, FOREIGN),
    ("chair_a", FOREIGN, OWN, FOREIGN),
    ("post", FOREIGN, "327201", FOREIGN),
    ("village", FOREIGN, VILLAGE, FOREIGN),
    ("head", FOREIGN, VILLAGE, FOREIGN),
    ("post", ELSEWHERE, "327201", OWN),
    ("village", ELSEWHERE, VILLAGE, OWN),
    ("head", ELSEWHERE, VILLAGE, OWN),
    ("operator_a", FOREIGN, OWN, OWN),
    ("province", FOREIGN, OWN, FOREIGN),
    ("supervisor", FOREIGN, OWN, FOREIGN),
    ("admin", FOREIGN, OWN, FOREIGN),
]
"""Who asks, about whom, what is its own, below which regency."""


@pytest.mark.parametrize(("part", "about", "own", "below"), CASES)
def test_without_the_querysets_the_policies_keep_them_out(
    made: dict[str, Objects],
    cast: Any,
    sign_in: Any,
    without_querysets: None,
    part: str,
    about: str,
    own: str,
    below: str,
) -> None:
    foreign = names_of(about, unlike=own)
    found = seen(sign_in(getattr(cast, part)), made[about], below)
    assert leaks(found, foreign, made[about]) == set()


@pytest.mark.parametrize(("part", "about", "own", "below"), CASES)
def test_without_the_policies_the_querysets_keep_them_out(
    made: dict[str, Objects],
    cast: Any,
    sign_in: Any,
    without_policies: None,
    part: str,
    about: str,
    own: str,
    below: str,
) -> None:
    foreign = names_of(about, unlike=own)
    found = seen(sign_in(getattr(cast, part)), made[about], below)
    assert leaks(found, foreign, made[about]) == set()


@pytest.mark.parametrize(
    ("part", "about", "own", "below", "shown"),
    [
        (
            *("operator_a", FOREIGN, OWN, FOREIGN),
            {"voters:list", "voters:export", "voters:detail", "voters:unmask"}
            | {"voters:review", "voters:proposal", "voters:search nik"},
        ),
        (*("post", ELSEWHERE, "327201", OWN), {"voters:post_person"}),
        (*("head", ELSEWHERE, VILLAGE, OWN), {"voters:residents"}),
    ],
)
def test_without_either_they_are_seen(
    made: dict[str, Objects],
    cast: Any,
    sign_in: Any,
    without_policies: None,
    without_querysets: None,
    part: str,
    about: str,
    own: str,
    below: str,
    shown: set[str],
) -> None:
    """The control: the two tests above would notice."""
    foreign = names_of(about, unlike=own)
    found = seen(sign_in(getattr(cast, part)), made[about], below)
    assert shown <= leaks(found, foreign, made[about])


BY_NAME = {"nik", "voter_id", "proposal_id", "line_no"}


def test_every_model_about_persons_has_a_scope_that_fails_closed(portal: str) -> None:
    from django.contrib.auth.models import AnonymousUser

    from accounts.models import User

    nobody = [
        AnonymousUser(),
        None,
        User(role="OPERATOR", scope_code=""),
        User(role="", scope_code="3272"),
        User(role="DIREKTUR", scope_code="3272"),
        User(role="OPERATOR", scope_code="32"),
        User(role="PROVINCE", scope_code="32"),
        User(role="SUPERVISOR", scope_code="3272"),
        User(role="SUPERVISOR", scope_code="32"),
        User(role="ADMIN", scope_code="3272"),
        User(role="NEIGHBOURHOOD", scope_code="3272011001"),
        User(role="NEIGHBOURHOOD", scope_code="3272011001", rt="001"),
    ]
    checked = set()
    for model in apps.get_models():
        if BY_NAME & {field.name for field in model._meta.fields}:
            checked.add(model._meta.db_table)
            rows: Any = model._default_manager.all()
            for user in nobody:
                scoped = rows.in_scope_of(user)
                assert scoped.query.is_empty(), (model, getattr(user, "role", user))
            office = rows.in_scope_of(User(role="OPERATOR", scope_code="3272"))
            assert not office.query.is_empty(), model
    assert checked >= {"voter", "voter_event", "change_proposal", "evidence"}
    assert checked >= {"not_yet_eligible", "period_member"}


def test_a_smaller_scope_cuts_by_place(portal: str) -> None:
    from accounts.models import User
    from voters.models import ChangeProposal, Evidence, Voter, VoterEvent

    post = User(role="POST", scope_code="327201")
    head = User(role="NEIGHBOURHOOD", scope_code="3272011001", rw="001", rt="002")
    assert "kelurahan" in str(Voter.objects.in_scope_of(post).query)
    sql = str(Voter.objects.in_scope_of(head).query)
    assert '"rw" = 001' in sql
    assert '"rt" = 002' in sql
    for model in (VoterEvent, Evidence):
        assert model.objects.in_scope_of(post).query.is_empty()
    for other in (ChangeProposal, VoterEvent, Evidence):
        assert other.objects.in_scope_of(head).query.is_empty()
    assert issubclass(type(Voter.objects.all()), ScopedQuerySet)
