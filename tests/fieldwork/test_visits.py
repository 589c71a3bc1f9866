"""What is found at the door comes into the queue, and strikes nobody by itself."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, connections, transaction
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from fieldwork import selectors, services
from fieldwork.models import Batch, Task, Visit
from fieldwork.services.errors import BatchEnded, FieldError, VisitRefused
from tests.fieldwork import steps
from tests.roles import admin_sql
from tests.voters import desk, pairs
from tests.workers import wait_for_its_lock
from voters import services as voters
from voters.models import ChangeProposal, DuplicatePair, Evidence, Voter
from voters.selectors import village_names
from voters.services.errors import NeedsSecondPerson, VoterError

pytestmark = pytest.mark.usefixtures("office")
REGENCY, AKTA = desk.REGENCY, "3272-KM-0001"


def asked(user: Any, kind: str = "TIDAK_ADA", n: int = 0) -> tuple[Task, Voter]:
    """A task about a question that stands for one voter of the kelurahan."""
    person = desk.voters(user, 5, kelurahan=steps.VILLAGE)[n]
    if kind == "MUNCUL_KEMBALI":
        admin_sql(
            "UPDATE voter SET status = 'INELIGIBLE', status_reason = 'PINDAH' "
            "WHERE id = %s",
            [person.pk],
        )
        person = desk.see_voter(user, person.pk)
    more = {"category": "MENINGGAL", "new": "{}"} if kind == "TMS" else {}
    desk.inject([desk.question(person, kind, **more)])
    reason = "DEATH_NO_CERTIFICATE" if kind == "TMS" else kind
    made = steps.assigned(user, reason)
    with desk.desk(user):
        return steps.tasks(user, made).get(), person


def question_of(user: Any, task: Task) -> ChangeProposal:
    with desk.desk(user):
        found: ChangeProposal = ChangeProposal.objects.of(REGENCY).get(
            pk=task.proposal_id
        )
    return found


def answer_of(user: Any, task: Task) -> ChangeProposal:
    with desk.desk(user):
        task = Task.objects.of(REGENCY).get(pk=task.pk)
        found: ChangeProposal = ChangeProposal.objects.of(REGENCY).get(
            pk=task.answer_id
        )
    return found


def test_who_is_met_is_confirmed(cast: Any) -> None:
    task, _person = asked(cast.operator_a)
    steps.visit(cast.operator_a, task, "FOUND", note="bertemu di rumah")
    question = question_of(cast.operator_a, task)
    assert (question.state, question.reject_reason) == ("REJECTED", "LAPANGAN")
    assert "Ditemukan (coklit 1/1" in question.note
    assert "bertemu di rumah" in question.note
    seen = steps.see(cast.operator_a, task)
    assert (seen.state, seen.result, seen.visits) == ("DONE", "FOUND", 1)
    with pytest.raises(VisitRefused, match="sudah selesai"):
        steps.visit(cast.operator_a, task, "DIED", back=1)


def test_a_kelurahan_enters_and_the_office_decides(cast: Any) -> None:
    task, _person = asked(cast.operator_a)
    steps.visit(cast.village, task, "FOUND")
    question = question_of(cast.operator_a, task)
    assert question.state == "OPEN"
    assert question.note.startswith("Ditemukan (coklit 1/1")
    elsewhere = steps.assigned(
        cast.operator_a, "SAMPLE", place="3272021001", most=1, seed="z"
    )
    with desk.desk(cast.operator_a):
        other = steps.tasks(cast.operator_a, elsewhere).get()
    with pytest.raises(Task.DoesNotExist):
        steps.visit(cast.village, other, "FOUND")


def test_a_death_takes_its_certificate_and_two_people(cast: Any) -> None:
    user = cast.operator_a
    task, person = asked(user)
    with pytest.raises(VisitRefused) as refused:
        steps.visit(user, task, "DIED_PROVEN", back=2)
    assert refused.value.field == "document_no"
    steps.visit(user, task, "DIED_PROVEN", back=2, document_no=AKTA)
    made = answer_of(user, task)
    assert (made.kind, made.category) == ("TMS", "MENINGGAL")
    assert (made.evidence_kind, made.evidence_no) == ("AKTA_KEMATIAN", AKTA)
    assert made.source == "coklit 1/1"
    assert question_of(user, task).state == "OPEN"
    first = desk.decide(user, voters.accept, made)
    assert first.state == "SECOND"
    with pytest.raises(NeedsSecondPerson):
        desk.decide(user, voters.accept, made)
    with desk.desk(user):
        rows = ChangeProposal.objects.in_scope_of(user).of(REGENCY)
        bulk = voters.decide_bulk(
            actor=user, regency=REGENCY, rows=rows, decision="accept"
        )
    assert bulk.decided == 0
    assert desk.decide(cast.operator_a2, voters.accept, made).state == "ACCEPTED"
    assert desk.see_voter(user, person.pk).status == "ACTIVE"
    desk.work("apply")
    assert desk.see_voter(user, person.pk).status == "INELIGIBLE"


def test_a_scan_stands_beside_the_proposal(cast: Any) -> None:
    task, _person = asked(cast.operator_a)
    scan = SimpleUploadedFile("akta.pdf", b"%PDF-1.4 %%EOF")
    steps.visit(cast.village, task, "MOVED_PROVEN", scan=scan)
    made = answer_of(cast.operator_a, task)
    assert (made.category, made.evidence_no) == ("PINDAH", "")
    with desk.desk(cast.operator_a):
        kept = Evidence.objects.of(REGENCY).get(proposal_id=made.pk)
    assert (kept.kind, bool(kept.file)) == ("SURAT_PINDAH", True)
    assert desk.decide(cast.operator_a, voters.accept, made).state == "SECOND"


def test_a_paper_found_for_a_removal_that_waits_makes_it_need_two(cast: Any) -> None:
    user = cast.operator_a
    task, _person = asked(user, "TMS")
    steps.visit(user, task, "DIED_PROVEN", document_no=AKTA)
    made = answer_of(user, task)
    assert made.pk == task.proposal_id
    assert made.evidence_no == AKTA
    assert desk.decide(user, voters.accept, made).state == "SECOND"


def test_hearsay_waits_for_its_paper(cast: Any) -> None:
    user = cast.operator_a
    task, _person = asked(user)
    steps.visit(user, task, "MOVED", back=3)
    question = question_of(user, task)
    assert question.state == "HOLD"
    assert question.hold_until is not None
    assert steps.see(user, task).state == "PAPER"
    with desk.desk(user):
        assert not ChangeProposal.objects.of(REGENCY).filter(kind="TMS").exists()
    steps.visit(user, task, "MOVED_PROVEN", back=1, document_no="SKPWNI/3272/01")
    assert answer_of(user, task).category == "PINDAH"


def test_not_found_takes_two_days(cast: Any) -> None:
    user = cast.operator_a
    task, _person = asked(user)
    with pytest.raises(VisitRefused) as refused:
        steps.visit(user, task, "NOT_HOME", back=4, next_on=steps.day(4))
    assert refused.value.field == "next_on"
    steps.visit(user, task, "NOT_HOME", back=4)
    seen = steps.see(user, task)
    assert (seen.state, seen.next_on) == ("AGAIN", steps.day(3))
    with pytest.raises(VisitRefused, match="pada hari lain"):
        steps.visit(user, task, "UNKNOWN", back=4)
    steps.visit(user, task, "UNKNOWN", back=3)
    assert steps.see(user, task).state == "DONE"
    question = question_of(user, task)
    assert question.state == "OPEN"
    assert question.note.startswith("Tidak ditemukan (coklit 1/1")
    assert question.evidence_kind == ""


def test_who_came_back_is_proposed_as_pemulihan(cast: Any) -> None:
    user = cast.operator_a
    task, _person = asked(user, "MUNCUL_KEMBALI")
    steps.visit(user, task, "FOUND")
    made = answer_of(user, task)
    assert (made.kind, made.source) == ("PEMULIHAN", "coklit 1/1")
    assert question_of(user, task).reject_reason == "LAPANGAN"
    assert desk.decide(user, voters.accept, made).state == "SECOND"


def test_who_is_off_the_roll_stays_off(cast: Any) -> None:
    user = cast.operator_a
    task, _person = asked(user, "MUNCUL_KEMBALI")
    steps.visit(user, task, "DIED_PROVEN", document_no=AKTA)
    assert question_of(user, task).state == "REJECTED"
    seen = steps.see(user, task)
    assert (seen.state, seen.answer_id) == ("DONE", None)


def test_both_records_of_a_pair_tell_what_was_found(cast: Any, sign_in: Any) -> None:
    user = cast.operator_a
    people = desk.voters(user, 2, kelurahan=steps.VILLAGE)
    key = pairs.chain(people)[0]
    made = steps.assigned(user, "GANDA")
    with desk.desk(user):
        rows = list(steps.tasks(user, made).order_by("voter_id"))
    assert [one.voter_id for one in rows] == sorted(one.pk for one in people)
    steps.visit(cast.village, rows[0], "FOUND", back=1)
    steps.visit(user, rows[1], "NOT_HOME", back=1)
    with desk.desk(user):
        pair = DuplicatePair.objects.of(REGENCY).get(public_id=key)
    assert pair.state == "OPEN"
    assert pair.note.startswith("A: Ditemukan (coklit 1/")
    assert "; B: Tidak di rumah (coklit 1/" in pair.note
    page = sign_in(user).get(f"/kab/3272/ganda/{key}/")
    assert "A: Ditemukan (coklit" in page.content.decode()


def test_a_newcomer_sent_to_coklit_is_visited_too(cast: Any) -> None:
    user = cast.operator_a
    new = {"birth_date": "2000-01-02", "rw": "001", "rt": "002", "address": "JL BARU"}
    desk.inject(
        [
            {
                "kind": "BARU",
                "category": "PINDAH_MASUK",
                "nik": "3272010201000009",
                "name": "WARGA BARU",
                "sex": "L",
                "kelurahan": steps.VILLAGE,
                "new": json.dumps(new),
                "source": "Dukcapil",
                "line_no": 1,
            }
        ]
    )
    admin_sql("UPDATE change_proposal SET state = 'COKLIT'")
    made = steps.assigned(user, "RETURNED")
    with desk.desk(user):
        task = steps.tasks(user, made).get()
        person = selectors.people_of(user, REGENCY, [task])[task.pk]
    assert (task.voter_id, task.rw, task.rt) == (None, "001", "002")
    assert (person.name, person.address, person.voter) == (
        "WARGA BARU",
        "JL BARU",
        None,
    )
    steps.visit(user, task, "FOUND")
    question = question_of(user, task)
    assert question.state == "COKLIT"
    assert question.note.startswith("Ditemukan (coklit 1/1")


def test_a_move_inside_removes_nobody(cast: Any, sign_in: Any) -> None:
    user, there = cast.operator_a, "3272021001"
    task, person = asked(user)
    address = f"/kab/3272/coklit/tugas/{task.public_id}/"
    said = {"on": steps.day(0).isoformat(), "result": "MOVED_PROVEN"}
    said |= {"document_no": "SKP-12/2026"}
    client = sign_in(user)
    for wrong, words in (
        ("ANTAH BERANTAH", "Bukan kelurahan"),
        (person.kelurahan, "tempatnya sekarang"),
    ):
        page = client.post(address, {**said, "moved_to": wrong})
        assert words in page.content.decode()
    name = village_names(REGENCY)[there]
    page = client.post(address, {**said, "moved_to": name.lower()}, follow=True)
    assert "Kunjungan dicatat" in page.content.decode() and name in page.text
    made = answer_of(user, task)
    assert (made.kind, made.state) == ("PINDAH_DALAM", "OPEN")
    assert made.new["kelurahan"] == there
    assert (made.evidence_kind, made.evidence_no) == ("SURAT_PINDAH", "SKP-12/2026")
    assert question_of(user, task).state == "REJECTED"
    with desk.desk(user):
        assert not ChangeProposal.objects.of(REGENCY).filter(kind="TMS").exists()
    before = sum(desk.counted().values())
    desk.decide(user, voters.accept, made)
    assert desk.work("apply")["applied"] == 1
    now = desk.see_voter(user, person.pk)
    assert (now.status, now.kelurahan) == ("ACTIVE", there)
    assert sum(desk.counted().values()) == before


def test_a_batch_that_ended_takes_no_visit(cast: Any) -> None:
    user = cast.operator_a
    task, _person = asked(user)
    steps.visit(user, task, "NOT_HOME", back=4)
    with desk.desk(user):
        with pytest.raises(FieldError, match="tidak dapat ditarik"):
            services.withdraw(actor=user, regency=REGENCY, batch=task.batch)
        services.close(actor=user, regency=REGENCY, batch=task.batch)
    assert steps.see(user, task).state == "ENDED"
    with pytest.raises(BatchEnded):
        steps.visit(user, task, "FOUND")


RESULT = st.sampled_from(
    ["FOUND", "MOVED_PROVEN", "MOVED", "DIED_PROVEN", "DIED", "UNKNOWN", "REFUSED"]
    + ["NOT_HOME"]
)
STEP = st.tuples(
    RESULT,
    st.integers(0, 9),
    st.sampled_from(["", "x", AKTA, "3272010101700001"]),
    st.booleans(),
)


@settings(
    max_examples=6,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@example([("DIED", 4, "", True), ("UNKNOWN", 2, "", False)], "TIDAK_ADA")
@example([("MOVED", 4, "", False), ("DIED_PROVEN", 2, AKTA, True)], "TMS")
@given(st.lists(STEP, min_size=1, max_size=4), st.sampled_from(["TIDAK_ADA", "TMS"]))
def test_no_sequence_strikes_without_paper_and_second_person(
    cast: Any, walk: list[tuple[str, int, str, bool]], kind: str
) -> None:
    """The living namesake, in the database: then one account accepts all it can."""
    user, village = cast.operator_a, cast.village
    with transaction.atomic():
        admin_sql(
            "TRUNCATE fieldwork_spotcheck, fieldwork_visit, fieldwork_task, "
            "fieldwork_batch, evidence, change_proposal"
        )
    task, person = asked(user, kind)
    for result, back, number, by_village in walk:
        try:
            steps.visit(
                village if by_village else user,
                task,
                result,
                back,
                document_no=number,
                note="kata tetangga",
            )
        except FieldError:
            continue
    with desk.desk(user):
        proposals = list(ChangeProposal.objects.of(REGENCY).filter(kind="TMS"))
        proven = Visit.objects.filter(
            result__in=("DIED_PROVEN", "MOVED_PROVEN"), document_no=AKTA
        ).exists()
    for one in proposals:
        # What a delivery brought is the office's; what the door brought has a paper.
        if one.source.startswith("coklit") or "COKLIT" in one.warnings:
            assert proven
            assert one.evidence_no == AKTA
        for _twice in range(2):
            try:
                desk.decide(user, voters.accept, one)
            except VoterError:
                break
        assert desk.see(user, one).state != "ACCEPTED"
    assert desk.see_voter(user, person.pk).status == "ACTIVE"


def test_a_visit_waits_while_a_colleague_has_the_person_open(
    office: str, cast: Any
) -> None:
    made = steps.assigned(cast.operator_a, "SAMPLE", most=3)
    with desk.desk(cast.operator_a):
        task = steps.tasks(cast.operator_a, made).order_by("id")[0]
        voter = Voter.objects.of("3272").get(pk=task.voter_id)
    proposal = desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL 1"})
    with desk.desk(cast.operator_a2):
        code = voter.kelurahan[:6]
        voters.take_district(actor=cast.operator_a2, regency="3272", district=code)
        assert voters.take_person(actor=cast.operator_a2, proposal=proposal)
    with pytest.raises(FieldError, match="sedang dibuka"):
        steps.visit(cast.operator_a, task, "FOUND")
    admin_sql("DELETE FROM review_claim WHERE subject LIKE 'v%'")
    assert steps.visit(cast.operator_a, task, "FOUND").result == "FOUND"
    admin_sql("DELETE FROM review_claim")


@pytest.mark.parametrize("act", ["visit", "undo"])
def test_field_and_office_wait_in_one_order(cast: Any, act: str) -> None:
    """The office holds the batch and writes its tasks: whoever enters waits for the
    batch and holds no task meanwhile."""
    task, _person = asked(cast.operator_a)
    made = steps.visit(cast.village, task, "NOT_HOME", 1) if act == "undo" else None

    def enter() -> None:
        try:
            if made is None:
                steps.visit(cast.village, task, "NOT_HOME")
            else:
                with desk.desk(cast.village):
                    services.undo_visit(
                        actor=cast.village,
                        regency=REGENCY,
                        public_id=made.public_id,
                        why="Salah orang",
                    )
        finally:
            connections.close_all()

    with ThreadPoolExecutor(1) as pool:
        with desk.desk(cast.operator_a):
            Batch.objects.of(REGENCY).select_for_update().get(pk=task.batch_id)
            other = pool.submit(enter)
            wait_for_its_lock(other)
            with connection.cursor() as cursor:
                cursor.execute("SET LOCAL lock_timeout = '2s'")
            Task.objects.of(REGENCY).filter(pk=task.pk).update(officer_name="Lain")
        other.result()
    with desk.desk(cast.operator_a):
        now = Task.objects.of(REGENCY).get(pk=task.pk)
        standing = Visit.objects.of(REGENCY).standing().filter(task=task)
        assert (now.officer_name, standing.count()) == ("Lain", int(act == "visit"))
