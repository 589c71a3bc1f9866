"""Minutes and workbook say the figures of the page, to the unit."""

from __future__ import annotations

import datetime as dt
import io
import re
import time
from typing import Any

import openpyxl
import pypdf
import pytest
import segno
from django.conf import settings
from docx import Document
from docx.oxml.ns import qn

from plenos import selectors
from plenos.documents import (
    DocumentError,
    dataset,
    minutes_pdf,
    workbook_xlsx,
)
from plenos.documents.dataset import day_words, period_name, words
from plenos.documents.minutes_docx import minutes_docx
from plenos.documents.workbook import TITLES
from tests.plenos.conftest import record_plenary
from tests.plenos.recap_month import bring_about
from tests.roles import as_worker
from tests.voters import desk
from voters.models import BaruCategory, TmsReason


def text_of(pdf: bytes) -> str:
    """Words of every page, with single spaces."""
    reader = pypdf.PdfReader(io.BytesIO(pdf))
    text = " ".join(page.extract_text() for page in reader.pages)
    return re.sub(r"\s+", " ", text)


def printed(n: int) -> str:
    return f"{n:,}".replace(",", ".").replace("-", "\u2212")


def test_minutes_read_back_equal_the_recap(frozen_month: Any) -> None:
    sheet = selectors.sheet(frozen_month)
    data = dataset(sheet, frozen_month.plenaries.first())
    pdf = minutes_pdf(data)
    text = text_of(pdf)
    total = [
        printed(sheet.total(term, sex))
        for term in data["terms"]
        for sex in ("L", "P", "")
    ]
    assert "JUMLAH " + " ".join(total) in text
    for row in data["villages"] + data["districts"]:
        figures = [printed(n) for term in data["terms"] for n in row["figures"][term]]
        assert f"{row['name']} {' '.join(figures)}" in text
    assert f"Jumlah pemilih {words(198)} 198" in text
    assert data["sha256"] in text.replace(" ", "")
    assert data["head"] in text.replace(" ", "")
    assert "DRAF" not in text
    assert "Selasa, tanggal dua puluh empat bulan November tahun dua ribu" in text
    assert "Periksa pemilih ganda. Sudah diperiksa." in text
    assert "AGUS HASAN" in text
    assert "(26)" in text
    pages = len(pypdf.PdfReader(io.BytesIO(pdf)).pages)
    assert f"Halaman {pages} dari {pages}" in text
    assert minutes_pdf(data) == pdf


def test_minutes_are_archivable_readable_and_say_what_they_are(
    frozen_month: Any,
) -> None:
    data = dataset(selectors.sheet(frozen_month), frozen_month.plenaries.first())
    reader = pypdf.PdfReader(io.BytesIO(minutes_pdf(data)))
    root = reader.trailer["/Root"].get_object()
    assert root["/Lang"] == "id"
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/ViewerPreferences"]["/DisplayDocTitle"]
    meta = reader.metadata
    assert meta.title == "Berita Acara Pleno PDPB Kota Sukabumi November 2026"
    assert meta.author == "Komisi Pemilihan Umum Kota Sukabumi"
    assert meta.creation_date.date() == dt.date(2026, 11, 24)
    xmp = root["/Metadata"].get_object().get_data().decode()
    assert re.search(r"pdfuaid:part>1<", xmp)
    assert re.search(r"pdfaid:part>2<.*pdfaid:conformance>A<", xmp, re.S)


def test_minutes_carry_a_code_to_check_them(frozen_month: Any) -> None:
    sheet = selectors.sheet(frozen_month)
    data = dataset(sheet, frozen_month.plenaries.first())
    url = f"{settings.PUBLIC_URL}/kab/3272/pleno/2026-11/?sidik={sheet.sha256[:16]}"
    assert data["url"] == url
    modules = segno.make(url, error="m")
    svg = io.BytesIO()
    modules.save(svg, kind="svg", border=2, xmldecl=False)
    assert data["qr"] == svg.getvalue().decode()
    pdf = minutes_pdf(data)
    assert url in text_of(pdf).replace(" ", "")
    assert "Kode QR menuju" in str(alternatives(pdf))


def alternatives(pdf: bytes) -> list[str]:
    """Alternative texts of the document's figures."""
    found: list[str] = []

    def walk(node: Any) -> None:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for kid in node:
                walk(kid)
        elif isinstance(node, dict):
            if "/Alt" in node:
                found.append(str(node["/Alt"]))
            walk(node.get("/K", []))

    root = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"].get_object()
    walk(root["/StructTreeRoot"])
    return found


def test_a_draft_has_no_code_to_check(month: Any) -> None:
    data = dataset(selectors.draft(month), None)
    assert (data["url"], data["qr"]) == ("", "")
    assert alternatives(minutes_pdf(data)) == []


def test_a_draft_says_so_on_its_pages(month: Any, cast: Any) -> None:
    sheet = selectors.draft(month)
    assert "DRAF" in text_of(minutes_pdf(dataset(sheet, None)))
    plenary = record_plenary(cast.operator_a, month)
    assert "DRAF" in text_of(minutes_pdf(dataset(sheet, plenary)))


def test_what_people_typed_stays_text(frozen_month: Any) -> None:
    data = dataset(selectors.sheet(frozen_month), frozen_month.plenaries.first())
    data["plenary"]["decision"] = '#panic("x") $ \\ "kutip" <b> {{ _tebal_ *'
    text = text_of(minutes_pdf(data))
    assert '#panic("x") $ \\' in text


def words_of(docx: bytes) -> str:
    """Words of every paragraph and cell of a Word document, in order."""
    body = Document(io.BytesIO(docx)).element.body
    texts = (
        "".join(t.text or "" for t in p.iter(qn("w:t"))) for p in body.iter(qn("w:p"))
    )
    return re.sub(r"\s+", " ", " ".join(texts))


def test_the_word_document_says_what_the_pdf_says(frozen_month: Any) -> None:
    sheet = selectors.sheet(frozen_month)
    data = dataset(sheet, frozen_month.plenaries.first())
    text = words_of(minutes_docx(data))
    total = [
        printed(sheet.total(term, sex))
        for term in data["terms"]
        for sex in ("L", "P", "")
    ]
    assert "JUMLAH " + " ".join(total) in text
    for row in data["villages"] + data["districts"]:
        figures = [printed(n) for term in data["terms"] for n in row["figures"][term]]
        assert f"{row['name']} {' '.join(figures)}" in text
    assert f"Jumlah pemilih {words(198)} 198" in text
    for said in (
        data["sha256"],
        data["head"],
        data["url"],
        "Selasa, tanggal dua puluh empat bulan November tahun dua ribu",
        "Bawaslu Periksa pemilih ganda. Sudah diperiksa.",
        "AGUS HASAN",
        "Lampiran III. TPS reguler dan lokasi khusus",
    ):
        assert said in text


def test_the_word_document_is_marked_up_and_always_the_same(frozen_month: Any) -> None:
    data = dataset(selectors.sheet(frozen_month), frozen_month.plenaries.first())
    made = minutes_docx(data)
    document = Document(io.BytesIO(made))
    core = document.core_properties
    assert core.title == "Berita Acara Pleno PDPB Kota Sukabumi November 2026"
    assert core.author == "Komisi Pemilihan Umum Kota Sukabumi"
    assert core.language == "id-ID"
    (picture,) = document.inline_shapes
    assert picture._inline.docPr.get("descr") == f"Kode QR menuju {data['url']}"
    signing = 1  # the grid of signatures has no head
    heads = list(document.element.body.iter(qn("w:tblHeader")))
    assert len(heads) == len(document.tables) - signing
    assert document.sections[0].header.paragraphs[0].text == ""
    time.sleep(2.1)  # a zip keeps time in steps of two seconds
    assert minutes_docx(data) == made
    assert workbook_xlsx(data) == workbook_xlsx(data)


def test_a_draft_in_word_says_so_and_has_no_code(month: Any) -> None:
    document = Document(io.BytesIO(minutes_docx(dataset(selectors.draft(month), None))))
    assert "DRAF" in document.sections[0].header.paragraphs[0].text
    assert len(document.inline_shapes) == 0


def test_a_broken_dataset_makes_no_document() -> None:
    with pytest.raises(DocumentError):
        minutes_pdf({"plenary": {}})


def test_a_large_annex_loses_no_row(frozen_month: Any) -> None:
    data = dataset(selectors.sheet(frozen_month), frozen_month.plenaries.first())
    one = data["villages"][0]
    data["villages"] = [{**one, "name": f"Desa {n}"} for n in range(435)]
    text = text_of(minutes_pdf(data))
    assert "Desa 0 " in text
    assert "Desa 434 " in text


def test_workbook_has_numbers_that_equal_the_recap(frozen_month: Any) -> None:
    sheet = selectors.sheet(frozen_month)
    data = dataset(sheet, frozen_month.plenaries.first())
    book = openpyxl.load_workbook(io.BytesIO(workbook_xlsx(data)))
    for name, rows in (("KECAMATAN", "districts"), ("KELURAHAN", "villages")):
        page = book[f"REKAP {name}"]
        lines = {line[1].value: line for line in page.iter_rows(min_row=6)}
        for row in [*data[rows], {**data["total"], "name": "JUMLAH"}]:
            cells = lines[row["name"]][2:]
            assert [cell.value for cell in cells] == [
                n
                for term in TITLES
                if term in (*data["terms"], "UBAH")
                for n in row["figures"][term]
            ]
            assert {cell.data_type for cell in cells} == {"n"}
            assert {cell.number_format for cell in cells} == {"#,##0"}
    identity = {row[0].value: row[1].value for row in book["SIDIK"].iter_rows()}
    assert identity["SHA-256 rekap"] == sheet.sha256
    assert identity["Keadaan"] == "beku"
    reasons = {row[0].value: row[3].value for row in book["SEBAB"].iter_rows()}
    assert reasons["Meninggal"] == sheet.total("TMS") == 3


@pytest.mark.parametrize(
    ("code", "name"),
    [
        ("2026-11", "November 2026"),
        ("2026-T4", "Triwulan 4 Tahun 2026"),
        ("2026-S2", "Semester 2 Tahun 2026"),
    ],
)
def test_words(code: str, name: str) -> None:
    assert period_name(code, dt.date(2026, 11, 1)) == name
    assert words(1_019_018) == "satu juta sembilan belas ribu delapan belas"
    assert day_words(dt.date(2026, 11, 24)) == (
        "Selasa, tanggal dua puluh empat bulan November tahun dua ribu dua puluh enam"
    )


@pytest.fixture
def changed(stocked: str, cast: Any) -> Any:
    """A month of `stocked` with changes in several kelurahan of two kecamatan."""
    bring_about(cast.operator_a)
    return desk.period()


def test_workbook_has_categories_and_reasons_of_every_place(changed: Any) -> None:
    """Kelurahan = kecamatan = kab/kota, and each figure is that of the recap."""
    with as_worker():
        sheet = selectors.sheet(changed)
        data = dataset(sheet, None)
    book = openpyxl.load_workbook(io.BytesIO(workbook_xlsx(data)))
    for title, column, kinds in (
        ("BARU PER WILAYAH", "BARU", BaruCategory),
        ("TMS PER WILAYAH", "TMS", TmsReason),
    ):
        heads, sexes, *rows = book[title].iter_rows(values_only=True)
        labels = [*(str(kind.label) for kind in kinds), "Jumlah"]
        assert [head for head in heads if head] == ["Wilayah", *labels]
        assert sexes[1:] == ("L", "P", "L+P") * len(labels)
        places = [*districts_and_villages(data), data["total"]]
        lines = {place["code"]: line for place, line in zip(places, rows, strict=True)}
        for place in places:
            name, *figures = lines[place["code"]]
            assert name in (place["name"], place["name"].upper(), "JUMLAH")
            wanted = [
                sum(
                    n
                    for cell, n in sheet.cells.items()
                    if cell.column == column
                    and cell.kelurahan.startswith(place["code"])
                    and kind in ("", cell.category)
                    and cell.sex in sexes_of
                )
                for kind in (*kinds.values, "")
                for sexes_of in ("L", "P", "LP")
            ]
            assert figures == wanted, place
        for length, below in ((4, 6), (6, 10)):
            for code in (code for code in lines if len(code) == length):
                inside = [
                    line[1:]
                    for other, line in lines.items()
                    if len(other) == below and other.startswith(code)
                ]
                assert [sum(ns) for ns in zip(*inside, strict=True)] == [
                    *lines[code][1:]
                ]
    assert sheet.total("BARU") == 5
    assert sheet.total("TMS") == 6


def districts_and_villages(data: dict[str, Any]) -> list[dict[str, Any]]:
    """Every kecamatan with its kelurahan below it, as the sheets print them."""
    return sorted(
        [*data["districts"], *data["villages"]], key=lambda place: place["code"]
    )
