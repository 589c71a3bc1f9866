"""The month of a model office: posts, the door, the kelurahan, one queue, the annex."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest
from playwright.sync_api import expect
from pypdf import PdfReader

from tests.browser import field_steps, outreach_steps, review_steps
from tests.browser.conftest import Portal, Session, assert_fits
from tests.browser.review_steps import REVIEW
from tests.browser.test_posts import PHONE, Counted
from tests.posts.conftest import JPEG, KECAMATAN, make_post
from tests.roles import admin_sql
from tests.voters import desk
from voters.models import Voter

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.xdist_group("browser"),
]
POST = "Gunungpuyuh Melayani"
SCAN = {"name": "surat.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 %%EOF"}


def test_a_month_of_posts_and_doors_reaches_the_annex(
    live: Portal, tmp_path: Path
) -> None:
    make_post(POST, latitude="-6.916700", longitude="106.930000")
    people, crowd = neighbours()
    photo = tmp_path / "akta.jpg"
    photo.write_bytes(JPEG)
    officer = live.open("pos.gunungpuyuh")
    number = _report(officer, people[:3], photo)
    met = outreach_steps.greet(officer, crowd, photo)
    assert len({number, *met}) == 11
    admin_sql(
        "UPDATE periods_period SET cutoff_on = current_date + 5 WHERE state = 'OPEN'"
    )
    desk.inject([desk.question(one) for one in people[3:]])
    operator = live.open("operator.sukabumi")
    outreach_steps.stand_in_the_queue(operator, crowd)
    field_steps.draw(operator, "Tidak ada dalam kiriman")
    field_steps.print_sheet(operator)
    village = live.open("kelurahan.1001")
    field_steps.enter_sheet(village, photo)
    _visit_on_screen(village)
    field_steps.check(live)
    _confirm(village, "Konfirmasi rekap")
    _review(operator, live, people)
    _confirm(village, "Konfirmasi lagi")
    _read_annex(operator)
    _read_on_a_phone(live, number)


def neighbours() -> tuple[list[Voter], list[Voter]]:
    """Seven people of one RT, three of whom come to the post while four are missing
    from a file; and ten of elsewhere in the kecamatan, whom the office goes to meet."""
    ((rw, rt),) = admin_sql(
        "SELECT rw, rt FROM voter WHERE kelurahan = %s AND status = 'ACTIVE' "
        "GROUP BY 1, 2 ORDER BY count(*) DESC, 1, 2 LIMIT 1",
        [field_steps.VILLAGE],
    )
    from accounts.models import User

    user = User.objects.get(username="operator.sukabumi")
    found = desk.voters(user, 7, kelurahan=field_steps.VILLAGE, rw=rw, rt=rt)
    assert len(found) == 7
    around = desk.voters(user, 60, kelurahan__startswith=KECAMATAN)
    crowd = [one for one in around if one.kelurahan != field_steps.VILLAGE][:10]
    return found, crowd


def _report(officer: Session, people: list[Voter], photo: Path) -> str:
    """A death, a new address, nothing to change; the number of the first receipt."""
    officer.go("/kab/3272/pos/")
    numbers = []
    for who, key in zip(people, "mbt", strict=True):
        hand = Counted(officer)
        hand.look_up(who.nik)
        expect(officer.page.locator("main")).to_contain_text("Pembukaan ini tercatat")
        hand.press(key)
        if key == "m":
            hand.photo(photo)
        elif key == "b":
            hand.fill("address", "JALAN POS BARU 3")
        numbers.append(hand.number() if key == "t" else hand.send())
        officer.page.wait_for_load_state()
        officer.page.keyboard.press("n")
    assert len(set(numbers)) == 3
    return numbers[0]


def _visit_on_screen(village: Session) -> None:
    """The third of the list: moved, with a scan of the letter."""
    page = village.page
    village.go("/kab/3272/coklit/tugas/?keadaan=TODO")
    page.locator("tbody th a").first.click()
    page.get_by_label("Hasil").select_option("MOVED_PROVEN")
    page.locator("[name=scan]").set_input_files(SCAN)
    page.get_by_role("button", name="Simpan kunjungan").click()
    expect(page.locator("main")).to_contain_text("(pindaian)")
    village.look("month-visit")


def _confirm(village: Session, words: str) -> None:
    """The kelurahan confirms what was found, once more when the office has decided."""
    page = village.page
    village.go("/kab/3272/kelurahan/")
    page.get_by_role("button", name=words).click()
    page.get_by_role("dialog").get_by_role("button", name="Konfirmasi").click()
    expect(page.locator("section", has_text="Konfirmasi rekap").first).to_contain_text(
        "Dikonfirmasi"
    )


def _review(operator: Session, live: Portal, people: list[Voter]) -> None:
    """One queue: the post's corrections and the door's removals, with their sources."""
    page = operator.page
    operator.go(f"{REVIEW}?sumber={POST.split()[0]}&jenis=UBAH")
    expect(page.locator(".pd-queue")).to_contain_text(people[1].name)
    expect(page.locator("main")).to_contain_text(POST)
    page.get_by_role("button", name="Terima A").click()
    expect(page.locator(".pd-toast__text")).to_contain_text("Diterima")
    for account in ("operator.sukabumi", "operator2.sukabumi"):
        one = operator if account == "operator.sukabumi" else live.open(account)
        state = "OPEN" if one is operator else "SECOND"
        one.go(f"{REVIEW}?sumber=coklit&jenis=TMS&keadaan={state}")
        expect(one.page.locator("main")).to_contain_text("coklit 1/")
        expect(one.page.locator("main")).to_contain_text(
            re.compile("Perlu dua orang yang menerima|perlu orang kedua")
        )
        one.page.get_by_role("button", name="Terima A").click()
        expect(one.page.locator(".pd-toast__text")).to_contain_text(
            re.compile("orang kedua|Diterima")
        )
    assert review_steps.states("TMS").get("ACCEPTED") == 1
    operator.look("month-queue")
    review_steps.apply_all(operator)


def _read_annex(operator: Session) -> None:
    """The draft minutes list the post's month, the ten met, and who confirmed."""
    answer = operator.page.request.get("/kab/3272/pleno/2026-11/berita-acara.pdf")
    assert answer.status == 200
    reader = PdfReader(io.BytesIO(answer.body()))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert POST in text
    ((month,),) = admin_sql(
        "SELECT to_char(day, 'YYYY-MM') FROM posts_outreachevent WHERE title = %s",
        [outreach_steps.TITLE],
    )
    told = re.search(f"{outreach_steps.TITLE}.*?{month} ([0-9 ]+)", text)
    assert told is not None, text
    assert told[1].split()[:8] == ["10", "0", "1", "1", "2", "6", "0", "4"]
    assert "dari 33 dikonfirmasi" in text and "1 dari 33" in text


def _read_on_a_phone(live: Portal, number: str) -> None:
    visitor = live.open(viewport=PHONE)
    for url in ("/pos/", f"/laporan/{number}/"):
        visitor.go(url)
        assert_fits(visitor.page)
        visitor.look("month" + re.sub("[^a-z]+", "-", url))
