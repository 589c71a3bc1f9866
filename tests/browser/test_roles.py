"""Every role in a browser, with a picture: it starts, it works, and axe is content."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Portal, assert_fits
from tests.kpu_portal.url_objects import publish
from tests.roles import admin_sql, as_worker

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def _published(shared_stocked: str) -> Iterator[None]:
    with as_worker():
        publish("3272")
    yield


@pytest.mark.parametrize(
    ("username", "start", "title", "entries"),
    [
        ("operator.sukabumi", "/kab/3272/", "", 7),
        ("ketua.sukabumi", "/kab/3272/", "", 7),
        ("anggota.sukabumi", "/kab/3272/", "", 7),
        ("provinsi.jabar", "/provinsi/32/", "Provinsi", 2),
        ("bawaslu.sukabumi", "/kab/3272/pengawas/", "Pengawasan", 4),
        ("bawaslu.jabar", "/provinsi/32/pengawas/", "Pengawasan", 1),
        ("pos.gunungpuyuh", "/kab/3272/pos/", "Pos", 2),
        ("kelurahan.1001", "/kab/3272/kelurahan/", "Kelurahan", 1),
        ("rw.1001", "/kab/3272/warga/", "RW 001", 1),
        ("admin", "/", "Beranda", 1),
    ],
)
def test_every_role_starts_on_its_page(
    live: Portal, username: str, start: str, title: str, entries: int
) -> None:
    session = live.open(username)
    session.go("/")
    expect(session.page).to_have_url(f"{live.address}{start}")
    expect(session.page.locator("h1")).to_contain_text(title)
    assert session.page.locator(".pd-rail a[href^='/']").count() >= entries
    assert_fits(session.page)
    session.look(f"peran-{username}")


def test_a_post_officer_finds_one_person_and_proposes(live: Portal) -> None:
    rows = admin_sql(
        "SELECT nik, name FROM voter WHERE kelurahan = '3272011001'"
        " AND status = 'ACTIVE' ORDER BY id LIMIT 1"
    )
    nik, name = rows[0]
    session = live.open("pos.gunungpuyuh")
    page = session.page
    session.go("/kab/3272/pos/")
    page.locator("main [name=q]").fill(nik)
    page.get_by_role("button", name="Cari", exact=True).click()
    expect(page.locator("h1")).to_have_text(name)
    assert nik not in page.content()
    assert nik not in page.url
    session.look("pos-satu-orang")
    page.get_by_role("link", name="Meninggal").click()
    page.locator("[name=evidence_kind]").select_option("AKTA_KEMATIAN")
    page.locator("[name=evidence_no]").fill("AM-7")
    session.look("pos-usulan")
    page.get_by_role("button", name="Simpan dan beri tanda terima").click()
    expect(page.get_by_text("Kode cek").first).to_be_visible()
    assert name not in page.content()
    session.look("pos-tanda-terima")
    page.get_by_role("link", name="Laporan berikutnya").click()
    expect(page.locator("main table")).to_contain_text(name)
    village = live.open("kelurahan.1001")
    village.go("/kab/3272/kelurahan/")
    found = village.page.locator("main table").filter(has_text="Hasil lapangan")
    expect(found).to_contain_text(name)
    village.look("kelurahan-usulan-pos")


def test_bawaslu_draws_a_sample_and_takes_the_pdf(live: Portal) -> None:
    session = live.open("bawaslu.sukabumi")
    page = session.page
    session.go("/kab/3272/pengawas/sampel/")
    page.locator("[name=jumlah]").fill("12")
    page.locator("[name=benih]").fill("uji-petik-1")
    page.get_by_role("button", name="Tarik sampel").click()
    expect(page.locator("tbody tr[data-row]")).to_have_count(12)
    session.look("bawaslu-sampel")
    first = page.locator("tbody tr[data-row]").first.get_attribute("id")
    made = session.download(page.get_by_role("button", name="Unduh PDF").click)
    assert made.read_bytes().startswith(b"%PDF")
    again = live.open("bawaslu.jabar")
    again.go("/kab/3272/pengawas/sampel/")
    again.page.locator("[name=jumlah]").fill("3")
    again.page.locator("[name=benih]").fill("uji-petik-1")
    again.page.get_by_role("button", name="Tarik sampel").click()
    rows = again.page.locator("tbody tr[data-row]")
    expect(rows).to_have_count(3)
    assert rows.first.get_attribute("id") == first
    again.look("bawaslu-provinsi-sampel")
    session.go("/kab/3272/pengawas/jejak/")
    expect(page.locator("main table")).to_contain_text("Sampel ditarik Bawaslu")
    session.look("bawaslu-jejak")


def test_a_province_compares_its_regencies(live: Portal) -> None:
    session = live.open("provinsi.jabar")
    session.go("/provinsi/32/banding/")
    expect(session.page.locator("main table")).to_contain_text("Kota Sukabumi")
    assert_fits(session.page)
    session.look("provinsi-banding")
    made = session.download(
        lambda: (
            session.page.goto("/provinsi/32/")
            and session.page.get_by_role("link", name="xlsx").click()
        )
    )
    assert made.suffix == ".xlsx"
