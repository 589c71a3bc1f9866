"""The kelurahan recap: its figures, its confirmation, its lock and its annex."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

import openpyxl
import psycopg2
import pypdf
import pytest
from django.db import transaction
from django.db.models import Count
from django.urls import reverse

from accounts.scope import scoped_as
from periods.models import Period
from plenos import contributions
from plenos.contributions import Contribution
from plenos.documents import dataset, minutes_pdf, workbook_xlsx
from plenos.documents.minutes_docx import minutes_docx
from plenos.models import VillageConfirmation, VillageRecap
from plenos.rules import village as rules
from plenos.rules.village import Row
from plenos.selectors.recap import frozen, latest_recap
from plenos.selectors.villages import Line, confirmed_on, locked_lines, work, work_of
from plenos.services import VillageError, confirm_village, withdraw_village
from tests.plenos.conftest import freeze_now, record_plenary, run
from tests.roles import as_worker, login_sql
from voters.models import ChangeProposal, CitizenReport, Voter

OWN, OTHER = "3272011001", "3272021002"
CODE = "2026-11"
PAPER = {
    "paper_no": "470/12/XI/2026",
    "paper_on": "2026-11-20",
    "signed_by": "Lurah Gunung Puyuh",
}


def address(name: str, kelurahan: str = OWN, period: str = CODE) -> str:
    return reverse(f"plenos:{name}", args=["3272", period, kelurahan])


def propose(dpid: str, channel: str = "", **facts: Any) -> None:
    """A proposal about a voter of the made-up roll, by a report where one is named."""
    with as_worker():
        voter = Voter.objects.of("3272").get(dpid=dpid)
        period = _period()
        made = ChangeProposal.objects.create(
            regency_code="3272",
            period_id=period.pk,
            voter_id=voter.pk,
            base_version=voter.row_version,
            nik=voter.nik,
            name=voter.name,
            sex=voter.sex,
            kelurahan=voter.kelurahan,
            **{"kind": "UBAH", "source": "Portal", "state": "OPEN", **facts},
        )
        if channel:
            CitizenReport.objects.create(
                regency_code="3272",
                number=f"uji-{made.pk}",
                check_code="ABCD2345",
                period_id=period.pk,
                kind="PERBAIKAN",
                channel=channel,
                voter_id=voter.pk,
                proposal_id=made.pk,
                kelurahan=voter.kelurahan,
            )


def _period() -> Period:
    return Period.objects.get(regency_code="3272", code=CODE)


def sums(rows: list[Row], start: str) -> tuple[int, int]:
    found = [row for row in rows if row.code.startswith(start)]
    return sum(row.male for row in found), sum(row.female for row in found)


@pytest.fixture
def proposed(month: Any) -> Any:
    """`month` with proposals of every source in OWN: dpid 10 is L, 11 and 13 are P."""
    propose("10", "POST", source="Gunungpuyuh Melayani")
    propose("11", source="coklit 3/12", state="REJECTED", kind="TIDAK_ADA")
    propose("13", source="Portal", state="APPLIED", old={"rw": "007", "rt": "003"})
    propose("14", source="dukcapil", delivery_id=1, state="HOLD")
    return month


def _counted(regency: str, period: Period) -> list[Contribution]:
    """What a room would give: here the proposals that the connection sees, counted."""
    rows = ChangeProposal.objects.of(regency).filter(period_id=period.pk)
    counts = rows.order_by().values_list("kelurahan").annotate(n=Count("pk"))
    return [Contribution(place, "002", "001", "ADA", 0, 0, n) for place, n in counts]


@pytest.fixture
def another_room() -> Iterator[None]:
    """voters' own proposals as a room that contributes, until the test ends."""
    contributions.register("uji", _counted, label="Uji", words={"ADA": "Ada"})
    yield
    contributions.forget("uji")


def test_the_figures_come_from_proposals_events_and_rooms(
    proposed: Any, cast: Any, another_room: None
) -> None:
    with as_worker():
        everywhere = work(proposed)
    own = everywhere[OWN]
    assert sums(own, "USULAN.POS.UBAH.TERBUKA") == (1, 0)
    assert sums(own, "USULAN.LAPANGAN.TIDAK_ADA.DITOLAK") == (0, 1)
    assert sums(own, "USULAN.KIRIMAN.UBAH.TERBUKA") == (1, 0)
    # Where the person lived when it was proposed, not where they live now.
    applied = [row for row in own if row.code == "USULAN.KANTOR.UBAH.DITERAPKAN"]
    assert [(row.rw, row.rt, row.both) for row in applied] == [("007", "003", 1)]
    assert sums(own, "UBAHAN.TMS.MENINGGAL") == (2, 1)
    assert sums(own, "UBAHAN.KELUAR") == sums(everywhere[OTHER], "UBAHAN.MASUK")
    assert rules.totals(own) == (4, 1, 1, 2)
    assert [row.plain for row in own if row.code == "uji.ADA"] == [4]
    # The officer's connection opens the own kelurahan, and the same figures.
    with transaction.atomic(), scoped_as(cast.village):
        seen = work(proposed)
        assert work_of(proposed, OWN) == own
    assert set(seen) == {OWN}
    # The head of an RT or RW, and Bawaslu on the web's connection, read none of it.
    for user in (cast.head, cast.supervisor):
        with transaction.atomic(), scoped_as(user):
            assert work(proposed) == {}


def test_the_channel_of_a_proposal_is_its_report(month: Any) -> None:
    """Not the name of a post, nor of an account: offices rename both."""
    propose("10", "POST", source="Coklit 1/2 keliling")
    propose("11", "OUTREACH", source="Jumat sapa warga", proposed_by_name="pos.b")
    propose("12", "RESPONDER", source="pesan warga")
    propose("13", "DESK", source="Pos lama")
    propose("14", source="Pos tanpa laporan")
    propose("15", "POST", source="dukcapil", delivery_id=1)
    propose("16", "POST", source="Portal", proposed_by_id=4)
    propose("17", "POST", source="Pos", state="WITHDRAWN")
    with as_worker():
        rows = [row for lines in work(month).values() for row in lines]
    found: Counter[str] = Counter()
    for row in rows:
        if row.code.startswith("USULAN."):
            found[row.code.split(".")[1]] += row.both
    assert found == {"POS": 2, "PESAN": 1, "KANTOR": 3, "KIRIMAN": 1}


def test_an_undone_change_leaves_its_rt(month: Any) -> None:
    run(
        "UPDATE voter SET rt = '009' WHERE regency_code = '3272' AND dpid = '20'",
        "UPDATE voter SET status = 'ACTIVE', status_reason = '' "
        "WHERE regency_code = '3272' AND dpid = '50'",
    )
    with as_worker():
        rows = work(month)[OWN]
    moved = [row for row in rows if row.code == "UBAHAN.UBAH" and row.rt == "009"]
    assert [(row.male, row.female) for row in moved] == [(1, 0)]


def test_what_the_portal_makes_is_no_work_of_the_month(month: Any) -> None:
    """A counter-event and a change of regions are nobody's proposal."""
    with as_worker():
        before = work(month)
    propose("10", kind="UNDO", state="APPLIED")
    propose("11", kind="WILAYAH", state="APPLIED")
    with as_worker():
        assert work(month) == before
    propose("12", kind="UBAH", state="APPLIED")
    with as_worker():
        assert work(month) != before


def test_confirm_change_confirm_again_withdraw(
    proposed: Any, cast: Any, sign_in: Any
) -> None:
    officer = sign_in(cast.village)
    page = officer.get(reverse("plenos:village", args=["3272"]))
    html = page.content.decode()
    assert "Belum dikonfirmasi" in html
    assert "RW 007" in html and "Usulan menurut sumber dan jenis" in html
    seen = page.context["seen"]
    answer = officer.post(
        address("village_confirm"), {"sidik": seen, "remark": "Sesuai catatan RW"}
    )
    assert answer.status_code == 302
    with as_worker():
        said = VillageConfirmation.objects.get()
    assert (said.sha256, said.signed_by, said.paper_no) == (seen, said.signed_by, "")
    assert str(cast.village) == said.signed_by
    page = officer.get(answer.url)
    assert page.context["state"] == rules.CONFIRMED
    assert "Sesuai catatan RW" in page.content.decode()
    propose("16")
    page = officer.get(answer.url)
    html = page.content.decode()
    assert page.context["state"] == rules.CHANGED
    assert "Berubah sejak dikonfirmasi:" in html and "Konfirmasi lagi" in html
    [one] = page.context["differences"]
    assert (one["rw"], one["rt"]) == ("002", "001")
    assert (one["old"], one["new"]) == ("L 0, P 0", "L 1, P 0")
    assert one["word"] == "Usulan: Kantor, Ubah, Belum diputus"
    # What was seen before is not what is there now.
    stale = officer.post(address("village_confirm"), {"sidik": seen}, follow=True)
    assert "Angka berubah sejak halaman dibuka" in stale.content.decode()
    officer.post(address("village_confirm"), {"sidik": page.context["seen"]})
    with as_worker():
        assert VillageConfirmation.objects.filter(state="REPLACED").count() == 1
    page = officer.post(address("village_withdraw"), follow=True)
    assert page.context["state"] == rules.NONE
    with as_worker():
        states = VillageConfirmation.objects.values_list("state", flat=True)
        assert sorted(states) == ["REPLACED", "WITHDRAWN"]


def test_nobody_confirms_for_another_kelurahan(
    month: Any, cast: Any, sign_in: Any
) -> None:
    officer = sign_in(cast.village)
    for name in ("village_confirm", "village_withdraw"):
        assert officer.post(address(name, OTHER)).status_code == 404
        assert officer.post(address(name, "3101011001")).status_code == 404
        assert officer.post(address(name, "3272x")).status_code == 404
    with (
        transaction.atomic(),
        scoped_as(cast.village),
        pytest.raises(VillageError, match="Peran Anda"),
    ):
        confirm_village(actor=cast.village, period=month, kelurahan=OTHER, seen="x")
    # The second wall: a row of another kelurahan is neither written nor seen.
    sign_in(cast.operator_a).post(
        address("village_confirm", OTHER),
        {"sidik": _seen(month, OTHER), **PAPER},
    )
    with transaction.atomic(), scoped_as(cast.village):
        assert not VillageConfirmation.objects.exists()
    with transaction.atomic(), scoped_as(cast.operator_a):
        assert VillageConfirmation.objects.count() == 1
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        login_sql("web", "UPDATE plenos_villageconfirmation SET figures = '[]'")
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        login_sql("worker", "DELETE FROM plenos_villageconfirmation")


def _seen(period: Any, kelurahan: str) -> str:
    with as_worker():
        rows = work_of(period, kelurahan)
    return rules.digest("3272", CODE, kelurahan, rows)


def test_the_office_confirms_from_a_paper_only(
    month: Any, cast: Any, sign_in: Any
) -> None:
    office, officer = sign_in(cast.operator_a), sign_in(cast.village)
    seen = _seen(month, OWN)
    bare = office.post(address("village_confirm"), {"sidik": seen}, follow=True)
    assert "Isi nomor surat" in bare.content.decode()
    late = {**PAPER, "paper_on": "2999-01-01", "sidik": seen}
    told = office.post(address("village_confirm"), late, follow=True)
    assert "belum tiba" in told.content.decode()
    page = office.post(
        address("village_confirm"), {"sidik": seen, **PAPER}, follow=True
    )
    html = page.content.decode()
    assert "surat nomor 470/12/XI/2026" in html and "Lurah Gunung Puyuh" in html
    again = office.post(
        address("village_confirm"), {"sidik": seen, **PAPER}, follow=True
    )
    assert "sudah dikonfirmasi" in again.content.decode()
    office.post(address("village_withdraw"))
    officer.post(address("village_confirm"), {"sidik": seen})
    # What the officer said in person is not the office's to take back.
    told = office.post(address("village_withdraw"), follow=True)
    assert "Hanya petugas kelurahan" in told.content.decode()


def test_the_list_is_filtered_sorted_exported_and_counted(
    proposed: Any, cast: Any, sign_in: Any, django_assert_max_num_queries: Any
) -> None:
    office = sign_in(cast.operator_a)
    office.post(address("village_confirm"), {"sidik": _seen(proposed, OWN), **PAPER})
    url = reverse("plenos:villages", args=["3272", CODE])
    office.get(url)
    # Two of them are names of places: of today, and as they were on the period's day.
    with django_assert_max_num_queries(20):
        page = office.get(url)
    assert (page.context["done"], page.context["none"]) == (1, 32)
    assert len(page.context["page"].rows) == 33
    first = [row.code for row in page.context["page"].rows]
    last = office.get(url, {"sort": "-code"}).context["page"].rows
    assert [row.code for row in last] == first[::-1]
    cut = office.get(url, {"keadaan": "DIKONFIRMASI", "cara": "surat"})
    assert [row.code for row in cut.context["page"].rows] == [OWN]
    html = cut.content.decode()
    assert "470/12/XI/2026" in html and 'pd-badge k-new"' in html
    assert not office.get(url, {"cara": "sendiri"}).context["page"].rows
    file = office.get(
        reverse("plenos:village_export", args=["3272", CODE]),
        {"format": "csv", "kecamatan": "327201"},
    )
    lines = b"".join(file).decode().splitlines()
    assert sum("Gunung Puyuh" in line for line in lines) >= 1
    assert not [line for line in lines if "Cikole" in line]
    # The picked leave alone, of the period that the page's path says.
    chosen = (
        f"/kab/3272/unduhan/minta/village.export/pilihan/?format=csv&periode={CODE}"
    )
    assert chosen.replace("&", "&amp;") in office.get(url).content.decode()
    picked = b"".join(office.post(chosen, {"pilih": OWN})).decode().splitlines()
    assert len(picked) == 2 and picked[1].startswith(CODE)
    with django_assert_max_num_queries(18):
        assert office.get(address("village_recap")).status_code == 200
    officer, own = sign_in(cast.village), reverse("plenos:village", args=["3272"])
    officer.get(own)
    # One of them asks for the aid that nobody has checked, as one of what is due.
    with django_assert_max_num_queries(22):
        assert officer.get(own).status_code == 200
    assert office.get(address("village_recap", "3101011001")).status_code == 404


def test_the_freeze_locks_and_the_annex_says_so(
    proposed: Any, cast: Any, sign_in: Any, another_room: None
) -> None:
    officer = sign_in(cast.village)
    seen = _seen(proposed, OWN)
    officer.post(address("village_confirm"), {"sidik": seen, "remark": "RAHASIA KITA"})
    sign_in(cast.operator_a).post(
        address("village_confirm", OTHER), {"sidik": _seen(proposed, OTHER), **PAPER}
    )
    propose("22")  # dpid 22 lives in OWN: what was confirmed is not what is frozen
    record_plenary(cast.operator_a, proposed)
    freeze_now(cast.chair_a, proposed)
    proposed.refresh_from_db()
    recap = latest_recap(proposed)
    assert recap is not None
    with as_worker():
        locked = {row.kelurahan: row for row in VillageRecap.objects.all()}
        # Undecided proposals moved on; what was locked did not.
        assert rules.totals(work(proposed).get(OWN, [])).open == 0
    assert len(locked) == 33
    assert locked[OWN].state == rules.CHANGED and locked[OWN].still_open == 3
    assert locked[OTHER].state == rules.CONFIRMED
    with transaction.atomic(), scoped_as(cast.village):
        with pytest.raises(VillageError):
            confirm_village(
                actor=cast.village, period=proposed, kelurahan=OWN, seen=seen
            )
        with pytest.raises(VillageError):
            withdraw_village(actor=cast.village, period=proposed, kelurahan=OWN)
    own = reverse("plenos:village", args=["3272"])
    page = officer.get(own, {"periode": CODE})
    assert "Dikunci bersama rekap" in page.content.decode()
    assert "Uji: Ada" in page.content.decode()
    assert page.context["differences"] and not page.context["may_act"]
    # Whoever downloads it, the annex is the same: nobody's scope stands in it.
    lines = locked_lines(recap)
    assert [line.state for line in lines].count(rules.CONFIRMED) == 1
    _check_annex(dataset(frozen(recap), proposed.plenaries.first()))
    with pytest.raises(psycopg2.errors.InsufficientPrivilege):
        login_sql("worker", "UPDATE plenos_villagerecap SET state = 'DIKONFIRMASI'")


def _check_annex(data: dict[str, Any]) -> None:
    words = "Rekap kelurahan: 1 dari 33 dikonfirmasi"
    assert "RAHASIA KITA" not in str(data)
    pages = pypdf.PdfReader(io.BytesIO(minutes_pdf(data))).pages
    printed = " ".join("".join(page.extract_text() for page in pages).split())
    assert f"Lampiran V. {words}" in printed
    assert "470/12/XI/2026" in printed and "berubah sejak" in printed
    with zipfile.ZipFile(io.BytesIO(minutes_docx(data))) as packed:
        text = packed.read("word/document.xml").decode()
    assert f"Lampiran V. {words}" in text and "470/12/XI/2026" in text
    book = openpyxl.load_workbook(io.BytesIO(workbook_xlsx(data)))
    sheet = book["KONFIRMASI KELURAHAN"]
    assert sheet["A1"].value == words
    rows = {row[0]: row for row in sheet.iter_rows(min_row=4, values_only=True)}
    assert len(rows) == 33
    assert rows["Gunung Puyuh"][1:5] == (5, 1, 1, 3)


def test_bawaslu_reads_the_states_of_what_was_published(
    published_month: Any, cast: Any, sign_in: Any
) -> None:
    bawaslu = sign_in(cast.supervisor)
    url = reverse("plenos:villages", args=["3272", CODE])
    page = bawaslu.get(url)
    assert page.status_code == 200 and page.context["none"] == 33
    heads = [column.name for column in page.context["table"].columns]
    assert "state" in heads and not {"by", "paper"} & set(heads)
    assert bawaslu.get(url.replace(CODE, "2026-12")).status_code == 404
    assert bawaslu.get(address("village_recap")).status_code == 403
    file = bawaslu.get(
        reverse("plenos:village_export", args=["3272", CODE]), {"format": "csv"}
    )
    text = b"".join(file).decode()
    assert "Belum dikonfirmasi" in text and "Oleh" not in text


def test_a_version_frozen_before_prints_as_it_did(opened: Any) -> None:
    opening = Period.objects.get(regency_code="3272", code="2026-10")
    recap = latest_recap(opening)
    assert recap is not None
    data = dataset(frozen(recap), None)
    assert data["confirmed"] == {}
    names = openpyxl.load_workbook(io.BytesIO(workbook_xlsx(data))).sheetnames
    assert "KONFIRMASI KELURAHAN" not in names


def test_rules_of_a_kelurahan() -> None:
    one = Row("001", "002", "901", "UBAHAN.TMS", 1, 0)
    two = one._replace(tps="001", male=-1, female=2)
    gone = one._replace(code="uji.X", male=0)
    assert rules.tidy([one, two, gone]) == [two, one]
    assert rules.differences([one], [one, two]) == [
        ("001", "002", "UBAHAN.TMS", (1, 0, 0), (0, 2, 0))
    ]
    assert rules.differences([one], [one._replace(tps="002")]) == []
    assert rules.state("", "a") == rules.NONE
    assert rules.state("a", "a") == rules.CONFIRMED
    assert rules.state("a", "b") == rules.CHANGED
    assert rules.digest("3272", "a", OWN, [one, two]) == rules.digest(
        "3272", "a", OWN, [two, one]
    )
    assert rules.totals([one]) == (0, 0, 0, 0)
    for name in ("", "a.b"):
        with pytest.raises(ValueError, match="^"):
            contributions.register(name, lambda _regency, _period: [])


def test_a_paper_day_stands_before_the_day_of_entry() -> None:
    empty = Line(OWN, "BELUM", "", 0, 0, 0, 0)
    assert confirmed_on(empty) is None
    day = dt.date(2026, 11, 20)
    assert confirmed_on(Line(OWN, "x", "", 0, 0, 0, 0, paper_on=day)) == day
