"""Signing in for the first time, a security key, and an administrator's pages."""

from __future__ import annotations

import re
import time
from pathlib import Path

import openpyxl
import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from tests.browser.conftest import Portal, Session, assert_fits
from tests.roles import admin_sql

pytestmark = [pytest.mark.browser, pytest.mark.slow]
NEW = "sandi-rt-milik-sendiri"
ADMINISTRATION = [
    *("/daftar-kode/", "/daftar-kode/baru/", "/setelan/"),
    "/daftar-kode/EVIDENCE/2026/SURAT_KEMATIAN/",
]
"""Pages of code lists and settings."""


def test_from_a_new_account_to_its_first_page(live: Portal) -> None:
    admin = live.open("admin")
    admin.go("/akun-petugas/")
    admin.look("accounts")
    assert_fits(admin.page)
    for address in ADMINISTRATION:
        admin.go(address)
        admin.look("admin" + re.sub(r"\W+", "-", address)[:40])
        assert_fits(admin.page)
    admin.go("/akun-petugas/")
    admin.page.get_by_role("link", name="Akun baru").click()
    page = admin.page
    page.get_by_label("Nama pengguna").fill("rt.baru")
    page.get_by_label("Nama lengkap").fill("Pak RT Baru")
    page.get_by_label("Peran").select_option("NEIGHBOURHOOD")
    page.get_by_label("Kode wilayah").fill("3272021001")
    page.locator("[name=rw]").fill("001")
    admin.look("account-new")
    page.get_by_role("button", name="Buat akun").click()
    code = page.locator("td code").inner_text()
    admin.look("account-code")
    person = live.open()
    _choose_password(person, code)
    _set_up_app(person)
    expect(person.page.get_by_role("heading", level=1)).to_have_text("RW 001, Cikole")


def _choose_password(person: Session, code: str) -> None:
    person.go("/masuk/")
    person.page.get_by_role("link", name="Punya kode sekali pakai").click()
    person.page.get_by_label("Nama pengguna").fill("rt.baru")
    person.page.get_by_label("Kode sekali pakai").fill(code)
    person.page.locator("[name=sandi]").fill(NEW)
    person.page.locator("[name=sandi2]").fill(NEW)
    person.look("one-time-code")
    person.page.get_by_role("button", name="Lanjut").click()
    person.page.locator("[name=login]").fill("rt.baru")
    person.page.locator("[name=password]").fill(NEW)
    person.page.keyboard.press("Enter")


def _set_up_app(person: Session) -> None:
    page = person.page
    expect(page).to_have_url(re.compile("/akun/aplikasi/"))
    picture = page.get_by_alt_text("Gambar QR")
    assert picture.evaluate("image => image.naturalWidth") > 0, "the policy hides it"
    person.look("set-up")
    assert_fits(page)
    secret = page.locator("code").inner_text()
    page.get_by_label("Kode dari aplikasi").fill(_code(secret))
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/akun/pemulihan/"))
    expect(page.locator("main li code")).to_have_count(10)
    person.look("recovery-codes")
    page.get_by_role("link", name="Ke Beranda").click()


def _code(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


def test_own_account_and_a_security_key(live: Portal) -> None:
    """With a virtual key of Chromium; WebAuthn wants a name, not a number."""
    chair = live.open(
        "ketua.sukabumi", base_url=live.address.replace("127.0.0.1", "localhost")
    )
    page = chair.page
    chair.go("/akun/")
    chair.look("own-account")
    chair.go("/akun/kata-sandi/")
    chair.look("password")
    _plug_in_key(page)
    chair.go("/akun/kunci/tambah/")
    chair.look("key-add")
    page.get_by_label("Nama kunci").fill("Kunci kantor")
    page.get_by_role("button", name="Tambah").click()
    expect(page).not_to_have_url(re.compile("/tambah/"))
    chair.go("/akun/kunci/")
    expect(page.get_by_role("rowheader", name="Kunci kantor")).to_be_visible()
    chair.look("keys")
    page.locator("summary.pd-who").click()
    page.get_by_role("button", name="Keluar").click()
    page.locator("[name=login]").fill("ketua.sukabumi")
    page.locator("[name=password]").fill(live_password())
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("/masuk/langkah-kedua/"))
    chair.look("second-step")
    page.get_by_role("button", name="Pakai kunci keamanan").click()
    expect(page).to_have_url(re.compile("/kab/3272/"))


def live_password() -> str:
    from kpu_portal.demo.accounts import PASSWORD

    return PASSWORD


def _plug_in_key(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "usb",
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_a_role_changes_when_a_second_administrator_agrees(live: Portal) -> None:
    officer = live.open("pos.gunungpuyuh")
    officer.go("/kab/3272/pos/")
    admin = live.open("admin2")
    admin.go("/akun-petugas/?peran=POST")
    admin.page.get_by_role("link", name="Cecep Ruhiyat").click()
    admin.look("account")
    assert_fits(admin.page)
    admin.page.get_by_label("Kode wilayah").fill("327202")
    admin.page.get_by_label("Alasan").fill("pindah tugas")
    admin.page.get_by_role("button", name="Minta perubahan").click()
    expect(admin.page.get_by_text("Menunggu")).to_be_visible()
    expect(admin.page.get_by_role("button", name="Setujui")).to_have_count(0)
    admin.look("account-asked")
    assert _place_of("pos.gunungpuyuh") == "327201"
    officer.go("/kab/3272/pos/")
    second = live.open("admin")
    second.go(admin.page.url)
    second.look("account-to-decide")
    second.page.get_by_role("button", name="Setujui").click()
    asked = second.page.locator("tr", has_text="pindah tugas")
    expect(asked).to_contain_text("Administrator Kedua")
    expect(asked).to_contain_text("Disetujui")
    second.look("account-decided")
    assert _place_of("pos.gunungpuyuh") == "327202"
    officer.go("/kab/3272/pos/")
    expect(officer.page).to_have_url(re.compile("/masuk/"))


def _place_of(username: str) -> str:
    [(code,)] = admin_sql(
        "SELECT scope_code FROM accounts_user WHERE username = %s", [username]
    )
    return str(code)


def test_accounts_come_from_a_workbook(live: Portal, tmp_path: Path) -> None:
    """The template, filled in: refused with its row and column, then made."""
    admin = live.open("admin2")
    page = admin.page
    admin.go("/akun-petugas/berkas/")
    link = page.get_by_role("link", name="Unduh templat xlsx")
    empty = admin.download(link.click)
    good = ["pos.berkas", "Ani Lestari", "POST", "327202", "Petugas", "", "", ""]
    fault = ["pos.salah", "Budi Santoso", "Raja", "327202", "", "", "", ""]
    page.get_by_label("Berkas").set_input_files(_filled(empty, tmp_path, good, fault))
    page.get_by_role("button", name="Periksa berkas").click()
    row = page.locator("tbody tr", has_text="Peran")
    expect(row).to_contain_text("3")
    expect(page.get_by_role("button", name=re.compile("^Buat"))).to_have_count(0)
    admin.look("accounts-bulk-faults")
    fault[2] = "Petugas kelurahan"
    fault[3] = "3272021001"
    page.get_by_label("Berkas").set_input_files(_filled(empty, tmp_path, good, fault))
    page.get_by_role("button", name="Periksa berkas").click()
    expect(page.locator("tbody tr")).to_have_count(2)
    admin.look("accounts-bulk")
    assert_fits(page)
    page.get_by_role("button", name="Buat 2 akun").click()
    expect(page.locator("h1")).to_have_text("Kode sekali pakai")
    codes = page.locator("tbody td code").all_inner_texts()
    assert len(set(codes)) == 2 and all(codes)
    admin.look("accounts-bulk-codes")
    made = admin_sql(
        "SELECT username, role, scope_code FROM accounts_user"
        " WHERE username LIKE 'pos.%' ORDER BY id DESC LIMIT 2"
    )
    assert set(made) == {
        ("pos.berkas", "POST", "327202"),
        ("pos.salah", "VILLAGE", "3272021001"),
    }
    admin.go("/akun-petugas/?q=pos.berkas")
    expect(page.locator("main table")).to_contain_text("Ani Lestari")


def _filled(empty: Path, folder: Path, *rows: list[str]) -> Path:
    """The template with these lines under its headings."""
    book = openpyxl.load_workbook(empty)
    for row in rows:
        book.active.append(row)
    path = folder / "akun.xlsx"
    book.save(path)
    return path
