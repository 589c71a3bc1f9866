"""The review after a delivery: its order beside the written one, and ten by keys."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import Page, expect

from bench.data import REGENCY
from bench.office_portal import Desk, opened
from voters.rules.risk import rank

QUEUE = f"/kab/{REGENCY}/tinjauan/"
DUPLICATES = f"/kab/{REGENCY}/ganda/"
KEYS = ("a", "a", "r2", "a", "a", "r2", "a", "a", "r2", "a")
"""Ten decisions: accepted by one key, refused by two."""
KEY = Callable[["Waiting"], tuple[Any, ...]]


@dataclass(frozen=True)
class Waiting:
    """A proposal that waits, as the table holds it."""

    number: int
    key: str
    kelurahan: str
    name: str
    rank: int


def waiting(desk: Desk) -> list[Waiting]:
    """Everything that waits; its risk by the rule in Python, not by the server's."""
    rows: list[Any] = desk.sql(
        "SELECT id, public_id::text, kelurahan, name, kind, elements, warnings "
        f"FROM change_proposal WHERE regency_code = '{REGENCY}' AND state = 'OPEN'"
    )
    return [
        Waiting(number, key, place, name, rank(kind, elements, warnings))
        for number, key, place, name, kind, elements, warnings in rows
    ]


ORDERS: dict[str, KEY] = {
    "": lambda one: (one.number,),
    "risiko": lambda one: (one.rank, one.kelurahan, one.number),
    "kecamatan": lambda one: (one.kelurahan, one.rank, one.number),
}
"""As docs/rules.md Q writes them; without a word the number, which a delivery gives by
kelurahan and line."""


def out_of_order(desk: Desk, rows: list[Waiting], word: str) -> list[str]:
    """Open two pages of the queue in an order; what stands elsewhere than it should."""
    opened(desk.page, f"{QUEUE}?urut={word}" if word else QUEUE)
    desk.picture(f"queue-{word or 'nomor'}", whole=False)
    shown = _keys(desk.page)
    desk.page.get_by_role("link", name="Berikutnya", exact=True).click()
    desk.page.wait_for_load_state()
    shown += _keys(desk.page)
    should = [one.key for one in sorted(rows, key=ORDERS[word])[: len(shown)]]
    wrong = [
        f"{at + 1}: {here} instead of {there}"
        for at, (here, there) in enumerate(zip(shown, should, strict=True))
        if here != there
    ]
    return wrong if len(shown) > 50 else ["fewer than two pages"]


def _keys(page: Page) -> list[str]:
    return [
        str(one.get_attribute("data-of")) for one in page.locator("[data-of]").all()
    ]


def by_places(rows: list[Waiting]) -> bool:
    """Whether the numbers run through the kelurahan one after another."""
    places = [one.kelurahan for one in sorted(rows, key=lambda one: one.number)]
    return places == sorted(places)


def decide(desk: Desk) -> tuple[dict[str, int], list[float], str]:
    """Ten by keys, then one taken back.

    Gives the states of the ten in the end, the seconds from a key to the next on
    screen, and the state of the one that was taken back.
    """
    page = desk.page
    opened(page, f"{QUEUE}?jenis=UBAH&urut=risiko")
    done, seconds = list[str](), list[float]()
    for keys in KEYS:
        page.wait_for_load_state("networkidle")
        here = str(page.locator("#usulan").get_attribute("data-usulan"))
        if len(done) == 2:
            page.keyboard.press("r")
            page.wait_for_selector(".is-armed")
            desk.picture("key-r-asks-for-a-reason", whole=False)
            page.keyboard.press("Escape")
        begun = time.perf_counter()
        for key in keys:
            page.keyboard.press(key)
        opened_next = page.locator("#usulan")
        expect(opened_next).not_to_have_attribute("data-usulan", here)
        seconds.append(time.perf_counter() - begun)
        said = "Ditolak" if keys[0] == "r" else "Diterima"
        expect(page.locator(".pd-toast__text")).to_contain_text(said)
        done.append(here)
    desk.picture("ten-by-keys", whole=False)
    page.wait_for_load_state("networkidle")
    page.keyboard.press("u")
    expect(page.locator(".pd-toast__text")).to_contain_text("Dibuka lagi")
    desk.picture("undone", whole=False)
    return _states(desk, done), seconds, next(iter(_states(desk, done[-1:])))


def _states(desk: Desk, keys: list[str]) -> dict[str, int]:
    named = ", ".join(f"'{key}'" for key in keys)
    rows: list[Any] = desk.sql(
        "SELECT state, count(*) FROM change_proposal "
        f"WHERE regency_code = '{REGENCY}' AND public_id IN ({named}) GROUP BY state"
    )
    return dict(rows)


def first_by_risk(desk: Desk) -> str:
    """Accept the first of the order by risk with one key; what the page says then."""
    page = desk.page
    opened(page, f"{QUEUE}?urut=risiko")
    page.wait_for_load_state("networkidle")
    page.keyboard.press("a")
    page.wait_for_function(
        "() => document.querySelector('.pd-toast__text')?.textContent"
        " || document.querySelector('[data-refused]:not([hidden])')"
    )
    page.wait_for_load_state("networkidle")
    desk.picture("first-by-risk-after-its-key", whole=False)
    refused = page.locator("[data-refused]:not([hidden])")
    told = refused if refused.count() else page.locator(".pd-toast__text")
    return str(told.first.inner_text()).strip()


def duplicates_out_of_order(desk: Desk) -> list[str]:
    """Open the list of pairs, which begins with the heaviest; what stands wrong."""
    opened(desk.page, DUPLICATES)
    desk.picture("duplicates")
    ids = [
        str(one.get_attribute("id")).removeprefix("g-")
        for one in desk.page.locator("tr[id^=g-]").all()
    ]
    rows: list[Any] = desk.sql(
        "SELECT public_id::text FROM duplicate_pair "
        f"WHERE regency_code = '{REGENCY}' AND state IN ('OPEN', 'SECOND') "
        f"ORDER BY score DESC, id DESC LIMIT {len(ids) or 1}"
    )
    should = [key for (key,) in rows]
    return [f"{a} instead of {b}" for a, b in zip(ids, should, strict=False) if a != b]
