"""Steps 1 and 2 of the walk: home, the roll, a search, a voter."""

from __future__ import annotations

import re

from playwright.sync_api import expect

from tests.browser.conftest import Session
from tests.roles import admin_sql

ROLL = "/kab/3272/pemilih/"


def see_home(operator: Session) -> None:
    """Home says which month it is, where it stands, and how many voters there are."""
    page = operator.page
    expect(page.locator("h1")).to_contain_text("November 2026")
    expect(page.locator("[aria-current=step]")).to_be_visible()
    expect(page.locator("tfoot")).to_contain_text("900")
    operator.look("home")


def read_roll(operator: Session) -> None:
    """Filters live in the address; a name and a NIK are found; a NIK is never in it."""
    page = operator.page
    operator.go(ROLL)
    expect(page.locator("tbody tr")).to_have_count(50)
    operator.look("roll")
    page.locator("select[name=kecamatan]").select_option(label="Cikole")
    expect(page).to_have_url(re.compile("kecamatan=327202"))
    expect(page.locator(".pd-head__sub")).to_contain_text("170")
    operator.look("roll-filtered")
    name, nik = _somebody()
    page.locator("#cari").fill(name.lower())
    page.locator("#cari").press("Enter")
    expect(page).to_have_url(re.compile("nama="))
    page.locator("tbody").get_by_role("link", name=name, exact=True).first.click()
    expect(page.locator("h1")).to_contain_text(name)
    page.locator("#cari").fill(nik)
    page.locator("#cari").press("Enter")
    expect(page.locator("h1")).to_contain_text(name)
    assert nik not in page.url and nik not in page.content()
    operator.look("voter")
    page.get_by_label("Tujuan").select_option("usulan")
    page.get_by_role("button", name=re.compile("Tampilkan NIK")).click()
    expect(page.get_by_text(nik)).to_be_visible()


def _somebody() -> tuple[str, str]:
    [(name, nik)] = admin_sql(
        "SELECT name, nik FROM voter WHERE regency_code = '3272' AND status = 'ACTIVE'"
        " ORDER BY length(name) DESC, nik LIMIT 1"
    )
    return name, nik


def read_history(operator: Session) -> None:
    """A changed voter's page: who did it, when and why, from which file and line."""
    page = operator.page
    [(public_id, line, *told)] = admin_sql(
        "SELECT v.public_id, p.line_no, d.filename, p.evidence_no, to_char("
        " p.applied_at AT TIME ZONE 'Asia/Jakarta', 'HH24.MI') FROM change_proposal p"
        " JOIN voter v ON v.regency_code = p.regency_code AND v.id = p.voter_id"
        " JOIN reconciliation_delivery d ON d.id = p.delivery_id"
        " WHERE p.state = 'APPLIED' AND p.kind = 'TMS' AND p.line_no IS NOT NULL"
        " ORDER BY p.id LIMIT 1"
    )
    operator.go(f"{ROLL}{public_id}/")
    history = page.locator("section", has=page.locator("#h-riwayat")).locator("tbody")
    for words in ("Rina Marlina", "TMS", *told):
        expect(history).to_contain_text(words)
    place = history.get_by_role("link", name=f"baris {line:,}".replace(",", "."))
    expect(place).to_be_visible()
    operator.look("voter-history")
    place.click()
    expect(page.locator("tbody tr")).to_have_count(1)
    operator.look("voter-history-line")
