"""Every decision and every refusal; two people at the same moment."""

from __future__ import annotations

import threading
from datetime import date

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection

from tests.roles import admin_sql
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal, Voter
from voters.models.proposals import QUESTIONS
from voters.services import errors
from voters.services.evidence import sniff

pytestmark = pytest.mark.usefixtures("stocked")
DEATH = {"evidence_kind": "AKTA_KEMATIAN", "evidence_no": "474.3/1"}


def test_accept_and_reopen(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL A 1"})
    done = desk.decide(cast.operator_a, services.accept, made, note="cocok")
    assert (done.state, done.decided_by_name) == ("ACCEPTED", str(cast.operator_a))
    with pytest.raises(errors.AlreadyDecided) as told:
        desk.decide(cast.operator_a2, services.reject, made, reason="BUKAN_ORANG")
    assert str(cast.operator_a) in str(told.value)
    desk.decide(cast.operator_a, services.reopen, made)
    assert desk.see(cast.operator_a, made).state == "OPEN"
    ledger = admin_sql("SELECT action FROM audit_ledgerentry ORDER BY id")
    assert ("proposal.accepted",) in ledger
    assert ("proposal.open",) in ledger


def test_partial_acceptance_comes_back_whole(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    new = {"address": "JL A 1", "rt": "077"}
    made = desk.propose(cast.operator_a, "UBAH", voter, new=new)
    with pytest.raises(errors.NotDecidable):
        desk.decide(cast.operator_a, services.accept, made, elements=["rt"])
    why = {"left_reason": "KANTOR_BARU"}
    done = desk.decide(cast.operator_a, services.accept, made, elements=["rt"], **why)
    assert done.new == {"rt": "077", "_dropped": {"address": "JL A 1"}}
    assert done.reject_reason == "KANTOR_BARU"
    desk.decide(cast.operator_a, services.reopen, made)
    back = desk.see(cast.operator_a, made)
    assert (back.new, back.reject_reason) == (new, "")
    with pytest.raises(errors.NotDecidable):
        desk.decide(cast.operator_a, services.accept, made, elements=[])


def test_reject_hold_coklit(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL A 1"})
    with pytest.raises(errors.NotDecidable):
        desk.decide(cast.operator_a, services.reject, made, reason="X")
    with pytest.raises(errors.NotDecidable):
        desk.decide(cast.operator_a, services.reject, made, reason="LAIN")
    with pytest.raises(errors.NotDecidable):
        desk.decide(cast.operator_a, services.hold, made, until=date(2020, 1, 1))
    held = desk.decide(cast.operator_a, services.hold, made, until=date(2099, 1, 1))
    assert held.state == "HOLD"
    assert desk.decide(cast.operator_a, services.send_to_coklit, made).state == "COKLIT"
    with pytest.raises(errors.AlreadyDecided):
        desk.decide(cast.operator_a, services.accept, made, seen="OPEN")
    done = desk.decide(
        cast.operator_a, services.reject, made, reason="LAIN", note="salah orang"
    )
    assert done.state == "REJECTED"
    with pytest.raises(errors.NotDecidable):
        desk.decide(
            cast.operator_a,
            services.refer,
            desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL B 1"}),
        )


def test_tms_needs_reason_and_evidence(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.propose(cast.operator_a, "TMS", voter, category="MENINGGAL")
    with pytest.raises(errors.NeedsEvidence):
        desk.decide(cast.operator_a, services.accept, made)
    with pytest.raises(errors.NeedsEvidence):
        desk.decide(
            cast.operator_a, services.accept, made, evidence_kind="AKTA_KEMATIAN"
        )
    with pytest.raises(errors.NeedsEvidence):
        desk.decide(cast.operator_a, services.accept, made, evidence_kind="KATANYA")
    assert desk.decide(cast.operator_a, services.accept, made, **DEATH).state == (
        "ACCEPTED"
    )


def test_a_dash_is_no_number_of_a_paper(cast):
    user, voter = cast.operator_a, desk.voters(cast.operator_a, 1)[0]
    made = desk.propose(user, "TMS", voter, category="MENINGGAL")
    for text in ("-", " ", "...", "–"):
        said = {"evidence_kind": "AKTA_KEMATIAN", "evidence_no": text}
        with pytest.raises(errors.NeedsEvidence):
            desk.decide(user, services.accept, made, **said)
        with desk.desk(user):
            rows = ChangeProposal.objects.of("3272")
            bulk = services.decide_bulk(
                actor=user, regency="3272", rows=rows, decision="accept", **said
            )
        assert (bulk.decided, bulk.left_out) == (0, {"evidence": 1})
    assert desk.decide(user, services.accept, made, **DEATH).state == "ACCEPTED"


def test_tidak_ada_needs_reason_evidence_and_two_people(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    desk.inject([desk.question(voter)])
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of("3272").get()
    with pytest.raises(errors.NeedsEvidence):
        desk.decide(cast.operator_a, services.accept, made, **DEATH)
    with pytest.raises(errors.NeedsEvidence):
        desk.decide(cast.operator_a, services.accept, made, category="MENINGGAL")
    first = desk.decide(
        cast.operator_a, services.accept, made, category="MENINGGAL", **DEATH
    )
    assert first.state == "SECOND"
    with pytest.raises(errors.NeedsSecondPerson):
        desk.decide(cast.operator_a, services.accept, made)
    second = desk.decide(cast.chair_a, services.accept, made)
    assert second.state == "ACCEPTED"
    desk.work("apply")
    assert desk.see_voter(cast.operator_a, voter.pk).status_reason == "MENINGGAL"


def test_muncul_kembali_needs_evidence_and_two_people(cast):
    with desk.desk(cast.operator_a):
        rows = Voter.objects.of("3272").filter(status="INELIGIBLE")
        gone = rows.exclude(status_reason="DI_BAWAH_UMUR").first()
    desk.inject([desk.question(gone, "MUNCUL_KEMBALI")])
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of("3272").get()
    with pytest.raises(errors.NeedsEvidence):
        desk.decide(cast.operator_a, services.accept, made)
    said = {"evidence_kind": "KTP_KK", "evidence_no": "1"}
    first = desk.decide(cast.operator_a, services.accept, made, **said)
    assert (first.state, first.first_by_name) == ("SECOND", str(cast.operator_a))
    with pytest.raises(errors.NeedsSecondPerson):
        desk.decide(cast.operator_a, services.accept, made)
    assert desk.work("apply")["applied"] == 0
    assert desk.see_voter(cast.operator_a, gone.pk).status == "INELIGIBLE"
    second = desk.decide(cast.operator_a2, services.accept, made)
    assert second.state == "ACCEPTED"
    desk.work("apply")
    assert desk.see_voter(cast.operator_a, gone.pk).status == "ACTIVE"


def test_a_duplicate_needs_two_people(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.propose(cast.operator_a, "TMS", voter, category="GANDA")
    said = {"evidence_kind": "KTP_KK", "evidence_no": "1"}
    assert desk.decide(cast.operator_a, services.accept, made, **said).state == "SECOND"
    assert desk.decide(cast.operator_a2, services.accept, made).state == "ACCEPTED"


def test_one_nik_of_two_people_goes_to_dukcapil(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    desk.inject([desk.question(voter, "NIK_GANDA_ORANG")])
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of("3272").get()
    with pytest.raises(errors.NotDecidable):
        desk.decide(cast.operator_a, services.accept, made)
    assert desk.decide(cast.operator_a, services.refer, made).state == "REFERRED"


def test_reopening_what_is_applied_or_overtaken(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL A 1"})
    desk.decide(cast.operator_a, services.reject, made, reason="BUKAN_ORANG")
    newer = desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL A 2"})
    with pytest.raises(errors.AlreadyProposed):
        desk.decide(cast.operator_a, services.reopen, made)
    desk.decide(cast.operator_a, services.accept, newer)
    desk.work("apply")
    with pytest.raises(errors.NotDecidable):
        desk.decide(cast.operator_a, services.reopen, newer)


def test_nothing_in_a_closed_period(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL A 1"})
    closed = desk.period()
    admin_sql("UPDATE periods_period SET state = 'CLOSED' WHERE regency_code = '3272'")
    with pytest.raises(errors.ClosedPeriod):
        desk.decide(cast.operator_a, services.accept, made)
    with pytest.raises(errors.ClosedPeriod), desk.desk(cast.operator_a):
        services.start_apply(actor=None, regency="3272", period=closed)
    with pytest.raises(errors.ClosedPeriod), desk.desk(cast.operator_a):
        services.propose(
            actor=None,
            regency="3272",
            period=closed,
            kind="UBAH",
            nik=voter.nik,
            voter=voter,
            new={"rt": "001"},
            source="Uji",
        )
    with pytest.raises(errors.ClosedPeriod), desk.desk(cast.operator_a):
        services.decide_bulk(
            actor=None,
            regency="3272",
            rows=ChangeProposal.objects.of("3272"),
            decision="accept",
        )


def test_evidence_is_looked_at(cast, settings):
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.propose(cast.operator_a, "TMS", voter, category="MENINGGAL")

    def add(**said):
        return desk.decide(cast.operator_a, services.add_evidence, made, **said)

    with pytest.raises(errors.BadEvidence):
        add(kind="X", number="1")
    with pytest.raises(errors.BadEvidence):
        add(kind="LAIN")
    with pytest.raises(errors.BadEvidence):
        add(kind="LAIN", upload=SimpleUploadedFile("a.pdf", b""))
    with pytest.raises(errors.BadEvidence):
        add(kind="LAIN", upload=SimpleUploadedFile("a.pdf", b"PK\x03\x04"))
    big = SimpleUploadedFile("a.pdf", b"%PDF-")
    big.size = settings.POLICY.evidence_max_bytes + 1
    with pytest.raises(errors.BadEvidence):
        add(kind="LAIN", upload=big)
    assert add(kind="AKTA_KEMATIAN", number="7").number == "7"
    assert desk.see(cast.operator_a, made).evidence_no == "7"
    # What is kept says nothing of who scanned it, in a PDF as in a photograph.
    scan = b"%PDF-1.4 1 0 obj <</Author (SECRET)>> endobj"
    jpeg = b"\xff\xd8\xff\xfe\x00\x08SECRET\xff\xda\x00\x02\x01\xff\xd9"
    for name, content in (("a.pdf", scan), ("a.jpg", jpeg)):
        kept = add(kind="LAIN", upload=SimpleUploadedFile(name, content)).file
        with default_storage.open(kept) as file:
            assert b"SECRET" not in file.read(), name
    assert sniff(b"\x89PNG\r\n\x1a\n") == "png"
    assert sniff(b"\xff\xd8\xff\xe0") == "jpg"
    desk.decide(cast.operator_a, services.accept, made)
    with pytest.raises(errors.NotDecidable):
        add(kind="LAIN", number="8")


@pytest.mark.parametrize("kind", sorted(QUESTIONS))
def test_bulk_leaves_questions_and_bare_removals(cast, kind):
    people = desk.voters(cast.operator_a, 4)
    for voter in people[:2]:
        desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL C 1"})
    desk.propose(cast.operator_a, "TMS", people[2], category="MENINGGAL")
    desk.propose(
        cast.operator_a,
        "TMS",
        people[3],
        category="PINDAH",
        evidence_kind="SURAT_PINDAH",
        evidence_no="5",
    )
    asked = desk.asked_about(cast.operator_a, kind)
    desk.inject([desk.question(asked, kind)])

    def bulk(**said):
        with desk.desk(cast.operator_a):
            return services.decide_bulk(
                actor=cast.operator_a,
                regency="3272",
                rows=ChangeProposal.objects.in_scope_of(cast.operator_a),
                **said,
            )

    with pytest.raises(errors.NotDecidable):
        bulk(decision="refer")
    with pytest.raises(errors.NotDecidable):
        bulk(decision="accept", expected=99)
    with pytest.raises(errors.NotDecidable):
        bulk(decision="accept", evidence_kind="X", evidence_no="1")
    with pytest.raises(errors.NotDecidable):
        bulk(decision="reject", reason="")
    done = bulk(decision="accept", expected=3)
    assert (done.decided, done.left_out) == (3, {"questions": 1, "evidence": 1})
    done = bulk(decision="accept", note="massal", **DEATH)
    assert (done.decided, done.left_out) == (1, {"questions": 1})
    said = {"kind": kind, "state": "OPEN", "voter_id": asked.pk}
    with desk.desk(cast.operator_a):
        assert ChangeProposal.objects.of("3272").get(**said).decided_by_name == ""
    assert bulk(decision="hold", until=date(2099, 1, 1)).decided == 1
    assert bulk(decision="coklit").decided == 1
    assert bulk(decision="reject", reason="BUKTI_KURANG").left_out == {"questions": 1}


@pytest.mark.slow
@pytest.mark.no_cover
def test_two_operators_at_the_same_moment_100_times(cast):
    people = desk.voters(cast.operator_a, 100)
    made = [
        desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL D 1"})
        for voter in people
    ]
    users = [cast.operator_a, cast.operator_a2]
    barrier = threading.Barrier(2)
    won: list[list[str]] = [[] for _ in made]
    told: list[list[str]] = [[] for _ in made]

    def sit(user):
        try:
            for i, proposal in enumerate(made):
                barrier.wait(timeout=30)
                try:
                    desk.decide(user, services.accept, proposal, seen="OPEN")
                    won[i].append(str(user))
                except errors.AlreadyDecided as error:
                    told[i].append(error.who)
        finally:
            connection.close()

    threads = [threading.Thread(target=sit, args=[user]) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [len(names) for names in won] == [1] * 100
    assert told == won
