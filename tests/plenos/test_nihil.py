"""A month to which no file came: it closes as nihil, and what waits is carried over."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from django.urls import reverse
from docx import Document

from jobs.due import due_of
from periods.models import Period
from plenos import selectors
from plenos.documents import dataset, minutes_pdf, workbook_xlsx
from plenos.documents.minutes_docx import minutes_docx
from plenos.rules.recap import Cell, is_nihil
from tests.plenos.conftest import freeze_now, record_plenary, run
from tests.plenos.test_documents import text_of
from tests.plenos.test_verify import verify
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters.models import ChangeProposal

MARCH = "UPDATE voter SET name = 'NAMA BARU' WHERE regency_code = '3272' AND dpid = '8'"


def test_which_month_is_nihil() -> None:
    still = {Cell("3272011001", "L", "SEBELUM"): 5, Cell("3272011001", "L", "TMS"): 0}
    assert is_nihil(still)
    assert not is_nihil({**still, Cell("3272011001", "P", "UBAH"): 1})
    assert not is_nihil({**still, Cell("3272011001", "P", "KOREKSI"): -1})


def test_a_month_without_a_change_closes_as_nihil(
    opened: Any, cast: Any, sign_in: Any
) -> None:
    client = sign_in(cast.operator_a)
    recap = reverse("plenos:recap", args=["3272", opened.code])
    assert "Belum ada perubahan daftar" in client.get(recap).content.decode()
    steps = client.get("/kab/3272/").context["steps"]
    assert steps[1]["note"] in ("belum ada kiriman", "nihil")
    record_plenary(cast.operator_a, opened)
    home = client.get("/kab/3272/")
    assert (home.context["steps"][1]["note"], home.context["step"]) == ("nihil", 5)
    assert freeze_now(cast.chair_a, opened).state == "DONE"
    opened.refresh_from_db()
    assert selectors.walk(opened)[1]["note"] == "nihil"
    sheet = selectors.sheet(opened)
    data = dataset(sheet, opened.plenaries.first())
    assert data["nihil"]
    assert "perbaikan data nihil" in text_of(minutes_pdf(data))
    word = Document(io.BytesIO(minutes_docx(data)))
    assert any("nihil" in one.text for one in word.paragraphs)
    book = openpyxl.load_workbook(io.BytesIO(workbook_xlsx(data)))
    assert "NIHIL" in str(book["REKAP KECAMATAN"]["A2"].value)
    assert "menyebutnya nihil" in client.get(recap).content.decode()
    assert verify() == (0, [], "")
    assert Period.objects.open("3272").get().code == "2026-12"


def test_a_month_with_one_change_is_not_nihil(opened: Any, cast: Any) -> None:
    run(MARCH)
    data = dataset(selectors.sheet(opened), None)
    word = Document(io.BytesIO(minutes_docx(data)))
    assert not data["nihil"]
    assert not any("nihil" in one.text for one in word.paragraphs)


def test_what_nobody_decided_is_carried_over_with_its_age(
    opened: Any, cast: Any, sign_in: Any
) -> None:
    people = desk.voters(cast.operator_a, 3)
    old = desk.propose(cast.operator_a, "UBAH", people[0], new={"rt": "031"})
    record_plenary(cast.operator_a, opened)
    freeze_now(cast.chair_a, opened)
    new = desk.propose(cast.operator_a, "UBAH", people[1], new={"rt": "032"})
    later = Period.objects.open("3272").get()
    with as_worker():
        row = ChangeProposal.objects.of("3272").get(pk=old.pk)
    assert row.period_id == later.pk and row.is_undecided
    admin_sql(
        "UPDATE change_proposal SET created_at = created_at - interval '12 days' "
        f"WHERE regency_code = '3272' AND id = {old.pk}; "
        "UPDATE periods_period SET opened_at = opened_at - interval '40 days' "
        "WHERE regency_code = '3272' AND state = 'CLOSED'"
    )
    client = sign_in(cast.operator_a)
    queue = "/kab/3272/tinjauan/"

    def shown(umur: str) -> list[int]:
        page = client.get(queue, {"umur": umur}).context["page"]
        return [one.pk for one in page.rows]

    assert shown("") == [old.pk, new.pk]
    assert (shown("0"), shown("1")) == ([new.pk], [old.pk])
    assert shown("2") == shown("3") == []
    text = client.get(queue).content.decode()
    assert "12 hari, 1 periode lewat" in text and "0 hari<" in text
    with desk.desk(cast.operator_a):
        found = {one.code: one for one in due_of(cast.operator_a, later.starts_on)}
    assert found["carried"].count == 1
    assert found["carried"].url.endswith("?umur=1")
