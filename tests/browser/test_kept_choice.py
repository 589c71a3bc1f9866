"""A large file stays chosen when something else of its form is wrong (rule J13)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Portal

pytestmark = [pytest.mark.browser, pytest.mark.slow]
UPLOAD, COMPARED = "/kab/3272/kiriman/unggah/", "/kab/3272/sidalih/banding/"


def chosen(page: Page) -> list[str]:
    """Names of the files in the form's own field, as it would send them."""
    return list(
        page.locator("form[data-upload] input[type=file]").evaluate(
            "field => [...field.files].map((file) => file.name)"
        )
    )


def test_a_delivery_stays_chosen_while_another_field_is_corrected(
    live: Portal, demo_files: Any
) -> None:
    operator = live.open("operator.sukabumi")
    page = operator.page
    operator.go(UPLOAD)
    page.locator("input[type=file]").set_input_files(demo_files.path("snapshot"))
    name = chosen(page)
    page.locator("[name=pasted]").fill("NIK\tNAMA")
    page.get_by_role("button", name="Unggah dan kenali").click()
    expect(page.locator("#isi")).to_contain_text("jangan keduanya")
    assert chosen(page) == name
    expect(page.locator("[data-choose-again]")).to_have_count(0)
    expect(page.locator("[data-file-name]")).to_contain_text(name[0])
    operator.look("upload-came-back")
    page.locator("[name=pasted]").fill("")
    page.get_by_role("button", name="Unggah dan kenali").click()
    expect(page).to_have_url(re.compile(r"/kiriman/[0-9a-f-]{36}/"))
    expect(page.locator(".pd-facts")).to_contain_text("UTF-8")


def test_a_refused_file_is_to_be_replaced(live: Portal, tmp_path: Any) -> None:
    operator = live.open("operator.sukabumi")
    page = operator.page
    operator.go(UPLOAD)
    bad = tmp_path / "kiriman.xlsx"
    bad.write_bytes(b"bukan buku kerja")
    page.locator("input[type=file]").set_input_files(bad)
    expect(page.locator("[data-file-name]")).to_contain_text("kiriman.xlsx, 16 B")
    page.get_by_role("button", name="Unggah dan kenali").click()
    expect(page.locator("input[type=file][aria-invalid]")).to_be_visible()
    assert chosen(page) == []
    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page).to_have_title(re.compile("^Kesalahan: "))


def test_a_refused_paste_is_pasted_once_more_by_keyboard(live: Portal) -> None:
    operator = live.open("operator.sukabumi")
    page, row = operator.page, "3272010101900001\tSITI AMINAH\t01-01-1990\n"
    operator.go(UPLOAD)
    page.locator("[name=pasted]").fill(f"NOMOR INDUK\tNAMA ORANG\tLAHIR\n{row}")
    page.get_by_role("button", name="Unggah dan kenali").press("Enter")
    expect(page.locator("[data-focus]")).to_be_focused()
    expect(page).to_have_title(re.compile("^Kesalahan: "))
    assert "3272010101900001" not in page.content()
    operator.look("paste-refused")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    box = page.locator("[name=pasted]")
    expect(box).to_be_focused()
    expect(box).to_have_value("")
    page.keyboard.insert_text(f"NIK\tNAMA\tTGL LAHIR\n{row}")
    page.get_by_role("button", name="Unggah dan kenali").press("Enter")
    expect(page).to_have_url(re.compile(r"/kiriman/[0-9a-f-]{36}/"))


def test_a_download_of_sidalih_stays_chosen(live: Portal, tmp_path: Any) -> None:
    operator = live.open("operator.sukabumi")
    page = operator.page
    operator.go(COMPARED)
    file = tmp_path / "sidalih.csv"
    file.write_text("NIK;NAMA\n")
    page.locator("input[type=file]").set_input_files(file)
    page.locator("[name=area]").evaluate(
        "field => { field.options[0].value = '9999'; field.selectedIndex = 0; }"
    )
    page.get_by_role("button", name="Unggah dan bandingkan").click()
    expect(page.locator("[name=area][aria-invalid]")).to_be_visible()
    assert chosen(page) == ["sidalih.csv"]
    operator.look("sidalih-came-back")
