"""Pages and answers of aid, as each role opens them (H6 to H10)."""

from __future__ import annotations

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook
from pypdf import PdfReader

from fieldwork.aid.models import AidList, Check, Programme, Recipient
from fieldwork.aid.services.forgetting import due_recipients, forget_recipients
from fieldwork.services.errors import FieldError
from jobs.services import run
from tests.fieldwork import aid_steps as steps
from tests.fieldwork.steps import VILLAGE, roomy_period
from tests.roles import admin_sql, as_web, as_worker
from tests.voters import desk
from voters.models import ChangeProposal
from voters.services.deciding import FIELD

pytestmark = pytest.mark.usefixtures("aid_office", "read_here")
LIST = "/kab/3272/bansos/"


def stocked(user: Any, n: int = 4) -> Programme:
    """A programme with some people of the village's kelurahan and one elsewhere."""
    programme = steps.programme(user)
    inside = desk.voters(user, n, kelurahan=VILLAGE)
    other = desk.voters(user, 1, kelurahan="3272021001")
    rows = [steps.row_of(one, number=f"V{at}") for at, one in enumerate(inside)]
    steps.imported(user, programme, [*rows, steps.row_of(other[0], number="L0")])
    return programme


def sheet(answer: Any) -> list[tuple[Any, ...]]:
    content = b"".join(answer.streaming_content)
    rows = load_workbook(io.BytesIO(content)).worksheets[0].iter_rows(values_only=True)
    return [tuple(one) for one in rows]


def test_moved_and_died_strike_nobody(cast: Any) -> None:
    roomy_period()
    programme = stocked(cast.operator_a)
    seen = steps.recipients(cast.operator_a, programme)
    asked = steps.answer(cast.village, seen["V0"], "DIED")
    proven = steps.answer(cast.operator_a, seen["V1"], "MOVED", document_no="SP/12/26")
    met = steps.answer(cast.village, seen["V2"], "FOUND")
    assert (asked.follows, proven.follows, met.follows) == (
        *("QUESTION", "REMOVAL"),
        "NOTHING",
    )
    with desk.desk(cast.operator_a):
        rows = ChangeProposal.objects.of("3272")
        question = rows.get(pk=asked.proposal_id)
        removal = rows.get(pk=proven.proposal_id)
        assert (question.state, question.kind) == ("COKLIT", "TMS")
        assert "LOW_TRUST" in question.warnings
        assert FIELD in removal.warnings
    for one in ("V0", "V1"):
        voter = desk.see_voter(cast.operator_a, seen[one].voter_id or 0)
        assert voter.status == "ACTIVE"
    with pytest.raises(FieldError, match="bukan nomor dokumen"):
        steps.answer(
            cast.operator_a, seen["V3"], "DIED", document_no="3272014101900001"
        )
    with pytest.raises(Recipient.DoesNotExist):
        steps.answer(cast.village, seen["L0"], "FOUND")


def test_each_sees_the_own_area_and_posts_nobody(cast: Any, sign_in: Any) -> None:
    programme = stocked(cast.operator_a)
    address = f"{LIST}{programme.public_id}/"
    page = sign_in(cast.village).get(address)
    assert page.context["total"].people == 4
    head = cast.neighbourhood
    with desk.desk(head):
        # Without the first wall: the database cuts by kelurahan, RW and RT alone.
        mine = list(Recipient.objects.all())
    assert all((one.kelurahan, one.rw) == (VILLAGE, head.rw) for one in mine)
    assert sign_in(cast.post).get(address).status_code == 403
    assert sign_in(cast.supervisor).get(address).status_code == 403
    assert sign_in(cast.operator_b).get(address).status_code == 404
    with as_web():
        assert not Recipient.objects.exists()


def test_the_programme_is_made_filled_and_cut(cast: Any, sign_in: Any) -> None:
    client = sign_in(cast.operator_a)
    assert "Belum ada program" in client.get(LIST).content.decode()
    said = {"name": "BPNT", "starts_on": "2026-01-01", "ends_on": "2026-12-31"}
    swapped = {**said, "ends_on": "2025-01-01"}
    answer = client.post(f"{LIST}baru/", swapped)
    assert "sebelum tanggal mulai" in answer.content.decode()
    client.post(f"{LIST}baru/", said)
    programme = Programme.objects.get()
    address = f"{LIST}{programme.public_id}/"
    rows = [steps.row_of(one) for one in desk.voters(cast.operator_a, 3)]
    content = steps.file_of([*rows, {"nik": rows[0]["nik"], "name": ""}]).read()
    file = SimpleUploadedFile("d.csv", content)
    page = client.post(f"{address}unggah/", {"file": file}, follow=True)
    assert "sedang diimpor" in page.content.decode()
    with as_worker():
        row = AidList.objects.get()
        run(row.job_id)
    page = client.get(address, {"rinci": "rt", "hasil": "BELUM", "urut": "nama"})
    text = page.content.decode()
    assert "3 diterima, 1 ditolak" in text
    assert len(page.context["page"].rows) == 3
    chosen = "/kab/3272/unduhan/minta/aid.social.export/pilihan/"
    assert text.count('name="pilih"') == 3 and chosen in text
    key = str(page.context["page"].rows[0].public_id)
    asked = f"{chosen}?program={programme.public_id}&format=xlsx"
    assert len(sheet(client.post(asked, {"pilih": key}))) == 2
    assert rows[0]["nik"] not in text
    answer = client.get(f"{LIST}daftar/{row.public_id}/ditolak/")
    book = load_workbook(io.BytesIO(b"".join(answer.streaming_content)))
    refused = [tuple(one) for one in book.worksheets[0].iter_rows(values_only=True)]
    heads = {cell.value: cell.column for cell in book.worksheets[0][1]}
    back = book.worksheets[0].cell(2, heads["NIK"])
    assert (back.value, back.number_format) == (rows[0]["nik"], "@")
    assert "Nama kosong" in str(refused)
    assert rows[0]["nik"] in str(refused)
    form = sheet(client.get(f"{LIST}templat/"))
    assert form[0][:4] == ("No Penerima", "NIK", "No KK", "Nama")
    client.post(f"{address}tutup/")
    assert "sudah ditutup" in client.post(f"{address}tutup/", follow=True).text


def test_files_carry_their_own_columns(cast: Any, sign_in: Any) -> None:
    programme = stocked(cast.operator_a)
    client, told = sign_in(cast.operator_a), {"program": str(programme.public_id)}
    village = str(sheet(client.get(f"{LIST}ekspor/", told)))
    social = str(sheet(client.get(f"{LIST}ekspor-dinsos/", told)))
    nik = steps.recipients(cast.operator_a, programme)["V0"].nik
    assert "Dalam daftar pemilih" in village
    assert nik not in village
    assert nik in social
    assert "Dalam daftar pemilih" not in social
    assert "Kecocokan" not in social
    assert sign_in(cast.village).get(f"{LIST}ekspor-dinsos/", told).status_code == 403


def test_an_rt_has_a_page_on_paper(cast: Any, sign_in: Any) -> None:
    programme = stocked(cast.operator_a)
    seen = steps.recipients(cast.operator_a, programme)
    answer = sign_in(cast.village).get(f"{LIST}{programme.public_id}/lembar.pdf")
    pages = PdfReader(io.BytesIO(b"".join(answer.streaming_content))).pages
    text = "".join(one.extract_text() for one in pages)
    assert len(pages) == len({(o.rw, o.rt) for o in seen.values() if o.number != "L0"})
    assert seen["V0"].name.split()[0] in text
    assert seen["V0"].nik not in text


def test_retention_takes_the_people_of_ended_programmes(cast: Any) -> None:
    programme = stocked(cast.operator_a, 2)
    seen = steps.recipients(cast.operator_a, programme)
    steps.answer(cast.operator_a, seen["V0"], "UNKNOWN")
    now = timezone.now()
    with as_worker():
        assert due_recipients(now, 730) == 0
        admin_sql("UPDATE aid_programme SET closed_at = now() - interval '800 days'")
        assert due_recipients(now, 730) == 4
        assert forget_recipients(now, 730) == 4
        assert not Recipient.objects.exists()
        assert AidList.objects.get().result["taken"] == 3


def test_a_sheet_is_entered_line_by_line(cast: Any, sign_in: Any) -> None:
    roomy_period()
    programme = stocked(cast.operator_a)
    one = steps.recipients(cast.operator_a, programme)["V0"]
    where = f"?kelurahan={one.kelurahan}&rw={one.rw}&rt={one.rt}"
    address = f"{LIST}{programme.public_id}/lembar/"
    client = sign_in(cast.village)
    day = f"{client.get(address + where).context['head']['on'].initial:%Y-%m-%d}"
    said = {"on": day, f"r{one.pk}-answer": "NOT_HOME"}
    page = client.post(address + where, said, follow=True)
    assert "1 baris tersimpan." in page.content.decode()
    said = {"on": "2099-01-01", f"r{one.pk}-answer": "FOUND"}
    assert "belum tiba" in client.post(address + where, said).content.decode()
    assert steps.recipients(cast.village, programme)["V0"].answer == "NOT_HOME"


def test_the_page_asks_no_more_for_more_people(cast: Any, sign_in: Any) -> None:
    programme = stocked(cast.operator_a, 2)
    more = desk.voters(cast.operator_a, 30)
    client, address = sign_in(cast.operator_a), f"{LIST}{programme.public_id}/"
    client.get(address)
    with CaptureQueriesContext(connection) as few:
        client.get(address)
    admin_sql("DELETE FROM aid_recipient")
    steps.imported(cast.operator_a, programme, [steps.row_of(one) for one in more])
    with CaptureQueriesContext(connection) as many:
        client.get(address)
    assert len(many) <= len(few)


def test_retention_leaves_a_programme_that_is_in_use(cast: Any) -> None:
    """Its last day cannot be changed, so some are used beyond it."""
    programme = stocked(cast.operator_a, 2)
    seen = steps.recipients(cast.operator_a, programme)
    now = timezone.now()
    old = "now() - interval '800 days'"
    with as_worker():
        admin_sql(f"UPDATE aid_programme SET ends_on = {old}, starts_on = {old}")
        assert due_recipients(now, 730) == 0, "a list came lately"
        admin_sql(f"UPDATE aid_list SET received_at = {old}")
        assert due_recipients(now, 730) == 3
    steps.answer(cast.operator_a, seen["V0"], "UNKNOWN")
    with as_worker():
        assert due_recipients(now, 730) == 0, "an answer came lately"
        admin_sql(f"UPDATE aid_check SET entered_at = {old}")
        assert due_recipients(now, 730) == 4
        admin_sql("UPDATE aid_programme SET closed_at = now() - interval '1 day'")
        assert due_recipients(now, 730) == 0, "closed yesterday"


def test_what_stands_is_not_entered_again(cast: Any, sign_in: Any) -> None:
    """One line of a sheet is mended and sent once more, the others stay as they are."""
    roomy_period()
    programme = stocked(cast.operator_a, 2)
    seen = steps.recipients(cast.operator_a, programme)
    good, bad = seen["V0"], seen["V1"]
    address = f"{LIST}{programme.public_id}/lembar/?kelurahan={VILLAGE}"
    client = sign_in(cast.village)
    day = f"{client.get(address).context['head']['on'].initial:%Y-%m-%d}"
    said = {
        "on": day,
        f"r{good.pk}-answer": "NOT_HOME",
        f"r{bad.pk}-answer": "DIED",
        f"r{bad.pk}-document_no": "12",
    }
    page = client.post(address, said)
    forms = {one.pk: form for one, form in page.context["lines"]}
    assert [forms[one.pk].is_bound for one in (good, bad)] == [False, True]
    mended = {
        "on": day,
        f"r{good.pk}-answer": forms[good.pk]["answer"].value() or "",
        f"r{bad.pk}-answer": "DIED",
        f"r{bad.pk}-document_no": "AKM/12/2026",
    }
    assert client.post(address, mended).status_code == 302
    with as_worker():
        checks = Check.objects.filter(recipient__programme=programme)
        assert sorted(checks.values_list("recipient_id", flat=True)) == sorted(
            [good.pk, bad.pk]
        )


def test_who_is_on_the_roll_elsewhere_waits_for_the_office(
    cast: Any, sign_in: Any
) -> None:
    """The list says one kelurahan, the roll another: the officer sees no voter."""
    roomy_period()
    programme = steps.programme(cast.operator_a)
    one, two = desk.voters(cast.operator_a, 2, kelurahan="3272021001")
    rows = [
        steps.row_of(who, number=f"B{at}", kelurahan=VILLAGE)
        for at, who in enumerate((one, two))
    ]
    steps.imported(cast.operator_a, programme, rows)
    seen = steps.recipients(cast.village, programme)
    died = steps.answer(cast.village, seen["B0"], "DIED", document_no="AKM/7/2026")
    assert (died.follows, died.proposal_id) == ("REMOVAL", None)
    person = reverse("fieldwork:aid_person", args=["3272", seen["B1"].public_id])
    form = sign_in(cast.village).get(person).context["form"]
    assert form.on_the_roll and "address" in form.fields
    found = steps.answer(cast.village, seen["B1"], "FOUND", differs={"rt": "9"})
    assert (found.follows, found.differs) == ("CHANGE", {"rt": "009"})
    waiting = steps.recipients(cast.operator_a, programme)
    assert all(each.pending for each in waiting.values())
    brought = steps.answer(
        cast.operator_a, waiting["B0"], "DIED", document_no="AKM/7/2026"
    )
    assert brought.proposal_id
    assert not steps.recipients(cast.operator_a, programme)["B0"].pending
    office = sign_in(cast.operator_a)
    trail = office.get(reverse("audit:trail", args=["3272", two.public_id]))
    entries = [row["entry"] for row in trail.context["rows"]]
    assert "aid.person" in {
        each.action for each in entries if each.actor_id == cast.village.pk
    }
