"""Coklit terbatas in the browser: draw, print, enter a sheet by keyboard, review."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser.conftest import Portal, Session, assert_fits

FIELD = "/kab/3272/coklit/"
VILLAGE = "3272011001"
AKTA = "3272-KM-29112026-0001"


def draw(operator: Session, rule: str) -> None:
    """Four people of the kelurahan by one rule, given to its officer."""
    page: Any = operator.page
    operator.go(FIELD)
    page.get_by_role("link", name="Tarik kelompok").first.click()
    page.get_by_label(rule).check()
    page.get_by_label("Wilayah").select_option(VILLAGE)
    page.get_by_label("Paling banyak").fill("4")
    page.get_by_label("Bersama Bawaslu").check()
    page.get_by_role("button", name="Hitung dulu").click()
    operator.look("coklit-counted")
    assert_fits(page)
    page.get_by_role("button", name="Tarik 4 tugas").click()
    share = page.get_by_role("button", name="Semua ke petugas kelurahannya")
    for _ in range(15):  # until the worker has drawn
        if share.count():
            break
        page.wait_for_timeout(500)
        page.reload()
    share.click()
    expect(page.locator("main")).to_contain_text("Menurut petugas")
    operator.look("coklit-batch")
    assert_fits(page)


def print_sheet(operator: Session) -> None:
    """The sheet that the office prints for who has no telephone."""
    page: Any = operator.page
    link = page.get_by_role("link", name="Cetak lembar")
    path = operator.download(link.click)
    text = PdfReader(io.BytesIO(path.read_bytes())).pages[0].extract_text()
    assert "Lembar coklit terbatas 1/1" in text
    assert "Tanda tangan warga" in text


def enter_sheet(village: Session, photo: Path) -> None:
    """Nothing but keys from the list of tasks to the saved sheet, and its picture."""
    page: Any = village.page
    village.go("/kab/3272/coklit/tugas/")
    village.look("coklit-tasks")
    assert_fits(page)
    village.go(page.locator("tbody td a[href*='/lembar/']").first.get_attribute("href"))
    first, second = (page.locator("select[name$=-result]").nth(n) for n in (0, 1))
    first.focus()
    keys = page.keyboard
    keys.press("1")
    expect(first).to_have_value("FOUND")
    for _field in range(20):
        keys.press("Tab")
        if second.evaluate("one => one === document.activeElement"):
            break
    keys.press("4")
    page.locator("input[name=photo]").set_input_files(photo)
    second.focus()
    keys.press("Tab")
    keys.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("1 baris belum tersimpan")
    village.look("coklit-sheet-refused")
    number = page.locator("input[name$=-document_no]").first
    number.focus()
    keys.type(AKTA)
    keys.press("Enter")
    expect(page.locator("#isi")).not_to_contain_text("belum tersimpan")
    page.locator("th[scope=row] a").first.click()
    expect(page.locator("h1")).to_contain_text("Selesai")
    expect(page.get_by_role("link", name="Buka foto")).to_be_visible()
    village.look("coklit-task")
    assert_fits(page)


def check(live: Portal) -> None:
    """The chair draws a spot check, and finds what the officer found."""
    chair = live.open("ketua.sukabumi")
    page: Any = chair.page
    chair.go(FIELD)
    chair.look("coklit-list")
    page.locator("tbody a").first.click()
    page.get_by_role("link", name="Uji petik").click()
    page.get_by_role("button", name="Tarik uji petik").click()
    expect(page.locator("tbody tr").first).to_be_visible()
    chair.look("coklit-spot")
    page.get_by_role("button", name=re.compile("^Simpan")).first.click()
    expect(page.locator(".pd-head__sub")).to_contain_text("100,0%")
