"""The map of a change of regions as a file: uploaded through the page, and refused."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from regions.models import RegionChange
from tests.roles import admin_sql

PAGE, FORM = "/kab/3272/wilayah/baru/", "/kab/3272/wilayah/templat.xlsx"
OLD, NEW = "3272011001", "3272011099"
FACTS = {
    **{"peta-TOTAL_FORMS": "0", "peta-INITIAL_FORMS": "0", "kind": "SPLIT"},
    **{"basis_no": "Perda 3/2026", "basis_on": "2026-10-01"},
    "effective_on": "2026-11-02",
}


@pytest.fixture
def operator(
    shared_stocked: str, cast: Any, sign_in: Callable[[Any], Client]
) -> Client:
    admin_sql("TRUNCATE regions_regionchange CASCADE")
    return sign_in(cast.operator_a)


def filled(client: Client, *rows: tuple[Any, ...]) -> bytes:
    """Our own form, as it was downloaded, with these rows from the second on."""
    answer: Any = client.get(FORM)
    book = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    for line, cells in enumerate(rows, 2):
        for at, cell in enumerate(cells, 1):
            if cell != "":
                book["Data"].cell(line, at, cell)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def sent(client: Client, raw: bytes, name: str = "peta.xlsx", **facts: str) -> Any:
    file = SimpleUploadedFile(name, raw)
    return client.post(PAGE, {**FACTS, **facts, "map": file}, follow=True)


def test_a_filled_form_becomes_the_map(operator: Client) -> None:
    raw = filled(
        operator,
        ("32.72.01.1001", "1-3, 7", "", NEW, "Harapan", "", "", ""),
        # as Excel writes it when somebody types a number
        (int(OLD), 4, 2, int(NEW), "Harapan", "", 1, 9),
        ("", "", "", "", "", "", "", ""),
        (OLD, "", "", OLD, "", "", "", ""),
    )
    page = sent(operator, raw)
    assert "Pemilih menurut peta" in page.content.decode()
    change = RegionChange.objects.get()
    rows = change.lines.values_list("old_code", "rw", "rt", "new_code", "new_name")
    assert [tuple(row) for row in rows] == [
        *((OLD, rw, "", NEW, "Harapan") for rw in ("001", "002", "003", "007")),
        (OLD, "004", "002", NEW, "Harapan"),
        (OLD, "", "", OLD, ""),
    ]
    exact = change.lines.get(rw="004")
    assert (exact.number, exact.new_rw, exact.new_rt) == (3, "001", "009")
    assert change.lines.get(rw="").number == 5


BAD = [
    (
        ("3272019999", "", "", NEW, "Harapan"),
        "Kode lama",
        "3272019999",
        "sepuluh angka",
    ),
    (
        ("3101011001", "", "", NEW, "Harapan"),
        "Kode lama",
        "3101011001",
        "kab/kota lain",
    ),
    ((OLD, "1", "", "3202011001", "X"), "Kode baru", "3202011001", "kab/kota lain"),
    ((OLD, "1", "", "327201", "X"), "Kode baru", "327201", "Tulis sepuluh angka"),
    ((OLD, "1", "", NEW, ""), "Nama baru", "-", "Isi nama barunya"),
    ((OLD, "1", "", "3272991001", "X"), "Nama kecamatan baru", "-", "isi namanya"),
    ((OLD, "satu", "", NEW, "X"), "RW", "satu", "Tulis seperti 1, 1-3 atau 1, 4"),
    ((OLD, "1", "3-1", NEW, "X"), "RT", "3-1", "Tulis seperti 1, 1-3 atau 1, 4"),
    ((OLD, "", "2", NEW, "X"), "RT", "002", "Isi juga RW-nya"),
    ((OLD, "1", "", NEW, "X", "", "A1"), "RW baru", "A1", "Tulis seperti"),
]


@pytest.mark.parametrize(("cells", "column", "found", "mend"), BAD)
def test_a_bad_row_is_named_with_its_column_and_how_to_mend_it(
    operator: Client, cells: tuple[str, ...], column: str, found: str, mend: str
) -> None:
    page = sent(operator, filled(operator, (OLD, "", "", OLD), (), cells))
    told = page.content.decode()
    assert page.status_code == 422
    assert f"Baris 4, kolom {column}: “{found}”" in told
    assert mend in told
    assert not RegionChange.objects.exists()


def test_many_bad_rows_are_told_in_order_and_counted(operator: Client) -> None:
    rows = [(OLD, str(n), "", f"32720110{n}") for n in range(10, 30)]
    told = sent(operator, filled(operator, *rows, rows[0])).content.decode()
    first, second = told.index("Baris 2, kolom"), told.index("Baris 3, kolom")
    assert first < second
    assert "dan 9 lagi." in told
    twice = [(OLD, "1", "", NEW, "X"), (OLD, "01", "", NEW, "X"), (OLD, "", "", OLD)]
    told = sent(operator, filled(operator, *twice)).content.decode()
    assert "Baris 3, kolom Kode lama" in told and "sudah ada di baris lain" in told


def test_a_file_that_is_no_map_says_so(operator: Client) -> None:
    told = sent(operator, filled(operator)).content.decode()
    assert "Berkas hanya berisi judul kolom, tanpa baris." in told
    other = openpyxl.Workbook()
    other.active.append(["NIK", "Nama"])
    made = io.BytesIO()
    other.save(made)
    for raw, name, why in (
        (made.getvalue(), "lain.xlsx", "harus ada Kode lama dan Kode baru"),
        (b"%PDF-1.7", "peta.xlsx", "Bukan berkas csv, txt, xlsx"),
    ):
        page = sent(operator, raw, name)
        assert page.status_code == 422
        assert "Peta belum dapat dipakai" in page.content.decode()
        assert why in page.content.decode()
    assert not RegionChange.objects.exists()


def test_the_form_is_the_same_in_both_languages(operator: Client) -> None:
    operator.cookies["django_language"] = "en"
    raw = filled(operator, (OLD, "1", "", NEW, "Harapan"), (OLD, "", "", OLD))
    assert sent(operator, raw).status_code == 200
    assert RegionChange.objects.get().lines.count() == 2


def test_the_lines_of_a_map_outlive_an_error_of_the_facts(operator: Client) -> None:
    """A browser empties the field of the file; its lines stand in the form instead."""
    raw = filled(
        operator,
        (OLD, "1-3, 7", "", NEW, "Harapan", "", "", ""),
        (OLD, "", "", OLD, "", "", "", ""),
    )
    page = sent(operator, raw, basis_no="")
    assert page.status_code == 422 and not RegionChange.objects.exists()
    assert "sudah menjadi baris di bawah" in page.text
    assert "data-choose-again" not in page.text
    rows = page.context["rows"]
    shown = {
        f"{row.prefix}-{name}": value or ""
        for row in rows
        for name, value in row.initial.items()
    }
    assert shown["peta-0-rw"] in page.text and shown["peta-0-nama_baru"] == "Harapan"
    management = {
        f"peta-{name}": str(value)
        for name, value in rows.management_form.initial.items()
        if value is not None
    }
    again = operator.post(PAGE, {**FACTS, **management, **shown}, follow=True)
    assert again.status_code == 200, again.context["form"].errors
    lines = RegionChange.objects.get().lines.order_by("number")
    assert [(one.old_code, one.rw, one.new_code) for one in lines] == [
        *((OLD, rw, NEW) for rw in ("001", "002", "003", "007")),
        (OLD, "", OLD),
    ]


def test_a_map_that_nobody_can_read_is_to_be_chosen_again(operator: Client) -> None:
    page = sent(operator, b"bukan buku kerja", basis_no="")
    assert page.status_code == 422 and "data-choose-again" in page.text
