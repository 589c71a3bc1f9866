"""Every role in a browser, with a picture: it starts, it works, and axe is content."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from playwright.sync_api import expect

from fieldwork.aid.models import Programme, Recipient
from tests.browser.conftest import Portal, assert_fits
from tests.browser.pictures import assert_kept, seen
from tests.browser.review_steps import REVIEW, _prove, _told, states
from tests.kpu_portal.url_objects import publish
from tests.roles import admin_sql, as_worker
from tests.voters import desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KEEPS_PICTURES = True


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
    assert_kept(session.page, session.look(f"peran-{username}"))


def test_a_blank_picture_is_no_proof(live: Portal) -> None:
    session = live.open()
    session.go("/masuk/")
    kept = session.picture("masuk")
    assert_kept(session.page, kept)
    session.page.evaluate("document.documentElement.style.visibility = 'hidden'")
    assert seen(live.browser, session.picture("kosong")).is_blank
    with pytest.raises(AssertionError, match="no picture"):
        assert_kept(session.page, kept.with_name("nothing.png"))


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


def test_a_member_is_the_second_person_and_freezes_nothing(
    live: Portal, cast: Any
) -> None:
    """Who is missing from a snapshot: the operator accepts, the member confirms."""
    [voter] = desk.voters(cast.operator_a, 1, kelurahan="3272011001")
    desk.inject([desk.question(voter)])
    queue = f"{REVIEW}?jenis=TIDAK_ADA"
    operator = live.open("operator.sukabumi")
    operator.go(queue)
    operator.page.locator("[name=sebab]").select_option("MENINGGAL")
    _prove(operator.page, "Akta kematian", "3272-KM-24112026-0009")
    operator.page.get_by_role("button", name="Terima A").click()
    _told(operator.page, "orang kedua")
    assert states("TIDAK_ADA") == {"SECOND": 1}
    member = live.open("anggota.sukabumi")
    member.go(f"{queue}&keadaan=SECOND")
    expect(member.page.get_by_text(f"Sudah diterima {cast.operator_a}")).to_be_visible()
    assert_kept(member.page, member.look("anggota-orang-kedua"))
    member.page.get_by_role("button", name="Terima A").click()
    _told(member.page, "Diterima")
    assert states("TIDAK_ADA") == {"ACCEPTED": 1}
    names = admin_sql(
        "SELECT first_by_name, decided_by_name FROM change_proposal"
        " WHERE kind = 'TIDAK_ADA'"
    )
    assert names == [(str(cast.operator_a), str(cast.member_a))]
    member.go("/kab/3272/pleno/2026-11/")
    freeze = member.page.get_by_role("button", name=re.compile("^Bekukan"))
    expect(freeze).to_have_count(0)
    assert_kept(member.page, member.look("anggota-rekap"))
    assert member.post("/kab/3272/pleno/2026-11/bekukan/") == 403


@pytest.fixture(scope="module")
def _two_areas(shared_stocked: str) -> None:
    """In a small kelurahan all live in one RW: a third moves to the next."""
    with as_worker(), connection.cursor() as cursor:
        cursor.execute(
            "UPDATE voter SET rw = '002' WHERE regency_code = '3272'"
            " AND kelurahan = '3272011001' AND id %% 3 = 0 AND status = 'ACTIVE'",
            [],
        )
        assert cursor.rowcount > 3


HERE = {"regency_code": "3272", "kelurahan": "3272011001", "rt": "002"}


def _aided(own: Any, stranger: Any) -> tuple[Recipient, Recipient]:
    """A programme with one recipient of the RW and one of the next, as the import
    leaves those whom it found on the roll."""
    today = dt.datetime.now(tz=dt.UTC).date()
    with as_worker():
        programme = Programme.objects.create(
            regency_code="3272",
            name="PKH",
            starts_on=today.replace(day=1),
            ends_on=today + dt.timedelta(days=60),
        )
        near, far = (
            Recipient.objects.create(
                **HERE,
                rw=voter.rw,
                programme=programme,
                list_id=1,
                line_no=voter.pk,
                name=voter.name,
                match="SAME",
                voter_id=voter.pk,
            )
            for voter in (own, stranger)
        )
    return near, far


def test_the_head_of_an_rw_sees_the_own_residents_and_nobody_elses(
    live: Portal, cast: Any, _two_areas: None
) -> None:
    near = desk.voters(cast.operator_a, 1000, kelurahan="3272011001")
    own = [one for one in near if one.rw == "001"]
    assert 0 < len(own) < len(near)
    head = live.open("rw.1001")
    page = head.page
    head.go("/kab/3272/warga/")
    rows = page.locator("tr[data-row]")
    names = rows.locator("th").all_inner_texts()
    assert sorted(names) == sorted(one.name for one in own)
    assert set(rows.locator("td:nth-child(5)").all_inner_texts()) == {"001"}
    expect(page.locator(".pd-head__sub")).to_contain_text(f"{len(own)} pemilih")
    shown = page.content()
    assert not [one.nik for one in own if one.nik in shown or one.nkk in shown]
    assert "327201" not in page.locator("main").inner_text(), "not even masked"
    assert_kept(page, head.look("rw-warga"))
    head.go("/kab/3101/warga/", status=404)
    head.go("/kab/3272/pemilih/", status=403)
    head.go(f"/kab/3272/pemilih/{own[0].public_id}/", status=403)


def test_the_head_of_an_rw_notes_what_was_found_and_proposes_nothing(
    live: Portal, cast: Any, _two_areas: None
) -> None:
    own = desk.voters(cast.head, 1)[0]
    others = desk.voters(cast.operator_a, 1000, kelurahan="3272011001")
    stranger = next(one for one in others if one.rw != "001")
    near, far = _aided(own, stranger)
    before = admin_sql("SELECT count(*) FROM change_proposal")
    head = live.open("rw.1001")
    page = head.page
    head.go("/kab/3272/warga/")
    page.locator(".pd-rail").get_by_role("link", name="Bansos").click()
    page.get_by_role("link", name="PKH").click()
    expect(page.locator("main")).to_contain_text(own.name)
    expect(page.locator("main")).not_to_contain_text(stranger.name)
    place = f"/kab/3272/bansos/penerima/{near.public_id}/"
    head.go(place.replace(str(near.public_id), str(far.public_id)), status=404)
    head.go(place)
    page.get_by_label("Hasil").select_option(label="Pindah")
    page.locator("[name=note]").fill("Pindah ke Bandung")
    page.get_by_role("button", name="Simpan").click()
    expect(page.locator("main")).to_contain_text(re.compile("disampaikan|dicatat"))
    head.go(place)
    expect(page.get_by_text("menunggu petugas")).to_be_visible()
    expect(page.locator("main table").first).to_contain_text("Ujang Sutisna")
    assert own.nik not in page.content()
    assert_kept(page, head.look("rw-temuan"))
    found = admin_sql("SELECT voter_id, answer, pending FROM aid_recipient")
    assert set(found) == {(own.pk, "MOVED", True), (stranger.pk, "", False)}
    assert admin_sql("SELECT count(*) FROM change_proposal") == before
