"""Sapa warga in the browser: ten people at the queue, each with a receipt in hand."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from playwright.sync_api import expect

from tests.browser.conftest import Session, assert_fits
from tests.browser.test_posts import Counted
from tests.posts.conftest import make_event
from voters.models import Voter

TITLE = "Pasar Pelita"
ASKED = "ttttttbbmp"
"""What each of ten people comes for: nothing, a correction, a death, a move."""
TO_THE_RECEIPT = 5


def greet(officer: Session, people: Sequence[Voter], photo: Path) -> list[str]:
    """Ten people through the queue of an event; the numbers of their receipts."""
    make_event(title=TITLE)
    page: Any = officer.page
    expect(page.locator("main [name=q]")).to_be_focused()  # the post's next report
    officer.go("/kab/3272/sapa-warga/")
    page.get_by_role("link", name=TITLE).first.click()
    page.wait_for_load_state()
    page.keyboard.press("a")
    numbers = []
    for who, key in zip(people, ASKED, strict=True):
        hand = Counted(officer)
        hand.look_up(who.nik)
        expect(page.locator("h1")).to_have_text(who.name)
        assert who.nik not in page.content() and who.nik not in page.url
        hand.press(key)
        _say(hand, key, photo)
        numbers.append(_receipt(page))
        assert hand.acts <= TO_THE_RECEIPT, f"{hand.acts} interactions for {key}"
        page.wait_for_load_state()
        page.keyboard.press("n")  # one key, and the field has the focus again
    expect(page.locator(".pd-head__sub")).to_contain_text("10 orang ditemui")
    officer.picture("outreach-queue")
    assert_fits(page)
    return numbers


def _say(hand: Counted, key: str, photo: Path) -> None:
    """What is filled in after the kind, and the button."""
    if key == "t":
        return
    if key == "m":
        hand.photo(photo)
    elif key == "b":
        hand.fill("address", "JALAN PASAR 1")
    else:
        hand.fill("evidence_no", "SKP-77")
    hand.page.get_by_role("button", name="Simpan dan beri tanda terima").click()
    hand.acts += 1


def _receipt(page: Any) -> str:
    expect(page.locator("h1")).to_have_text("Tanda terima")
    number: str = page.locator(".pd-receipt b").first.inner_text()
    assert re.fullmatch(r"3272-[0-9TS]{4}-\d{5,10}", number), number
    return number


def stand_in_the_queue(operator: Session, people: Sequence[Voter]) -> None:
    """Who asked for a change waits in the office's queue under the event's name."""
    page = operator.page
    operator.go(f"/kab/3272/tinjauan/?sumber={TITLE.split()[0]}")
    told = [one.name for one, key in zip(people, ASKED, strict=True) if key != "t"]
    for name in told:
        expect(page.locator(".pd-queue")).to_contain_text(name)
    expect(page.locator(".pd-queue > li")).to_have_count(len(told))
    expect(page.locator("main")).to_contain_text(TITLE)
    operator.picture("outreach-review")
