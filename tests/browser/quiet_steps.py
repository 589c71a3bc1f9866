"""A month to which no file comes, step by step: what a desk does with its hands."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from typing import Any

from playwright.sync_api import Page, expect
from pypdf import PdfReader

from launcher import processes
from tests.browser import review_steps
from tests.browser.by_hand_steps import Hand
from tests.browser.conftest import Portal, Session
from tests.browser.plenary_steps import RECAP, figure
from tests.roles import admin_sql
from voters.models import Voter

HOME, QUEUE, SIDALIH = "/kab/3272/", "/kab/3272/tinjauan/", "/kab/3272/sidalih/"
STATIONS, NEW_STATION = "/kab/3272/tps/3272021002/", "055"
MINE, THEIRS = "/kab/3272/serah-terima/", "/kab/3101/serah-terima/"
CHANGED, STRUCK, NEW, HELD = 13, 4, 3, 3
"""By hand, in interactions of HANDS at most each."""
HANDS = {"UBAH": 6, "TMS": 8, "PINDAH": 9, "BARU": 12, "NIK": 8, "TAHAN": 7}
REJECTED = (1, 2)
UNTIL = dt.date(2026, 12, 20)
CERTIFICATE = "AKTA_KEMATIAN"


def nothing_has_come(operator: Session) -> None:
    """Home says that no file has come; the cut-off lies ahead."""
    admin_sql(
        "UPDATE periods_period SET cutoff_on = current_date + 5 WHERE state = 'OPEN'"
    )
    operator.go(HOME)
    step = operator.page.locator(".pd-step", has_text="Direkonsiliasi")
    expect(step.first).to_contain_text("belum ada kiriman")
    operator.picture("home-first-day")


def twenty_by_hand(operator: Session, people: Iterator[Voter]) -> None:
    """New addresses, deaths with their certificate and new voters: all by keyboard."""
    for number in range(CHANGED):
        hand = _opened(operator, next(people), "u")
        hand.fill("address", f"JALAN BARU {number + 1}")
        _made(hand, "UBAH")
        if not number:
            operator.picture("proposed")
    for number in range(STRUCK):
        hand = _opened(operator, next(people), "t")
        hand.choose("category", "MENINGGAL")
        hand.choose("evidence_kind", CERTIFICATE)
        hand.fill("evidence_no", f"3272-KM-29112026-00{number + 10}")
        _made(hand, "TMS")
    for number in range(NEW):
        _newcomer(operator, number + 1)


def _opened(operator: Session, who: Voter, key: str) -> Hand:
    """From wherever one is: search, NIK, Enter, the key of what is to be proposed."""
    hand = Hand(operator.page)
    hand.press("/")
    hand.type(who.nik)
    hand.press("Enter")
    expect(operator.page.locator("h1")).to_have_text(who.name)
    hand.press(key)
    expect(operator.page.locator("h1")).to_contain_text("Usulkan")
    return hand


def _made(hand: Hand, kind: str) -> None:
    hand.press("Enter")
    expect(hand.page.locator(".pd-toasts")).to_contain_text("Usulan dibuat")
    assert hand.counted() <= HANDS[kind], kind


def _newcomer(operator: Session, number: int) -> None:
    hand = Hand(operator.page)
    operator.go("/kab/3272/usulan/baru/")
    hand.fill("nik", f"327201{number:02d}0288990{number}")
    hand.fill("name", f"PENDATANG {'ABC'[number - 1]}")
    hand.fill("birth_date", f"1988-02-{number:02d}")
    hand.choose("sex", "L")
    hand.choose("category", "PINDAH_MASUK")
    hand.fill("address", "JALAN DATANG 1")
    hand.choose("kelurahan", "3272011001")
    hand.fill("rt", "001")
    hand.fill("rw", "001")
    hand.fill("evidence_no", f"SKPWNI-{number}")
    hand.page.locator("main [name=evidence_no]").press("Enter")
    hand.acts += 1
    expect(operator.page.locator(".pd-toasts")).to_contain_text("Usulan dibuat")
    assert hand.counted() <= HANDS["BARU"]


def correct_a_number(operator: Session, who: Voter) -> str:
    """The NIK of the KTP-el, with its paper and why; the right number."""
    right = who.nik[:12] + ("9999" if who.nik[12:] != "9999" else "9998")
    hand = _opened(operator, who, "n")
    hand.fill("nik", right)
    hand.choose("evidence_kind", "KTP_KK")
    hand.fill("note", "Salah ketik pada daftar pembuka")
    hand.fill("evidence_no", "KTP-1")
    operator.picture("nik")
    hand.press("Enter")
    expect(operator.page.locator(".pd-toasts")).to_contain_text("Usulan dibuat")
    assert hand.counted() <= HANDS["NIK"] + 1
    return right


def hold_three(operator: Session, people: Iterator[Voter]) -> list[Voter]:
    """Three voters are held, each with its reason and a day."""
    held = [next(people) for _n in range(HELD)]
    for who, why in zip(held, ("ALAMAT", "RAGU", "KTP_EL"), strict=True):
        hand = _opened(operator, who, "h")
        hand.fill("category", why)
        hand.fill("status_until", UNTIL.isoformat())
        _made(hand, "TAHAN")
    return held


def let_go(operator: Session, who: Voter) -> None:
    """Somebody moves to another regency of the installation: one form names it."""
    hand = _opened(operator, who, "t")
    hand.choose("category", "PINDAH")
    hand.choose("evidence_kind", "SURAT_PINDAH")
    hand.fill("evidence_no", "SKPWNI-3272-1")
    hand.choose("other_regency", "3101")
    _made(hand, "PINDAH")


def hand_over(operator: Session, live: Portal, who: Voter) -> None:
    """The other office takes in whom this one has let go, and both read the end."""
    other = live.open("operator.seribu")
    page, hand = other.page, Hand(other.page)
    operator.go(MINE)
    operator.picture("handed-over")
    other.go(THEIRS)
    other.picture("handovers")
    page.get_by_role("link", name=who.name).press("Enter")
    expect(page.locator("h1")).to_have_text(who.name)
    expect(page.locator("main")).to_contain_text("SKPWNI-3272-1")
    other.look("handover")
    hand.fill("address", "JALAN DERMAGA 2")
    hand.choose("kelurahan", "3101011001")
    page.locator("main [name=address]").press("Enter")
    expect(page.locator(".pd-toasts")).to_contain_text("Dikonfirmasi")
    other.picture("handover-proposal")
    hand.press("a")
    expect(page.locator(".pd-toast__text")).to_contain_text("Diterima")
    review_steps.apply_all(other, "/kab/3101/tinjauan/")
    operator.go(f"{MINE}?keadaan=DONE")
    row = operator.page.locator("tbody tr", has_text=who.name)
    expect(row).to_contain_text("Selesai")
    row.get_by_role("link").click()
    expect(operator.page.locator("main")).to_contain_text("masuk di tujuan")
    operator.picture("handover-done")


def remap(operator: Session) -> None:
    """An RT gets a station of its own: preview, one confirmation, everybody there."""
    page, hand = operator.page, Hand(operator.page)
    operator.go(STATIONS)
    box = page.locator("[name=rt]").first
    row = page.locator("tr", has=box)
    people = figure(row.locator("td.pd-num").inner_text())
    box.press(" ")
    hand.fill("tujuan", NEW_STATION)
    operator.picture("stations")
    page.locator("main [name=tujuan]").press("Enter")
    expect(page.locator("h1")).to_contain_text(f"{people} pemilih ke TPS {NEW_STATION}")
    operator.picture("stations-preview")
    page.get_by_role("button", name=f"Ya, pindahkan {people}").press("Enter")
    expect(page.locator("[data-job-state=DONE]")).to_be_visible(timeout=60_000)
    operator.picture("stations-job")
    operator.go(STATIONS)
    line = page.locator("tbody tr", has_text=f"TPS {NEW_STATION}").first
    expect(line.locator("td.pd-num").nth(2)).to_have_text(str(people))
    expect(page.locator("#h-terakhir").locator("xpath=../..")).to_contain_text(
        f"{people} diterapkan"
    )
    operator.picture("stations-after")


def review(reviewer: Session, waiting: int) -> None:
    """All of it is decided by keys: one each, two for a rejection."""
    page, hand = reviewer.page, Hand(reviewer.page)
    reviewer.go(QUEUE)
    reviewer.picture("queue")
    for number in range(waiting - 1):
        now = _shown(page)
        reject = number in REJECTED
        for key in ("r", "1") if reject else ("a",):
            hand.press(key)
        expect(page.locator("#usulan")).not_to_have_attribute("data-usulan", now)
        assert hand.counted() <= (2 if reject else 1)
    assert waiting - 1 not in REJECTED
    _shown(page)
    with page.expect_event("load"):  # none is left to be shown without a new page
        hand.press("a")
    assert hand.counted() <= 1
    right = {"ACCEPTED": waiting - len(REJECTED), "REJECTED": len(REJECTED)}
    processes.wait_until(lambda: _states() == right, 20)
    assert _states() == right
    reviewer.picture("decided")


def _states() -> dict[str, int]:
    return dict(admin_sql("SELECT state, count(*) FROM change_proposal GROUP BY 1"))


def _shown(page: Page) -> str:
    page.wait_for_load_state()
    return str(page.locator("#usulan").get_attribute("data-usulan"))


def see_the_held(operator: Session, held: Sequence[Voter]) -> None:
    """They stand with reason and day; the recap counts them and says so."""
    page = operator.page
    operator.go("/kab/3272/ditahan/")
    for who in held:
        row = page.locator("tbody tr", has_text=who.name)
        expect(row).to_contain_text("20-12-2026")
    expect(page.locator(".pd-head__sub")).to_contain_text("3 pemilih ditahan")
    operator.picture("held")
    operator.go(RECAP)
    expect(page.locator("main")).to_contain_text(re.compile("3 (pemilih )?ditahan"))


def tick_sidalih(operator: Session) -> int:
    """Every sheet is opened, entered and ticked off, by keyboard; how many rows."""
    page: Any = operator.page
    operator.go(SIDALIH)
    operator.picture("sidalih")
    sheets = page.locator("table").first.locator("tbody tr")
    counted = [
        (row.locator("th a"), figure(row.locator("td").first.inner_text()))
        for row in sheets.all()
    ]
    names = [(link.inner_text(), n) for link, n in counted if n]
    for name, n in names:
        page.locator("th a", has_text=name).first.press("Enter")
        page.wait_for_load_state()
        page.locator("[name=semua]").press(" ")
        page.get_by_role("button", name="Tandai sudah dientri").press("Enter")
        words = f"{n} baris ditandai sudah dientri"
        expect(page.locator(".pd-toasts")).to_contain_text(words)
    operator.go(SIDALIH)
    expect(page.locator(".pd-head__sub")).to_contain_text("semua sudah dientri")
    expect(page.locator("tbody").last).to_contain_text("Rina Marlina")
    operator.picture("sidalih-done")
    return sum(n for _name, n in names)


def nothing_came(operator: Session) -> None:
    """Once the plenary is prepared, home says nihil for the file that never came."""
    operator.go(HOME)
    step = operator.page.locator(".pd-step", has_text="Direkonsiliasi")
    expect(step.first).to_contain_text("nihil")
    operator.picture("home-last-day")


def read_minutes(operator: Session, now: int) -> None:
    """The minutes tell the month's own figures, and nowhere that nothing changed."""
    operator.go(RECAP)
    minutes = operator.download(
        lambda: operator.page.get_by_role("link", name="Berita Acara").click()
    )
    text = " ".join(
        " ".join(page.extract_text() for page in PdfReader(minutes).pages).split()
    )
    assert f"{now:,}".replace(",", ".") in text
    assert "perbaikan data nihil" not in text
