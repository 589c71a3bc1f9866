"""The reviewer's path by keys alone: one for an acceptance, two for a rejection.

Interactions are counted, not seconds. Every key is pressed on the page as it stands.
"""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Portal
from tests.roles import admin_sql
from tests.voters import desk
from voters.models import ChangeProposal

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
]
QUEUE = "/kab/3272/tinjauan/"


def states() -> list[str]:
    return [
        row[0] for row in admin_sql("SELECT state FROM change_proposal ORDER BY id")
    ]


def waiting(n: int) -> list[ChangeProposal]:
    from tests.conftest import Cast

    user = Cast().operator_a
    people = desk.voters(user, n)
    return [
        desk.propose(user, "UBAH", one, new={"address": "JL BARU 1", "rt": "099"})
        for one in people
    ]


class Hand:
    """Presses keys and counts them; waits as a reader does, for what it sees."""

    def __init__(self, page: Page) -> None:
        self.page, self.keys = page, 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)
            self.keys += 1

    def sees(self, proposal: ChangeProposal) -> None:
        expect(self.page.locator("#usulan")).to_have_attribute(
            "data-usulan", str(proposal.public_id)
        )

    def counted(self) -> int:
        keys, self.keys = self.keys, 0
        return keys


def test_a_queue_is_decided_by_keys(live: Portal) -> None:
    made = waiting(9)
    operator = live.open("operator.sukabumi")
    page = operator.page
    operator.go(QUEUE)
    hand = Hand(page)
    hand.sees(made[0])
    operator.look("queue")

    page.wait_for_load_state("networkidle")
    hand.press("a")
    hand.sees(made[1])
    assert hand.counted() == 1, "a plain acceptance is one key"
    toast = page.locator(".pd-toast__text")
    expect(toast).to_contain_text("Diterima")
    assert page.url.endswith(f"/usulan/{made[1].public_id}/")

    page.wait_for_load_state("networkidle")
    hand.press("r", "2")
    hand.sees(made[2])
    assert hand.counted() == 2, "a rejection is two keys"
    expect(toast).to_contain_text("Ditolak")

    page.wait_for_load_state("networkidle")
    hand.press("t")
    hand.sees(made[3])
    expect(toast).to_contain_text("Ditunda")
    assert hand.counted() == 1
    assert states()[:4] == ["ACCEPTED", "REJECTED", "HOLD", "OPEN"]

    hand.press("u")
    expect(page.locator(".pd-toast__text")).to_contain_text("Dibuka lagi")
    hand.sees(made[2])
    assert hand.counted() == 1
    assert states()[2] == "OPEN"

    page.wait_for_load_state("networkidle")
    hand.press("j")
    hand.sees(made[3])
    hand.press("k")
    hand.sees(made[2])
    hand.press("e")
    expect(page.locator("[data-evidence]")).to_have_attribute("open", "")
    hand.press("?")
    expect(page.locator("#pd-keys")).to_contain_text("berikutnya")
    page.keyboard.press("Escape")
    operator.look("decided-by-keys")

    admin_sql(
        "UPDATE change_proposal SET state = 'HOLD', hold_until = '2026-11-01',"
        " decided_by_name = 'Rina Marlina', decided_at = now() WHERE id = %s",
        [made[-1].pk],
    )
    operator.go("/kab/3272/tinjauan/sisa/")
    page.get_by_role("button", name="Pegang Gunung Puyuh").click()
    expect(page.get_by_role("button", name="Lepas Gunung Puyuh")).to_be_visible()
    operator.look("left")
    operator.go("/kab/3272/ditahan/")
    expect(page.locator(".pd-table .k-bad")).to_contain_text("jatuh tempo")
    page.locator("#pd-bell summary").click()
    expect(page.locator("#pd-bell-box")).to_contain_text("Semua pekerjaan")
    operator.look("held-and-bell")
    page.keyboard.press("Escape")
    page.get_by_role("link", name=made[-1].name).first.click()
    expect(page.get_by_role("button", name="Perpanjang")).to_be_visible()
    operator.look("held-one")
    operator.go("/kab/3272/tinjauan/sisa/")
    page.get_by_role("button", name="Lepas Gunung Puyuh").click()


def test_what_is_refused_comes_back_with_its_reason(live: Portal) -> None:
    operator = live.open("operator2.sukabumi")
    page, hand = operator.page, Hand(operator.page)
    operator.go(QUEUE)
    page.wait_for_load_state("networkidle")
    shown = page.locator("#usulan").get_attribute("data-usulan")
    admin_sql(
        "UPDATE change_proposal SET state = 'REJECTED', decided_by_name = 'Rina M',"
        " decided_at = now() WHERE public_id = %s",
        [shown],
    )
    hand.press("a")
    expect(page.locator("[data-refused]")).to_contain_text("Rina M")
    expect(page.locator("#usulan")).to_have_attribute("data-usulan", str(shown))
    operator.look("refused")
    hand.press("j")
    expect(page.locator("#usulan")).not_to_have_attribute("data-usulan", str(shown))

    # Parts: what is not taken asks for its reason, and the digit sends it.
    page.wait_for_load_state("networkidle")
    boxes = page.locator("#putusan [name=unsur]")
    if boxes.count() > 1:
        now = page.locator("#usulan").get_attribute("data-usulan")
        boxes.first.uncheck()
        expect(page.locator("[data-part]")).to_be_visible()
        hand.press("a", "1")
        expect(page.locator("#usulan")).not_to_have_attribute("data-usulan", str(now))
        expect(page.locator(".pd-toast__text")).to_contain_text(re.compile("Tidak"))

    # Keys off in the account: nothing fires, here and in a new session.
    page.keyboard.press("?")
    page.locator("[data-key-switch]").uncheck()
    page.keyboard.press("Escape")
    here = page.locator("#usulan").get_attribute("data-usulan")
    hand.press("a", "j", "u")
    page.wait_for_timeout(300)
    expect(page.locator("#usulan")).to_have_attribute("data-usulan", str(here))
    again = live.open("operator2.sukabumi")
    again.go(QUEUE)
    again.page.keyboard.press("?")
    expect(again.page.locator("#pd-keys")).to_be_hidden()


def test_a_choice_lasts_across_pages_and_ends_with_its_filter(live: Portal) -> None:
    operator = live.open("operator.sukabumi")
    page, hand = operator.page, Hand(operator.page)
    operator.go("/kab/3272/pemilih/?jk=L")
    said = page.locator("[data-picked-said]")
    expect(said).to_have_text("Belum ada yang dipilih")
    hand.press("j", "x", "j", "j", "Shift+X")
    expect(said).to_have_text("3 dipilih, 3 di halaman ini")
    page.get_by_role("link", name="Berikutnya").click()
    expect(said).to_have_text("3 dipilih, 0 di halaman ini")
    hand.press("j", "x")
    expect(said).to_have_text("4 dipilih, 1 di halaman ini")
    operator.go("/kab/3272/pemilih/?jk=L&urut=tempat&kolom=nik")
    expect(said).to_contain_text("4 dipilih")
    page.locator("summary", has_text="Ekspor pilihan").click()
    operator.look("picked")
    file = operator.download(page.get_by_role("button", name="Teks (.csv)").click)
    assert len(file.read_text().splitlines()) == 5
    page.keyboard.press("Escape")
    hand.press("Control+a")
    expect(said).to_contain_text(re.compile(r"Semua [\d.]+ menurut saringan ini"))
    page.locator("[data-pick]").first.uncheck()
    expect(said).to_contain_text("kecuali 1")
    operator.look("picked-everything")
    operator.go("/kab/3272/pemilih/?jk=P")
    note = page.locator("[data-picked-note]")
    expect(note).to_contain_text("Saringan berubah: pilihan")
    expect(said).to_have_text("Belum ada yang dipilih")
    assert page.locator("[data-pick]:checked").count() == 0
