"""The pages of coklit terbatas, as each role opens them."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
import segno
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook
from pypdf import PdfReader

from fieldwork import selectors
from fieldwork.documents import sheets
from fieldwork.models import Batch, SpotCheck, Task, Visit
from tests.fieldwork import steps
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters.models import ChangeProposal, Voter

pytestmark = pytest.mark.usefixtures("office")
REGENCY = desk.REGENCY
LIST, TASKS = "/kab/3272/coklit/", "/kab/3272/coklit/tugas/"


def content(answer: Any) -> bytes:
    return b"".join(answer.streaming_content)


def url(made: Batch, rest: str = "") -> str:
    return f"{LIST}{made.public_id}/{rest}"


def of_village(user: Any, made: Batch) -> list[Task]:
    with desk.desk(user):
        rows = steps.tasks(user, made).filter(kelurahan=steps.VILLAGE)
        return list(rows.order_by("sheet", "line"))


def person(user: Any, task: Task) -> Voter:
    return desk.see_voter(user, task.voter_id)


def test_a_batch_is_counted_before_it_is_drawn(cast: Any, sign_in: Any) -> None:
    steps.roomy_period()
    client = sign_in(cast.operator_a)
    assert "Belum ada kelompok coklit" in client.get(LIST).content.decode()
    form = client.get(f"{LIST}tarik/").context["form"]
    said = {
        **{name: form[name].initial for name in ("name", "seed", "place", "deadline")},
        "reasons": ["SAMPLE"],
        "most": 30,
        "per_day": 8,
    }
    page = client.post(f"{LIST}tarik/", {**said, "langkah": "hitung"})
    assert page.context["told"].tasks == 30
    assert "Tarik 30 tugas" in page.content.decode()
    assert not Batch.objects.exists()
    page = client.post(f"{LIST}tarik/", {**said, "reasons": ["MUNCUL_KEMBALI"]})
    assert "Tidak ada orang yang dapat ditarik" in page.content.decode()
    page = client.post(f"{LIST}tarik/", {**said, "deadline": "2099-01-01"})
    assert "batas data periode" in page.content.decode()
    answer = client.post(f"{LIST}tarik/", {**said, "langkah": "tarik"})
    made = Batch.objects.get()
    assert answer["Location"] == url(made)
    assert "Penarikan tugas coklit" in client.get(url(made)).content.decode()
    answer = client.post(url(made, "akhiri/"), {"putusan": "tarik"}, follow=True)
    assert "masih ditarik" in answer.content.decode()


def test_the_batch_shows_progress_and_is_given_out(cast: Any, sign_in: Any) -> None:
    made = steps.batch(cast.operator_a, "SAMPLE", most=200)
    client = sign_in(cast.operator_a)
    page = client.post(url(made, "bagi/"), {"semua": "ya"}, follow=True)
    assert "tugas dibagi." in page.content.decode()
    told = {"place": "3272021001", "officer": str(cast.village.pk)}
    page = client.post(url(made, "bagi/"), told, follow=True)
    assert "tidak bertugas" in page.content.decode()
    told = {"place": "3272021001", "name": "Ibu RT"}
    page = client.post(url(made, "bagi/"), told, follow=True)
    assert {one.name for one in page.context["loads"]} >= {"", "Ibu RT"}
    first = of_village(cast.operator_a, made)[0]
    steps.visit(cast.village, first, "REFUSED", back=1)
    page = client.get(url(made))
    total = page.context["total"]
    assert (total.tasks, total.ended) == (200, 1)
    assert total.results == {"REFUSED": 1}
    villages = [one for one in page.context["lines"] if len(one["code"]) == 10]
    districts = [one for one in page.context["lines"] if len(one["code"]) == 6]
    for lines in (villages, districts):
        assert sum(one["figures"].tasks for one in lines) == 200
        assert sum(one["figures"].ended for one in lines) == 1
    assert "sudah lewat" not in page.content.decode()
    admin_sql("UPDATE fieldwork_batch SET deadline = current_date - 1")
    assert "sudah lewat" in client.get(url(made)).content.decode()
    text = client.get(LIST).content.decode()
    assert "1 kelompok lewat batas waktu" in text
    assert "1 (0%)" in text
    assert made.name in text
    answer = client.post(url(made, "akhiri/"), {"putusan": "tarik"}, follow=True)
    assert "tidak dapat ditarik" in answer.content.decode()
    client.post(url(made, "akhiri/"), {"putusan": "tutup"})
    assert Batch.objects.get().state == "CLOSED"


def test_bawaslu_sees_figures_and_nobody(cast: Any, sign_in: Any) -> None:
    made = steps.assigned(cast.operator_a, "SAMPLE", most=60)
    with desk.desk(cast.operator_a):
        rows = list(steps.tasks(cast.operator_a, made))
        people = selectors.people_of(cast.operator_a, REGENCY, rows)
    client = sign_in(cast.supervisor)
    text = client.get(LIST).content.decode() + client.get(url(made)).content.decode()
    assert "60" in text
    assert not {one.name for one in people.values()} & set(re.split(r"[<>]", text))
    for closed in (TASKS, url(made, "lembar/1/"), url(made, "lembar/1.pdf")):
        assert client.get(closed).status_code == 403
    assert client.get(f"{TASKS}{rows[0].public_id}/").status_code == 403
    assert client.get(f"{LIST}ekspor/", {"format": "csv"}).status_code == 200
    other = sign_in(cast.supervisor_b)
    assert other.get(url(made)).status_code == 404


def test_the_list_of_tasks_filters_sorts_pages_and_pins(
    cast: Any, sign_in: Any, django_assert_max_num_queries: Any
) -> None:
    made = steps.assigned(cast.operator_a, "SAMPLE", most=120)
    client = sign_in(cast.operator_a)
    client.get(TASKS)
    with django_assert_max_num_queries(20):
        page = client.get(TASKS)
    shown = page.context["page"].rows
    assert len(shown) == settings.POLICY.page_rows
    people = desk.voters(cast.operator_a, 900)
    niks = {one.nik for one in people}
    assert not niks & set(re.findall(r"[0-9]{16}", page.content.decode()))
    after = client.get(TASKS, {"sesudah": str(shown[-1].public_id)})
    assert after.context["page"].rows[0].pk == shown[-1].pk + 1
    here = client.get(TASKS, {"kelurahan": steps.VILLAGE, "urut": "hari"})
    assert {one.kelurahan for one in here.context["page"].rows} == {steps.VILLAGE}
    for query in (
        {"kelompok": made.number, "lembar": 1},
        {"alasan": "SAMPLE", "petugas": "petugas a"},
        {"rw": "1", "urut": "tempat"},
        {"keadaan": "TODO", "urut": "baru"},
    ):
        assert client.get(TASKS, query).context["page"].rows
    assert not client.get(TASKS, {"hasil": "FOUND"}).context["page"].rows
    page = client.get(TASKS, {"kolom": "nik"})
    assert "•" in page.content.decode()
    answer = client.get(f"{TASKS}ekspor/", {"lembar": 1, "format": "xlsx"})
    sheet = load_workbook(io.BytesIO(content(answer))).active
    cells = {str(cell) for row in sheet.values for cell in row}
    assert not niks & cells
    assert {one.name for one in people} & cells


def test_a_kelurahan_has_its_own_tasks_only(cast: Any, sign_in: Any) -> None:
    made = steps.assigned(cast.operator_a, "SAMPLE", most=300)
    client = sign_in(cast.village)
    page = client.get(TASKS)
    assert {one.kelurahan for one in page.context["page"].rows} == {steps.VILLAGE}
    with desk.desk(cast.operator_a):
        rows = steps.tasks(cast.operator_a, made).exclude(kelurahan=steps.VILLAGE)
        foreign = rows.order_by("id").last()
    assert client.get(f"{TASKS}{foreign.public_id}/").status_code == 404
    assert client.get(url(made, f"lembar/{foreign.sheet}/")).status_code == 404
    assert client.get(url(made, f"lembar/{foreign.sheet}.pdf")).status_code == 404
    for closed in (LIST, url(made), f"{TASKS}ekspor/"):
        assert client.get(closed).status_code == 403
    mine = of_village(cast.operator_a, made)[0]
    found = client.get(url(made, "lembar/"), {"nomor": mine.sheet})
    assert found["Location"] == url(made, f"lembar/{mine.sheet}/")
    lost = client.get(url(made, "lembar/"), {"nomor": foreign.sheet})
    assert lost["Location"] == TASKS
    assert client.get(found["Location"]).status_code == 200
    post = sign_in(cast.post)
    shown = post.get(TASKS).context["page"].rows
    assert {one.kelurahan[:6] for one in shown} == {"327201"}


def test_a_sheet_keeps_what_was_typed_and_says_what_is_left(
    cast: Any, sign_in: Any
) -> None:
    made = steps.assigned(cast.operator_a, "SAMPLE", place=steps.VILLAGE, most=200)
    rows = of_village(cast.operator_a, made)
    number = max((one.sheet for one in rows), key=[o.sheet for o in rows].count)
    lines = [one for one in rows if one.sheet == number]
    assert len(lines) >= 4
    a, b, c, *rest = lines
    client = sign_in(cast.village)
    address = url(made, f"lembar/{number}/")
    page = client.post(
        address,
        {
            "on": steps.day(1).isoformat(),
            "with_supervisor": "on",
            f"t{a.line}-result": "FOUND",
            f"t{a.line}-note": "di rumah",
            f"t{b.line}-result": "DIED_PROVEN",
            f"t{b.line}-note": "kata anaknya",
            f"t{c.line}-result": "NOT_HOME",
        },
    )
    text = page.content.decode()
    assert "1 baris tersimpan" in text
    assert "2 baris belum tersimpan" in text
    assert "kata anaknya" in text
    assert f'href="#id_t{b.line}-document_no"' in text
    assert f'href="#id_t{c.line}-next_on"' in text
    assert page.context["left"] == len(lines) - 1
    with desk.desk(cast.village):
        visit = Visit.objects.of(REGENCY).get()
    assert (visit.task_id, visit.note, visit.with_supervisor) == (
        a.pk,
        "di rumah",
        True,
    )
    answer = client.post(
        address,
        {
            "on": steps.day(1).isoformat(),
            f"t{b.line}-result": "DIED_PROVEN",
            f"t{b.line}-document_no": "3272-KM-0007",
            f"t{c.line}-result": "NOT_HOME",
            f"t{c.line}-next_on": steps.day(0).isoformat(),
        },
    )
    assert answer["Location"] == address
    with desk.desk(cast.operator_a):
        proposal = ChangeProposal.objects.of(REGENCY).get(kind="TMS")
    assert proposal.source == f"coklit {made.number}/{number}"
    queue = sign_in(cast.operator_a).get("/kab/3272/tinjauan/", {"sumber": "coklit"})
    text = queue.content.decode()
    assert proposal.name in text
    assert "Perlu dua orang yang menerima" in text
    assert "Hasil coklit terbatas" in text
    page = client.post(address, {"on": steps.day(0).isoformat()}, follow=True)
    assert "Belum ada hasil yang diisi" in page.content.decode()
    page = client.post(address, {"on": ""})
    assert page.status_code == 200
    assert page.context["head"].errors


def test_one_task_takes_a_scan_and_shows_its_history(cast: Any, sign_in: Any) -> None:
    made = steps.assigned(cast.operator_a, "SAMPLE", place=steps.VILLAGE, most=5)
    task = of_village(cast.operator_a, made)[0]
    who = person(cast.operator_a, task)
    client = sign_in(cast.operator_a)
    address = f"{TASKS}{task.public_id}/"
    page = client.get(address)
    assert who.name in page.content.decode()
    assert who.nik not in page.content.decode()
    said = {"on": steps.day(0).isoformat(), "result": "DIED_PROVEN"}
    assert "tanpa dokumen pilih" in client.post(address, said).content.decode()
    scan = SimpleUploadedFile("akta.txt", b"bukan pindaian")
    page = client.post(address, {**said, "scan": scan})
    assert "PDF, JPG, atau PNG" in page.content.decode()
    assert steps.see(cast.operator_a, task).visits == 0
    scan = SimpleUploadedFile("akta.pdf", b"%PDF-1.4 %%EOF")
    said |= {"latitude": "-6.92", "longitude": "106.93"}
    page = client.post(address, {**said, "scan": scan}, follow=True)
    text = page.content.decode()
    assert "Kunjungan dicatat" in text
    assert "(pindaian)" in text
    assert f"coklit {made.number}/{task.sheet}" in text


def test_the_paper_is_masked_and_leads_back(cast: Any, sign_in: Any) -> None:
    made = steps.assigned(cast.operator_a, "SAMPLE", place="327201", most=20)
    with desk.desk(cast.operator_a):
        rows = list(steps.tasks(cast.operator_a, made))
    people = [person(cast.operator_a, one) for one in rows]
    answer = sign_in(cast.post).get(url(made, "lembar.pdf"))
    assert answer["Content-Type"] == "application/pdf"
    reader = PdfReader(io.BytesIO(content(answer)))
    text = " ".join("\n".join(page.extract_text() for page in reader.pages).split())
    assert len(reader.pages) >= made.sheets
    for one in people:
        assert one.nik not in text
        assert one.name.split()[0] in text
    assert text.replace(" ", "").count("•") == 10 * len(people)
    assert "Tanda tangan warga" in text
    assert text.count("Pendamping Bawaslu") == made.sheets
    assert text.count("nama dan tanda tangan") == 3 * made.sheets, (
        "officer and two more"
    )
    assert f"Lembar coklit terbatas {made.number}/1" in text
    assert made.sheets > 1
    single = sign_in(cast.operator_a).get(url(made, "lembar/1.pdf"))
    assert 0 < len(PdfReader(io.BytesIO(content(single))).pages) < len(reader.pages)


def test_the_office_checks_a_sample_by_somebody_else(cast: Any, sign_in: Any) -> None:
    made = steps.assigned(cast.operator_a, "SAMPLE", place=steps.VILLAGE, most=12)
    rows = of_village(cast.operator_a, made)
    client = sign_in(cast.operator_a)
    address = url(made, "uji-petik/")
    page = client.post(address, {"most": 2, "seed": "u1"})
    assert "Belum ada tugas selesai" in page.content.decode()
    for one in rows[:4]:
        steps.visit(cast.operator_a, one, "FOUND", back=1)
    client.post(address, {"most": 2, "seed": "u1"})
    with desk.desk(cast.operator_a):
        checks = list(SpotCheck.objects.of(REGENCY).order_by("id"))
    assert len(checks) == 2
    first, second = checks
    enter = f"{LIST}uji-petik/{first.public_id}/"
    page = client.post(enter, {f"u{first.pk}-agrees": "ya"}, follow=True)
    assert "Anda sendiri yang mencatat" in page.content.decode()
    chair = sign_in(cast.chair_a)
    page = chair.post(enter, {f"u{first.pk}-agrees": "tidak"}, follow=True)
    assert "pilih apa yang ditemukan" in page.content.decode()
    said = {f"u{first.pk}-agrees": "tidak", f"u{first.pk}-found": "MOVED"}
    assert "Uji petik dicatat" in chair.post(enter, said, follow=True).content.decode()
    page = chair.post(enter, said, follow=True)
    assert "sudah diisi" in page.content.decode()
    enter = f"{LIST}uji-petik/{second.public_id}/"
    said = {f"u{second.pk}-agrees": "ya", f"u{second.pk}-with_supervisor": "on"}
    page = chair.post(enter, said, follow=True)
    assert "50,0%" in page.content.decode()
    assert "bersama Bawaslu" in page.content.decode()
    assert "50,0%" in client.get(url(made)).content.decode()
    assert sign_in(cast.operator_b).post(enter).status_code == 404


def test_results_by_neighbourhood_add_up(cast: Any) -> None:
    made = steps.assigned(cast.operator_a, "SAMPLE", place=steps.VILLAGE, most=30)
    rows = of_village(cast.operator_a, made)
    steps.leave_the_desk()
    steps.visit(cast.village, rows[0], "FOUND", back=1)
    steps.visit(cast.village, rows[1], "NOT_HOME", back=1)
    with desk.desk(cast.village):
        found = selectors.results_by_neighbourhood(REGENCY, desk.period())
    assert sum(one.tasks for one in found) == 30
    assert sum(one.ended for one in found) == 1
    places = [(one.kelurahan, one.rw, one.rt) for one in found]
    assert places == sorted(set(places))
    told = {(r, n) for one in found for r, n in one.results.items()}
    assert told == {("FOUND", 1), ("NOT_HOME", 1)}
    with as_worker():
        period = desk.period()
        worker = selectors.results_by_neighbourhood(REGENCY, period)
        assert worker == found
        none = selectors.results_by_neighbourhood(REGENCY, period, within="327202")
    assert none == []


def test_the_code_on_the_paper_is_the_address_of_its_entry(
    cast: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = steps.assigned(cast.operator_a, "SAMPLE", place=steps.VILLAGE, most=2)
    rows = of_village(cast.operator_a, made)
    drawn: list[dict[str, Any]] = []
    monkeypatch.setattr(sheets, "_compiled", lambda data: drawn.append(data) or b"%PDF")
    with desk.desk(cast.operator_a):
        people = selectors.people_of(cast.operator_a, REGENCY, rows)
        sheets.sheets_pdf(cast.operator_a, made, rows, people, {})
    code = io.BytesIO()
    address = settings.PUBLIC_URL + url(made, "lembar/1/")
    segno.make(address, error="m").save(code, kind="svg", border=1, xmldecl=False)
    assert drawn[0]["sheets"][0]["qr"] == code.getvalue().decode()
    assert drawn[0]["heads"] == [
        *("Nomor", "Nama", "NIK", "JK", "Usia", "Alamat", "Alasan")
    ]


def test_picked_tasks_go_to_one_officer_after_a_yes(cast: Any, sign_in: Any) -> None:
    made = steps.batch(cast.operator_a, "SAMPLE", most=6, per_day=2)
    client = sign_in(cast.operator_a)
    page = client.get(TASKS)
    rows = page.context["page"].rows
    assert len(rows) == 6 and "Bagi ke petugas" in page.content.decode()
    act = f"{TASKS}bagi/?kelompok={made.number}"
    two = {"pilih": [str(one.public_id) for one in rows[:2]]}
    assert "Bagi 2 tugas?" in client.post(act, two).content.decode()
    every = {"semua": "1", "kecuali": str(rows[0].public_id)}
    asked = client.post(act, every)
    assert asked.context["count"] == 5
    yes = {**every, "tanda": asked.context["mark"], "name": "Petugas B"}
    admin_sql("UPDATE fieldwork_task SET state = 'DONE' WHERE id = %s", [rows[1].pk])
    stale = client.post(act, yes)
    assert "dari 5 menjadi 4" in stale.content.decode()
    fresh = {**yes, "tanda": stale.context["mark"]}
    unnamed = client.post(act, {**fresh, "name": ""})
    assert "Pilih petugas" in unnamed.content.decode()
    assert client.post(act, fresh).status_code == 302
    with desk.desk(cast.operator_a):
        given = list(
            steps.tasks(cast.operator_a, made).filter(officer_name="Petugas B")
        )
        assert {one.pk for one in given} == {one.pk for one in rows[2:]}
        assert sorted(one.day for one in given) == [1, 1, 2, 2]
    assert Batch.objects.get(pk=made.pk).state == "ASSIGNED"
    elsewhere = next(one for one in rows[2:] if one.kelurahan != steps.VILLAGE)
    outside = {"pilih": str(elsewhere.public_id)}
    mark = client.post(act, outside).context["mark"]
    officer = str(cast.village.pk)
    refused = client.post(act, {**outside, "tanda": mark, "officer": officer})
    assert "tidak bertugas di 1 kelurahan" in refused.content.decode()
