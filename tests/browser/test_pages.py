"""Pages at work: by keyboard, while something waits, and for those who may not."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from periods.models import Period
from reconciliation.models import (
    CeilingFigure,
    CeilingStop,
    Delivery,
    SenderProfile,
)
from tests import databases
from tests.browser import by_hand_steps
from tests.browser.conftest import Portal, assert_fits
from tests.browser.review_steps import REVIEW, states
from tests.roles import as_worker
from tests.voters import pairs
from voters.models import Voter

pytestmark = [pytest.mark.browser, pytest.mark.slow]
PAGES = [
    "/kab/3272/",
    "/kab/3272/pemilih/",
    "/kab/3272/kiriman/",
    "/kab/3272/kiriman/unggah/",
    REVIEW,
    f"{REVIEW}?jenis=TIDAK_ADA",
    "/kab/3272/tinjauan/sekaligus/?keputusan=reject&jenis=UBAH",
    "/kab/3272/usulan/baru/",
    "/kab/3272/gambaran/",
    "/kab/3272/gambaran/?tingkat=10&ukuran=menunggu",
    "/kab/3272/sidalih/",
    "/kab/3272/tps/3272011001/",
    "/kab/3272/sidalih/banding/",
    "/kab/3272/keluarga/",
    "/kab/3272/pleno/",
    "/kab/3272/pleno/2026-11/",
    "/kab/3272/pleno/2026-11/rapat/",
    "/kab/3272/pleno/2026-10/",
    "/kab/3272/pekerjaan/",
    "/kab/3272/jejak/",
    "/kab/3272/pleno/2026-11/kelurahan/",
    "/kab/3272/pleno/2026-11/kelurahan/3272011001/",
]


@pytest.fixture(scope="module")
def reconciled(live: Portal) -> Portal:
    """`live` with the snapshot of 3272 reconciled by the command."""
    files: Any = databases.demo_files("3272")
    live.manage(
        *("reconcile", str(files.path("snapshot")), "--regency", "3272"),
        *("--period", "2026-11", "--kind", "snapshot"),
    )
    return live


def _pair() -> str:
    """A cluster of three that may be one person; the public id of a pair of it."""
    with as_worker():
        people = list(Voter.objects.of("3272").counted().order_by("id")[:3])
        return pairs.chain(people)[0]


def test_a_view_is_saved_and_chosen_from_its_menu(
    reconciled: Portal, live: Portal
) -> None:
    operator = live.open("operator.sukabumi")
    page = operator.page
    operator.go("/kab/3272/pemilih/?jk=P&urut=tempat")
    menu = page.locator("details.pd-menu", has_text="Tampilan").last
    menu.locator("summary").focus()
    page.keyboard.press("Enter")
    name = page.get_by_label("Simpan yang sekarang sebagai")
    name.fill("Perempuan")
    assert name.evaluate("field => field.offsetWidth") > 150
    operator.look("saved-view")
    page.keyboard.press("Enter")
    expect(page.get_by_text("“Perempuan” disimpan")).to_be_visible()
    operator.go("/kab/3272/pemilih/")
    menu.locator("summary").click()
    page.get_by_role("link", name="Perempuan", exact=True).click()
    expect(page).to_have_url(re.compile("jk=P&urut=tempat"))


def test_a_duplicate_is_decided_without_a_mouse(
    reconciled: Portal, live: Portal
) -> None:
    operator = live.open("operator.sukabumi")
    page = operator.page
    of_the_roll = "/kab/3272/ganda/?asal=ROLL"
    operator.go(of_the_roll)
    if not page.locator("tbody a").count():
        _pair()
        operator.go(of_the_roll)
    colours = page.locator("main nav .btn").evaluate_all(
        "all => all.map((one) => getComputedStyle(one).backgroundColor)"
    )
    assert colours[0] != colours[1] == colours[2], "the tab that is open looks so"
    page.locator("tbody a").first.click()
    widths = page.locator(".pd-diff thead th").evaluate_all(
        "all => all.slice(2).map((one) => one.offsetWidth)"
    )
    assert max(widths) - min(widths) <= 2, "no record is squeezed beside the other"
    operator.look("duplicate")
    page.keyboard.press("2")
    expect(page.locator("input[name=tetap]").nth(1)).to_be_checked()
    page.keyboard.press("b")
    expect(page.get_by_text("Tulis di catatan")).to_be_visible()
    page.get_by_label("Catatan", exact=True).fill("Kembar")
    page.keyboard.press("Enter")
    expect(page.locator("[data-focus]")).to_contain_text("Tulis di catatan")
    page.get_by_label("Catatan", exact=True).blur()
    page.keyboard.press("b")
    expect(page.get_by_text("Bukan ganda, kata")).to_be_visible()
    operator.look("duplicate-answered")


def test_what_waits_for_a_person_is_fit(reconciled: Portal, live: Portal) -> None:
    """The inbox folder, forms and profile of a sender, and a list above its ceiling."""
    above = _above_the_ceiling()
    state = {"3272/rs/a.csv": {"state": "waits", "why": "Menunggu: tidak ada periode."}}
    (live.home.path / "media" / "inbox-state.json").write_text(json.dumps(state))
    chair = live.open("ketua.sukabumi")
    pages = {
        "/kab/3272/": "berkas menunggu di kotak masuk",
        "/kab/3272/kiriman/?keadaan=RECEIVED": "1 berkas masuk dari kotak masuk",
        "/kab/3272/kiriman/unggah/": "Templat",
        "/kab/3272/kiriman/pengirim/dukcapil/": "Versi profil",
        f"/kab/3272/kiriman/{above}/plafon/": "Seluruh kab/kota",
    }
    for address, words in pages.items():
        chair.go(address)
        expect(chair.page.locator("main")).to_contain_text(words)
        chair.look("waits" + re.sub(r"\W+", "-", address)[:30])
        assert_fits(chair.page)


def _above_the_ceiling() -> str:
    """A delivery that waits for the chair, one from the inbox folder, a profile."""
    with as_worker():
        period = Period.objects.get(regency_code="3272", code="2026-11")
        made = [
            Delivery.objects.create(
                regency_code="3272",
                period_id=period.pk,
                period_code=period.code,
                sender="dukcapil",
                kind="SNAPSHOT",
                filename=f"{state}.csv",
                file="x",
                size=1,
                sha256=mark * 64,
                state=state,
                received_by_name=name,
            )
            for state, mark, name in (
                ("WAITING", "c", "Rina Marlina"),
                ("RECEIVED", "d", "kotak masuk"),
            )
        ]
        SenderProfile.objects.create(
            regency_code="3272",
            sender="dukcapil",
            version=1,
            columns={"NO_KK": "nkk"},
            kind="SNAPSHOT",
            saved_by_name="Rina Marlina",
        )
        held = made[0]
        CeilingStop.objects.create(
            regency_code="3272", delivery_id=held.pk, outliers=2, proposals=90
        )
        for place in ("3272", "3272011001"):
            CeilingFigure.objects.create(
                regency_code="3272",
                delivery_id=held.pk,
                period_id=1,
                kelurahan=place,
                kind="TMS",
                found=90,
                voters=300,
                parts={"MENINGGAL": 90},
                expected=0,
                most=50,
                periods=0,
            )
        return str(held.public_id)


def test_proposals_are_decided_without_a_mouse(
    reconciled: Portal, live: Portal
) -> None:
    operator = live.open("operator.sukabumi")
    page = operator.page
    operator.go(f"{REVIEW}?jenis=PINDAH_DALAM")
    first = _shown(page)
    page.keyboard.press("j")
    expect(page.locator("#h-usul")).not_to_have_text(first)
    second = _shown(page)
    page.keyboard.press("k")
    expect(page.locator("#h-usul")).to_have_text(first)
    page.keyboard.press("a")
    expect(page.locator(".pd-toast__text")).to_contain_text("Diterima: Pindah dalam")
    expect(page.locator("#h-usul")).to_have_text(second)
    page.keyboard.press("2")
    page.keyboard.press("r")
    expect(page.locator(".pd-toast__text")).to_contain_text("Ditolak")
    counted = states("PINDAH_DALAM")
    assert counted["ACCEPTED"] == counted["REJECTED"] == 1
    page.keyboard.press("/")
    expect(page.locator("#cari")).to_be_focused()
    page.keyboard.type("a")
    assert states("PINDAH_DALAM") == counted, "a key decided while someone typed"
    page.locator("#cari").blur()
    page.keyboard.press("?")
    expect(page.locator("#pd-keys")).to_contain_text("terima")
    operator.look("help-of-keys")
    page.keyboard.press("Escape")
    expect(page.locator("#pd-keys")).to_be_hidden()


def test_a_form_checks_itself(live: Portal) -> None:
    by_hand_steps.be_checked_while_typing(live)


def _shown(page: Page) -> str:
    return page.locator("#h-usul").inner_text()


def test_the_first_tab_leads_past_the_menu(live: Portal) -> None:
    operator = live.open("operator.sukabumi")
    page = operator.page
    page.keyboard.press("Tab")
    expect(page.locator(".pd-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#isi")).to_be_focused()


def test_another_office_and_a_wrong_password_get_nothing(live: Portal) -> None:
    stranger = live.open()
    page = stranger.page
    stranger.go("/masuk/")
    stranger.look("sign-in")
    page.locator("[name=login]").fill("operator.sukabumi")
    page.locator("[name=password]").fill("bukan-sandinya")
    page.get_by_role("button", name="Masuk").click()
    expect(page.get_by_text("Belum bisa masuk")).to_be_visible()
    stranger.look("sign-in-refused")
    other = live.open("operator.seribu")
    for address in PAGES:
        other.go(address, status=404)
    other.look("not-found")
