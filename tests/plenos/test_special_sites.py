"""Voters of special sites: a part of every total, on page, workbook and minutes."""

from __future__ import annotations

import io
import re
from typing import Any

import openpyxl
import pytest
from django.urls import reverse

from plenos import selectors
from plenos.documents import dataset, minutes_pdf, workbook_xlsx
from plenos.selectors.behind import behind
from tests.plenos.conftest import REGENCY, freeze_now, record_plenary, run
from tests.plenos.test_documents import text_of
from tests.plenos.test_verify import OFF, verify
from tests.roles import admin_sql, as_worker

PRISON = (
    "UPDATE voter SET is_special_site = true WHERE regency_code = '3272' "
    "AND dpid IN ('13', '14', '15', '16', '17')"
)


@pytest.fixture
def prison(month: Any) -> Any:
    """`month` with five voters of a prison: 13 to 17, 15 of them in the other place."""
    run(PRISON)
    return month


@pytest.fixture
def frozen_prison(prison: Any, cast: Any) -> Any:
    """`prison`, frozen; two of them move back to a regular TPS afterwards."""
    record_plenary(cast.operator_a, prison)
    freeze_now(cast.chair_a, prison)
    prison.refresh_from_db()
    run(
        "UPDATE voter SET is_special_site = false WHERE regency_code = '3272' "
        "AND dpid IN ('13', '14')"
    )
    return prison


def test_the_parts_are_the_total_and_open_their_people(prison: Any) -> None:
    with as_worker():
        sheet = selectors.draft(prison)
        assert selectors.proof(sheet, selectors.counted(REGENCY)) == []
        rows = behind(sheet, column="LOKSUS")
        one = behind(sheet, column="LOKSUS", code="3272021002", sex="P")
    assert (sheet.total("LOKSUS", "L"), sheet.total("LOKSUS", "P")) == (2, 3)
    assert sorted(row.name[-2:] for row in rows) == ["13", "14", "15", "16", "17"]
    assert [row.name for row in one] == ["WARGA 0015"]


def test_a_change_of_site_moves_no_total(prison: Any) -> None:
    with as_worker():
        before = selectors.draft(prison)
        run(PRISON.replace("true", "false"))
        after = selectors.draft(prison)
    assert before.total("SEKARANG") == after.total("SEKARANG") == 198
    assert after.total("LOKSUS") == 0
    assert before.sha256 != after.sha256


def test_a_frozen_figure_stays_with_its_list(frozen_prison: Any) -> None:
    sheet = selectors.sheet(frozen_prison)
    with as_worker():
        rows = behind(sheet, column="LOKSUS")
    assert len(rows) == sheet.total("LOKSUS") == 5
    assert verify() == (0, [], "")


def test_verify_counts_the_frozen_list(frozen_prison: Any) -> None:
    admin_sql(
        f"{OFF}UPDATE voter SET is_special_site = true "
        "WHERE regency_code = '3272' AND dpid = '40'"
    )
    code, findings, _said = verify()
    assert code == 1
    assert ("special_sites", "3272011001", 1) in {
        (f["check"], f["place"], f["difference"]) for f in findings
    }


def test_page_shows_the_split_and_opens_it(
    prison: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    html = client.get(reverse("plenos:recap", args=["3272", "2026-11"])).content
    page = html.decode()
    assert "TPS reguler dan lokasi khusus" in page
    total = re.search(r"<tfoot><tr><th scope=\"row\">Jumlah</th>(.*?)</tr>", page, re.S)
    assert total
    figures = [int(n) for n in re.findall(r">(\d+)<", total[1])]
    assert figures == [97, 96, 193, 2, 3, 5, 99, 99, 198]
    asked = {"column": "LOKSUS", "code": "3272011001"}
    listed = client.get(reverse("plenos:behind", args=["3272", "2026-11"]), asked)
    assert "WARGA 0013" in listed.content.decode()
    assert "WARGA 0012" not in listed.content.decode()


def test_minutes_and_workbook_carry_the_split(frozen_prison: Any) -> None:
    data = dataset(selectors.sheet(frozen_prison), frozen_prison.plenaries.first())
    text = text_of(minutes_pdf(data))
    assert "TPS reguler seratus sembilan puluh tiga 193" in text
    assert "Lokasi khusus lima 5" in text
    assert "JUMLAH 97 96 193 2 3 5 99 99 198" in text
    book = openpyxl.load_workbook(io.BytesIO(workbook_xlsx(data)))
    lines = {
        row[0].value: [cell.value for cell in row[1:]]
        for row in book["REGULER DAN LOKSUS"].iter_rows(min_row=3)
    }
    assert lines["JUMLAH"] == [97, 96, 193, 2, 3, 5, 99, 99, 198]
    for figures in lines.values():
        assert [r + s for r, s in zip(figures[:3], figures[3:6], strict=True)] == (
            figures[6:]
        )


def test_without_special_sites_the_minutes_say_so(frozen_month: Any) -> None:
    data = dataset(selectors.sheet(frozen_month), frozen_month.plenaries.first())
    assert "Tidak ada pemilih di lokasi khusus" in text_of(minutes_pdf(data))
