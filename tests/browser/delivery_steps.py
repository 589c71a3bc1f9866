"""Steps 3 to 5 of the walk: a file comes in, is recognised, runs, is accounted for."""

from __future__ import annotations

import re
from typing import Any

import openpyxl
from playwright.sync_api import expect

from tests.browser.conftest import Session
from tests.browser.plenary_steps import figure

UPLOAD = "/kab/3272/kiriman/unggah/"


def upload(operator: Session, files: Any) -> None:
    """The file's format, columns and first rows are shown before anything starts."""
    page = operator.page
    operator.go("/kab/3272/kiriman/")
    operator.look("deliveries-none")
    page.get_by_role("link", name="Unggah kiriman").first.click()
    operator.look("upload")
    page.locator("input[type=file]").set_input_files(files.path("snapshot"))
    page.locator("[name=letter_no]").fill("470/812/Disdukcapil/2026")
    page.get_by_role("button", name="Unggah dan kenali").click()
    facts = page.locator(".pd-facts")
    expect(facts).to_contain_text("pemisah |")
    expect(facts).to_contain_text("UTF-8")
    expect(page.locator("select[name^=kolom_]").first).to_be_visible()
    assert not re.search(r"\d{16}", page.content())
    operator.look("recognised")


def correct_mapping(operator: Session) -> None:
    """A wrong column is corrected on the page and remembered for the sender."""
    page = operator.page
    place = page.locator("tr", has_text=re.compile("ALAMAT")).locator("select")
    right = place.input_value()
    place.select_option("")
    page.get_by_role("button", name="Simpan pemetaan").click()
    expect(page.get_by_text("Pemetaan disimpan").first).to_be_visible()
    expect(place).to_have_value("")
    place.select_option(right)
    page.get_by_role("button", name="Simpan pemetaan").click()
    expect(place).to_have_value(right)


def run(operator: Session) -> None:
    """A person says that it is a snapshot; the page turns into the report by itself."""
    page = operator.page
    page.get_by_label("Potret lengkap", exact=True).check()
    page.get_by_role("button", name="Mulai", exact=True).click()
    operator.picture("progress")
    expect(page.get_by_text("Sepuluh hasil")).to_be_visible(timeout=60_000)
    operator.look("report")


def check_report(operator: Session, files: Any) -> None:
    """Ten outcomes to the unit, as they were planted; the refused rows come back."""
    page = operator.page
    table = page.locator("table", has=page.locator("caption", has_text="Sepuluh hasil"))
    rows = table.locator("tbody tr td.pd-strong").all_inner_texts()
    counted = [figure(text) for text in rows]
    planted = files.deliveries["snapshot"]
    assert len(counted) == 10
    assert sum(counted) == planted.rows == figure(_total(table))
    assert sorted(counted) == sorted(planted.outcomes.values())
    expect(page.locator(".pd-proof")).to_contain_text("Jumlah cocok")
    link = page.get_by_role("link", name=re.compile("baris-bermasalah.xlsx")).first
    book = openpyxl.load_workbook(operator.download(link.click), read_only=True)
    head, *lines = book.active.values
    assert "NIK" in head and {"Kesalahan", "Saran"} <= set(head)
    assert len(lines) == planted.outcomes["REFUSED"]
    at = head.index("Saran")
    assert all(line[at] for line in lines)
    book.close()
    table.get_by_role("link").first.click()
    operator.look("report-rows")


def _total(table: Any) -> str:
    text: str = table.locator("tfoot td.pd-num").first.inner_text()
    return text


def upload_again(operator: Session, files: Any) -> None:
    """The same file is not taken twice: the page says who brought it first."""
    page = operator.page
    operator.go(UPLOAD)
    page.locator("input[type=file]").set_input_files(files.path("snapshot"))
    page.get_by_role("button", name="Unggah dan kenali").click()
    expect(page.get_by_text("Berkas yang sama sudah ada.")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Rina Marlina")
    operator.look("same-file")
    page.get_by_role("link", name=re.compile("Buka kiriman")).click()
    expect(page.get_by_text("Sepuluh hasil")).to_be_visible()
