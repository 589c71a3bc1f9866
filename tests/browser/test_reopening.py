"""Advice, its follow-up and a reopening in the browser, for each role."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from playwright.sync_api import expect

from tests.browser import plenary_steps as plenary
from tests.browser.conftest import Portal, Session, assert_fits
from tests.roles import admin_sql

pytestmark = [pytest.mark.browser, pytest.mark.slow]
ADVICE = "/kab/3272/saran/"
LETTER = "33/PM.00.02/K.JB/2026"


def test_a_letter_leads_to_a_second_version(live: Portal) -> None:
    operator = live.open("operator.sukabumi")
    plenary.record_meeting(operator)
    plenary.freeze(live.open("ketua.sukabumi"))
    _enter_letter(operator)
    _ask(operator)
    chair = live.open("ketua.sukabumi")
    chair.go("/kab/3272/")
    chair.look("home-waiting")
    chair.go(f"{plenary.RECAP}buka-kembali/")
    chair.look("reopen-asked")
    chair.page.get_by_role("button", name="Setujui dan buka").click()
    for _ in range(120):  # until the worker has done it
        if "Rekap draf" in chair.page.locator("h1").inner_text():
            break
        chair.page.wait_for_timeout(500)
        chair.page.reload()
    expect(chair.page.locator("h1")).to_contain_text("Rekap draf")
    chair.go(plenary.RECAP)
    expect(chair.page.get_by_text("Dibuka kembali dari versi 1.")).to_be_visible()
    chair.look("recap-reopened")
    assert_fits(chair.page)
    operator.go("/kab/3272/pleno/2026-12/")
    expect(operator.page.get_by_text("Periode ini menunggu.")).to_be_visible()
    operator.look("recap-waiting")
    _readers(live)


def _enter_letter(operator: Session) -> None:
    page = operator.page
    [(nik,)] = admin_sql(
        "SELECT nik FROM voter WHERE regency_code = '3272' AND status = 'ACTIVE' "
        "ORDER BY id LIMIT 1"
    )
    operator.go(ADVICE)
    operator.look("advice-none")
    page.get_by_role("link", name="Catat surat").click()
    page.get_by_label("Nomor surat").fill(LETTER)
    page.get_by_label("Tanggal surat").fill("2026-11-20")
    page.get_by_label("Batas waktu").fill("2026-11-22")
    page.get_by_label("Isi saran").fill("Satu pemilih yang meninggal masih terdaftar.")
    operator.look("advice-new")
    page.get_by_role("button", name="Simpan surat").click()
    page.locator("main [name=nik]").fill(nik)
    page.locator("main [name=finding]").select_option("TIDAK_SESUAI")
    page.get_by_role("button", name="Tambah", exact=True).click()
    expect(page.get_by_text("Orang dicatat pada surat ini.")).to_be_visible()
    page.locator("details summary", has_text="Usulkan").click()
    operator.look("advice-person")
    assert_fits(page)
    operator.go(ADVICE)
    operator.look("advice-list")


def _ask(operator: Session) -> None:
    page: Any = operator.page
    operator.go(plenary.RECAP)
    page.get_by_role("link", name="Buka kembali").click()
    page.get_by_label("Atas saran lembaga").fill("Bawaslu Kota Sukabumi")
    page.get_by_label("Nomor surat").fill(LETTER)
    page.get_by_label("Tanggal surat").fill("2026-11-20")
    until = dt.datetime.now(tz=dt.UTC).date() + dt.timedelta(days=7)
    page.get_by_label("Dibuka sampai").fill(until.isoformat())
    page.get_by_label("Alasan").fill("Satu pemilih yang meninggal belum dicoret.")
    operator.look("reopen-form")
    page.get_by_role("button", name="Minta pembukaan kembali").click()
    expect(page.get_by_text("menunggu orang kedua")).to_be_visible()
    operator.look("reopen-waiting")
    assert_fits(page)


def _readers(live: Portal) -> None:
    admin_sql(
        "UPDATE plenos_plenary SET published_at = now(), state = 'PUBLISHED' "
        "WHERE regency_code = '3272' AND version = 1"
    )
    admin_sql("UPDATE plenos_reopening SET until = current_date - 3")
    for name in ("bawaslu.sukabumi", "provinsi.jabar"):
        reader = live.open(name)
        reader.go("/kab/3272/pleno/2026-11/versi/")
        reader.look(f"versions-{name}")
        reader.go("/kab/3272/pleno/2026-11/versi/1/")
        reader.look(f"version-{name}")
    reader = live.open("bawaslu.sukabumi")
    reader.go(ADVICE)
    reader.look("advice-bawaslu")
    reader.page.get_by_role("link", name=LETTER).click()
    reader.look("advice-bawaslu-one")
    reader.go("/kab/3272/pengawas/")
    reader.look("supervisor-reopened")
    province = live.open("provinsi.jabar")
    province.go("/provinsi/32/")
    province.look("province-reopened")
