"""Readers' own files, lists as PDF and its limit, the mark on drafts."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import openpyxl
import pytest
from docx import Document
from pypdf import PdfReader

from audit.models import LedgerEntry
from files.models import ExportFile
from jobs.models import Job, State
from jobs.services import run
from plenos.models import Advice, RecapLine
from tests.kpu_portal.url_objects import publish
from tests.roles import as_worker

SignIn = Callable[[Any], Any]
MINE = "/kab/3272/unduhan/"
ASK = f"{MINE}minta/advice.export/"


@pytest.fixture
def letter(stocked: str) -> Iterator[None]:
    """A letter of Bawaslu."""
    with as_worker():
        Advice.objects.create(
            regency_code="3272",
            kind="SARAN",
            institution="Bawaslu",
            letter_no="001/PM/2026",
            letter_on="2026-11-02",
            subject="Uji",
            entered_by_name="uji",
        )
    yield


def work() -> Job:
    with as_worker():
        job = Job.objects.latest("pk")
        assert run(job.pk)
        job.refresh_from_db()
        return job


def the_file() -> ExportFile:
    with as_worker():
        return ExportFile.objects.latest("pk")


@pytest.mark.parametrize("who", ["supervisor", "supervisor_province", "operator_a"])
def test_a_reader_asks_for_a_list_and_fetches_it(
    letter: None, cast: Any, sign_in: SignIn, who: str
) -> None:
    client = sign_in(getattr(cast, who))
    asked = client.post(ASK, {"bentuk": "csv"})
    assert asked.status_code == 302 and asked["Location"] == MINE
    row = the_file()
    own = f"{MINE}{row.public_id}/"
    page = client.get(MINE).content.decode()
    progress = client.get(f"{own}kemajuan/")
    assert progress.status_code == 200
    if who != "operator_a":
        # It sees no other job of the office, and so stops none.
        assert f'hx-get="{own}kemajuan/"' in page and "/pekerjaan/" not in page
        assert "batalkan" not in progress.content.decode()
        assert client.get(f"/kab/3272/pekerjaan/{row.public_id}/").status_code == 403
    assert work().state == State.DONE
    answer = client.get(own)
    text = b"".join(answer.streaming_content).decode()
    (line,) = csv.DictReader(io.StringIO(text, newline=""))
    assert line["Nomor surat"] == "001/PM/2026"
    told = LedgerEntry.objects.using("gate").filter(action="export.download").get()
    assert told.actor_id == getattr(cast, who).pk

    others = {"supervisor", "supervisor_province", "operator_a2", "chair_a"} - {who}
    for other in others:
        stranger = sign_in(getattr(cast, other))
        assert stranger.get(own).status_code == 404
        assert stranger.get(f"{own}kemajuan/").status_code == 404
        assert stranger.post(f"{own}hapus/").status_code == 404
        assert str(row.public_id) not in stranger.get(MINE).content.decode()
    assert client.post(f"{own}hapus/").status_code == 302
    assert client.get(own).status_code == 404


def test_a_reader_takes_no_list_of_persons(
    stocked: str, cast: Any, sign_in: SignIn
) -> None:
    for who in ("supervisor", "province"):
        client = sign_in(getattr(cast, who))
        for source in ("voter.export", "proposal.export"):
            address = f"{MINE}minta/{source}/"
            assert client.get(address).status_code == 403
            assert client.post(address, {"bentuk": "csv"}).status_code == 403
    with as_worker():
        assert not ExportFile.objects.exists()
    # A kecamatan's post exports nothing and has no such page.
    assert sign_in(cast.post).get(MINE).status_code == 403


def test_a_provinces_account_has_its_files_in_one_place(
    letter: None, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.supervisor_province)
    client.post(ASK, {"bentuk": "xlsx"})
    page = client.get("/provinsi/32/unduhan/").content.decode()
    row = the_file()
    assert f"{MINE}{row.public_id}/hapus/" in page
    assert (
        'href="/provinsi/32/unduhan/"'
        in client.get("/provinsi/32/pengawas/").content.decode()
    )
    province = sign_in(cast.province)
    empty = province.get("/provinsi/32/unduhan/").content.decode()
    assert "Belum ada unduhan" in empty and str(row.public_id) not in empty
    assert province.get("/provinsi/31/unduhan/").status_code == 404


def test_a_province_asks_for_published_recaps_only(
    stocked: str, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.province)
    form = f"{MINE}minta/recap.export/"
    page = client.get("/provinsi/32/unduhan/").content.decode()
    assert f'href="{form}"' in page and "Rekap terbit, Kota Sukabumi" in page
    # Nothing is published: the file would be empty.
    assert "<b>0</b>" in client.get(form).content.decode()
    with as_worker():
        publish("3272")
        lines = RecapLine.objects.filter(recap__period__code="2026-10")
        due = sum(
            lines.filter(regency_code="3272", column="SEKARANG").values_list(
                "n", flat=True
            )
        )
    assert client.post(f"{form}?periode=2026-10", {"bentuk": "csv"}).status_code == 302
    assert work().state == State.DONE
    answer = client.get(f"{MINE}{the_file().public_id}/")
    text = b"".join(answer.streaming_content).decode()
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    now = [int(row["Jumlah"]) for row in rows if row["Kolom"] == "Sekarang"]
    assert sum(now) == due == 900
    assert {row["Periode"] for row in rows} == {"2026-10"}
    # A foreign regency's is not there.
    assert client.get("/kab/3101/unduhan/minta/recap.export/").status_code == 404


def test_a_right_that_was_lost_stops_the_file(
    letter: None, cast: Any, sign_in: SignIn
) -> None:
    sign_in(cast.supervisor).post(ASK, {"bentuk": "csv"})
    with as_worker():
        ExportFile.objects.update(source="voter.export")
    assert work().state == State.FAILED
    assert not the_file().is_ready


# -- PDF ---------------------------------------------------------------------------


def pdf_text(data: bytes) -> str:
    pages = PdfReader(io.BytesIO(data)).pages
    return " ".join(" ".join(page.extract_text().split()) for page in pages)


LISTS = [
    f"/kab/3272/{name}/"
    for name in ("pemilih", "tinjauan", "kiriman", "pekerjaan", "jejak", "saran")
]


def test_lists_come_as_pdf_with_the_mark(
    letter: None, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    menu = client.get("/kab/3272/pemilih/?jk=L").content.decode()
    assert "format=pdf" in menu and "paling banyak 5000 baris" in menu
    for address in LISTS:
        answer = client.get(f"{address}ekspor/?format=pdf")
        data = b"".join(answer.streaming_content)
        assert data.startswith(b"%PDF"), address
        assert f"({cast.operator_a.username})" in pdf_text(data), address


def test_a_long_list_is_refused_as_pdf_with_words(
    letter: None, cast: Any, sign_in: SignIn, settings: Any
) -> None:
    settings.POLICY = replace(settings.POLICY, pdf_most_rows=1)
    client = sign_in(cast.operator_a)
    said = "PDF memuat paling banyak 1 baris"
    for address in ("/kab/3272/pemilih/", "/kab/3272/jejak/"):
        answer = client.get(f"{address}ekspor/?jk=L&format=pdf")
        assert answer.status_code == 302 and answer["Location"] == f"{address}?jk=L"
        assert said in client.get(answer["Location"]).content.decode()
    form = client.post(f"{MINE}minta/voter.export/?jk=L", {"bentuk": "pdf"})
    assert form.status_code == 422 and said in form.content.decode()
    assert not LedgerEntry.objects.using("gate").filter(action="voter.export").exists()
    with as_worker():
        assert not ExportFile.objects.exists()
    fine = client.get("/kab/3272/saran/ekspor/?format=pdf")
    assert b"".join(fine.streaming_content).startswith(b"%PDF")


# -- the mark ----------------------------------------------------------------------


def test_a_text_file_carries_the_mark_in_its_name(
    letter: None, cast: Any, sign_in: SignIn
) -> None:
    answer = sign_in(cast.operator_a).get("/kab/3272/saran/ekspor/?format=csv")
    text = b"".join(answer.streaming_content).decode()
    assert text.startswith("Nomor surat,")
    assert "saran-3272_operator.sukabumi_20" in answer["Content-Disposition"]


def test_a_draft_names_who_drew_it_and_a_final_paper_nobody(
    stocked: str, cast: Any, sign_in: SignIn
) -> None:
    user = cast.operator_a
    client, who = sign_in(user), f"Diunduh oleh {user} ({user.username})"
    drafts = {
        "pdf": client.get("/kab/3272/pleno/2026-11/berita-acara.pdf").content,
        "docx": client.get("/kab/3272/pleno/2026-11/berita-acara.docx").content,
        "xlsx": client.get("/kab/3272/pleno/2026-11/rekap.xlsx").content,
    }
    for page in PdfReader(io.BytesIO(drafts["pdf"])).pages:
        assert who in " ".join(page.extract_text().split())
    document = Document(io.BytesIO(drafts["docx"]))
    feet = [p.text for one in document.sections for p in one.footer.paragraphs]
    assert any(text.startswith(who) for text in feet)
    book = openpyxl.load_workbook(io.BytesIO(drafts["xlsx"]))
    assert all(who in (page.oddFooter.left.text or "") for page in book.worksheets)

    final = [
        sign_in(one).get("/kab/3272/pleno/2026-10/rekap.xlsx")
        for one in (cast.operator_a, cast.chair_a)
    ]
    assert final[0].content == final[1].content
    assert b"Diunduh" not in final[0].content
