"""A visit entered wrongly is taken back with what it brought, unless decided on."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from fieldwork import services
from fieldwork.models import Task, Visit
from fieldwork.services.errors import FieldError
from tests.fieldwork import steps
from tests.fieldwork.test_visits import AKTA, answer_of, asked, question_of
from tests.roles import admin_sql, login_sql
from tests.voters import desk, pairs
from voters import services as voters
from voters.models import ChangeProposal, DuplicatePair

pytestmark = pytest.mark.usefixtures("office")
REGENCY = desk.REGENCY


def undo(user: Any, visit: Visit, why: str = "salah baris") -> Visit:
    with desk.desk(user):
        return services.undo_visit(
            actor=user, regency=REGENCY, public_id=visit.public_id, why=why
        )


def image(user: Any, proposal: ChangeProposal) -> dict[str, Any]:
    seen = desk.see(user, proposal)
    names = ("state", "note", "hold_until", "warnings", "reject_reason", "evidence_no")
    return {name: getattr(seen, name) for name in (*names, "decided_by_id")}


def state(user: Any, task: Task) -> tuple[str, int, str]:
    seen = steps.see(user, task)
    return seen.state, seen.visits, seen.result


def test_what_a_visit_proposed_is_withdrawn(cast: Any, sign_in: Any) -> None:
    user = cast.operator_a
    task, person = asked(user)
    desk.decide(user, voters.send_to_coklit, question_of(user, task), note="lihat dulu")
    before = image(user, question_of(user, task))
    first = steps.visit(user, task, "NOT_HOME", back=4)
    visit = steps.visit(cast.village, task, "DIED_PROVEN", back=2, document_no=AKTA)
    made = answer_of(user, task)
    with pytest.raises(FieldError, match="terakhir"):
        undo(user, first)
    with pytest.raises(FieldError, match="mengapa"):
        undo(cast.village, visit, " ")
    undo(cast.village, visit)
    refused = desk.see(user, made)
    assert (refused.state, refused.reject_reason) == ("REJECTED", "LAIN")
    assert refused.note == "Kunjungan coklit 1/1 diurungkan: salah baris"
    assert state(user, task) == ("AGAIN", 1, "NOT_HOME")
    with pytest.raises(FieldError, match="Hanya yang mencatat"):
        undo(cast.village, first)
    undo(user, first)
    assert image(user, question_of(user, task)) == before
    assert state(user, task) == ("TODO", 0, "")
    assert desk.see_voter(user, person.pk).status == "ACTIVE"
    with pytest.raises(FieldError, match="sudah diurungkan"):
        undo(user, first)
    again = steps.visit(user, task, "FOUND", back=2)
    assert again.number == 1
    page = sign_in(user).get(f"/kab/3272/coklit/tugas/{task.public_id}/")
    text = page.content.decode()
    assert page.context["undoable"] == again
    assert text.count("salah baris") == 2
    ledger = admin_sql(
        "SELECT count(*) FROM audit_ledgerentry WHERE action = 'coklit.undo'"
    )
    assert ledger[0][0] >= 2


def test_every_answer_of_the_door_can_be_taken_back(cast: Any) -> None:
    user = cast.operator_a
    for kind, result in (
        ("TIDAK_ADA", "FOUND"),
        ("TIDAK_ADA", "MOVED"),
        ("MUNCUL_KEMBALI", "FOUND"),
        ("TMS", "FOUND"),
    ):
        admin_sql(
            "TRUNCATE fieldwork_spotcheck, fieldwork_visit, fieldwork_task, "
            "fieldwork_batch, evidence, change_proposal"
        )
        task, _person = asked(user, kind)
        before = image(user, question_of(user, task))
        visit = steps.visit(user, task, result, back=1, document_no=AKTA, note="x")
        assert image(user, question_of(user, task)) != before, (kind, result)
        undo(user, visit)
        assert image(user, question_of(user, task)) == before, (kind, result)
        with desk.desk(user):
            rows = ChangeProposal.objects.of(REGENCY).exclude(pk=task.proposal_id)
            assert set(rows.values_list("state", flat=True)) <= {"REJECTED"}


def test_a_paper_that_was_taken_back_proves_nothing(cast: Any, sign_in: Any) -> None:
    user = cast.operator_a
    task, _person = asked(user, "TMS")
    before = image(user, question_of(user, task))
    scan = SimpleUploadedFile("akta.pdf", b"%PDF-1.4 %%EOF")
    visit = steps.visit(user, task, "DIED_PROVEN", scan=scan)
    assert "COKLIT" in image(user, question_of(user, task))["warnings"]
    undo(user, visit)
    question = question_of(user, task)
    assert image(user, question) == before
    with desk.desk(user):
        assert not voters.deciding.has_proof(question)
    page = sign_in(user).get(f"/kab/3272/usulan/{question.public_id}/")
    assert ", ditarik" in page.content.decode()


def test_a_decision_bars_the_undo(cast: Any) -> None:
    user = cast.operator_a
    task, _person = asked(user)
    visit = steps.visit(user, task, "DIED_PROVEN", document_no=AKTA)
    made = answer_of(user, task)
    desk.decide(user, voters.hold, made, until=steps.day(-3))
    desk.decide(user, voters.accept, made)
    for state_of in ("SECOND", "ACCEPTED"):
        assert desk.see(user, made).state == state_of
        with pytest.raises(FieldError, match="sudah diputus"):
            undo(user, visit)
        if state_of == "SECOND":
            desk.decide(cast.operator_a2, voters.accept, made)
    assert state(user, task) == ("DONE", 1, "DIED_PROVEN")
    desk.decide(user, voters.reopen, made)
    with desk.desk(user):
        services.close(actor=user, regency=REGENCY, batch=task.batch)
    with pytest.raises(FieldError, match="sudah berakhir"):
        undo(user, visit)
    admin_sql("UPDATE fieldwork_batch SET state = 'RUNNING'")
    with desk.desk(user):
        services.draw_checks(
            actor=user, regency=REGENCY, batch=task.batch, seed="a", most=1
        )
    with pytest.raises(FieldError, match="uji petik"):
        undo(user, visit)


def test_what_the_office_wrote_since_stays(cast: Any) -> None:
    user = cast.operator_a
    task, _person = asked(user)
    steps.leave_the_desk()
    visit = steps.visit(cast.village, task, "FOUND")
    question = question_of(user, task)
    desk.decide(user, voters.hold, question, until=steps.day(-3), note="tunggu surat")
    undo(cast.village, visit)
    seen = image(user, question)
    assert (seen["state"], seen["note"]) == ("HOLD", "tunggu surat")
    # Answered by the office, opened again and put off by somebody: that stays as well.
    visit = steps.visit(user, task, "FOUND")
    desk.decide(user, voters.reopen, question)
    desk.decide(user, voters.hold, question, until=steps.day(-4))
    undo(user, visit)
    assert image(user, question)["hold_until"] == steps.day(-4)
    assert state(user, task) == ("TODO", 0, "")


def test_a_pair_loses_what_the_visit_told(cast: Any) -> None:
    user = cast.operator_a
    key = pairs.chain(desk.voters(user, 2, kelurahan=steps.VILLAGE))[0]
    made = steps.assigned(user, "GANDA")
    with desk.desk(user):
        one, two = steps.tasks(user, made).order_by("voter_id")
    first = steps.visit(user, one, "FOUND", back=1)
    second = steps.visit(user, two, "FOUND", back=1)
    undo(user, second)
    with desk.desk(user):
        pair = DuplicatePair.objects.of(REGENCY).get(public_id=key)
    assert pair.note.startswith("A: Ditemukan")
    assert "B:" not in pair.note
    undo(user, first)
    with desk.desk(user):
        assert DuplicatePair.objects.of(REGENCY).get(public_id=key).note == ""


def test_who_is_drawn_anew_is_not_visited_twice(cast: Any) -> None:
    user = cast.operator_a
    task, _person = asked(user)
    visit = steps.visit(user, task, "REFUSED")
    admin_sql(
        "INSERT INTO fieldwork_task (regency_code, public_id, batch_id, voter_id, "
        "reason, kelurahan, rw, rt, sheet, line, day, officer_name, state, visits, "
        "result) SELECT regency_code, gen_random_uuid(), batch_id, voter_id, reason, "
        "kelurahan, rw, rt, 99, 1, 1, '', 'TODO', 0, '' FROM fieldwork_task"
    )
    with pytest.raises(FieldError, match="ditarik lagi"):
        undo(user, visit)


def test_the_page_undoes_and_says_why_not(cast: Any, sign_in: Any) -> None:
    task, _person = asked(cast.operator_a)
    visit = steps.visit(cast.operator_a, task, "REFUSED", back=1)
    url = f"/kab/3272/coklit/kunjungan/{visit.public_id}/"
    page = sign_in(cast.village).post(url, {"sebab": "keliru"}, follow=True)
    assert "Hanya yang mencatat" in page.content.decode()
    assert page.context["undoable"] is None
    client = sign_in(cast.operator_a)
    page = client.post(url, {"sebab": "keliru"}, follow=True)
    assert "tugasnya terbuka lagi" in page.content.decode()
    assert state(cast.operator_a, task) == ("TODO", 0, "")


def test_the_web_changes_nothing_else_of_a_visit(cast: Any) -> None:
    task, _person = asked(cast.operator_a)
    steps.visit(cast.operator_a, task, "REFUSED", back=1)
    for column in ("result = 'FOUND'", "traces = '[]'"):
        with pytest.raises(Exception, match="permission denied"):
            login_sql("web", f"UPDATE fieldwork_visit SET {column}")
    with pytest.raises(Exception, match="permission denied"):
        login_sql("web", "DELETE FROM fieldwork_visit")
