"""Duplicates between regencies: all found, none extra, nobody struck twice."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import psycopg2
import pytest
from django.db import connection
from django.test import override_settings

from jobs.services import JobError
from periods.models import Period
from tests import databases
from tests.roles import admin_sql, as_worker, login_sql
from tests.voters import desk, neighbours
from tests.voters.neighbours import HERE, KEY, THERE
from voters import services
from voters.models import ChangeProposal
from voters.services import errors


@pytest.fixture(scope="module")
def two(_open_databases: None) -> Iterator[dict[str, tuple[int, int]]]:
    """3272 and 3202 with planted people, hashed and compared: once, so that each test
    takes people of its own."""
    keys = override_settings(EXCHANGE_KEYS={"32": neighbours.SECRET})
    with databases.clone("stocked"), keys:
        neighbours.settle()
        planted = neighbours.plant()
        neighbours.compare()
        yield planted


def test_all_that_was_planted_is_found_and_nothing_else(two: Any) -> None:
    ours = {row[:2]: row[2:4] for row in neighbours.sides(HERE)}
    theirs = {(row[1], row[0]): row[2:4] for row in neighbours.sides(THERE)}
    assert ours == theirs == neighbours.truth()
    wanted = {"number": (True, False), "person": (False, True), "both": (True, True)}
    assert {kind: ours[two[kind]] for kind in wanted} == wanted
    assert not {two["other sex"], two["other day"]} & ours.keys()
    # What the hashes are is known to whoever has the key, and to nobody else.
    kept = admin_sql("SELECT number_hash FROM exchange_hash WHERE NOT by_file")
    assert len(kept) == len(neighbours.people(HERE) + neighbours.people(THERE))
    number = neighbours.people(HERE)[0][1].encode()
    assert KEY.keyed(f"nik|{number.decode()}") in {bytes(row[0]) for row in kept}
    again = neighbours.work(HERE)
    assert (again["changed"], again["pairs"]) == (0, len(ours))
    left = admin_sql("SELECT 1 FROM pg_tables WHERE schemaname = 'landing'")
    assert left == [(1,)]  # the neighbours' own


def test_postgresql_hashes_as_python_does(two: Any) -> None:
    said = ["nik|3272010101700001", "orang|SITI|19700101|P", "catatan|É|"]
    with as_worker(), connection.cursor() as cursor:
        for text in said:
            cursor.execute(
                "SELECT exchange_keyed(%s, %s, %s)", [KEY.inner, KEY.outer, text]
            )
            assert bytes(cursor.fetchone()[0]) == KEY.keyed(text)


def test_without_a_key_the_job_says_what_is_missing(two: Any, settings: Any) -> None:
    before = admin_sql("SELECT count(*) FROM exchange_hash")
    settings.EXCHANGE_KEYS = {}
    with pytest.raises(JobError, match="PDPB_EXCHANGE_KEY_32_FILE"):
        neighbours.work(HERE)
    settings.EXCHANGE_KEYS = {"32": "pendek"}
    with pytest.raises(JobError, match="terlalu pendek"):
        neighbours.work(HERE)
    assert admin_sql("SELECT count(*) FROM exchange_hash") == before


def test_one_goes_by_two_accounts_and_the_other_stays(two: Any, cast: Any) -> None:
    here, there = two["both"]
    side = neighbours.answer(cast.operator_a, HERE, here, "STRIKE")
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of(HERE).get(pk=side.proposal_id)
    assert (made.kind, made.category, made.state) == ("TMS", "GANDA", "SECOND")
    assert made.rule == "G10"
    for said in ("STRIKE", "MOVED"):
        with pytest.raises(errors.NotDecidable, match="tidak mempertahankan"):
            neighbours.answer(cast.operator_b, THERE, there, said)
    with pytest.raises(errors.NotDecidable, match="karena catatan ini tetap"):
        neighbours.answer(cast.operator_b, THERE, there, "OTHER")
    assert neighbours.side(cast.operator_b, THERE, there).other_answer == "STRIKE"
    neighbours.answer(cast.operator_b, THERE, there, "STAY")
    desk.decide(cast.chair_a, services.accept, made)
    assert desk.work("apply")["applied"] == 1
    assert desk.see_voter(cast.operator_a, here).status == "INELIGIBLE"
    neighbours.work(HERE)
    assert neighbours.side(cast.operator_b, THERE, there).gone
    # Undone, the record is back, and its office is asked again.
    desk.work("undo", proposal=made.pk)
    assert desk.see_voter(cast.operator_a, here).status == "ACTIVE"
    neighbours.work(HERE)
    back = neighbours.side(cast.operator_a, HERE, here)
    assert (back.answer, back.other_answer, back.gone) == ("", "STAY", False)


def test_a_likeness_alone_takes_two_accounts(two: Any, cast: Any) -> None:
    """The namesake: name, birth date and sex are another's; an office says moved."""
    here, _there = two["person1"]
    side = neighbours.answer(cast.operator_a, HERE, here, "MOVED")
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of(HERE).get(pk=side.proposal_id)
    assert (made.category, made.state) == ("PINDAH", "SECOND")
    assert "NAME_ONLY" in made.warnings
    with pytest.raises(errors.NeedsSecondPerson):
        desk.decide(cast.operator_a, services.accept, made)
    with pytest.raises(errors.NeedsEvidence):
        neighbours.answer(cast.operator_a, HERE, here, "MOVED", evidence_no="-")
    neighbours.withdraw(cast.operator_a, HERE, here)
    assert desk.see(cast.operator_a, made).state == "REJECTED"


def test_the_second_goes_when_the_first_is_withdrawn(two: Any, cast: Any) -> None:
    here, there = two["number1"]
    side = neighbours.answer(cast.operator_a, HERE, here, "STRIKE")
    with pytest.raises(errors.NotDecidable):
        neighbours.answer(cast.operator_b, THERE, there, "STRIKE")
    neighbours.withdraw(cast.operator_a, HERE, here)
    with desk.desk(cast.operator_a):
        first = ChangeProposal.objects.of(HERE).get(pk=side.proposal_id)
    assert first.state == "REJECTED"
    moved = neighbours.answer(cast.operator_b, THERE, there, "MOVED")
    with desk.desk(cast.operator_b):
        second = ChangeProposal.objects.of(THERE).get(pk=moved.proposal_id)
    assert (second.category, second.state) == ("PINDAH", "ACCEPTED")
    with pytest.raises(errors.NotDecidable, match="buka lagi"):
        neighbours.withdraw(cast.operator_b, THERE, there)
    # Opened again, the first one has no keeper any more.
    with desk.desk(cast.chair_a):
        services.reopen(actor=cast.chair_a, regency=HERE, public_id=first.public_id)
    with pytest.raises(errors.NotDecidable, match="tidak lagi mempertahankan"):
        desk.decide(cast.chair_a, services.accept, first, **neighbours.PAPER)


def test_a_rejected_proposal_takes_its_answer_back(two: Any, cast: Any) -> None:
    here, there = two["both1"]
    side = neighbours.answer(cast.operator_a, HERE, here, "STRIKE")
    with desk.desk(cast.chair_a):
        made = ChangeProposal.objects.of(HERE).get(pk=side.proposal_id)
    desk.decide(cast.chair_a, services.reject, made, reason="BUKTI_KURANG")
    assert neighbours.side(cast.operator_a, HERE, here).answer == ""
    assert neighbours.answer(cast.operator_b, THERE, there, "STRIKE").answer == "STRIKE"


def test_what_is_refused(two: Any, cast: Any) -> None:
    here, there = two["both2"]
    user = cast.operator_a
    with pytest.raises(errors.NeedsEvidence):
        neighbours.answer(user, HERE, here, "STRIKE", evidence_no=" ")
    with pytest.raises(errors.NotDecidable, match="catatan"):
        neighbours.answer(user, HERE, here, "OTHER", note=" ")
    for odd in ("", "PERGI"):
        with pytest.raises(errors.NotDecidable, match="Pilih jawaban"):
            neighbours.answer(user, HERE, here, odd)
    with pytest.raises(errors.NotDecidable, match="Belum ada jawaban"):
        neighbours.withdraw(user, HERE, here)
    neighbours.answer(user, HERE, here, "OTHER")
    with pytest.raises(errors.NotDecidable, match="Tarik jawaban"):
        neighbours.answer(user, HERE, here, "STAY")
    # Who is said to be another person keeps nobody.
    with pytest.raises(errors.NotDecidable, match="tidak mempertahankan"):
        neighbours.answer(cast.operator_b, THERE, there, "STRIKE")


def test_two_people_are_remembered_until_either_record_changes(
    two: Any, cast: Any
) -> None:
    here, there = two["person1"]
    neighbours.answer(cast.operator_a, HERE, here, "OTHER")
    admin_sql("UPDATE voter SET tps = '009' WHERE id = %s RETURNING 1", [there])
    neighbours.compare()
    assert neighbours.side(cast.operator_a, HERE, here).answer == "OTHER"
    admin_sql(
        "UPDATE voter SET address = 'JL PINDAH 1' WHERE id = %s RETURNING 1", [there]
    )
    neighbours.work(THERE)
    assert neighbours.side(cast.operator_a, HERE, here).answer == ""
    assert neighbours.side(cast.operator_b, THERE, there).other_answer == ""
    admin_sql("UPDATE voter SET sex = 'P' WHERE id = %s AND sex = 'L'", [there])
    admin_sql("UPDATE voter SET birth_date = '1950-05-05' WHERE id = %s", [there])
    neighbours.work(THERE)
    assert neighbours.side(cast.operator_a, HERE, here).gone
    with pytest.raises(errors.NotDecidable, match="tidak ditemukan lagi"):
        neighbours.answer(cast.operator_a, HERE, here, "STAY")


def race(*turns: Any) -> list[Any]:
    """Each at the same moment on a connection of its own; what each met."""
    barrier, met = threading.Barrier(len(turns)), [None] * len(turns)

    def sit(i: int, turn: Any) -> None:
        try:
            barrier.wait(timeout=30)
            turn()
        except (errors.VoterError, psycopg2.Error) as error:
            met[i] = error
        finally:
            connection.close()

    threads = [
        threading.Thread(target=sit, args=[i, turn]) for i, turn in enumerate(turns)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return met


def test_two_offices_at_the_same_moment_never_both_strike(two: Any, cast: Any) -> None:
    one, other = cast.operator_a, cast.operator_b
    for _turn in range(3):
        for kind in ("number2", "person", "both3"):
            here, there = two[kind]
            met = race(
                lambda here=here: neighbours.answer(one, HERE, here, "STRIKE"),
                lambda there=there: neighbours.answer(other, THERE, there, "STRIKE"),
            )
            assert sorted(error is None for error in met) == [False, True], met
            assert isinstance(next(e for e in met if e), errors.NotDecidable)
            struck = (one, HERE, here) if met[0] is None else (other, THERE, there)
            neighbours.withdraw(*struck)


def made_of(user: Any, regency: str, side: Any) -> ChangeProposal:
    """The proposal that an answer made, as its office sees it now."""
    with desk.desk(user):
        return ChangeProposal.objects.of(regency).get(pk=side.proposal_id)


def leave(cast: Any, here: int) -> None:
    """Somebody of this regency goes by an ordinary paper: accepted, not applied."""
    voter = desk.see_voter(cast.operator_a, here)
    gone = desk.propose(
        cast.operator_a, "TMS", voter, category="PINDAH", **neighbours.PAPER
    )
    desk.decide(cast.operator_a, services.accept, gone)


def status(voter: int) -> str:
    ((said,),) = admin_sql("SELECT status FROM voter WHERE id = %s", [voter])
    return str(said)


def apply_there() -> dict[str, Any]:
    with as_worker():
        period = Period.objects.open(THERE).get()
    return neighbours.work(THERE, "apply", period=period.pk)


@pytest.mark.parametrize("applied", [False, True])
def test_who_leaves_by_an_ordinary_paper_keeps_nobody(
    two: Any, cast: Any, applied: bool
) -> None:
    """The hash of the last comparison stands until the next one; the roll is asked."""
    here, there = two["both7" if applied else "both6"]
    leave(cast, here)
    if applied:
        assert desk.work("apply")["applied"] >= 1
        assert status(here) == "INELIGIBLE"
    for said in ("MOVED", "STRIKE"):
        with pytest.raises(errors.NotDecidable, match="tidak mempertahankan"):
            neighbours.answer(cast.operator_b, THERE, there, said)


def test_whose_keeper_has_left_since_is_not_struck(two: Any, cast: Any) -> None:
    here, there = two["both8"]
    side = neighbours.answer(cast.operator_b, THERE, there, "MOVED")
    made = made_of(cast.operator_b, THERE, side)
    assert made.state == "ACCEPTED"
    leave(cast, here)
    desk.work("apply")
    assert apply_there()["stale"] == 1
    assert made_of(cast.operator_b, THERE, side).state == "STALE"
    assert (status(here), status(there)) == ("INELIGIBLE", "ACTIVE")
    assert neighbours.side(cast.operator_b, THERE, there).answer == ""


def test_an_answer_that_was_taken_back_strikes_nobody(two: Any, cast: Any) -> None:
    """Nor in bulk, which asks no other regency: it leaves such proposals out."""
    here, there = two["both9"]
    side = neighbours.answer(cast.operator_a, HERE, here, "MOVED")
    mine = made_of(cast.operator_a, HERE, side)
    desk.decide(cast.operator_a, services.reopen, mine)
    desk.decide(cast.operator_a, services.reject, mine, reason="BUKTI_KURANG")
    theirs = neighbours.answer(cast.operator_b, THERE, there, "MOVED")
    assert made_of(cast.operator_b, THERE, theirs).state == "ACCEPTED"
    apply_there()
    assert status(there) == "INELIGIBLE"
    desk.decide(cast.operator_a, services.reopen, mine)
    with desk.desk(cast.operator_a):
        out = services.decide_bulk(
            actor=cast.operator_a,
            regency=HERE,
            rows=ChangeProposal.objects.of(HERE).filter(pk=mine.pk),
            decision="accept",
        )
    assert (out.decided, out.left_out) == (0, {"questions": 1})
    # Accepted by whatever way, the application asks once more.
    admin_sql(
        "UPDATE change_proposal SET state = 'ACCEPTED' WHERE id = %s RETURNING 1",
        [mine.pk],
    )
    assert desk.work("apply")["stale"] == 1
    assert (status(here), status(there)) == ("ACTIVE", "INELIGIBLE")


def triangle(regencies: tuple[str, ...] = ("3271", "3273", "3274")) -> dict[str, str]:
    """One person in three regencies; the reference of each."""
    refs = {
        code: f"0000000{at}-0000-4000-8000-000000000000"
        for at, code in enumerate(regencies)
    }
    for code, ref in refs.items():
        admin_sql(
            "INSERT INTO exchange_hash (ref, regency_code, key_id, number_hash, print, "
            "version, by_file) VALUES (%s, %s, 'x', 'n', 'p', 1, false) RETURNING 1",
            [ref, code],
        )
        for other, other_ref in refs.items():
            if other != code:
                admin_sql(
                    "INSERT INTO exchange_side (regency_code, ref, voter_id, kelurahan,"
                    " other_regency, other_ref, remote, same_number, same_person,"
                    " print, gone, answer, other_answer, note, answered_by_name)"
                    " VALUES (%s, %s, 1, %s, %s, %s, false, true, false, 'p', false,"
                    " '', '', '', '') RETURNING 1",
                    [code, ref, f"{code}011001", other, other_ref],
                )
    return refs


STRIKE = (
    "UPDATE exchange_side SET answer = 'STRIKE' "
    "WHERE regency_code = %s AND other_regency = %s"
)


STRUCK = (
    "SELECT count(DISTINCT ref) FROM exchange_side WHERE answer > '' "
    "AND regency_code IN ('3271', '3273', '3274')"
)


def test_of_three_offices_in_a_ring_one_keeps_the_person(two: Any) -> None:
    """In the database itself, whoever writes: as the worker, in raw SQL, at once."""
    codes = tuple(triangle())
    ring = [(code, codes[(at + 1) % 3]) for at, code in enumerate(codes)]
    met = race(*(lambda pair=pair: login_sql("worker", STRIKE, pair) for pair in ring))
    codes_met = [getattr(error, "pgcode", None) for error in met]
    struck = admin_sql(STRUCK)
    assert codes_met.count(None) == struck[0][0]
    assert struck[0][0] in (1, 2)
    assert set(codes_met) <= {None, "PDX01", "PDX02"}
    # However long they try.
    for pair in [*ring, *((b, a) for a, b in ring)]:
        race(lambda pair=pair: login_sql("worker", STRIKE, pair))
    assert admin_sql(STRUCK) == [(2,)]


def seen(user: Any, query: str) -> list[Any]:
    with desk.desk(user), connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def test_web_sees_its_own_side_only_whatever_the_sql(two: Any, cast: Any) -> None:
    rows = "SELECT DISTINCT regency_code FROM "
    for table in ("exchange_side", "exchange_hash"):
        assert seen(cast.operator_a, rows + table) == [(HERE,)]
        assert seen(cast.operator_b, rows + table) == [(THERE,)]
        for nobody in (cast.province, cast.supervisor, cast.head, cast.admin):
            assert seen(nobody, rows + table) == []
        assert login_sql("web", rows + table) == []
    answer = "UPDATE exchange_side SET answer = 'STAY' WHERE regency_code = '3202'"
    with desk.desk(cast.operator_a), connection.cursor() as cursor:
        cursor.execute(answer)
        assert cursor.rowcount == 0
    post = seen(cast.post, "SELECT DISTINCT left(kelurahan, 6) FROM exchange_side")
    assert set(post) <= {("327201",)}
    forced = admin_sql(
        "SELECT count(*) FROM pg_class WHERE relforcerowsecurity AND relname IN "
        "('exchange_side', 'exchange_hash', 'exchange_ref', 'dukcapil_letter')"
    )
    assert forced == [(4,)]


REFUSED = (
    "SELECT * FROM exchange_ref",
    "SELECT exchange_keyed('a', 'b', 'c')",
    "INSERT INTO exchange_side (regency_code) VALUES ('3272')",
    "UPDATE exchange_side SET other_answer = 'STAY'",
    "UPDATE exchange_side SET gone = true",
    "DELETE FROM exchange_side",
    "UPDATE exchange_hash SET version = 0",
    "DELETE FROM dukcapil_letter",
    "UPDATE dukcapil_letter SET letter_no = 'lain'",
)


def test_web_answers_and_writes_nothing_else(two: Any) -> None:
    for verb in REFUSED:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            login_sql("web", verb)
