"""Proposing by hand in front of a browser: a family by its card, a form that checks."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.conftest import Portal
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


def move_a_family(live: Portal) -> None:
    """Eight interactions: card, Enter, four of an address, a number, Enter."""
    household()
    operator = live.open("operator.sukabumi")
    page = operator.page
    operator.go(FAMILY)
    expect(page.locator("main input:focus")).to_have_count(1)
    page.keyboard.type(CARD)
    page.keyboard.press("Enter")
    expect(page.locator("tbody input:checked")).to_have_count(5)
    assert CARD not in page.url and CARD not in page.content()
    operator.look("family")
    page.get_by_label("Kelurahan").select_option("3272011001")
    page.get_by_role("textbox", name="Alamat baru").fill("Jl Baru 7")
    page.get_by_label(re.compile("^RT")).fill("2")
    page.get_by_label(re.compile("^RW")).fill("3")
    page.get_by_label(re.compile("^Nomor bukti")).fill("SKP-12")
    page.keyboard.press("Enter")
    expect(page.get_by_text("5 usulan satu keluarga dibuat")).to_be_visible()
    expect(page.get_by_text("Keluarga 5 orang").first).to_be_visible()
    operator.look("family-queue")


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
