"""Steps 8 and 9 of the walk: the recap, the plenary, the freeze, and who reads it."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
from django.utils.timezone import localdate
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Portal, Session, assert_fits

RECAP = "/kab/3272/pleno/2026-11/"
SCAN = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
    b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
    b"trailer<</Root 1 0 R>>\n%%EOF\n"
)


def figure(text: str) -> int:
    """1.269 or −5 as the page writes it."""
    return int(text.strip().replace(".", "").replace("\u2212", "-").replace("+", ""))


def read_recap(operator: Session) -> int:
    """Step 8: the draft, its proof, a kecamatan opened, a figure opened; L+P now."""
    page = operator.page
    operator.go(RECAP)
    proof = page.locator(".pd-proof")
    expect(proof).to_be_visible()
    expect(proof).not_to_have_class(re.compile("is-off"))
    expect(proof).to_contain_text("hitungan daftar")
    operator.look("recap")
    recap = page.get_by_role("region", name="Tabel rekap")
    recap.locator("tbody a.exp").first.click()
    expect(recap.locator("tr.sub").first).to_be_visible()
    total = recap.locator("tfoot td.now.s")
    now = figure(total.inner_text())
    assert now == sum(
        figure(cell.inner_text())
        for cell in recap.locator("tbody tr:not(.sub) td.now.s").all()
    )
    operator.look("recap-kelurahan")
    recap.locator("tbody tr:not(.sub) td.now.s a").first.click()
    expect(page.locator("h1")).to_contain_text("Sekarang")
    operator.look("recap-behind")
    return now


def record_meeting(operator: Session) -> None:
    """Step 9, first half: the record; the operator's own freeze button is locked."""
    page = operator.page
    operator.go(RECAP)
    page.get_by_role("link", name="Ajukan ke pleno").click()
    operator.look("plenary-empty")
    page.get_by_label("Nomor Berita Acara").fill("12/PL.02-BA/3272/2026")
    page.locator("[name=held_on]").fill(f"{localdate():%Y-%m-%d}")
    page.get_by_label("Jam mulai").fill("09:00")
    page.get_by_label("Tempat").fill("Aula KPU Kota Sukabumi")
    page.get_by_label("Keputusan").fill("Rekapitulasi ditetapkan sesuai lampiran.")
    row = "inputs-0"
    page.locator(f"[name={row}-institution]").fill("Bawaslu Kota Sukabumi")
    page.locator(f"[name={row}-input]").fill("Periksa lagi pemilih yang meninggal.")
    page.locator(f"[name={row}-follow_up]").fill("Akta dicocokkan dengan Disdukcapil.")
    page.locator("[name=attendance-0-present]").check()
    page.get_by_role("button", name="Simpan catatan").click()
    expect(page.get_by_text("Catatan pleno disimpan.")).to_be_visible()
    locked = page.get_by_role("button", name="Bekukan")
    expect(locked).to_have_attribute("aria-disabled", "true")
    operator.look("plenary-saved")


def freeze(chair: Session) -> None:
    """The chair, with her own account, closes the period."""
    page = chair.page
    chair.go(f"{RECAP}rapat/")
    page.get_by_role("button", name="Bekukan").click()
    chair.look("freeze-asked")
    page.get_by_role("dialog").get_by_role("button", name="Bekukan").click()
    expect(page.locator("h1")).to_contain_text("Beku", timeout=60_000)
    # The period is frozen a moment before its job ends, which loads the page anew.
    expect(page.locator("[data-job-reload]")).to_have_count(0)
    expect(page.get_by_role("link", name="Berita Acara")).to_be_visible()
    expect(page.locator(".pd-proof")).to_contain_text("saat dibekukan")
    chair.look("frozen")


def take_papers(operator: Session, now: int) -> None:
    """The Berita Acara and the workbook tell the same number as the page."""
    page = operator.page
    operator.go(RECAP)
    minutes = operator.download(
        lambda: page.get_by_role("link", name="Berita Acara").click()
    )
    text = "\n".join(one.extract_text() for one in PdfReader(minutes).pages)
    written = f"{now:,}".replace(",", ".")
    assert "12/PL.02-BA/3272/2026" in text
    assert written in text
    book = operator.download(lambda: page.get_by_role("link", name="xlsx").click())
    assert now in _numbers(book)


def _numbers(path: Path) -> set[object]:
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return {cell for sheet in book for row in sheet.values for cell in row}


def sign_and_publish(operator: Session) -> None:
    """The signed scan closes the document, and publishing opens it to readers."""
    page = operator.page
    operator.go(f"{RECAP}rapat/")
    operator.look("frozen-record")
    page.locator("input[type=file]").set_input_files(
        {"name": "ba.pdf", "mimeType": "application/pdf", "buffer": SCAN}
    )
    page.get_by_role("button", name="Unggah pindaian").click()
    expect(page.get_by_role("link", name=re.compile("Unduh pindaian"))).to_be_visible()
    operator.look("signed")
    page.get_by_role("button", name="Terbitkan").click()
    expect(page.get_by_text("Rekap terbit.").first).to_be_visible()
    operator.look("published")


def province_reads(portal: Portal, now: int) -> None:
    """The provincial KPU sees every regency, and this one's published figures."""
    reader = portal.open("provinsi.jabar")
    page = reader.page
    row = page.locator("tr", has_text="Kota Sukabumi")
    expect(row).to_contain_text(f"{now:,}".replace(",", "."))
    reader.look("province")
    row.get_by_role("link").click()
    expect(page.locator("h1")).to_contain_text("Rekap")
    reader.look("province-recap")
    reader.go("/kab/3272/pemilih/", status=403)


def supervisor_reads(portal: Portal) -> None:
    """Bawaslu reads recap, input and follow-up and the list, and changes nothing."""
    reader = portal.open("bawaslu.sukabumi")
    page = reader.page
    expect(page.get_by_text("Periksa lagi pemilih yang meninggal.")).to_be_visible()
    expect(page.get_by_text("Akta dicocokkan dengan Disdukcapil.")).to_be_visible()
    reader.look("supervisor")
    page.get_by_role("button", name="Buka daftar").click()
    heads = page.locator("thead th").all_inner_texts()
    assert len(heads) == 8, heads  # TPS, and the seven elements
    assert not re.search(r"\d{16}", page.content())
    reader.look("supervisor-list")
    assert_fits(page)
    _cannot_write(reader, page)


def _cannot_write(reader: Session, page: Page) -> None:
    assert not page.locator("main form[method=post]").count()
    for path in (
        f"{RECAP}rapat/",
        f"{RECAP}bekukan/",
        f"{RECAP}terbitkan/",
        "/kab/3272/tinjauan/terapkan/",
        "/kab/3272/pemilih/cari/",
    ):
        assert reader.post(path, q="SITI") == 403, path
