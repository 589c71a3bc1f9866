"""Who took a file stands in it; a password closes it; a PDF stays as it is."""

from __future__ import annotations

import io
import shutil
import subprocess
import zipfile
from pathlib import Path
from typing import Any

import msoffcrypto
import openpyxl
import pypdf
import pytest
import pyzipper
from django.db import transaction
from msoffcrypto.exceptions import InvalidKeyError

from accounts.scope import scoped_as
from audit.models import LedgerEntry
from files import exports
from files.exports import Column
from files.exports.protect import opens
from files.readers import FileRefused, recognise

SECRET = "kuda-laut-hijau-7"
COLUMNS = [Column("Nama", 30), Column("Baris", 8)]
ROWS = [["SITI & ADI", 1], ["=1+1", 2]]


def made(actor: Any, format: str, **more: Any) -> exports.Exported:
    """A file that `actor` takes, in a transaction that shows the actor's token."""
    told = {"name": "daftar", "columns": COLUMNS, "rows": ROWS, **more}
    with transaction.atomic(), scoped_as(actor):
        return exports.export(actor=actor, regency="3272", format=format, **told)


def test_a_workbook_says_who_took_it_and_when(portal: str, cast: Any) -> None:
    user = cast.operator_a
    book = openpyxl.load_workbook(io.BytesIO(made(user, "xlsx").read()))
    who = f"{user} (operator.sukabumi)"
    assert book.properties.creator == who
    assert who in book.properties.description and "WIB" in book.properties.description
    page = book["Data"]
    assert who in page.oddHeader.left.text and who in page.oddFooter.left.text
    assert [cell.value for cell in page[1]] == ["Nama", "Baris"]
    told = {row[0].value: row[1].value for row in book["Keterangan"].iter_rows()}
    assert told["Diunduh oleh"] == who and told["Baris"] == "2"
    assert told["Wilayah"] == "3272"


def test_a_pdf_says_who_took_it_on_every_page(portal: str, cast: Any) -> None:
    user = cast.operator_a
    rows = [[f"NAMA {n}", n] for n in range(120)]
    pdf = made(user, "pdf", rows=rows, notes=["Contoh acak"], locked=True)
    reader = pypdf.PdfReader(io.BytesIO(pdf.read()))
    assert reader.is_encrypted and reader.decrypt("") == 1  # opens for everybody
    assert reader.user_access_permissions is not None
    may = reader.user_access_permissions
    refused = pypdf.constants.UserAccessPermissions
    assert not may & (refused.MODIFY | refused.ASSEMBLE_DOC | refused.ADD_OR_MODIFY)
    assert len(reader.pages) > 1
    for page in reader.pages:
        text = page.extract_text()
        assert f"Diunduh oleh {user} (operator.sukabumi)" in text
    assert "Contoh acak" in reader.pages[0].extract_text()
    assert "=1" not in reader.pages[0].extract_text()


def test_a_list_too_long_for_pdf_says_so(portal: str, cast: Any, settings: Any) -> None:
    from dataclasses import replace

    settings.POLICY = replace(settings.POLICY, pdf_most_rows=1)
    with pytest.raises(exports.ExportError, match="paling banyak 1 baris"):
        made(cast.operator_a, "pdf")
    assert not LedgerEntry.objects.using("gate").filter(action="export").exists()


def test_a_workbook_with_a_password(portal: str, cast: Any, tmp_path: Path) -> None:
    file = made(cast.operator_a, "xlsx", password=SECRET)
    assert file.name == "daftar.xlsx"
    plain = opens(file.handle, SECRET)
    assert openpyxl.load_workbook(io.BytesIO(plain))["Data"]["A2"].value == "SITI & ADI"
    office: Any = msoffcrypto.OfficeFile(io.BytesIO(file.read()))
    assert office.type == "agile"
    with pytest.raises(InvalidKeyError):
        opens(file.handle, SECRET + "x")
    path = tmp_path / "x.xlsx"
    path.write_bytes(file.read())
    assert b'keyBits="256"' in path.read_bytes()
    with pytest.raises(FileRefused) as refused:
        recognise(path, lambda cells: True)
    assert refused.value.code == "password"
    entry = LedgerEntry.objects.using("gate").get(action="export")
    assert entry.data["protected"] and entry.data["sha256"] == file.sha256
    assert SECRET not in str(entry.data)


def test_a_text_file_with_a_password(portal: str, cast: Any) -> None:
    file = made(cast.operator_a, "csv", password=SECRET)
    assert file.name.endswith(".csv.zip") and file.format == "zip"
    with pyzipper.AESZipFile(io.BytesIO(file.read())) as archive:
        [one] = archive.infolist()
        assert one.wz_aes_strength == 3  # 256 bits
        with pytest.raises(RuntimeError):
            archive.read(file.name[:-4])
        archive.setpassword(SECRET.encode())
        assert archive.read(file.name[:-4]).decode().splitlines() == [
            "Nama,Baris",
            "SITI & ADI,1",
            "'=1+1,2",
        ]
    with zipfile.ZipFile(io.BytesIO(file.read())) as archive:
        assert archive.infolist()[0].flag_bits & 1


def test_a_pdf_with_a_password(portal: str, cast: Any) -> None:
    file = made(cast.operator_a, "pdf", password=SECRET)
    reader = pypdf.PdfReader(io.BytesIO(file.read()))
    assert reader.is_encrypted and not reader.decrypt("")
    assert reader.decrypt(SECRET)
    assert "SITI & ADI" in reader.pages[0].extract_text()
    assert b"/AESV3" in file.read()


def test_a_finished_paper_needs_a_role_that_has_it(portal: str, cast: Any) -> None:
    handle = io.BytesIO(b"%PDF-")
    with pytest.raises(exports.ExportRefused):
        exports.finish(actor=cast.admin, regency="3272", name="ba.pdf", handle=handle)
    assert not LedgerEntry.objects.using("gate").filter(action="export").exists()


@pytest.mark.soak
def test_libreoffice_runs_no_formula(portal: str, cast: Any, tmp_path: Path) -> None:
    assert shutil.which("soffice"), "make soak needs LibreOffice (soffice)"
    (tmp_path / "a.csv").write_bytes(made(cast.operator_a, "csv").read())
    subprocess.run(
        [
            *("soffice", "--headless", "--convert-to", "xlsx"),
            *("--outdir", str(tmp_path), str(tmp_path / "a.csv")),
        ],
        check=True,
        timeout=120,
    )
    page = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert page["A3"].data_type == "s" and page["A3"].value == "'=1+1"
