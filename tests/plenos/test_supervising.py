"""Bawaslu's samples and ledger, a province's pages, and the office of a kelurahan."""

from __future__ import annotations

import io
import re
from dataclasses import replace
from html import unescape
from typing import Any

import pypdf
import pytest
from django.db import transaction
from django.urls import reverse

from accounts.scope import scoped_as
from audit.models import LedgerEntry
from plenos.selectors import readers
from plenos.selectors.readers import (
    deeds,
    supervisor_place,
    supervisor_rows,
    supervisor_sample,
)
from tests.plenos.conftest import run
from tests.roles import admin_sql, as_worker

SAMPLE = "/kab/3272/pengawas/sampel/"
ASK = {"wilayah": "3272", "jumlah": "25", "benih": "uji-2026"}


def draw(period: Any, user: Any, **changes: Any) -> tuple[list[Any], int]:
    asked = {"place": "3272", "seed": "benih-1", "most": 30} | changes
    with transaction.atomic(), scoped_as(user):
        return supervisor_sample(regency="3272", period=period, **asked)


def keys(rows: list[Any]) -> list[str]:
    return [row["row_key"] for row in rows]


def test_the_same_seed_gives_the_same_sample(published_month: Any, cast: Any) -> None:
    rows, total = draw(published_month, cast.supervisor)
    assert len(rows) == 30 < total
    again, _ = draw(published_month, cast.supervisor)
    assert again == rows
    # Fewer of the same seed are the first of them.
    fewer, _ = draw(published_month, cast.supervisor, most=7)
    assert keys(fewer) == keys(rows)[:7]
    other, _ = draw(published_month, cast.supervisor, seed="benih-2")
    assert set(keys(other)) != set(keys(rows))
    assert len({row["kelurahan"] for row in rows}) == 2


def test_a_later_change_of_the_roll_does_not_move_a_sample(
    published_month: Any, cast: Any
) -> None:
    before = draw(published_month, cast.supervisor)
    run(
        "UPDATE voter SET name = 'LAIN', kelurahan = '3272021002'"
        " WHERE regency_code = '3272'"
    )
    assert draw(published_month, cast.supervisor) == before


def test_a_sample_stays_inside_its_place_and_its_token(
    published_month: Any, cast: Any
) -> None:
    rows, total = draw(published_month, cast.supervisor, place="327201", most=500)
    assert len(rows) == total
    assert {row["kelurahan"] for row in rows} == {"3272011001"}
    rows, _ = draw(published_month, cast.supervisor_province)
    assert len(rows) == 30
    for part in ("supervisor_b", "operator_a", "province", "admin", "post"):
        assert draw(published_month, getattr(cast, part)) == ([], 0), part
    for place in ("", "3", "32", "3101"):
        assert draw(published_month, cast.supervisor, place=place) == ([], 0)


def test_an_unpublished_period_gives_no_sample(frozen_month: Any, cast: Any) -> None:
    assert draw(frozen_month, cast.supervisor) == ([], 0)


def test_the_page_draws_shows_the_seed_and_records(
    published_month: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.supervisor)
    assert client.get(SAMPLE).status_code == 200
    asked = ASK | {"periode": published_month.code}
    page = client.post(SAMPLE, asked).content.decode()
    assert "uji-2026" in page
    assert page.count("<tr data-row") == 25
    # Parted: sixteen letters that are digits alone would be read as a NIK.
    assert len(re.findall(r'id="r-[0-9a-f]{8}-[0-9a-f]{8}"', page)) == 25
    assert not re.search(r"\b3272\d{12}\b", page)
    entry = LedgerEntry.objects.using("gate").filter(action="supervisor.sample").get()
    assert entry.data == {"place": "3272", "seed": "uji-2026", "asked": 25, "rows": 25}
    drawn = client.post(SAMPLE, asked | {"benih": ""}).content.decode()
    seed = re.search(r"<code>(\w{12})</code>", drawn)
    assert seed is not None
    again = client.post(SAMPLE, asked | {"benih": seed[1]}).content.decode()
    found = re.compile(r'id="(r-\w{16})"')
    assert found.findall(again) == found.findall(drawn)


@pytest.mark.parametrize(
    "wrong",
    [{"jumlah": "0"}, {"jumlah": "501"}, {"wilayah": "3101"}, {"benih": "'; --"}]
    + [{"periode": "2026-12"}],
)
def test_a_sample_that_cannot_be_drawn_is_explained(
    published_month: Any, cast: Any, sign_in: Any, wrong: dict[str, str]
) -> None:
    asked = ASK | {"periode": published_month.code} | wrong
    page = sign_in(cast.supervisor).post(SAMPLE, asked)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert "<tr data-row" not in page.content.decode()


def test_the_pdf_can_be_printed_and_not_changed(
    published_month: Any, cast: Any, sign_in: Any
) -> None:
    asked = ASK | {"periode": published_month.code, "keluaran": "pdf"}
    answer = sign_in(cast.supervisor).post(SAMPLE, asked)
    assert answer["Content-Type"] == "application/pdf"
    body = b"".join(answer.streaming_content)
    reader = pypdf.PdfReader(io.BytesIO(body))
    assert reader.is_encrypted
    may = reader.user_access_permissions
    assert may is not None
    names = pypdf.constants.UserAccessPermissions
    assert may & names.PRINT
    for change in ("MODIFY", "EXTRACT", "ADD_OR_MODIFY", "FILL_FORM_FIELDS"):
        assert not may & getattr(names, change), change
    text = "\n".join(page.extract_text() for page in reader.pages)
    assert text.count("WARGA") + text.count("NAMA BARU") == 25
    for page in reader.pages:
        assert "Iwan Setiawan (bawaslu.sukabumi)" in page.extract_text()
    assert "uji-2026" in text
    assert not re.search(r"3272\d{12}", text)
    assert not re.search(r"\b1980\b", text)
    entry = (
        LedgerEntry.objects.using("gate")
        .filter(action="supervisor.sample.export")
        .get()
    )
    assert entry.data["rows"] == 25
    assert entry.data["sha256"] == answer["X-Content-SHA256"]


def test_bawaslu_reads_the_ledger_without_a_person(
    published_month: Any, cast: Any, sign_in: Any
) -> None:
    with as_worker():
        from audit.services import record
        from voters.models import Voter

        voter = Voter.objects.of("3272")[0]
        for _ in range(3):
            record(
                actor=cast.operator_a,
                action="voter.unmask",
                regency_code="3272",
                subject=str(voter.public_id),
                data={"rahasia": voter.name},
            )
    page = sign_in(cast.supervisor).get("/kab/3272/pengawas/jejak/").content.decode()
    assert "NIK dibuka" in page
    assert "Operator" in page
    for hidden in (str(voter.public_id), voter.name, cast.operator_a.full_name):
        assert hidden not in page
    with transaction.atomic(), scoped_as(cast.supervisor):
        found = [deed for deed in deeds("3272") if deed.action == "voter.unmask"]
        assert [(deed.n, deed.role) for deed in found] == [(3, "OPERATOR")]
        assert deeds("3101") == []


def test_a_province_compares_and_takes_recaps_but_no_names(
    published_month: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.province)
    page = client.get("/provinsi/32/banding/").content.decode()
    assert "SUKABUMI" in page.upper()
    assert "WARGA" not in page.replace("WARGA BARU", "")
    book = client.get("/provinsi/32/rekap.xlsx")
    assert book.status_code == 200
    import openpyxl

    body = io.BytesIO(b"".join(book.streaming_content))
    rows = list(openpyxl.load_workbook(body).active.values)
    line = next(row for row in rows if row[0] == "3272")
    assert line[6] == published_month.code
    assert line[7] + line[8] == line[9] > 0
    assert line[3] == "Terbuka", "the month after it"
    assert "belum memakai" in {row[3] for row in rows}


def test_a_provinces_bawaslu_chooses_a_regency(
    published_month: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.supervisor_province)
    assert client.get("/").url == "/provinsi/32/pengawas/"
    page = client.get("/provinsi/32/pengawas/").content.decode()
    assert reverse("plenos:supervisor", args=["3272"]) in page
    assert client.get("/kab/3272/pengawas/").status_code == 200
    listed = "/kab/3272/pengawas/daftar/?kelurahan=3272011001&periode="
    page = client.get(listed + published_month.code).content.decode()
    assert "WARGA 0" in page
    assert client.get("/kab/3101/pengawas/").status_code == 404


def test_a_kelurahan_reads_its_own_figures(month: Any, cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.village)
    assert client.get("/").url == "/kab/3272/kelurahan/"
    page = client.get("/kab/3272/kelurahan/")
    now = next(row for row in page.context["rows"] if row["now"])
    from tests.roles import admin_sql

    counted = admin_sql(
        "SELECT count(*) FROM voter WHERE kelurahan = '3272011001'"
        " AND status IN ('ACTIVE', 'HELD')"
    )
    assert now["cells"][2] == counted[0][0]
    assert "Belum ada yang mengonfirmasi angka di bawah" in page.content.decode()


def test_a_kelurahan_sees_field_proposals_of_its_own_only(
    month: Any, cast: Any, sign_in: Any
) -> None:
    from voters.models import ChangeProposal

    common = {"regency_code": "3272", "period_id": month.pk, "kind": "UBAH"}
    with as_worker():
        for nik, name, place, delivery in (
            ("3272010101900001", "ORANG POS", "3272011001", None),
            ("3272010101900002", "ORANG LAIN", "3272021002", None),
            ("3272010101900003", "ORANG KIRIMAN", "3272011001", 7),
        ):
            ChangeProposal.objects.create(
                **common,
                nik=nik,
                name=name,
                kelurahan=place,
                delivery_id=delivery,
                source="pos",
            )
    page = sign_in(cast.village).get("/kab/3272/kelurahan/").content.decode()
    assert "ORANG POS" in page
    assert "ORANG LAIN" not in page
    assert "ORANG KIRIMAN" not in page
    assert "3272010101900001" not in page


LIST, PAPER = "/kab/3272/pengawas/daftar/", "/kab/3272/pengawas/daftar.pdf"
WHERE = {"kelurahan": "3272011001"}


def pages_of(answer: Any) -> tuple[pypdf.PdfReader, str]:
    reader = pypdf.PdfReader(io.BytesIO(b"".join(answer.streaming_content)))
    return reader, "\n".join(page.extract_text() for page in reader.pages)


def names_in(text: str) -> list[str]:
    return re.findall(r"(?:WARGA|NAMA BARU)(?: BARU)?(?: \d+)?", text)


def test_the_list_leaves_as_a_pdf_that_may_be_printed_only(
    published_month: Any, cast: Any, sign_in: Any
) -> None:
    asked = WHERE | {"periode": published_month.code}
    client = sign_in(cast.supervisor)
    page = client.get(LIST, asked)
    assert f"{PAPER}?periode={published_month.code}" in page.content.decode()
    total = page.context["total"]
    answer = client.get(PAPER, asked)
    assert answer["Content-Type"] == "application/pdf"
    reader, text = pages_of(answer)
    assert reader.is_encrypted
    may, names = reader.user_access_permissions, pypdf.constants.UserAccessPermissions
    assert may is not None and may & names.PRINT
    for change in ("MODIFY", "EXTRACT", "ADD_OR_MODIFY", "FILL_FORM_FIELDS"):
        assert not may & getattr(names, change), change
    for one in reader.pages:
        # Small at the foot of each page and large behind it.
        assert one.extract_text().count("Iwan Setiawan (bawaslu.sukabumi)") == 2
    with transaction.atomic(), scoped_as(cast.supervisor):
        rows, _ = supervisor_rows(
            regency="3272",
            period=published_month,
            kelurahan="3272011001",
            most=1_000,
        )
    assert len(rows) == total == len(names_in(text))
    assert [row["nama"] for row in rows] == names_in(text), "in the order of the page"
    assert not re.search(r"3272\d{12}", text)
    assert not re.search(r"\b1980\b", text)
    entry = LedgerEntry.objects.using("gate").get(action="supervisor.list.export")
    assert entry.actor_id == cast.supervisor.pk
    assert entry.data["sha256"] == answer["X-Content-SHA256"]
    assert (entry.data["rows"], entry.data["period"]) == (total, published_month.code)
    assert (entry.data["kelurahan"], entry.data["tps"]) == ("3272011001", "")
    assert entry.data["columns"] == [
        *("Nama", "Jenis kelamin", "Usia", "Alamat", "RT", "RW", "Keterangan"),
    ]
    shown = admin_sql(
        "SELECT cardinality(persons) FROM ledger_persons WHERE entry_id = %s",
        [entry.pk],
    )
    assert shown == [(total,)]


def test_the_seven_elements_and_no_other_leave() -> None:
    """Whatever the view hands over: the role's list of the kind is the seven."""
    from files.exports import Column, ExportRefused
    from files.exports.fields import FIELDS, allowed
    from plenos.views.supervising import SEVEN

    kind = "supervisor.list.export"
    seven = ["nama", "jenis_kelamin", "usia", "alamat", "rt", "rw", "keterangan"]
    assert [column.name for column in SEVEN] == seven
    assert FIELDS[kind] == {"SUPERVISOR": tuple(seven)}
    more = [Column("NIK"), *SEVEN, Column("Tanggal lahir"), Column("TPS")]
    kept, _places = allowed(kind, "SUPERVISOR", more)
    assert [column.name for column in kept] == seven
    for role in ("OPERATOR", "CHAIR", "PROVINCE", "ADMIN"):
        with pytest.raises(ExportRefused):
            allowed(kind, role, SEVEN)


def test_the_pdf_of_the_list_is_cut_as_its_page_is(
    published_month: Any, cast: Any, sign_in: Any, settings: Any
) -> None:
    client = sign_in(cast.supervisor)
    admin_sql(
        "UPDATE period_member SET tps = '002' WHERE mod(voter_id, 4) = 0;"
        "SELECT number_members(regency_code, id) FROM periods_period"
    )
    asked = WHERE | {"periode": published_month.code}
    cut = client.get(LIST, asked | {"tps": "002"})
    there = cut.context["total"]
    assert 0 < there < client.get(LIST, asked).context["total"]
    _reader, text = pages_of(client.get(PAPER, asked | {"tps": "002"}))
    assert len(names_in(text)) == there
    assert "TPS 002" in text
    # A kelurahan that is too long says how many, and the way out; a station fits.
    settings.POLICY = replace(settings.POLICY, pdf_most_rows=there)
    long = client.get(PAPER, asked, follow=True)
    assert long.redirect_chain[0][0].startswith(LIST)
    said = unescape(long.content.decode())
    assert f"PDF memuat paling banyak {there}. Isi TPS" in said
    assert client.get(PAPER, asked | {"tps": "002"}).status_code == 200
    none = client.get(PAPER, asked | {"tps": "999"}, follow=True)
    assert "Tidak ada pemilih di sini" in none.content.decode()
    entries = LedgerEntry.objects.using("gate").filter(action="supervisor.list.export")
    assert entries.count() == 2


def test_more_rows_than_one_call_gives_come_whole(
    published_month: Any, cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(readers, "AT_ONCE", 7)
    place = {"regency": "3272", "period": published_month, "tps": "", **WHERE}
    with transaction.atomic(), scoped_as(cast.supervisor):
        whole, total = supervisor_rows(**place, most=1_000)
        assert supervisor_place(**place, most=1_000) == (whole, total)
        assert supervisor_place(**place, most=total - 1) == ([], total)


def test_who_gets_no_pdf_of_the_list(
    published_month: Any, cast: Any, sign_in: Any
) -> None:
    asked = WHERE | {"periode": published_month.code}
    client = sign_in(cast.supervisor)
    for wrong in (
        {"kelurahan": "3101011001"},
        {"kelurahan": "3272"},
        {"kelurahan": ""},
        {"periode": "2026-12"},
        {"tps": "\x00"},
    ):
        assert client.get(PAPER, asked | wrong).status_code == 404, wrong
    assert client.post(PAPER, asked).status_code == 403
    for part in ("operator_a", "chair_a", "member_a", "province", "post", "village"):
        assert sign_in(getattr(cast, part)).get(PAPER, asked).status_code == 403, part
    for part in ("admin", "supervisor_b"):
        answer = sign_in(getattr(cast, part)).get(PAPER, asked)
        assert answer.status_code == 404, part
    entries = LedgerEntry.objects.using("gate").filter(action="supervisor.list.export")
    assert not entries.exists()
    assert sign_in(cast.supervisor_province).get(PAPER, asked).status_code == 200


def test_an_unpublished_list_is_no_pdf(
    frozen_month: Any, cast: Any, sign_in: Any
) -> None:
    asked = WHERE | {"periode": frozen_month.code}
    assert sign_in(cast.supervisor).get(PAPER, asked).status_code == 404
