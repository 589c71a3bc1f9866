"""Pages of the plenary: the walk in a client, and who may read what."""

from __future__ import annotations

import datetime as dt
import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from django.urls import reverse

from accounts.scope import scoped_as
from plenos.models import Plenary
from plenos.selectors.readers import province_overview, supervisor_rows
from plenos.services import (
    PlenaryChanged,
    PlenaryError,
    set_deadlines,
    why_not_ready,
)
from regions.models import Level, Region
from tests.plenos.conftest import freeze_now, record_plenary
from tests.roles import admin_sql, login_sql
from tests.workers import wait_for_its_lock

CODE = "2026-11"
EMPTY = {"held_on": None, "hour": None}


def url(name: str, regency: str = "3272", period: str = CODE) -> str:
    return reverse(f"plenos:{name}", args=[regency, period])


def test_the_recap_shows_proof_figures_and_links(
    month: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    page = client.get(url("recap") + "?buka=327201")
    html = page.content.decode()
    assert page.status_code == 200
    assert page.context["balanced"]
    assert "= hitungan daftar 198" in html
    assert "column=TMS&amp;sex=L&amp;code=327201" in html
    assert "is-off" not in html
    assert client.get(reverse("plenos:index", args=["3272"])).url == url("recap")


def test_the_axis_starts_where_its_note_says(
    opened: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    page = client.get(url("recap"))
    assert page.context["waterfall"]["min"] == 0
    assert "Sumbu mulai dari 0." in page.content.decode()


@pytest.mark.parametrize(
    ("low", "spread", "floor"),
    [(900, 0, 0), (900, 1, 890), (258_028, 412, 257_900), (3, 1, 0), (0, 0, 0)],
)
def test_the_axis_starts_below_every_level(low: int, spread: int, floor: int) -> None:
    from plenos.presenters import _floor

    assert _floor(low, spread) == floor
    assert floor < low or floor == 0


def test_the_code_on_the_minutes_finds_its_recap(
    frozen_month: Any, cast: Any, sign_in: Any
) -> None:
    from plenos import selectors

    client = sign_in(cast.operator_a)
    sha = selectors.sheet(frozen_month).sha256

    def said(digest: str, period: str = CODE) -> str:
        asked = {"sidik": digest}
        return client.get(url("recap", period=period), asked).content.decode()

    assert "Sidik cocok." in said(sha[:16])
    assert "Sidik tidak cocok." in said("0" * 16)
    assert "Sidik tidak cocok." in said(sha[:3])
    assert "Sidik tidak cocok." in said(sha[:16], "2026-12")
    assert (
        "Sidik" not in client.get(url("recap")).content.decode().split("Sidik rekap")[0]
    )


def test_a_recap_that_does_not_hold_goes_no_further(
    month: Any, cast: Any, sign_in: Any
) -> None:
    admin_sql(
        "SET session_replication_role = replica; UPDATE voter SET status = "
        "'INELIGIBLE', status_reason = 'PINDAH' WHERE regency_code = '3272' "
        "AND dpid = '20'"
    )
    page = sign_in(cast.operator_a).get(url("recap"))
    html = page.content.decode()
    assert not page.context["balanced"]
    assert "Di mana rekap tidak seimbang" in html
    assert "3272011001" in html
    assert url("plenary") not in html.split("pd-actions")[1].split("</div>")[0]


def test_behind_a_figure_stands_its_list(month: Any, cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.operator_a)
    for column in ("SEBELUM", "BARU", "TMS", "MASUK", "KOREKSI", "DITAHAN"):
        page = client.get(url("behind"), {"column": column, "code": "3272"})
        assert page.status_code == 200
        assert "3272000000000" not in page.content.decode()
    page = client.get(url("behind"), {"column": "SEKARANG"})
    after = {"column": "SEKARANG", "sesudah": page.context["next"]}
    assert client.get(url("behind"), after).context["rows"]


def test_behind_refuses_what_is_no_figure(month: Any, cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.operator_a)
    assert client.get(url("behind"), {"column": "X"}).status_code == 404
    for asked in (
        {"code": "3272\x00"},
        {"sex": "X"},
        {"category": "'"},
        {"code": "32720\u00b2"},
    ):
        page = client.get(url("behind"), {"column": "TMS", **asked})
        assert page.status_code == 404
    wild = {"column": "TMS", "sesudah": "9" * 30}
    assert client.get(url("behind"), wild).status_code == 200
    assert client.get(url("recap", period="2026-1x")).status_code == 404
    foreign = {"column": "TMS", "code": "3101"}
    assert client.get(url("behind"), foreign).status_code == 404
    assert client.get(url("recap", period="2030-01")).status_code == 404


def form(**changes: str) -> dict[str, str]:
    data = {
        "number": "12/PL.02.1-BA/3272/2026",
        "held_on": "2026-11-24",
        "hour": "09:00",
        "place": "Aula",
        "copies": "3",
        "agenda": "",
        "decision": "Menetapkan.",
        "signatories-TOTAL_FORMS": "2",
        "signatories-INITIAL_FORMS": "0",
        "signatories-0-name": "AGUS",
        "signatories-0-title": "Ketua",
        "attendance-TOTAL_FORMS": "2",
        "attendance-INITIAL_FORMS": "0",
        "attendance-0-institution": "Bawaslu",
        "attendance-0-present": "on",
        "inputs-TOTAL_FORMS": "1",
        "inputs-INITIAL_FORMS": "0",
        "inputs-0-institution": "Bawaslu",
        "inputs-0-input": "Cek",
        "inputs-0-follow_up": "Sudah",
    }
    return {**data, **changes}


def test_the_walk_from_record_to_publication(
    month: Any, cast: Any, sign_in: Any
) -> None:
    operator, chair = sign_in(cast.operator_a), sign_in(cast.chair_a)
    assert operator.get(url("plenary")).status_code == 200
    assert operator.post(url("plenary"), form()).status_code == 302
    plenary = Plenary.objects.get(period=month)
    assert plenary.signatories.count() == plenary.attendance.count() == 1
    assert plenary.inputs.get().follow_up == "Sudah"
    assert operator.post(url("freeze")).status_code == 403
    assert (
        "data-open"
        not in operator.get(url("plenary"))
        .content.decode()
        .split("pd-actions")[1]
        .split("</div>")[0]
    )
    assert chair.post(url("freeze")).status_code == 302
    assert chair.get(url("recap")).context["job"].kind == "freeze"
    from jobs.models import Job
    from jobs.services import run
    from tests.roles import as_worker

    with as_worker():
        assert run(Job.objects.get(kind="freeze").pk)
    page = operator.get(url("recap"))
    figures = page.context["figures"]
    assert figures.is_frozen
    assert page.context["balanced"]
    assert figures.sha256 in page.content.decode()
    pdf = operator.get(url("minutes"))
    assert pdf["Content-Type"] == "application/pdf"
    assert operator.get(url("workbook")).status_code == 200
    assert operator.post(url("publish")).status_code == 302
    plenary.refresh_from_db()
    assert plenary.state == "FROZEN"
    upload = SimpleUploadedFile("x.pdf", b"%PDF-1.4\nbody\n%%EOF")
    assert operator.get(url("scan")).status_code == 404
    operator.post(url("scan"))
    operator.post(url("scan"), {"scan": SimpleUploadedFile("x.pdf", b"GIF")})
    operator.post(url("scan"), {"scan": upload})
    assert operator.get(url("scan")).content.startswith(b"%PDF")
    assert operator.get(url("plenary")).status_code == 200
    operator.post(url("publish"))
    operator.post(url("publish"))
    plenary.refresh_from_db()
    assert plenary.state == "PUBLISHED"


def hidden(page: Any) -> str:
    """Which record the form of a page shows."""
    (seen,) = set(re.findall(r'name="dilihat" value="([^"]*)"', page.content.decode()))
    return str(seen)


def test_two_who_write_one_record_lose_nothing(
    month: Any, cast: Any, sign_in: Any
) -> None:
    """Each page says what it showed; who comes second is asked, and keeps the words."""
    first, second = sign_in(cast.operator_a), sign_in(cast.chair_a)
    shown = hidden(second.get(url("plenary")))
    assert shown == ""
    told = form(**{"attendance-0-name": "SITI", "dilihat": shown})
    assert first.post(url("plenary"), told).status_code == 302
    mine = form(place="Gedung Juang", dilihat=shown)
    refused = second.post(url("plenary"), mine)
    assert refused.status_code == 422
    words = refused.content.decode()
    assert "Gedung Juang" in words and str(cast.operator_a) in words
    assert "Isian di bawah belum disimpan." in words
    assert 'data-open="bekukan"' not in words, "nobody freezes what is not on the page"
    row = Plenary.objects.get(period=month)
    assert (row.place, row.attendance.get().name) == ("Aula", "SITI")
    again = {**mine, "dilihat": hidden(refused)}
    assert second.post(url("plenary"), again).status_code == 302
    row.refresh_from_db()
    assert row.place == "Gedung Juang"
    assert first.post(url("plenary"), told).status_code == 422


def test_two_begin_one_record_in_the_same_moment(month: Any, cast: Any) -> None:
    def begin() -> None:
        try:
            record_plenary(cast.chair_a, month, seen="", place="Gedung Juang")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            record_plenary(cast.operator_a, month, seen="")
            second = pool.submit(begin)
            wait_for_its_lock(second)
        with pytest.raises(PlenaryChanged, match=str(cast.operator_a)):
            second.result()
    assert Plenary.objects.get(period=month).place == "Aula KPU"


def test_the_form_says_what_the_freeze_needs(
    month: Any, cast: Any, sign_in: Any
) -> None:
    """The marked fields are those that why_not_ready() asks for, and no others."""
    html = sign_in(cast.operator_a).get(url("plenary")).content.decode()
    labels = re.findall(r'for="id_(\w+)">(.*?)</label>', html)
    marked = {name for name, text in labels if "wajib sebelum dibekukan" in text}
    free = {name for name, text in labels if "boleh kosong" in text}
    assert marked == {"number", "held_on", "hour", "place", "decision"}
    assert free == {"agenda"}
    assert html.count("<span>wajib sebelum dibekukan</span>") == 2
    for name in marked:
        lacking = record_plenary(cast.operator_a, month, **{name: EMPTY.get(name, "")})
        assert why_not_ready(lacking)
    assert not why_not_ready(record_plenary(cast.operator_a, month, agenda=""))


def test_an_input_without_its_institution_is_sent_back(
    month: Any, cast: Any, sign_in: Any
) -> None:
    bad = form(**{"inputs-0-institution": ""})
    page = sign_in(cast.operator_a).post(url("plenary"), bad)
    assert page.status_code == 422
    assert not Plenary.objects.filter(period=month).exists()


def test_a_freeze_that_is_refused_says_why(month: Any, cast: Any, sign_in: Any) -> None:
    chair = sign_in(cast.chair_a)
    page = chair.post(url("freeze"), follow=True)
    assert "Rapat pleno belum dicatat." in page.content.decode()


def test_readers_see_nothing_before_publication(
    frozen_month: Any, cast: Any, sign_in: Any
) -> None:
    for who in (cast.province, cast.supervisor):
        client = sign_in(who)
        for name in ("recap", "minutes", "workbook"):
            assert client.get(url(name)).status_code == 404
    page = sign_in(cast.supervisor).get(reverse("plenos:supervisor", args=["3272"]))
    assert page.context["chosen"] is None
    assert "3272" not in {
        row.code
        for row in sign_in(cast.province).get("/provinsi/32/").context["rows"]
        if row.published
    }
    asked = {"periode": CODE, "kelurahan": "3272011001"}
    listed = sign_in(cast.supervisor).get(
        reverse("plenos:supervisor_list", args=["3272"]), asked
    )
    assert listed.status_code == 404


def test_readers_see_what_is_published_and_no_names(
    published_month: Any, cast: Any, sign_in: Any
) -> None:
    province = sign_in(cast.province)
    rows = province.get("/provinsi/32/").context["rows"]
    (row,) = [row for row in rows if row.code == "3272"]
    assert (row.published, row.both, row.period) == (CODE, 198, "2026-12")
    assert len(rows) > 1
    assert province.get("/provinsi/31/").status_code == 404
    assert sign_in(cast.operator_a).get("/provinsi/32/").status_code == 403
    page = province.get(url("recap"))
    assert page.status_code == 200
    assert url("behind") not in page.content.decode()
    assert province.get(url("minutes")).status_code == 200
    assert province.get(url("behind"), {"column": "TMS"}).status_code == 403
    assert sign_in(cast.supervisor).get(url("workbook")).status_code == 200
    for stranger in (cast.operator_b, cast.supervisor_b, cast.province_b):
        assert sign_in(stranger).get(url("recap")).status_code == 404


def test_the_province_sees_state_and_dates_of_every_regency(
    frozen_month: Any, cast: Any, sign_in: Any
) -> None:
    """Also of those that do not use the portal; late is who passed the plan."""
    today = dt.date(2027, 1, 8)
    rows = {row.code: row for row in province_overview("32", today)}
    inside = Region.objects.within("32").filter(level=Level.REGENCY)
    assert set(rows) == set(inside.values_list("code", flat=True))
    assert len(rows) == 27
    mine = rows.pop("3272")
    assert (mine.period, mine.state, mine.late) == ("2026-12", "OPEN", 4)
    assert (mine.cutoff, mine.deadline) == (
        dt.date(2026, 12, 27),
        dt.date(2027, 1, 4),
    )
    for row in rows.values():
        assert (row.period, row.state, row.late) == ("", "", 0)
        assert (row.cutoff, row.deadline) == (
            dt.date(2027, 1, 27),
            dt.date(2027, 2, 2),
        )
    assert province_overview("32", dt.date(2027, 1, 4))[-1].late == 0
    html = sign_in(cast.province).get("/provinsi/32/").content.decode()
    assert html.count("belum memakai</span>") == 26
    assert "27 Des 2026" in html
    assert html.count("belum terbit</span>") == 27


def test_bawaslu_reads_seven_elements_by_place(
    published_month: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.supervisor)
    page = client.get(reverse("plenos:supervisor", args=["3272"]) + "?buka=327201")
    html = page.content.decode()
    assert "Periksa pemilih ganda." in html
    assert "Sudah diperiksa." in html
    address = reverse("plenos:supervisor_list", args=["3272"])
    asked = {"periode": CODE, "kelurahan": "3272011001", "tps": "001"}
    listed = client.get(address, asked)
    html = listed.content.decode()
    assert listed.status_code == 200
    assert "WARGA 0001" not in html
    assert "WARGA 0010" in html
    # Row ids and digests are hexadecimal: a year may stand inside one by chance.
    assert not re.search(r"\b1980\b", html)
    assert "327200000" not in html
    assert listed.context["next_page"] == 2
    assert client.get(address, {**asked, "page": "2"}).context["rows"]
    assert client.get(address, {**asked, "tps": "999"}).context["total"] == 0
    assert client.get(address, {**asked, "kelurahan": "3101011001"}).status_code == 404
    assert client.get(address, {**asked, "tps": "\x00"}).status_code == 404
    choose = client.get(address).content.decode()  # from the rail: nobody shown yet
    assert "Buka daftar" in choose and "WARGA" not in choose
    assert sign_in(cast.operator_a).get(address, asked).status_code == 403
    assert client.post(url("publish")).status_code == 403


def test_publication_shows_each_institution_with_its_follow_up(
    month: Any, cast: Any, sign_in: Any
) -> None:
    operator, bawaslu = sign_in(cast.operator_a), sign_in(cast.supervisor)
    said = [
        ("Bawaslu", "Periksa pemilih ganda.", "Sudah diperiksa."),
        ("Kodim", "Dua anggota pensiun.", "Diusulkan sebagai pemilih baru."),
        ("Partai politik", "Minta salinan.", ""),
    ]
    rows = {"inputs-TOTAL_FORMS": "3"}
    for at, row in enumerate(said):
        for name, text in zip(("institution", "input", "follow_up"), row, strict=True):
            rows[f"inputs-{at}-{name}"] = text
    assert operator.post(url("plenary"), form(**rows)).status_code == 302
    freeze_now(cast.chair_a, month)
    address = reverse("plenos:supervisor", args=["3272"])
    assert "pemilih ganda" not in bawaslu.get(address).content.decode()
    upload = SimpleUploadedFile("x.pdf", b"%PDF-1.4\nbody\n%%EOF")
    operator.post(url("scan"), {"scan": upload})
    assert "pemilih ganda" not in bawaslu.get(address).content.decode()
    operator.post(url("publish"))
    shown = re.findall(
        r'<tr><th scope="row">([^<]+)</th><td>([^<]*)</td><td>([^<]*)</td><td></td>',
        bawaslu.get(address).content.decode(),
    )
    assert shown == said


def test_the_supervisor_role_can_do_nothing_else_even_in_sql(
    published_month: Any, cast: Any
) -> None:
    import psycopg2

    place = {"regency": "3272", "period": published_month, "kelurahan": "3272011001"}
    with transaction.atomic(), scoped_as(cast.supervisor):
        rows, total = supervisor_rows(**place)
    for other in (cast.supervisor_b, cast.operator_a, cast.province, cast.admin):
        with transaction.atomic(), scoped_as(other):
            assert supervisor_rows(**place) == ([], 0)
    assert total > len(rows) == 50
    assert set(rows[0]) == {
        *("row_key", "kelurahan", "tps", "nama", "jenis_kelamin", "usia"),
        *("alamat", "rt", "rw", "keterangan", "jumlah"),
    }
    assert rows[0]["usia"] == 46
    # without a scope, or with another regency's, the function gives nothing
    ask = "SELECT * FROM supervisor_list('3272', %s, '3272011001', '', 0, 10)"
    assert login_sql("supervisor", ask, [published_month.pk]) == []
    for statement in (
        "SELECT nik FROM voter",
        "SELECT * FROM period_member",
        "SELECT * FROM period_list",
        "SELECT * FROM voter_event",
        "SELECT * FROM plenos_plenary",
        "UPDATE plenos_plenary SET state = 'DRAFT'",
        "INSERT INTO plenos_recapline VALUES (1)",
        "SELECT enrol_members('3273')",
        "SELECT enrol_regency('3273')",
        "SET ROLE pdpb_finder",
        "CREATE TABLE x (a int)",
    ):
        with pytest.raises(psycopg2.Error):
            login_sql("supervisor", statement)


def test_an_office_without_periods_gets_a_page(
    portal: str, cast: Any, sign_in: Any
) -> None:
    page = sign_in(cast.operator_a).get(reverse("plenos:index", args=["3272"]))
    assert page.status_code == 200
    assert "Belum ada periode" in page.content.decode()


def test_the_opening_and_a_closed_month_have_pages(
    frozen_month: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    assert client.get(url("recap", period="2026-10")).context["opening"]
    assert client.get(url("plenary", period="2026-10")).status_code == 200
    asked = {"column": "SEKARANG", "code": "3272011001", "sex": "P"}
    page = client.get(url("behind"), asked)
    assert page.context["figure"] > 0


def test_a_reader_cannot_post(month: Any, cast: Any, sign_in: Any) -> None:
    record_plenary(cast.operator_a, month)
    freeze_now(cast.chair_a, month)
    for who in (cast.province, cast.supervisor, cast.member_a):
        assert sign_in(who).post(url("freeze")).status_code == 403


def test_an_office_sets_the_dates_of_its_open_period(
    month: Any, cast: Any, sign_in: Any
) -> None:
    """The fourth quarter of 2025 closed on 6 to 8 December, by letter."""
    client, address = sign_in(cast.operator_a), url("plenary")

    def sent(cutoff: str, plenary: str) -> str:
        told = {"tenggat": "1", "cutoff_on": cutoff, "plenary_on": plenary}
        return str(client.post(address, told, follow=True).content.decode())

    assert "tidak sesudah tanggal pleno" in sent("2026-11-20", "2026-11-19")
    assert "tidak sesudah tanggal pleno" in sent("2026-10-31", "2026-11-19")
    assert "Isi kedua tanggal" in sent("", "2026-11-19")
    assert "Tanggal periode disimpan" in sent("2026-11-18", "2026-11-20")
    month.refresh_from_db()
    assert (month.cutoff_on, month.plenary_on) == (
        dt.date(2026, 11, 18),
        dt.date(2026, 11, 20),
    )
    assert month.reference_date == dt.date(2026, 11, 30)
    home = client.get(reverse("regency-home", args=["3272"])).content.decode()
    assert "20 Nov" in home
    before = dt.date(2026, 10, 1)
    closed = month.__class__.objects.get(regency_code="3272", code="2026-10")
    said = {"actor": cast.operator_a, "period": closed}
    with (
        transaction.atomic(),
        scoped_as(cast.operator_a),
        pytest.raises(PlenaryError, match="tidak terbuka"),
    ):
        set_deadlines(**said, cutoff=before, plenary=before)
    asks = "SELECT set_deadlines('3272', '2026-11', '2026-11-18', '2026-11-19')"
    assert login_sql("web", asks) == [(False,)], "without a token"
    with transaction.atomic(), scoped_as(cast.operator_b), connection.cursor() as run:
        run.execute(asks)
        assert run.fetchone() == (False,)
