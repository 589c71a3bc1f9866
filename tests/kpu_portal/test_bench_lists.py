"""The bench opens every list of the portal, first and last page, and each is long."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.management import call_command
from django.urls import clear_url_caches

from bench import lists_tasks, tasks
from bench.filling import fill
from bench.lists import LISTS, NOBODY, Listed
from tests import databases
from tests.roles import as_worker

pytestmark = pytest.mark.no_cover
TIMES = 60
OPENED = databases.NEXT
TEMPLATES = Path(settings.BASE_DIR) / "templates"
CUT = re.compile(r"pd-pager|keyset_pager|components/list\.html|next_page|\bolder\b")
"""What a template has that shows one page of a list."""
ELSEWHERE = {
    "voters/residents.html": "the roll, cut by the account's RT as voters:list can be",
}


@pytest.fixture(scope="module")
def opened(_open_databases: None) -> Iterator[dict[str, tuple[Any, str]]]:
    """The pages of the bench in a small office whose lists were filled as it does."""
    before = settings.ROOT_URLCONF
    policy = settings.POLICY
    settings.POLICY = replace(policy, page_rows=20)
    with databases.clone("stocked") as name:
        with as_worker():
            known = _fill()
        administrator = databases.as_administrator(name)
        with administrator.cursor() as cursor:
            fill(cursor, "3272", TIMES)
        administrator.close()
        settings.ROOT_URLCONF = "bench.urls"
        clear_url_caches()
        yield lists_tasks.addresses("3272", known)
        settings.ROOT_URLCONF, settings.POLICY = before, policy
        clear_url_caches()


def _fill() -> dict[str, str]:
    call_command(
        "reconcile",
        str(databases.demo_files("3272").path("snapshot")),
        regency="3272",
        period=OPENED,
        kind="snapshot",
        stdout=io.StringIO(),
    )
    tasks.people("3272")
    return lists_tasks.fill_lists("3272", OPENED, TIMES)


@pytest.mark.parametrize("one", LISTS, ids=Listed.title)
def test_a_list_has_several_pages(opened: dict[str, Any], one: Listed) -> None:
    client, first = opened[f"{one.title()}, first page"]
    _client, last = opened[f"{one.title()}, last page"]
    begins = lists_tasks.get(client, first)
    if one.short and last == first:
        return
    ends = lists_tasks.get(client, last)
    assert last != first
    assert onward(begins, one), "the first page leads on"
    assert not onward(ends, one), "the last one does not"
    assert set(rows(ends)) - set(rows(begins)), "which has rows of its own"


def onward(html: str, one: Listed) -> list[str]:
    """Links to the next page; those without an account have a pager of their own."""
    if one.who == NOBODY:
        return re.findall(rf'<a [^>]*href="\?{one.key}=\d+"', html)
    return re.findall(r'<a [^>]*rel="next"[^>]*>', html)


def rows(html: str) -> list[str]:
    """The rows of the page's list, each by its text."""
    body = html.split("<main")[1]
    found = re.findall(r"<(?:tr|li|article)\b[^>]*>.*?</(?:tr|li|article)>", body, re.S)
    texts = [
        re.sub(r"<[^>]*>|\s+", " ", one)
        for one in found
        if '<th scope="col"' not in one
    ]
    return [text for text in texts if text.strip()]


def test_no_list_is_left_out(opened: dict[str, Any]) -> None:
    """Every template that shows one page of a list is among those that are timed."""
    known = {
        str(path.relative_to(TEMPLATES))
        for path in TEMPLATES.rglob("*.html")
        if CUT.search(path.read_text(encoding="utf-8"))
    }
    known = {name for name in known if not name.startswith("components/")}
    used: set[str] = set()
    for client, address in opened.values():
        used |= {str(one.name) for one in client.get(address).templates}
    assert known - used == set(ELSEWHERE)
