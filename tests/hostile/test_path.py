"""The whole path of such files: uploaded, reconciled, and told by sheet and row."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from jobs import services
from jobs.models import Job
from reconciliation.models import Delivery, DeliveryRow, RowIssue
from reconciliation.reading import where
from reconciliation.rules import nik, text
from tests.hostile import make
from tests.roles import as_worker

HEAD: list[object] = ["NIK", "NAMA", "TGL_LHR", "KETERANGAN"]
ONE: list[list[object]] = [
    ['="3272010101900001"', "BUDI", "01-01-1990", "MENINGGAL"],
    ["3272.0101.0190.0001", "BUDI LAGI", "01-01-1990", "MENINGGAL"],
    ["327201O101900002", "HURUF O", "01-01-1990", "MENINGGAL"],
    ["3,20101E+15", "ILMIAH", "01-01-1990", "MENINGGAL"],
    ["3272010101900003.0", "PECAHAN", "01-01-1990", "MENINGGAL"],
]
TWO: list[list[object]] = [
    ["3272010101900004", "DUA ANGKA", "01-01-90", "MENINGGAL"],
    ["3272010101900005", "SERI", 33274, "MENINGGAL"],
    ["3272010101900006", "#REF!", "01-01-1990", "MENINGGAL"],
    ["3272010101900007", "=cmd|'/c calc'!A0", "01-01-1990", "MENINGGAL"],
    ["3272010101900008", "UTUH", "1 Agustus 1990", "MENINGGAL"],
    ["'3272010101900009", "PETIK", "31-02-1990", "MENINGGAL"],
    ["JUMLAH", 11],
]


def url(name: str, *args: Any) -> str:
    return reverse(f"reconciliation:{name}", args=["3272", *args])


def upload(client: Any, path: Path) -> Any:
    file = SimpleUploadedFile(path.name, path.read_bytes())
    return client.post(url("upload"), {"file": file, "sender": "dukcapil"})


def test_issues_name_sheet_and_row(
    stocked: str, cast: Any, sign_in: Any, tmp_path: Path
) -> None:
    client = sign_in(cast.operator_a)
    path = tmp_path / "kiriman.xlsx"
    make.book(
        path,
        {
            "TPS 1": [list(HEAD), *ONE],
            "TPS 2": [["TPS 2"], list(HEAD), *TWO],
            "Lain": [["catatan"]],
        },
    )
    assert upload(client, path).status_code == 302
    with as_worker():
        delivery = Delivery.objects.get()
    page = url("detail", delivery.public_id)
    shown = client.get(page).content.decode()
    assert "xlsx, 2 lembar" in shown and "Tidak dibaca: Lain" in shown
    client.post(url("start", delivery.public_id), {"kind": "EVENTS"})
    with as_worker():
        services.run(Job.objects.get(kind="reconcile").pk)
        delivery.refresh_from_db()
        issues = {where(delivery, i.line_no): i.kind for i in RowIssue.objects.all()}
        accepted = list(DeliveryRow.objects.values_list("nik", flat=True))
    assert issues == {
        "TPS 1, baris 3": "NIK_REPEATED",
        "TPS 1, baris 4": "NIK_LETTERS",
        "TPS 1, baris 5": "NIK_NUMBER",
        "TPS 1, baris 6": "NIK_NUMBER",
        "TPS 2, baris 3": "BIRTH_DATE",
        "TPS 2, baris 4": "BIRTH_DATE",
        "TPS 2, baris 5": "CELL_ERROR",
        "TPS 2, baris 6": "CELL_ERROR",
        "TPS 2, baris 8": "BIRTH_DATE",
    }
    assert accepted == ["3272010101900001", "3272010101900008"]
    shown = client.get(page).content.decode()
    assert "Baris jumlah, bukan orang: TPS 2, baris 9." in shown
    listed = client.get(url("rows", delivery.public_id), {"masalah": "CELL_ERROR"})
    assert "TPS 2, baris 5" in listed.content.decode()


@pytest.mark.parametrize(
    ("write", "said"),
    [
        (make.laughs, "deklarasi XML"),
        (make.ratio_bomb, "mengembang tidak wajar"),
        (make.html, "halaman web"),
        (
            make.text(
                "NIK|NAMA|TGL_LHR\n"
                + "".join(f"3272010101900{n}0|A|01-01-1990\n" for n in range(10, 30))
            ),
            "dibulatkan Excel",
        ),
    ],
)
def test_the_upload_says_why_and_keeps_nothing(
    stocked: str, cast: Any, sign_in: Any, tmp_path: Path, write: make.Make, said: str
) -> None:
    path = tmp_path / "kiriman.xls"
    write(path)
    answer = upload(sign_in(cast.operator_a), path)
    assert answer.status_code == 422 and said in answer.content.decode()
    with as_worker():
        assert not Delivery.objects.filter(filename="kiriman.xls").exists()


def test_what_dresses_a_nik_is_taken_off() -> None:
    for dressed in (
        "'3272010101900001", '="3272010101900001"', "3272 0101 0190 0001",
        "32.72.01.010190.0001", "3272010101900001\u00a0", "\u20183272010101900001",
    ):  # fmt: skip
        assert text.nik_key(dressed) == "3272010101900001", dressed
    assert nik.problem(text.nik_key("3272010101900001.0"), {"32"}) == "NIK_NUMBER"
    assert nik.problem(text.nik_key("3.27201E+15"), {"32"}) == "NIK_NUMBER"
    assert nik.problem(text.nik_key("327201010190OO01"), {"32"}) == "NIK_LETTERS"


def test_rounded_niks_are_known_by_their_number() -> None:
    ten = [f"3272010101900{n}0" for n in range(10, 20)]
    assert nik.rounded(ten) and not nik.rounded(ten[:9])
    assert not nik.rounded([*ten, "3272010101900001"])
    papua = [f"91710101019000{n}" for n in range(10, 60, 2)]
    assert nik.rounded(papua) and not nik.rounded([*papua, "9171010101900013"])


def test_spoilt_cells() -> None:
    assert text.spoilt("=CMD") and text.spoilt("@A") and text.spoilt("A", "#REF!")
    assert text.spoilt("A", "B", "X #RUMUS! Y") and text.spoilt("#N/A")
    assert not text.spoilt("A", "JL MELATI #1", "B=C")
