"""Steps 6 and 7 of the walk: decide, singly and in bulk, apply, undo one or all."""

from __future__ import annotations

import re

from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Portal, Session
from tests.roles import admin_sql

REVIEW = "/kab/3272/tinjauan/"


def states(kind: str) -> dict[str, int]:
    """How many proposals of a kind stand in each state, from the tables."""
    return dict(
        admin_sql(
            "SELECT state, count(*) FROM change_proposal"
            " WHERE regency_code = '3272' AND kind = %s GROUP BY state",
            [kind],
        )
    )


def decide_some(operator: Session) -> None:
    """Accept, reject with a reason, put on hold and mark for coklit: one of each."""
    page = operator.page
    operator.go(f"{REVIEW}?jenis=UBAH")
    expect(page.locator(".pd-mark.k-edit").first).to_contain_text("Berubah")
    operator.look("review")
    page.get_by_role("button", name="Terima A").click()
    _told(page, "Diterima")
    page.get_by_role("button", name="Tolak R").click()
    expect(page.locator(".is-armed")).to_be_visible()
    page.get_by_label("Bukti tidak cukup").click()
    _told(page, "Ditolak")
    page.get_by_role("button", name="Tunda T").click()
    _told(page, "Ditunda")
    page.get_by_role("button", name="Coklit C").click()
    _told(page, "coklit")
    counted = states("UBAH")
    for state in ("ACCEPTED", "REJECTED", "HOLD", "COKLIT"):
        assert counted.get(state) == 1, counted
    operator.look("review-decided")


def take_back(operator: Session) -> None:
    """A decision is reopened until it is applied: the toast's undo, by its key."""
    page = operator.page
    operator.go(f"{REVIEW}?jenis=PINDAH_DALAM")
    page.keyboard.press("a")
    _told(page, "Diterima")
    assert states("PINDAH_DALAM").get("ACCEPTED") == 1
    page.keyboard.press("u")
    _told(page, "Dibuka lagi")
    assert "ACCEPTED" not in states("PINDAH_DALAM")


def accept_in_bulk(operator: Session, kind: str) -> None:
    """One decision about a filter, after a page that says how many."""
    page = operator.page
    waiting = states(kind).get("OPEN", 0)
    operator.go(f"{REVIEW}?jenis={kind}")
    page.locator("summary", has_text="Putuskan").click()
    page.get_by_role("button", name="Terima", exact=True).click()
    expect(page.locator("h1")).to_contain_text(re.compile(r"Terima \d+ usulan"))
    operator.look(f"bulk-{kind.lower()}")
    page.get_by_role("button", name="Ya, putuskan").click()
    expect(page.get_by_text("usulan diputus").first).to_be_visible()
    assert states(kind).get("ACCEPTED", 0) >= waiting > 0
    assert not states(kind).get("OPEN")


def accept_removal(operator: Session) -> None:
    """A removal needs its paper: refused without, accepted with kind and number."""
    page = operator.page
    [(bare,)] = admin_sql(
        "SELECT public_id FROM change_proposal WHERE regency_code = '3272'"
        " AND kind = 'TMS' AND category <> 'GANDA' AND evidence_no = ''"
        " AND state = 'OPEN' ORDER BY id LIMIT 1"
    )
    operator.go(f"/kab/3272/usulan/{bare}/?jenis=TMS")
    accept = page.get_by_role("button", name="Terima A")
    accept.click()
    expect(page.get_by_text("Perlu bukti")).to_be_visible()
    operator.look("removal-refused")
    _prove(page, "KTP-el atau KK", "W2.IMI-0412/2026")
    accept.click()
    _told(page, "Diterima")
    assert states("TMS").get("ACCEPTED") == 1


def correct_a_nik(operator: Session, portal: Portal) -> None:
    """Who is missing and new at once is one person: both are decided together."""
    page = operator.page
    [(missing,)] = admin_sql(
        "SELECT t.public_id FROM change_proposal t JOIN voter v ON v.id = t.voter_id"
        " JOIN change_proposal b ON b.kind = 'BARU' AND b.state = 'OPEN'"
        " AND b.name = v.name AND b.new->>'birth_date' = v.birth_date::text"
        " WHERE t.kind = 'TIDAK_ADA' AND t.state = 'OPEN' AND t.regency_code = '3272'"
    )
    url = f"/kab/3272/usulan/{missing}/?jenis=TIDAK_ADA"
    operator.go(url)
    expect(page.get_by_text("Satu orang, NIK terkoreksi?")).to_be_visible()
    operator.look("corrected-nik")
    _prove(page, "KTP-el atau KK", "KK 3272-2026")
    page.get_by_role("button", name="Satu orang, terima").click()
    _told(page, "orang kedua")
    other = portal.open("operator2.sukabumi")
    other.go(url)
    other.page.get_by_role("button", name="Satu orang, terima").click()
    _told(other.page, "Diterima")
    assert states("BARU").get("REJECTED") == 1
    assert not states("TIDAK_ADA").get("SECOND")


def ask_two_people(operator: Session, portal: Portal) -> None:
    """Who is missing from a snapshot goes only when two accounts say so."""
    page = operator.page
    operator.go(f"{REVIEW}?jenis=TIDAK_ADA")
    box = page.locator(".pd-queue input[type=checkbox]").first
    expect(box).to_be_disabled()
    page.locator("[name=sebab]").select_option("MENINGGAL")
    _prove(page, "Akta kematian", "3272-KM-24112026-0002")
    page.get_by_role("button", name="Terima A").click()
    _told(page, "orang kedua")
    operator.go(f"{REVIEW}?jenis=TIDAK_ADA&keadaan=SECOND")
    page.get_by_role("button", name="Terima A").click()
    assert states("TIDAK_ADA").get("SECOND") == 1, "one person is not two"
    operator.look("second-person")
    other = portal.open("operator2.sukabumi")
    other.go(f"{REVIEW}?jenis=TIDAK_ADA&keadaan=SECOND")
    expect(other.page.get_by_text("Sudah diterima Rina Marlina")).to_be_visible()
    other.page.get_by_role("button", name="Terima A").click()
    _told(other.page, "Diterima")
    assert states("TIDAK_ADA").get("ACCEPTED") == 1


def _prove(page: Page, kind: str, number: str) -> None:
    page.locator("#jenis-bukti").select_option(label=kind)
    page.locator("#nomor-bukti").fill(number)


def _told(page: Page, words: str) -> None:
    toast: Locator = page.locator(".pd-toast__text")
    expect(toast).to_contain_text(re.compile(words, re.IGNORECASE))


def apply_all(operator: Session, review: str = REVIEW) -> None:
    """One transaction with its progress; nothing accepted is left."""
    page = operator.page
    operator.go(review)
    page.get_by_role("button", name=re.compile(r"Terapkan \d+")).click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    operator.look("apply-asked")
    dialog.get_by_role("button", name="Terapkan").click()
    _done(page)
    expect(page.get_by_text("Yang diterapkan")).to_be_visible()
    operator.look("applied")
    [(left,)] = admin_sql(
        "SELECT count(*) FROM change_proposal WHERE state = 'ACCEPTED'"
    )
    assert left == 0


def undo_one(operator: Session) -> None:
    """One applied change is taken back by a counter-event, its proposal says so."""
    page = operator.page
    applied = states("BARU")["APPLIED"]
    operator.go(f"{REVIEW}?jenis=BARU&keadaan=APPLIED")
    page.get_by_role("button", name="Urungkan penerapan").click()
    _done(page)
    assert states("BARU")["APPLIED"] == applied - 1
    operator.look("undone")


def undo_delivery(operator: Session) -> None:
    """All that was applied of a file is taken back from its page, after the count."""
    page, before = operator.page, _roll()
    accept_in_bulk(operator, "UBAH")
    apply_all(operator)
    applied = states("UBAH")["APPLIED"]
    assert applied > 1 and _roll() != before
    operator.go("/kab/3272/kiriman/")
    page.locator("tbody").get_by_role("link").first.click()
    page.get_by_role("button", name="Urungkan penerapan kiriman ini").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text(f"Urungkan {applied} perubahan")
    operator.look("undo-delivery-asked")
    dialog.get_by_role("button", name="Urungkan").click()
    _done(page)
    expect(page.get_by_text(f"{applied} perubahan diurungkan")).to_be_visible()
    assert states("UBAH")["UNDONE"] == applied
    assert _roll() == before
    operator.look("undo-delivery")
    page.get_by_role("link", name="Lihat kirimannya").click()
    expect(page.get_by_text("pernah diurungkan")).to_be_visible()
    expect(page.get_by_role("button", name="Urungkan penerapan")).to_have_count(0)
    operator.look("undo-delivery-report")


def _roll() -> str:
    """Digest of every voter, without what counts versions."""
    [(digest,)] = admin_sql(
        "SELECT md5(string_agg((to_jsonb(v) - 'row_version' - 'change_id')::text, ''"
        " ORDER BY id)) FROM voter v WHERE regency_code = '3272'"
    )
    return str(digest)


def _done(page: Page) -> None:
    expect(page.locator("[data-job-state=DONE]")).to_be_visible(timeout=60_000)
