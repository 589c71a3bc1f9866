"""Every page of the portal: by axe, by keyboard, at 1366 px; some of each kind, or all
with PDPB_WALK_SIZES, at 125 % and on a telephone; in the languages of PDPB_WALK_IN.

One browser, one session an account, two tabs: while axe works in one, the other one
fetches the next page. PDPB_WALK is a pattern of names, for who mends one page.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page

from accounts.sign_in import open_session
from kpu_portal.demo.accounts import PASSWORD
from tests.browser import axe_run, walking
from tests.browser.conftest import SIZE, Portal, signed_in
from tests.browser.fitness import SIZES, faults_of_axe, look
from tests.browser.walking import ACCOUNT, Made, Stop
from tests.kpu_portal.url_pages import FREE_NO_PAGES, NO_PAGES
from tests.kpu_portal.url_table import all_urls

pytestmark = [pytest.mark.browser, pytest.mark.slow]
DATA = (
    *("kiriman-3272.csv", "Sapa warga uji", "Kabar uji"),
    *("TMS pindah", "TMS ganda", "NIK, Hasil, Keterangan"),
    r"https?://\S+",
    r"Pasal \d+ [^<]*",
    r"Gagal karena kesalahan sistem \(\w+\)\. Tidak ada yang berubah\.",
)
"""What stays Indonesian: names that an office gave, terms of the law, heads of a file,
addresses, a letter's ground, and what a worker wrote down."""


@pytest.fixture(scope="module")
def made(live: Portal) -> Made:
    """The office with everything in it."""
    found = walking.furnish(str(live.home.path / "media"))
    client = _client(ACCOUNT)
    client.post(reverse("mfa_generate_recovery_codes"))
    return found


def _client(username: str) -> Client:
    from accounts.models import User

    client = Client()
    open_session(client, User.objects.get(username=username))
    return client


def test_every_url_is_walked_or_says_what_it_is(made: Made) -> None:
    names = {name for name, _parts in all_urls()}
    free = set(walking.own_names()) | set(walking.free_pages(made))
    assert free | set(FREE_NO_PAGES) == walking.FREE
    assert not free & set(FREE_NO_PAGES)
    assert names >= NO_PAGES
    stops = {stop.name for stop in walking.stops(made)}
    assert walking.walked() == stops & set(walking.PAGES)
    assert stops >= KINDS


IN = os.environ.get("PDPB_WALK_IN", "id").split(",")
"""Languages of the walk: `make soak` takes both, a run the first."""
EVERY_SIZE = bool(os.environ.get("PDPB_WALK_SIZES"))
"""Every page at 125 % and at 360 px too, as in `make soak`; a run looks at KINDS."""
KINDS = frozenset(
    {
        *("regency-home", "province", "pictures", "rules", "login", "own-sessions"),
        *("voters:list", "voters:detail", "voters:review", "voters:propose"),
        *("reconciliation:upload", "reconciliation:detail", "plenos:recap"),
        *("fieldwork:sheet", "posts:event_report", "jobs:progress", "audit:list"),
        *("public-posts", "public-bulletin", "report-status", "404"),
    }
)
"""Pages of each make: figures, a list, one object, a form, decisions by keys, an upload
and its report, a wide recap, a sheet of the doors, pages of a visitor."""


@pytest.mark.parametrize("language", IN)
def test_every_page_is_fit(live: Portal, made: Made, language: str) -> None:
    known: set[str] = set()
    wrong = []
    by_account: dict[str, list[Stop]] = {}
    only = re.compile(os.environ.get("PDPB_WALK", ""))
    for stop in filter(lambda one: only.search(one.name), walking.stops(made)):
        by_account.setdefault(stop.who, []).append(stop)
    for who, stops in by_account.items():
        context = _signed_in(live, who, language)
        for stop, faults in _walk(live, context, stops, language, known):
            told = [f"{stop.address} ({who}): {fault}" for fault in faults]
            wrong += told
            _write(live, told)
        context.close()
    assert not wrong, f"{len(wrong)} faults\n" + "\n".join(wrong)


def _signed_in(live: Portal, who: str, language: str) -> BrowserContext:
    """A browser's context with the session of an account, in a language."""
    context = live.browser.new_context(
        viewport=SIZE, base_url=live.address, timezone_id="Asia/Jakarta"
    )
    axe_run.bring(context)
    cookies = {settings.LANGUAGE_COOKIE_NAME: language}
    if who:
        cookies |= signed_in(who)
    context.add_cookies(
        [
            {"name": name, "value": value, "url": live.address}
            for name, value in cookies.items()
        ]
    )
    return context


def _walk(
    live: Portal,
    context: BrowserContext,
    stops: list[Stop],
    language: str,
    known: set[str],
) -> Iterator[tuple[Stop, list[str]]]:
    tabs = [context.new_page(), context.new_page()]
    heard: dict[Page, list[str]] = {tab: [] for tab in tabs}
    for tab in tabs:
        tab.on(
            "pageerror", lambda error, tab=tab: heard[tab].append(f"script: {error}")
        )
    waits: list[tuple[Stop, Page, list[str]]] = []
    for number, stop in enumerate(stops):
        tab = tabs[number % 2]
        while any(one[1] is tab for one in waits):
            yield _ended(*waits.pop(0), heard)
        faults = _open(tab, stop)
        if not faults:
            faults = look(tab, language, known, DATA, _sizes(stop))
            _keep(live, tab, stop, language)
            waits.append((stop, tab, faults))
        else:
            yield stop, faults
    while waits:
        yield _ended(*waits.pop(0), heard)


def _sizes(stop: Stop) -> tuple[str, ...]:
    return tuple(SIZES) if EVERY_SIZE or stop.name in KINDS else ("1366",)


def _ended(
    stop: Stop, tab: Page, faults: list[str], heard: dict[Page, list[str]]
) -> tuple[Stop, list[str]]:
    told = faults + faults_of_axe(tab) + heard[tab]
    heard[tab] = []
    return stop, told


def _open(tab: Page, stop: Stop) -> list[str]:
    """Open it; what is wrong with the answer."""
    if stop.name == "mfa_authenticate":
        return _half_signed_in(tab)
    answer = tab.goto(stop.address)
    if answer is None or answer.status != stop.status:
        return [f"answers {answer and answer.status}"]
    if not (answer.headers.get("content-type") or "").startswith("text/html"):
        return ["is no page: tests/kpu_portal/url_pages.py"]
    if tab.url.removeprefix(_origin(tab)) != stop.address:
        return [f"leads on to {tab.url}"]
    return []


def _origin(tab: Page) -> str:
    return str(tab.evaluate("location.origin"))


def _half_signed_in(tab: Page) -> list[str]:
    tab.goto("/masuk/")
    tab.locator("[name=login]").fill(ACCOUNT)
    tab.locator("[name=password]").fill(PASSWORD)
    tab.keyboard.press("Enter")
    tab.wait_for_url("**/langkah-kedua/**")
    return []


def _write(live: Portal, told: list[str]) -> None:
    """Beside the pictures, as they are found: a walk is long."""
    if told:
        with (live.screens / "faults.txt").open("a", encoding="utf-8") as file:
            file.write("\n".join([*told, ""]))


def _keep(live: Portal, tab: Page, stop: Stop, language: str) -> None:
    """A picture for people to look at, where PDPB_SCREENS is set."""
    if os.environ.get("PDPB_SCREENS"):
        name = f"{language}-{stop.who or 'visitor'}-{stop.name.replace(':', '-')}"
        tab.screenshot(path=live.next_screen(name))
