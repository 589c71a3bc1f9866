"""A corrected NIK: TIDAK ADA and BARU are one decision about one person."""

from __future__ import annotations

import threading

import pytest
from django.db import connection
from psycopg2.extras import Json

from tests.roles import admin_sql
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal
from voters.selectors import pairing
from voters.services import errors
from voters.services.bulk import plan

pytestmark = pytest.mark.usefixtures("stocked")
PAPER = {"evidence_kind": "KTP_KK", "evidence_no": "KK 1"}
ELEMENTS = (
    *("nkk", "name", "birth_place", "marital_status", "sex", "address", "rt", "rw"),
    *("kelurahan", "tps", "ektp_status"),
)


def other_nik(voter, serial="9871"):
    return voter.nik[:12] + serial


def newcomer(voter, nik="", **changed):
    """A bulk row: this very person, not known under this NIK."""
    new = {name: getattr(voter, name) for name in ELEMENTS}
    new |= {"birth_date": voter.birth_date.isoformat(), "disability": "0"}
    new |= {"nik": nik or other_nik(voter), **changed}
    return {
        "kind": "BARU",
        "category": "BELUM_TERDATA",
        "nik": new["nik"],
        "name": new["name"],
        "sex": new["sex"],
        "kelurahan": new["kelurahan"],
        "new": Json(new),
        "source": "Dukcapil",
        "line_no": 7,
    }


def pair_of(cast, voter, **changed):
    desk.inject([desk.question(voter), newcomer(voter, **changed)])
    return found(cast, "TIDAK_ADA"), found(cast, "BARU")


def found(cast, kind, **having):
    with desk.desk(cast.operator_a):
        return ChangeProposal.objects.of("3272").filter(kind=kind, **having).get()


def one_voter(cast):
    return desk.voters(cast.operator_a, 1)[0]


def people_called(voter):
    rows = admin_sql(
        "SELECT id, nik, status FROM voter WHERE regency_code = '3272' "
        f"AND name = '{voter.name}' AND birth_date = '{voter.birth_date}' ORDER BY id"
    )
    return list(rows)


def test_one_decision_changes_one_nik(cast):
    voter = one_voter(cast)
    absent, new = pair_of(cast, voter, address="JL KOREKSI 1")
    before = desk.counted()
    with pytest.raises(errors.NeedsEvidence):
        desk.decide(cast.operator_a, services.accept_pair, absent)
    first = desk.decide(cast.operator_a, services.accept_pair, new, **PAPER)
    assert first.state == "SECOND"
    assert desk.see(cast.operator_a, new).state == "SECOND"
    with pytest.raises(errors.NeedsSecondPerson):
        desk.decide(cast.operator_a, services.accept_pair, absent)
    assert desk.work("apply")["applied"] == 0
    done = desk.decide(cast.chair_a, services.accept_pair, new)
    assert (done.pk, done.kind, done.state) == (absent.pk, "UBAH", "ACCEPTED")
    closed = desk.see(cast.operator_a, new)
    assert (closed.state, closed.reject_reason) == ("REJECTED", "NIK_TERKOREKSI")
    assert desk.work("apply")["kinds"] == {"UBAH": 1}
    after = desk.see_voter(cast.operator_a, voter.pk)
    assert (after.nik, after.address) == (other_nik(voter), "JL KOREKSI 1")
    assert after.public_id == voter.public_id
    assert people_called(voter) == [(voter.pk, other_nik(voter), "ACTIVE")]
    events = admin_sql(
        "SELECT effect, before->>'nik', after->>'nik', proposal_id FROM voter_event "
        f"WHERE regency_code = '3272' AND voter_id = {voter.pk}"
    )
    assert events == [("UBAH", voter.nik, other_nik(voter), absent.pk)]
    assert desk.counted() == before
    desk.tallies_hold()


def test_undoing_gives_the_old_nik_back(cast):
    voter = one_voter(cast)
    absent, new = pair_of(cast, voter)
    desk.decide(cast.operator_a, services.accept_pair, absent, **PAPER)
    desk.decide(cast.operator_a2, services.accept_pair, absent)
    desk.work("apply")
    assert desk.work("undo", proposal=absent.pk)["undone"] == 1
    assert people_called(voter) == [(voter.pk, voter.nik, "ACTIVE")]
    assert desk.see(cast.operator_a, absent).state == "UNDONE"
    with pytest.raises(errors.NotDecidable, match="kiriman berikutnya"):
        desk.decide(cast.operator_a, services.reopen, new)
    desk.tallies_hold()
    # The next delivery asks again, although it says the same.
    desk.inject([desk.question(voter), newcomer(voter)], delivery=2)
    again = found(cast, "TIDAK_ADA", state="OPEN")
    newer = found(cast, "BARU", state="OPEN")
    with desk.desk(cast.operator_a):
        assert pairing.only_partner(again) == newer


def test_a_move_rides_along_and_the_identity_holds(cast):
    voter = one_voter(cast)
    elsewhere = next(
        one.kelurahan
        for one in desk.voters(cast.operator_a, 900)
        if one.kelurahan != voter.kelurahan
    )
    absent, _new = pair_of(cast, voter, kelurahan=elsewhere)
    before = desk.counted()
    desk.decide(cast.operator_a, services.accept_pair, absent, **PAPER)
    done = desk.decide(cast.operator_a2, services.accept_pair, absent)
    assert done.kind == "PINDAH_DALAM"
    desk.work("apply")
    moved = desk.moved()
    assert moved[voter.kelurahan, voter.sex] == -1
    assert moved[elsewhere, voter.sex] == 1
    now = desk.counted()
    assert {cell: now[cell] - n for cell, n in moved.items()} == {
        cell: before.get(cell, 0) for cell in moved
    }
    desk.tallies_hold()
    desk.work("undo", proposal=absent.pk)
    assert desk.counted() == before
    desk.tallies_hold()


def test_a_silent_file_overwrites_nothing(cast):
    voter = one_voter(cast)
    admin_sql(
        "UPDATE voter SET disability = '2', marital_status = 'S', row_version = 2 "
        f"WHERE id = {voter.pk} RETURNING id"
    )
    voter = desk.see_voter(cast.operator_a, voter.pk)
    absent, _new = pair_of(
        cast, voter, marital_status="B", address="", nkk="", ektp_status=""
    )
    desk.decide(cast.operator_a, services.accept_pair, absent, **PAPER)
    desk.decide(cast.operator_a2, services.accept_pair, absent)
    assert desk.see(cast.operator_a, absent).elements == ["nik"]
    desk.work("apply")
    after = desk.see_voter(cast.operator_a, voter.pk)
    assert (after.disability, after.marital_status) == ("2", "S")
    assert (after.address, after.nkk) == (voter.address, voter.nkk)


@pytest.mark.parametrize(
    "changed",
    [
        {"name": "ORANG LAIN"},
        {"birth_date": "1970-01-01"},
        {"sex": "X"},
        {"nkk": "3272011101200099", "birth_place": "TEMPAT LAIN"},
        {"nkk": "", "birth_place": ""},
    ],
)
def test_only_the_same_person_is_a_pair(cast, changed):
    voter = one_voter(cast)
    if changed.get("sex"):
        changed = {"sex": "PL"[voter.sex == "P"]}
    absent, new = pair_of(cast, voter, **changed)
    with desk.desk(cast.operator_a):
        assert pairing.partners(absent) == pairing.partners(new) == []
    with pytest.raises(errors.NotDecidable, match="tepat satu"):
        desk.decide(cast.operator_a, services.accept_pair, absent, **PAPER)


@pytest.mark.parametrize("changed", [{"nkk": ""}, {"birth_place": "TEMPAT LAIN"}])
def test_family_card_or_birth_place_is_enough(cast, changed):
    voter = next(one for one in desk.voters(cast.operator_a, 50) if one.nkk)
    absent, new = pair_of(cast, voter, **changed)
    with desk.desk(cast.operator_a):
        assert pairing.only_partner(absent) == new
        assert pairing.only_partner(new) == absent


def test_neither_half_is_accepted_alone(cast):
    absent, new = pair_of(cast, one_voter(cast))
    with pytest.raises(errors.NotDecidable, match="berpasangan"):
        desk.decide(cast.operator_a, services.accept, new)
    with pytest.raises(errors.NotDecidable, match="berpasangan"):
        desk.decide(
            cast.operator_a, services.accept, absent, category="MENINGGAL", **PAPER
        )
    with desk.desk(cast.operator_a):
        rows = ChangeProposal.objects.of("3272").undecided()
        waiting, left = plan(rows=rows, regency="3272", decision="accept")
        assert (waiting.count(), left) == (0, {"questions": 1, "pairs": 1})
        waiting, left = plan(rows=rows, regency="3272", decision="hold")
        assert (waiting.count(), left) == (2, {})


def test_while_half_accepted_nothing_else_is_decided(cast):
    absent, new = pair_of(cast, one_voter(cast))
    desk.decide(cast.operator_a, services.accept_pair, absent, **PAPER)
    for one in (absent, new):
        with pytest.raises(errors.NotDecidable, match="orang kedua"):
            desk.decide(cast.operator_a2, services.reject, one, reason="BUKAN_ORANG")
        with pytest.raises(errors.NotDecidable, match="orang kedua"):
            desk.decide(cast.operator_a2, services.send_to_coklit, one)
    with pytest.raises(errors.AlreadyDecided):
        desk.decide(cast.operator_a2, services.accept_pair, absent, seen="OPEN")
    desk.decide(cast.operator_a2, services.reopen, new)
    for one in (absent, new):
        fresh = desk.see(cast.operator_a, one)
        assert (fresh.state, fresh.first_by_name, fresh.kind) == ("OPEN", "", one.kind)
        assert pairing.PAIR not in fresh.new


def test_a_common_decision_is_reopened_whole(cast):
    absent, new = pair_of(cast, one_voter(cast))
    said = desk.see(cast.operator_a, new).new
    desk.decide(cast.operator_a, services.accept_pair, absent, **PAPER)
    desk.decide(cast.operator_a2, services.accept_pair, absent)
    desk.decide(cast.operator_a, services.reopen, new)
    again = desk.see(cast.operator_a, absent)
    assert (again.kind, again.state, again.new, again.old) == (
        "TIDAK_ADA",
        "OPEN",
        {},
        {},
    )
    back = desk.see(cast.operator_a, new)
    assert (back.kind, back.state, back.new, back.reject_reason) == (
        "BARU",
        "OPEN",
        said,
        "",
    )
    desk.decide(cast.operator_a, services.accept_pair, absent)
    desk.decide(cast.operator_a2, services.accept_pair, absent)
    assert desk.work("apply")["applied"] == 1


def test_two_people_are_declared_with_a_reason(cast):
    voter = one_voter(cast)
    absent, new = pair_of(cast, voter)
    with pytest.raises(errors.NotDecidable, match="catatan"):
        desk.decide(cast.operator_a, services.part, absent, note=" ")
    desk.decide(cast.operator_a, services.part, absent, note="ayah dan anak")
    assert desk.see(cast.operator_a, new).note == "ayah dan anak"
    with desk.desk(cast.operator_a):
        assert pairing.partners(absent) == []
    desk.decide(cast.operator_a, services.rejoin, new)
    with desk.desk(cast.operator_a):
        assert pairing.only_partner(absent) == new
    desk.decide(cast.operator_a, services.part, new, note="ayah dan anak")
    assert desk.decide(cast.operator_a, services.accept, new).state == "ACCEPTED"
    with pytest.raises(errors.NotDecidable):
        desk.decide(cast.operator_a, services.rejoin, absent)


@pytest.mark.parametrize("half", ["TIDAK_ADA", "BARU"])
def test_refusing_one_half_refuses_both(cast, half):
    voter = one_voter(cast)
    both = dict(zip(("TIDAK_ADA", "BARU"), pair_of(cast, voter), strict=True))
    one = both[half]
    with pytest.raises(errors.NotDecidable, match="dua orang yang berbeda"):
        desk.decide(cast.operator_a, services.reject, one, reason="BUKAN_ORANG")
    done = desk.decide(cast.operator_a, services.reject, one, reason="KANTOR_BARU")
    assert done.pk == one.pk
    for each in both.values():
        fresh = desk.see(cast.operator_a, each)
        assert (fresh.state, fresh.reject_reason) == ("REJECTED", "KANTOR_BARU")
        with pytest.raises(errors.AlreadyDecided):
            desk.decide(cast.operator_a2, services.accept, each)
    desk.work("apply")
    assert people_called(voter) == [(voter.pk, voter.nik, "ACTIVE")]
    desk.decide(cast.operator_a, services.reopen, one)
    for each in both.values():
        fresh = desk.see(cast.operator_a, each)
        assert (fresh.state, fresh.reject_reason) == ("OPEN", "")
        assert pairing.PAIR not in fresh.new
    with desk.desk(cast.operator_a):
        assert pairing.only_partner(both["TIDAK_ADA"]) == both["BARU"]


def test_a_refused_pair_is_asked_again_as_a_pair(cast):
    voter = one_voter(cast)
    absent, _new = pair_of(cast, voter)
    desk.decide(cast.operator_a, services.reject, absent, reason="KANTOR_BARU")
    desk.inject([desk.question(voter), newcomer(voter)], delivery=2)
    again = found(cast, "TIDAK_ADA", state="OPEN")
    newer = found(cast, "BARU", state="OPEN")
    with desk.desk(cast.operator_a):
        assert pairing.only_partner(again) == newer


def test_no_half_is_refused_in_bulk(cast):
    pair_of(cast, one_voter(cast))
    with desk.desk(cast.operator_a):
        rows = ChangeProposal.objects.of("3272").undecided()
        waiting, left = plan(rows=rows, regency="3272", decision="reject")
        assert (waiting.count(), left) == (0, {"questions": 1, "pairs": 1})


def test_the_page_says_what_happens_to_the_other_half(cast, sign_in):
    absent, new = pair_of(cast, one_voter(cast))
    client = sign_in(cast.operator_a)
    address = f"/kab/3272/usulan/{new.public_id}/"
    assert "Ditolak: keduanya ditolak" in client.get(address).content.decode()
    said = {"keputusan": "reject", "alasan": "KANTOR_BARU", "seen": "OPEN"}
    page = client.post(f"{address}putuskan/", said, follow=True).content.decode()
    assert "Pasangannya ikut ditolak" in page
    page = client.get(f"/kab/3272/usulan/{absent.public_id}/").content.decode()
    assert "Ditolak bersama pasangannya" in page
    assert str(new.public_id) in page


def test_several_candidates_are_not_guessed(cast):
    voter = one_voter(cast)
    rows = [newcomer(voter), newcomer(voter, nik=other_nik(voter, "9872"))]
    desk.inject([desk.question(voter), *rows])
    absent = found(cast, "TIDAK_ADA")
    with desk.desk(cast.operator_a):
        both = pairing.partners(absent)
        assert len(both) == 2
        assert pairing.only_partner(absent) is None
        assert pairing.only_partner(both[0]) is None
    with pytest.raises(errors.NotDecidable):
        desk.decide(cast.operator_a, services.accept_pair, absent, **PAPER)


def test_a_late_question_does_not_strike_the_corrected(cast):
    voter = one_voter(cast)
    absent, _new = pair_of(cast, voter)
    desk.decide(cast.operator_a, services.accept_pair, absent, **PAPER)
    desk.decide(cast.operator_a2, services.accept_pair, absent)
    desk.inject([desk.question(voter, fingerprint="b")], delivery=2)
    late = found(cast, "TIDAK_ADA", state="OPEN")
    said = {"category": "MENINGGAL", **PAPER}
    for _round in ("accepted", "applied"):
        with pytest.raises(errors.NotDecidable, match="sudah dikoreksi"):
            desk.decide(cast.operator_a, services.accept, late, **said)
        desk.work("apply")


def test_a_nik_taken_meanwhile_changes_nobody(cast):
    first, second = desk.voters(cast.operator_a, 2)
    absent, _new = pair_of(cast, first)
    desk.decide(cast.operator_a, services.accept_pair, absent, **PAPER)
    desk.decide(cast.operator_a2, services.accept_pair, absent)
    admin_sql(
        f"UPDATE voter SET nik = '{other_nik(first)}' WHERE id = {second.pk} "
        "RETURNING id"
    )
    assert desk.work("apply")["stale"] == 1
    assert desk.see_voter(cast.operator_a, first.pk).nik == first.nik
    desk.tallies_hold()


def test_two_second_people_at_once(cast):
    voter = one_voter(cast)
    absent, new = pair_of(cast, voter)
    desk.decide(cast.member_a, services.accept_pair, absent, **PAPER)
    told: list[str] = []

    def second(who, which):
        try:
            desk.decide(who, services.accept_pair, which, seen="SECOND")
            told.append("done")
        except errors.VoterError as error:
            told.append(type(error).__name__)
        finally:
            connection.close()

    ways = [(cast.operator_a, absent), (cast.operator_a2, new)]
    threads = [threading.Thread(target=second, args=way) for way in ways]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) in (["AlreadyDecided", "done"], ["NotDecidable", "done"])
    assert desk.work("apply")["applied"] == 1
    assert len(people_called(voter)) == 1


def test_the_page_shows_both_and_decides(sign_in, cast, django_assert_max_num_queries):
    voter = one_voter(cast)
    absent, new = pair_of(cast, voter, address="JL KOREKSI 1")
    client = sign_in(cast.operator_a)
    for one, other in ((absent, new), (new, absent)):
        url = f"/kab/3272/usulan/{one.public_id}/"
        client.get(url)
        with django_assert_max_num_queries(28):
            answer = client.get(url)
        text = answer.content.decode()
        assert "Satu orang, NIK terkoreksi?" in text
        assert f"/kab/3272/usulan/{other.public_id}/" in text
        assert "angka ke-" in text
        assert "Satu orang, terima" in text
        assert voter.nik not in text
        assert other_nik(voter) not in text
        rows = {row.name: row for row in answer.context["rows"]}
        assert (rows["address"].now, rows["address"].new) == (
            voter.address,
            "JL KOREKSI 1",
        )
        assert rows["nik"].state == "CHANGED"
        assert rows["name"].state == "SAME"
    page = client.get(f"/kab/3272/usulan/{absent.public_id}/").content.decode()
    action = page.split('id="putusan" method="post" action="')[1].split('"')[0]
    said = {"keputusan": "pair", "jenis_bukti": "KTP_KK", "nomor_bukti": "1"}
    client.post(action, said)
    assert desk.see(cast.operator_a, new).state == "SECOND"
    sign_in(cast.chair_a).post(action, {"keputusan": "pair", "seen": "SECOND"})
    assert desk.see(cast.operator_a, absent).state == "ACCEPTED"
    for one in (absent, new):
        page = client.get(f"/kab/3272/usulan/{one.public_id}/").content.decode()
        assert "Diputus bersama pasangannya" in page


def test_the_page_names_several_and_parted(sign_in, cast):
    voter = one_voter(cast)
    rows = [newcomer(voter), newcomer(voter, nik=other_nik(voter, "9872"))]
    desk.inject([desk.question(voter), *rows])
    client = sign_in(cast.operator_a)
    absent = found(cast, "TIDAK_ADA")
    one = found(cast, "BARU", nik=other_nik(voter))
    page = client.get(f"/kab/3272/usulan/{absent.public_id}/").content.decode()
    assert "Lebih dari satu calon pasangan" in page
    admin_sql(
        "UPDATE change_proposal SET warnings = '{NOT_PAIR}' "
        f"WHERE id = {one.pk} RETURNING id"
    )
    page = client.get(f"/kab/3272/usulan/{one.public_id}/").content.decode()
    assert "Satukan lagi" in page
    assert "Dinyatakan bukan pemilih dengan NIK lain" in page
    page = client.get(f"/kab/3272/usulan/{absent.public_id}/").content.decode()
    assert "Satu orang, NIK terkoreksi?" in page


def test_only_the_places_of_digits_are_told():
    assert pairing.differing_digits("1234", "1324") == [2, 3]
