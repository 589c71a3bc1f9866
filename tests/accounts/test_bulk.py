"""Accounts from a workbook: every fault by row and column, all or none."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from accounts.bulk import HEADINGS, BulkError, dry_run, read_rows
from accounts.models import OneTimeCode, Role, User

SignIn = Callable[[Any], Any]
HEAD = list(HEADINGS.values())
GOOD = [
    [
        *("rt.satu", "Budi Santoso", "Ketua RT/RW", "3272021001", "Ketua RT"),
        *("31-12-2099", "001", "002"),
    ],
    ["pos.satu", "Ani Lestari", "POST", "327202", "", "", "", ""],
]
BAD = [
    ["", "Tanpa Nama Pengguna", "POST", "327202", "", ""],
    ["operator.sukabumi", "Rina", "Operator", "3272", "", ""],
    ["pos.dua", "", "Raja", "3272", "", "31-02-2027"],
    ["pos.tiga", "Tiga", "POST", "3272", "", "01-01-2020"],
    ["pos.empat", "Empat", "POST", "327202", "", ""],
    ["POS.EMPAT", "Lima", "POST", "327202", "", ""],
    ["rt.tanpa", "Enam", "Ketua RT/RW", "3272021001", "", "", "", "2"],
    ["pos.lima", "Tujuh", "POST", "327202", "", "", "001"],
]


def workbook(rows: list[list[str]], head: list[str] = HEAD) -> bytes:
    book = openpyxl.Workbook()
    for row in [head, *rows]:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(client: Any, data: bytes) -> Any:
    file = SimpleUploadedFile("akun.xlsx", data)
    return client.post("/akun-petugas/berkas/", {"berkas": file})


def test_the_template_is_what_is_read(portal: str, cast: Any, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    answer = client.get("/akun-petugas/templat/")
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = book.active
    assert [cell.value for cell in sheet[1]] == HEAD
    # RW 001 that is typed would become 1 in a cell that is no text.
    assert {cell.number_format for cell in sheet[1]} == {"@"}
    # What no cell stands for yet has the format of its column (openpyxl joins alike).
    columns = sheet.column_dimensions.values()
    text = [one for one in columns if one.number_format == "@"]
    held = {at for one in text for at in range(one.min, one.max + 1)}
    assert held == set(range(1, len(HEAD) + 1))
    (choice,) = (
        one for one in sheet.data_validations.dataValidation if one.type == "list"
    )
    assert str(choice.sqref).startswith("C2:C")
    lists = book["Pilihan"]
    assert [cell.value for cell in lists["E"][1:]] == [str(r.label) for r in Role]
    assert [cell.value for cell in lists["F"][1:]] == Role.values
    for row in GOOD:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    assert [cells for _n, cells in read_rows(out.getvalue())] == GOOD
    assert dry_run(actor=cast.admin, rows=read_rows(out.getvalue())) == []


def test_a_role_is_read_in_the_language_it_was_chosen_in(
    portal: str, cast: Any
) -> None:
    with override("en"):
        english = [str(role.label) for role in Role]
    assert english != [str(role.label) for role in Role]
    rows = [[f"akun.{n}", "Nama", word] for n, word in enumerate(english)]
    faults = dry_run(actor=cast.admin, rows=read_rows(workbook(rows)))
    assert "Peran" not in {fault.column for fault in faults}


def test_every_fault_at_once(portal: str, cast: Any) -> None:
    before = User.objects.count()
    faults = dry_run(actor=cast.admin, rows=read_rows(workbook(BAD)))
    found = {(fault.row, fault.column) for fault in faults}
    assert found == {
        (2, "Nama pengguna"),
        (3, "Nama pengguna"),
        (4, "Nama lengkap"),
        (4, "Peran"),
        (4, "Berlaku sampai"),
        (5, "Kode wilayah"),
        (5, "Berlaku sampai"),
        (7, "Nama pengguna"),
        *((8, "RW"), (8, "RT"), (9, "RW")),
    }
    words = " ".join(fault.text for fault in faults)
    for said in ("sudah dipakai", "Peran tidak dikenal", "Tulis seperti 31-12-2026"):
        assert said in words
    assert User.objects.count() == before


def test_from_the_file_to_the_codes(portal: str, cast: Any, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    before = User.objects.count()
    bad = send(client, workbook(GOOD + BAD)).content.decode()
    assert "Perbaiki dulu" in bad
    assert client.post("/akun-petugas/berkas/buat/").status_code == 302
    assert User.objects.count() == before
    good = send(client, workbook(GOOD)).content.decode()
    assert "Buat 2 akun" in good
    assert User.objects.count() == before
    done = client.post("/akun-petugas/berkas/buat/").content.decode()
    assert User.objects.count() == before + 2
    assert OneTimeCode.objects.filter(purpose="NEW").count() == 2
    user = User.objects.get(username="rt.satu")
    assert (user.role, user.scope_code) == ("NEIGHBOURHOOD", "3272021001")
    assert (user.rw, user.rt) == ("001", "002")
    assert str(user.ends_on) == "2099-12-31"
    assert "rt.satu" in done
    again = client.post("/akun-petugas/berkas/buat/")
    assert again["Location"] == "/akun-petugas/berkas/"
    assert User.objects.count() == before + 2


def test_a_fault_that_came_meanwhile_stops_all(
    portal: str, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.admin)
    send(client, workbook(GOOD))
    User.objects.create(username="pos.satu", full_name="Ani", role="POST")
    page = client.post("/akun-petugas/berkas/buat/").content.decode()
    assert "tidak lagi bersih" in page
    assert not User.objects.filter(username="rt.satu").exists()


@pytest.mark.parametrize(
    "data",
    [
        b"bukan xlsx",
        workbook([]),
        workbook(GOOD, ["A", "B"]),
        workbook([["x"] * 6] * 501),
    ],
    ids=["text", "empty", "headings", "too many"],
)
def test_what_is_no_template(shared_portal: str, data: bytes) -> None:
    with pytest.raises(BulkError):
        read_rows(data)
