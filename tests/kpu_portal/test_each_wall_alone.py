"""Each wall alone: without the querysets' filter, and without the policies.

By-name pages are asked for foreign people while one of the walls is down. A third run
with both down finds them, so that the other two prove something.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps

from tests import databases
from tests.kpu_portal.by_name import PAGES, Roll, page_of, sent_of, text_of
from tests.kpu_portal.by_name_objects import prepare
from tests.kpu_portal.url_objects import ELSEWHERE, FOREIGN, OWN, VILLAGE, Objects
from tests.roles import admin_sql
from voters.querysets import ScopedQuerySet

pytestmark = [pytest.mark.no_cover, pytest.mark.usefixtures("bare_errors")]


@pytest.fixture(scope="module")
def made(_open_databases: None) -> Iterator[dict[str, Objects]]:
    """Objects of both regencies and of another kecamatan, in a database of its own."""
    with databases.clone("stocked"):
        yield prepare()


@pytest.fixture(scope="module")
def roll(made: dict[str, Objects]) -> Roll:
    """Who bears which name, as the administrator knows it."""
    return Roll(made)


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


def leaks(client: Any, roll: Roll, objects: Objects, own: str, below: str) -> set[str]:
    """Pages that show somebody who is not `own`, or lead to the person of the objects.

    Every page and every POST that shows people is asked about these objects, below a
    regency.
    """
    strangers = roll.of_place(objects.kelurahan[:4]) - roll.of_place(own)
    found = set()
    for name in PAGES:
        answer = client.get(page_of(name, objects, below), follow=True)
        assert answer.status_code in {200, 403, 404}, (name, answer.status_code)
        if strangers & roll.named_in(text_of(answer)):
            found.add(name)
    for sent in sent_of(objects, below):
        answer = client.post(sent.url, sent.data, follow=True)
        assert answer.status_code in {200, 403, 404, 422}, (sent, answer.status_code)
        led = any(objects.voter in url for url, _status in answer.redirect_chain)
        text = text_of(answer)
        if "q" in sent.data:  # what was asked stands above: only rows count
            text = text.partition("<tbody")[2]
        if led or strangers & roll.named_in(text):
            found.add(sent.label)
    return found


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
    roll: Roll,
    cast: Any,
    sign_in: Any,
    without_querysets: None,
    part: str,
    about: str,
    own: str,
    below: str,
) -> None:
    client = sign_in(getattr(cast, part))
    assert leaks(client, roll, made[about], own, below) == set()


@pytest.mark.parametrize(("part", "about", "own", "below"), CASES)
def test_without_the_policies_the_querysets_keep_them_out(
    made: dict[str, Objects],
    roll: Roll,
    cast: Any,
    sign_in: Any,
    without_policies: None,
    part: str,
    about: str,
    own: str,
    below: str,
) -> None:
    client = sign_in(getattr(cast, part))
    assert leaks(client, roll, made[about], own, below) == set()


CONTROL = [
    ("operator_a", FOREIGN, OWN, FOREIGN),
    ("post", ELSEWHERE, "327201", OWN),
    ("village", ELSEWHERE, VILLAGE, OWN),
    ("head", ELSEWHERE, VILLAGE, OWN),
    ("supervisor", FOREIGN, OWN, FOREIGN),
]
HELD_BACK = dict.fromkeys(
    ("plenos:supervisor_list", "plenos:supervisor_paper", "POST plenos:sample"),
    "supervisor_list() and supervisor_sample() ask the token in their own SQL, a third"
    " wall that no fixture here takes down: tests/accounts/test_supervisor_sql.py",
)
"""Pages that show nobody foreign with both walls down, and what still holds them."""


def test_without_either_they_are_seen(
    made: dict[str, Objects],
    roll: Roll,
    cast: Any,
    sign_in: Any,
    without_policies: None,
    without_querysets: None,
) -> None:
    """The control: the two tests above would notice, page by page."""
    found: set[str] = set()
    every = {*PAGES, *(sent.label for sent in sent_of(made[OWN]))}
    for part, about, own, below in CONTROL:
        more = leaks(sign_in(getattr(cast, part)), roll, made[about], own, below)
        found |= more
    assert sorted(every - found) == sorted(HELD_BACK)


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
