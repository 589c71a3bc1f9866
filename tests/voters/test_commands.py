"""The commands: the same services, JSON on stdout."""

from __future__ import annotations

import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from audit.models import LedgerEntry
from jobs.models import Job
from periods.models import Period
from tests.jobs.kinds import tried_again
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters.services import accepting

pytestmark = pytest.mark.usefixtures("stocked")
WHERE = ["--regency", "3272", "--period", "2026-11"]


ME = ["--as", "operator.sukabumi"]


def run(command, *arguments):
    out = io.StringIO()
    with as_worker():
        call_command(command, *WHERE, *arguments, stdout=out)
    return out.getvalue()


def decide(*arguments):
    return json.loads(run("decide", *arguments))


def jobs(kind):
    with as_worker():
        return list(Job.objects.filter(kind=kind).order_by("id"))


def entries(action):
    rows = LedgerEntry.objects.using("gate").filter(action=action, regency_code="3272")
    return list(rows.order_by("id"))


@pytest.fixture
def queue(cast):
    """Two UBAH, a TMS and a question; the voters and the three proposals."""
    people = desk.voters(cast.operator_a, 4)
    made = [
        desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL K 1"})
        for voter in people[:2]
    ]
    made.append(desk.propose(cast.operator_a, "TMS", people[2], category="MENINGGAL"))
    desk.inject([desk.question(people[3])])
    return people, made


def test_proposals_leave_by_the_one_door(cast, queue):
    people, made = queue
    lines = list(csv.DictReader(io.StringIO(run("proposals", "--format", "csv", *ME))))
    said = [[line[name] for name in ("nik", "kind", "category")] for line in lines]
    assert said == [
        [people[0].nik, "UBAH", ""],
        [people[1].nik, "UBAH", ""],
        [people[2].nik, "TMS", "MENINGGAL"],
        [people[3].nik, "TIDAK_ADA", ""],
    ]
    told = [set(line["elements"].split()) for line in lines]
    assert told == [set(one.elements) for one in made] + [set()]
    assert told[0] == {"address"}
    (entry,) = entries("proposal.export")
    assert (entry.actor_id, entry.actor_name) == (
        cast.operator_a.pk,
        str(cast.operator_a),
    )
    assert entry.subject.startswith("usulan-3272-2026-11")
    assert entry.data["rows"] == 4 and len(entry.data["sha256"]) == 64
    assert entry.data["columns"] == ["nik", "kind", "category", "elements", "state"]
    shown = admin_sql(
        "SELECT unnest(persons) FROM ledger_persons WHERE entry_id = %s", [entry.pk]
    )
    assert {str(one.public_id) for one in made} <= {str(key) for (key,) in shown}
    assert len(shown) == 4


def test_proposals_of_the_system_and_of_a_role_without_them(cast, queue):
    assert len(run("proposals").splitlines()) == 5
    assert entries("proposal.export")[0].actor_name == "sistem"
    with pytest.raises(CommandError, match="Peran"):
        run("proposals", "--as", cast.supervisor.username)
    assert len(entries("proposal.export")) == 1


def test_decide_and_apply(cast, queue):
    people, (*changes, removal) = queue
    said = decide("--accept", "UBAH,TMS,UBAH", *ME)
    assert said == {"accepted": {"UBAH": 2, "TMS": 0}, "left_out": {"evidence": 1}}
    said = decide("--accept", "tms", "--evidence", "AKTA_KEMATIAN:1/2", "--reason", "x")
    assert said["accepted"] == {"TMS": 1}

    def stands(proposal):
        now = desk.see(cast.operator_a, proposal)
        return (
            *(now.state, now.category, now.reject_reason, now.note),
            *(now.evidence_kind, now.evidence_no),
            *(now.decided_by_id, now.decided_by_name),
        )

    me = (cast.operator_a.pk, str(cast.operator_a))
    for one in changes:
        assert stands(one) == ("ACCEPTED", "", "", "", "", "", *me)
    # The note says why it was decided; why the voter goes is the removal's own reason.
    assert stands(removal) == (
        *("ACCEPTED", "MENINGGAL", "", "x", "AKTA_KEMATIAN", "1/2"),
        *(None, "sistem"),
    )
    done = json.loads(run("apply", *ME))
    assert (done["applied"], done["kinds"]) == (3, {"UBAH": 2, "TMS": 1})
    gone = desk.see_voter(cast.operator_a, people[2].pk)
    assert (gone.status, gone.status_reason) == ("INELIGIBLE", "MENINGGAL")


def test_a_worker_that_dies_after_its_decisions_reports_them(cast, queue):
    with tried_again("decide") as reports:
        said = decide("--accept", "UBAH,TMS", *ME)
    expected = {"accepted": {"UBAH": 2, "TMS": 0}, "left_out": {"evidence": 1}}
    assert [*reports, said] == [expected] * 3


def test_a_note_stands_beside_every_kind_that_it_decides(cast, queue):
    people, (*changes, removal) = queue
    decide(
        *("--accept", "TMS,UBAH", "--evidence", "SURAT_KEMATIAN:7"),
        *("--reason", "rapat 12 November"),
    )
    for one in (*changes, removal):
        now = desk.see(cast.operator_a, one)
        assert (now.note, now.category) == ("rapat 12 November", one.category)
        assert (now.evidence_kind, now.evidence_no) == ("SURAT_KEMATIAN", "7")


def test_decide_is_a_job_with_a_lease(cast, queue):
    decide("--accept", "UBAH", *ME)
    (job,) = jobs("decide")
    assert (job.state, job.regency_code, job.attempts) == ("DONE", "3272", 1)
    assert (job.asked_by_id, job.asked_by_name) == (
        cast.operator_a.pk,
        str(cast.operator_a),
    )
    assert (job.done, job.total, job.writing) == (2, 2, False)
    assert job.title == "Keputusan massal" and set(job.timings) == {"putuskan"}
    (entry,) = entries("proposal.bulk.accept")
    assert entry.actor_name == str(cast.operator_a)
    assert entry.data == {"decided": 2, "left_out": {}}


def test_a_lost_lease_decides_nothing(cast, queue, monkeypatch):
    """Another worker takes the job over after the second of two kinds was decided."""
    _people, made = queue
    real = accepting.decide_bulk
    seen = []

    def overtaken(**said):
        outcome = real(**said)
        seen.append(outcome.decided)
        if len(seen) == 2:
            admin_sql("UPDATE jobs_job SET token = token + 1 WHERE kind = 'decide'")
        return outcome

    monkeypatch.setattr(accepting, "decide_bulk", overtaken)
    with pytest.raises(CommandError, match="Sewanya hilang"):
        decide("--accept", "UBAH,TMS", "--evidence", "AKTA_KEMATIAN:1")
    assert seen == [2, 1]
    assert {desk.see(cast.operator_a, one).state for one in made} == {"OPEN"}
    assert entries("proposal.bulk.accept") == []
    assert [job.state for job in jobs("decide")] == ["RUNNING"]


def test_one_kind_that_is_refused_keeps_the_others_undecided(cast, queue, monkeypatch):
    _people, made = queue
    real = accepting.decide_bulk

    def closing(**said):
        outcome = real(**said)
        Period.objects.filter(pk=desk.period().pk).update(state="CLOSED")
        return outcome

    monkeypatch.setattr(accepting, "decide_bulk", closing)
    with pytest.raises(CommandError, match="ditutup"):
        decide("--accept", "UBAH,TMS", "--evidence", "AKTA_KEMATIAN:1")
    assert {desk.see(cast.operator_a, one).state for one in made} == {"OPEN"}
    (job,) = jobs("decide")
    assert job.state == "FAILED" and "ditutup" in job.error


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--accept", "TIDAK_ADA"], "satu per satu"),
        (["--accept", "MUNCUL_KEMBALI"], "satu per satu"),
        (["--accept", "UNDO"], "tidak dikenal"),
        (["--accept", "UBAH", "--as", "nobody"], "Akun"),
        (["--accept", "UBAH", "--evidence", "X:1"], "bukti"),
        (["--accept", "UBAH", "--period", "2031-01"], "Periode"),
        (["--accept", "UBAH", "--period", "2026-10"], "ditutup"),
    ],
)
def test_decide_refuses(arguments, words):
    with pytest.raises(CommandError, match=words):
        run("decide", *arguments)
    assert [job.state for job in jobs("decide")] in ([], ["FAILED"])


def test_apply_in_a_closed_period():
    with as_worker(), pytest.raises(CommandError, match="ditutup"):
        call_command("apply", "--regency", "3272", "--period", "2026-10")
