"""Whoever is shown by name is recorded: every page of every role is walked.

The pages and the objects are those of the two walls (tests/kpu_portal/by_name.py).
Whenever a name of the roll stands in the HTML or in the file that came back, what the
account's ledger took in meanwhile must hold a key of that person.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from django.test import Client

from accounts.sign_in import open_session
from kpu_portal.ui.actions import ACTIONS
from tests import databases
from tests.conftest import Cast
from tests.kpu_portal.by_name import (
    NAMES_NOBODY,
    PAGES,
    READABLE,
    TABLE,
    Roll,
    page_of,
    reasons_of,
    sent_of,
    text_of,
)
from tests.kpu_portal.by_name_objects import prepare
from tests.kpu_portal.url_objects import OWN, Objects
from tests.kpu_portal.url_table import CAST_OF
from tests.roles import admin_sql

pytestmark = pytest.mark.no_cover
LIKE_AN_OPERATOR = frozenset({"anggota", "ketua"})
"""They open the operator's pages by the same views: those that name nobody for it are
not asked once more."""
TABLE_LINE = re.compile(r"^\| (`[a-z].*?) \| ", re.MULTILINE)
NO_READING = {
    **dict.fromkeys(("refused.right", "refused.write", "refused.number"), "refusals"),
    **dict.fromkeys(("digest.choose", "digest.stop", "logout"), "the own account"),
    **dict.fromkeys(("aid.answer", "aid.confirm", "aid.unconfirm"), "writing"),
    **dict.fromkeys(("coklit.visit", "dukcapil.send", "report.take"), "writing"),
    "breach.export": "a command: tests/audit/test_breach_pack.py",
}
"""Entries of the table that no page writes which only shows something."""


class Reading(NamedTuple):
    """One answer: who asked for what, who stands in it, and what was recorded."""

    role: str
    page: str
    status: int
    named: frozenset[str]
    missing: frozenset[str]
    actions: frozenset[str]
    told: frozenset[str]


class Crawl:
    """Asks as one account after another and compares the ledger with the answers."""

    def __init__(self, made: dict[str, Objects]) -> None:
        self._own, self._roll, self._cast = made[OWN], Roll(made), Cast()
        self.found: list[Reading] = []

    def walk(self, role: str) -> None:
        """Every page the role may read, then every POST that shows people."""
        user = getattr(self._cast, CAST_OF[role])
        client = Client()
        open_session(client, user)
        for name in PAGES if role in LIKE_AN_OPERATOR else READABLE:
            if "get" in TABLE[name].may[role]:
                self._ask(client, user, role, name, page_of(name, self._own), None)
        for sent in sent_of(self._own):
            if "post" in TABLE[sent.name].may[role]:
                self._ask(client, user, role, sent.label, sent.url, sent.data)

    def _ask(
        self, client: Any, user: Any, role: str, page: str, url: str, data: Any
    ) -> None:
        ((last,),) = admin_sql("SELECT coalesce(max(id), 0) FROM audit_ledgerentry")
        ask = client.get if data is None else client.post
        answer = ask(url, data or {}, follow=True)
        named = self._roll.named_in(text_of(answer))
        entries = admin_sql(
            "SELECT e.action, p.persons::text[] FROM audit_ledgerentry e LEFT JOIN"
            " ledger_persons p ON p.entry_id = e.id WHERE e.id > %s AND actor_id = %s",
            [last, user.pk],
        )
        kept = {key for _action, keys in entries for key in keys or ()}
        missing = {
            one
            for one in named
            if (keys := self._roll.keys_of(one)) and not keys & kept
        }
        told = frozenset(action for action, keys in entries if keys)
        actions = frozenset(action for action, _keys in entries)
        status = answer.status_code
        self.found.append(
            Reading(
                *(role, page, status),
                *(frozenset(named), frozenset(missing)),
                *(actions, told),
            )
        )


@pytest.fixture(scope="module")
def crawled(_open_databases: None) -> Iterator[list[Reading]]:
    """What every role was shown of its own region, and what the ledger says of it."""
    with databases.clone("stocked"):
        crawl = Crawl(prepare())
        for role in CAST_OF:
            crawl.walk(role)
        yield crawl.found


def test_whoever_is_named_is_recorded(crawled: list[Reading]) -> None:
    wrong = [
        (one.role, one.page, sorted(one.missing)[:3], sorted(one.actions))
        for one in crawled
        if one.missing
    ]
    assert wrong == []


def test_every_page_names_somebody_or_says_why_not(crawled: list[Reading]) -> None:
    """A new page has to show a person here, or stand in NAMES_NOBODY with a reason."""
    seen: dict[str, set[str]] = defaultdict(set)
    for one in crawled:
        seen[one.page] |= one.named
    posts = {one.page for one in crawled if one.page.startswith("POST ")}
    assert sorted(page for page in {*PAGES, *posts} if not seen[page]) == []
    assert sorted(page for page in READABLE if reasons_of(page) and seen[page]) == []


def test_every_reason_is_about_a_page() -> None:
    """None is left over, and no page has two."""
    said = [line for name in READABLE for line in reasons_of(name)]
    assert set(said) == set(NAMES_NOBODY)
    assert [name for name in READABLE if len(reasons_of(name)) > 1] == []


def documented() -> set[str]:
    """The actions in the table "Entry | Written by" of docs/privacy.md."""
    text = (databases.REPOSITORY / "docs" / "privacy.md").read_text(encoding="utf-8")
    lines = text.partition("| Entry | Written by |")[2].partition("\n\n")[0]
    found = {
        code for line in TABLE_LINE.findall(lines) for code in line.split("`")[1::2]
    }
    assert len(found) > 30
    return {code for code in found if not code.endswith("…")}


def test_the_table_names_every_reading(crawled: list[Reading]) -> None:
    """docs/privacy.md says which entries hold persons, and none that nobody writes."""
    told = {action for one in crawled for action in one.told}
    seen = {action for one in crawled for action in one.actions}
    assert sorted(told - documented()) == []
    assert sorted(documented() - seen) == sorted(NO_READING)


def test_every_entry_of_the_table_has_its_word() -> None:
    assert sorted(code for code in documented() if code not in ACTIONS) == []
