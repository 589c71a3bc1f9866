"""The desk of a post: look-up, report, receipt, visit; and the public status."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import urlsplit

import pytest
import segno
from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from audit.models import LedgerEntry
from posts.models import Visit
from posts.selectors import post_figures
from tests.posts.conftest import JPEG, make_post
from tests.roles import admin_sql, as_web, as_worker
from voters.documents.receipt import receipt_data
from voters.models import ChangeProposal, CitizenReport, Evidence

HOME = "/kab/3272/pos/"
DEATH = {"evidence_kind": "AKTA_KEMATIAN", "evidence_no": "AM-1"}


def photo() -> SimpleUploadedFile:
    return SimpleUploadedFile("akta.jpg", JPEG, "image/jpeg")


def take(client: Any, public_id: str, word: str, **said: Any) -> str:
    """Send the desk's form as it is offered, with `said`; the receipt's address."""
    url = f"{HOME}{public_id}/usulan/?jenis={word}"
    form = client.get(url).context["form"]
    filled = {name: form[name].value() or "" for name in form.fields}
    answer = client.post(url, filled | said)
    assert answer.status_code == 302, answer.context["form"].errors
    return str(answer["Location"])


def report_of(address: str) -> CitizenReport:
    with as_worker():
        return CitizenReport.objects.get(public_id=address.rstrip("/").split("/")[-1])


def test_a_report_takes_five_interactions(desk: Any, cast: Any, sign_in: Any) -> None:
    """Name a person, choose the kind, the document's number, its photo, send."""
    nik, name, public_id = desk.next()
    client = sign_in(cast.post)
    acts = 1  # a NIK and Enter
    person = client.post(HOME, {"q": nik})["Location"]
    page = client.get(person).content.decode()
    acts += 1  # the kind
    url = re.search(r'href="([^"]+jenis=meninggal)"', page)
    assert url is not None
    form = client.get(url[1]).context["form"]
    filled = {field: form[field].value() or "" for field in form.fields}
    empty = [name for name, field in form.fields.items() if field.required]
    assert [name for name in empty if not filled[name]] == []
    acts += 1  # the number, as it stands on the paper
    acts += 1  # its photo
    filled |= {"evidence_no": "AM-1", "documents": [photo(), photo()]}
    acts += 1  # sent
    answer = client.post(url[1], filled)
    receipt = client.get(answer["Location"])
    report = report_of(answer["Location"])
    assert report.number in receipt.content.decode()
    assert acts <= 5
    text = receipt.content.decode()
    assert name not in text
    assert nik not in text
    with as_worker():
        proposal = ChangeProposal.objects.of("3272").get(pk=report.proposal_id)
        files = list(Evidence.objects.filter(proposal_id=proposal.pk))
    assert (proposal.kind, proposal.category) == ("TMS", "MENINGGAL")
    assert report.relation == "FAMILY"
    assert proposal.source == "Pos Gunungpuyuh"
    assert [one.source for one in files] == [f"Laporan {report.number}"] * 2
    for one in files:
        with default_storage.open(one.file) as kept:
            assert b"SECRET" not in kept.read()


def test_nothing_to_change_is_one_click_a_receipt_and_a_visit(
    desk: Any, cast: Any, sign_in: Any
) -> None:
    _nik, name, public_id = desk.next()
    client = sign_in(cast.post)
    answer = client.post(f"{HOME}{public_id}/tetap/")
    report = report_of(answer["Location"])
    assert (report.kind, report.proposal_id) == ("TETAP", None)
    with as_worker():
        visit = Visit.objects.get(report_id=report.pk)
    assert (visit.kind, visit.post_id) == ("TETAP", desk.post.pk)
    page = client.get(HOME).content.decode()
    assert report.number in page
    assert name in page
    twice = client.post(f"{HOME}{public_id}/tetap/")  # a double click
    assert twice["Location"] == answer["Location"]
    assert client.post("/kab/3272/kunjungan/catat/").status_code == 302
    with as_worker():
        assert Visit.objects.filter(kind="TETAP").count() == 1
        assert Visit.objects.filter(kind="BERTANYA").count() == 1
    entries = LedgerEntry.objects.using("gate")
    entry = entries.get(action="report.take", subject=report.number)
    assert entry.data == {"kind": "TETAP", "channel": "POST"}


def test_the_operator_reviews_it_in_the_one_queue(
    desk: Any, cast: Any, sign_in: Any
) -> None:
    _nik, name, public_id = desk.next()
    receipt = take(
        sign_in(cast.post),
        public_id,
        "ubah",
        address="JALAN POS 7",
        relation="FAMILY",
        contact="0800 1",
    )
    report = report_of(receipt)
    with as_worker():
        proposal = ChangeProposal.objects.of("3272").get(pk=report.proposal_id)
    assert proposal.new == {"address": "JALAN POS 7"}
    office = sign_in(cast.operator_a)
    queue = office.get("/kab/3272/tinjauan/?sumber=pos gunung").content.decode()
    assert name in queue
    page = office.get(f"/kab/3272/usulan/{proposal.public_id}/").content.decode()
    for words in (report.number, "Pos Gunungpuyuh", "Keluarga", "0800 1"):
        assert words in page
    assert office.get(receipt).status_code == 200


def test_a_move_inside_is_a_change_and_out_a_removal(
    desk: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.post)
    inside, outside = desk.next()[2], desk.next()[2]
    where = {"kelurahan": "3272021001", "address": "JALAN LAIN 2"}
    villages = admin_sql(
        "SELECT code FROM regions_region WHERE level = 10 AND code LIKE '327202%'"
        " ORDER BY code LIMIT 1"
    )
    where["kelurahan"] = villages[0][0]
    moved = report_of(take(client, inside, "pindah", **where))
    left = report_of(take(client, outside, "pindah", evidence_no="SKP-1"))
    with as_worker():
        kinds = dict(
            ChangeProposal.objects.of("3272")
            .filter(pk__in=[moved.proposal_id, left.proposal_id])
            .values_list("pk", "kind")
        )
    assert kinds == {moved.proposal_id: "PINDAH_DALAM", left.proposal_id: "TMS"}


def test_a_death_told_twice_joins_the_open_proposal(
    desk: Any, cast: Any, sign_in: Any
) -> None:
    nik, _name, public_id = desk.next()
    with as_worker():
        from periods.models import Period
        from voters.models import Voter
        from voters.services import propose

        voter = Voter.objects.of("3272").get(public_id=public_id)
        told = propose(
            actor=None,
            regency="3272",
            period=Period.objects.open("3272").get(),
            kind="TMS",
            nik=nik,
            voter=voter,
            category="MENINGGAL",
            new={},
            source="dukcapil",
        )
    client = sign_in(cast.post)
    report = report_of(take(client, public_id, "meninggal", **DEATH))
    assert report.proposal_id == told.pk
    with as_worker():
        paper = Evidence.objects.get(proposal_id=told.pk)
    assert (paper.number, paper.source) == ("AM-1", f"Laporan {report.number}")
    url = f"{HOME}{public_id}/usulan/?jenis=meninggal"
    assert client.post(url, DEATH).status_code == 200  # the same officer, again
    assert "Sudah ada usulan" in client.post(url, DEATH).content.decode()


def test_the_receipt_as_pdf_names_nobody(desk: Any, cast: Any, sign_in: Any) -> None:
    import io

    from pypdf import PdfReader

    nik, name, public_id = desk.next()
    client = sign_in(cast.post)
    receipt = client.post(f"{HOME}{public_id}/tetap/")["Location"]
    report = report_of(receipt)
    answer = client.get(f"{receipt}tanda-terima.pdf")
    made = b"".join(answer.streaming_content)
    text = PdfReader(io.BytesIO(made)).pages[0].extract_text()
    assert report.number in text
    assert report.check_code in text
    assert name not in text
    assert nik not in text
    where = f"{settings.PUBLIC_URL}/laporan/{report.number}/"
    code = segno.make(f"{where}#{report.check_code}", error="m")
    page = client.get(receipt)
    assert page.context["qr"] == code.svg_data_uri(scale=5, border=2)
    svg = io.BytesIO()
    code.save(svg, kind="svg", border=2, xmldecl=False)
    with as_worker():
        assert receipt_data(report)["qr"] == svg.getvalue().decode()
    for words in (report.number, report.check_code, where):
        assert words in page.context["share"], "what is sent says what is printed"
    assert Client().get(urlsplit(where).path).status_code == 200
    assert LedgerEntry.objects.using("gate").filter(action="report.receipt").exists()


def test_an_officer_of_one_kelurahan_takes_reports_without_a_visit(
    desk: Any, cast: Any, sign_in: Any
) -> None:
    public_id = desk.next()[2]
    officer = cast.post
    try:
        admin_sql(
            "UPDATE accounts_user SET scope_code = '3272011001' WHERE id = %s",
            [officer.pk],
        )
        client = sign_in(cast.post)
        assert "belum ditugaskan" in client.get(HOME).content.decode()
        report = report_of(client.post(f"{HOME}{public_id}/tetap/")["Location"])
    finally:
        admin_sql(
            "UPDATE accounts_user SET scope_code = '327201' WHERE id = %s", [officer.pk]
        )
    assert (report.source_ref, report.source_name) == ("", "pos")
    with as_worker():
        assert not Visit.objects.filter(report_id=report.pk).exists()


STATES = [
    ("OPEN", "", "menunggu diperiksa kantor", ""),
    ("COKLIT", "", "Diproses", ""),
    ("ACCEPTED", "", "Disetujui", ""),
    ("APPLIED", "", "Diterapkan", ""),
    ("REJECTED", "BUKTI_KURANG", "Ditolak", "Bukti belum cukup"),
    ("REJECTED", "CATATAN_LAIN", "Ditolak", "Hubungi pos atau kantor KPU"),
    ("STALE", "", "Ditolak", "Data pemilih telah berubah"),
]


def test_the_public_status_follows_the_proposal_and_names_nobody(
    desk: Any, cast: Any, sign_in: Any
) -> None:
    nik, name, public_id = desk.next()
    report = report_of(take(sign_in(cast.post), public_id, "meninggal", **DEATH))
    visitor = Client()
    page = visitor.get(f"/laporan/{report.number}/")
    assert report.number in page.content.decode()
    asked = {"number": report.number, "code": f" {report.check_code.lower()} "}
    for state, reason, word, why in STATES:
        with as_worker():
            ChangeProposal.objects.of("3272").filter(pk=report.proposal_id).update(
                state=state, reject_reason=reason
            )
        answer = visitor.post("/laporan/", asked)
        text = answer.content.decode()
        assert word in text, state
        assert why in text, state
        for private in (nik, name, "Pos Gunungpuyuh", str(cast.post)):
            assert private not in text
        assert not answer.cookies
        assert answer.headers["Cache-Control"] == "no-store"


def test_a_wrong_code_and_no_such_number_answer_alike(
    desk: Any, cast: Any, sign_in: Any
) -> None:
    public_id = desk.next()[2]
    receipt = sign_in(cast.post).post(f"{HOME}{public_id}/tetap/")["Location"]
    number = report_of(receipt).number
    seen = set()
    for asked in (number, "3272-2611-99999"):
        answer = Client().post("/laporan/", {"number": asked, "code": "WRONG234"})
        seen.add(answer.content.decode().replace(asked, ""))
    assert len(seen) == 1
    assert "tidak cocok" in seen.pop()


def test_who_keeps_guessing_waits(desk: Any, settings: Any) -> None:
    from dataclasses import replace

    settings.POLICY = replace(settings.POLICY, report_checks_per_address=2)
    visitor, asked = Client(REMOTE_ADDR="10.9.8.7"), {"number": "x", "code": "y"}
    answers = [visitor.post("/laporan/", asked).status_code for _n in range(3)]
    assert answers == [200, 200, 429]
    other = Client(REMOTE_ADDR="10.9.8.6").post("/laporan/", asked)
    assert other.status_code == 200


def test_a_reader_who_is_signed_in_may_ask_too(
    desk: Any, cast: Any, sign_in: Any
) -> None:
    answer = sign_in(cast.supervisor).post("/laporan/", {"number": "x", "code": "y"})
    assert answer.status_code == 200


@pytest.mark.parametrize(
    "table", ["citizen_report", "posts_visit", "posts_postofficer"]
)
def test_the_web_without_a_scope_sees_no_row(desk: Any, table: str) -> None:
    from django.db import connection

    assert admin_sql(f"SELECT count(*) FROM {table}")[0][0] > 0
    with as_web(), connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        assert cursor.fetchone()[0] == 0


def test_figures_count_what_the_posts_did(desk: Any, cast: Any, sign_in: Any) -> None:
    other = make_post("Pos Lain", kecamatan="327202")
    with as_worker():
        rows = {row.post_id: row for row in post_figures("3272")}
        visits = Visit.objects.filter(post=desk.post)
        told = {kind: visits.filter(kind=kind).count() for kind in ("TETAP", "PINDAH")}
        count = visits.count()
    row = rows[desk.post.pk]
    assert other.pk not in rows
    assert (row.visits, row.tetap, row.pindah) == (
        count,
        told["TETAP"],
        told["PINDAH"],
    )
    assert row.proposed >= 3
    month = row.month
    page = sign_in(cast.operator_a).get(f"/kab/3272/pos-kecamatan/angka/?bulan={month}")
    assert desk.post.name in page.content.decode()
    empty = sign_in(cast.operator_a).get("/kab/3272/pos-kecamatan/angka/?bulan=2020-01")
    assert "Tidak ada kunjungan" in empty.content.decode()
