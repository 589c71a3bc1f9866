"""A post officer's three reports, the office's queue, and the public's telephone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.conftest import Portal, Session, assert_fits, axe
from tests.posts.conftest import JPEG, KECAMATAN, make_post
from tests.roles import admin_sql

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PHONE = {"width": 360, "height": 740}


class Counted:
    """The acts of a hand, one by one: typed, pressed, chosen, clicked."""

    def __init__(self, session: Session) -> None:
        self.page, self.acts = session.page, 0

    def look_up(self, nik: str) -> None:
        """Type (the field has the focus already) and Enter."""
        expect(self.page.locator("main [name=q]")).to_be_focused()
        self.page.keyboard.type(nik)
        self.page.keyboard.press("Enter")
        self.acts += 2

    def press(self, key: str) -> None:
        self.page.wait_for_load_state()  # the keys are a script's
        self.page.keyboard.press(key)
        self.acts += 1

    def photo(self, path: Path) -> None:
        self.page.locator("[name=documents]").set_input_files(path)
        self.acts += 1

    def fill(self, name: str, text: str) -> None:
        self.page.locator(f"main [name={name}]").fill(text)
        self.acts += 1

    def send(self) -> str:
        """Save; the number on the receipt."""
        self.page.get_by_role("button", name="Simpan dan beri tanda terima").click()
        self.acts += 1
        return self.number()

    def number(self) -> str:
        expect(self.page.locator("h1")).to_contain_text("Laporan 3272-")
        return str(self.page.locator("h1").inner_text()).removeprefix("Laporan ")


def test_three_reports_reach_the_queue_and_the_public_reads_on_a_phone(
    live: Portal, tmp_path: Path
) -> None:
    post = make_post(latitude="-6.916700", longitude="106.930000", bring="KTP-el")
    people = admin_sql(
        "SELECT nik, name FROM voter WHERE kelurahan = '3272011001'"
        " AND status = 'ACTIVE' ORDER BY id LIMIT 3"
    )
    photo = tmp_path / "akta.jpg"
    photo.write_bytes(JPEG)
    officer = live.open("pos.gunungpuyuh")
    officer.go("/kab/3272/pos/")
    numbers = []
    for at, (nik, _name) in enumerate(people):
        hand = Counted(officer)
        hand.look_up(nik)
        expect(officer.page.locator("main")).to_contain_text("Pembukaan ini tercatat")
        if at == 0:
            officer.look("pos-orang")
            hand.press("m")
            hand.photo(photo)
            numbers.append(hand.send())
            officer.look("pos-tanda-terima")
        elif at == 1:
            hand.press("b")
            hand.fill("address", "JALAN POS BARU 3")
            numbers.append(hand.send())
        else:
            hand.press("t")
            numbers.append(hand.number())
        assert hand.acts <= 5
        if at == 0:
            code = officer.page.locator("td.pd-strong").nth(1).inner_text()
        officer.page.wait_for_load_state()
        officer.page.keyboard.press("n")
        expect(officer.page.locator("main")).to_contain_text(numbers[-1])
    officer.look("pos-laporan")
    assert len(set(numbers)) == 3
    operator = live.open("operator.sukabumi")
    operator.go("/kab/3272/tinjauan/?sumber=Pos")
    for _nik, name in people[:2]:
        expect(operator.page.locator(".pd-queue")).to_contain_text(name)
    operator.page.locator(".pd-queue a", has_text=people[0][1]).first.click()
    expect(operator.page.locator("main")).to_contain_text(numbers[0])
    operator.look("tinjauan-laporan")
    operator.go("/kab/3272/pos-kecamatan/angka/")
    expect(operator.page.locator("main table")).to_contain_text(post.name)
    operator.look("angka-pos")
    _publish(operator)
    _on_a_phone(live, numbers[0], code)


def _publish(operator: Session) -> None:
    page = operator.page
    operator.go("/kab/3272/kabar/baru/")
    page.locator("[name=kecamatan]").select_option(KECAMATAN)
    page.locator("[name=title]").fill("Pos buka Sabtu ini")
    page.locator("[name=body]").fill("Datang **Sabtu**.\n\n- KTP-el\n- KK")
    page.get_by_role("button", name="Simpan kabar").click()
    page.get_by_role("button", name="Terbitkan").click()
    expect(page.get_by_label("Teks untuk pesan")).to_have_value(
        re.compile("^\\*Pos buka Sabtu ini\\*")
    )
    operator.look("kabar-terbit")


def _on_a_phone(live: Portal, number: str, code: str) -> None:
    visitor = live.open(viewport=PHONE)
    page = visitor.page
    for url in (
        *("/pos/", "/pos/pos-gunungpuyuh/", f"/kabar/{KECAMATAN}/"),
        f"/laporan/{number}/#{code}",
    ):
        visitor.go(url)
        assert_fits(page)
        visitor.look("umum" + re.sub("[^a-z]+", "-", url.split("#")[0]))
    assert page.locator("[name=code]").input_value() == code
    page.get_by_role("button", name="Lihat keadaan").click()
    expect(page.get_by_role("status")).to_contain_text("menunggu diperiksa kantor")
    axe(page)
    visitor.go(f"/kabar/{KECAMATAN}/")
    page.get_by_role("link", name="Pos buka Sabtu ini").click()
    assert_fits(page)
    visitor.look("umum-satu-kabar")
    assert page.context.cookies() == []
