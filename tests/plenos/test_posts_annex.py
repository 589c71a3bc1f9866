"""The posts' work in the annex: frozen with the version, equal in all papers."""

from __future__ import annotations

import io
from datetime import date, time
from typing import Any

from docx import Document
from openpyxl import load_workbook
from pypdf import PdfReader

from plenos.documents import dataset, minutes_pdf, workbook_xlsx
from plenos.documents.minutes_docx import minutes_docx
from plenos.models import Recap
from plenos.selectors.recap import sheet
from posts.models import Visit
from posts.rules.recurrence import rule_from
from posts.services import plan_series
from tests.plenos.conftest import freeze_now, record_plenary
from tests.posts.conftest import make_post
from tests.roles import as_worker

FACTS = {
    **{"kind": "GREETING", "title": "Jumat sapa warga", "place": "Lapangan"},
    **{"starts": time(7), "till": time(9)},
}


def test_the_annex_is_frozen_and_equal_in_three_papers(month: Any, cast: Any) -> None:
    post = make_post()
    visit = {"regency_code": "3272", "kecamatan": "327201", "post": post}
    with as_worker():
        for kind in ("TETAP", "TETAP", "BERTANYA"):
            Visit.objects.create(**visit, kind=kind, period_id=month.pk)
        Visit.objects.create(**visit, kind="TETAP", period_id=month.pk - 1)
        place = {"regency_code": "3272", "kecamatan": "327201"}
        series = plan_series(
            actor=None,
            regency="3272",
            kecamatan="327201",
            facts=FACTS,
            rule=rule_from("WEEKLY", date(2026, 11, 20), date(2026, 11, 27)),
        )
        for event in series.events.all():  # two dates, one line
            Visit.objects.create(**place, event=event, kind="TETAP", period_id=month.pk)
        assert dataset(sheet(month), None)["posts"]["total"][0] == 5
    record_plenary(cast.operator_a, month)
    freeze_now(cast.chair_a, month)
    month.refresh_from_db()
    with as_worker():
        Visit.objects.create(**visit, kind="TETAP", period_id=month.pk)
        recap = Recap.objects.get(period=month)
        assert recap.annexes["posts"][0]["visits"] == 3
        data = dataset(sheet(month), month.plenaries.first())
    lines = [(one["name"], one["figures"]) for one in data["posts"]["lines"]]
    assert lines == [
        (post.name, [3, 0, 0, 0, 0, 2, 1, 0, 0]),
        ("Jumat sapa warga", [2, 0, 0, 0, 0, 2, 0, 0, 0]),
    ]
    pages = PdfReader(io.BytesIO(minutes_pdf(data))).pages
    page = next(
        text
        for text in (one.extract_text() for one in pages)
        if "Lampiran V. Pos Daftar Pemilih" in text
    )
    assert post.name in page
    assert "Jumat sapa warga" in page
    assert "Lampiran VI. Rekap kelurahan" in pages[-1].extract_text()
    words = Document(io.BytesIO(minutes_docx(data)))
    posts = next(t for t in words.tables if t.rows[0].cells[1].text == "Pos")
    assert [cell.text for cell in posts.rows[-1].cells][4:] == (
        ["5", "0", "0", "0", "0", "4", "1", "0", "0"]
    )
    book = load_workbook(io.BytesIO(workbook_xlsx(data)))
    assert [cell.value for cell in book["POS"][2]][3:] == [3, 0, 0, 0, 0, 2, 1, 0, 0]
