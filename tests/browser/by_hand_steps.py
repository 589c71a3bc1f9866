"""Proposing by hand in front of a browser: a family by its card, a form that checks."""

from __future__ import annotations

from playwright.sync_api import Page, expect

from tests.browser.conftest import Portal, Session
from tests.roles import admin_sql

CARD = "3272010101219901"
FAMILY = "/kab/3272/keluarga/"
PDF = {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 x"}


def household() -> None:
    """Five voters of one place on one card."""
    admin_sql(
        f"UPDATE voter SET nkk = '{CARD}', row_version = row_version + 1 "
        "WHERE regency_code = '3272' AND id IN (SELECT id FROM voter "
        "WHERE regency_code = '3272' AND status = 'ACTIVE' "
        "AND kelurahan = '3272021002' ORDER BY id DESC LIMIT 5)"
    )


class Hand:
    """Types, presses and chooses, and counts it."""

    def __init__(self, page: Page) -> None:
        self.page, self.acts = page, 0

    def counted(self) -> int:
        """How many acts since it was asked last."""
        acts, self.acts = self.acts, 0
        return acts

    def press(self, key: str) -> None:
        self.page.wait_for_load_state()  # the keys are a script's
        self.page.keyboard.press(key)
        self.acts += 1

    def type(self, text: str) -> None:
        """Into the field that has the focus."""
        expect(self.page.locator("input:focus")).to_have_count(1)
        self.page.keyboard.type(text)
        self.acts += 1

    def fill(self, name: str, text: str) -> None:
        self.page.locator(f"main [name={name}]").fill(text)
        self.acts += 1

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"main [name={name}]").select_option(value)
        self.acts += 1


def move_a_family(operator: Session) -> int:
    """Five voters of one card to a new address; how many interactions it took."""
    household()
    page, hand = operator.page, Hand(operator.page)
    operator.go(FAMILY)
    hand.type(CARD)
    hand.press("Enter")
    expect(page.locator("tbody input:checked")).to_have_count(5)
    assert CARD not in page.url and CARD not in page.content()
    operator.look("family")
    hand.choose("kelurahan", "3272011001")
    hand.fill("address", "Jl Baru 7")
    hand.fill("rt", "2")
    hand.fill("rw", "3")
    hand.fill("evidence_no", "SKP-12")
    hand.press("Enter")
    expect(page.get_by_text("5 usulan satu keluarga dibuat")).to_be_visible()
    expect(page.get_by_text("Keluarga 5 orang").first).to_be_visible()
    operator.look("family-queue")
    return hand.counted()


def be_checked_while_typing(live: Portal) -> None:
    """A NIK is judged before anything is sent, and a chosen file stays."""
    operator = live.open("operator.sukabumi")
    page = operator.page
    operator.go("/kab/3272/usulan/baru/")
    page.get_by_label("NIK", exact=True).fill("9972011505900001")
    expect(page.locator("#periksa")).to_contain_text("aturan N2")
    page.locator("input[type=file]").set_input_files([PDF])
    expect(page.locator("#dokumen")).to_contain_text("Dokumen 1")
    operator.look("by-hand")
    _stays_after_an_error(page)
    page.get_by_role("button", name="Hapus dokumen 1").click()
    expect(page.locator("#dokumen")).not_to_contain_text("Dokumen 1")


def _stays_after_an_error(page: Page) -> None:
    page.locator("form").evaluate_all(
        "all => all.forEach(one => one.noValidate = true)"
    )
    page.get_by_role("button", name="Buat usulan").click()
    expect(page.locator(".pd-errors")).to_be_visible()
    expect(page.get_by_label("NIK", exact=True)).to_have_value("9972011505900001")
    expect(page.locator("#dokumen")).to_contain_text("Dokumen 1")
