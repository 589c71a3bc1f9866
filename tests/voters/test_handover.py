"""Hand-overs between regencies: both ways, both sides, every crash point."""

from __future__ import annotations

import itertools
import threading
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg2
import pytest
from django.conf import settings
from django.db import InternalError, connection, transaction
from django.utils import timezone

from jobs.services import JobError
from tests import databases
from tests.roles import admin_sql, as_worker, login_sql
from tests.voters import desk, movers
from tests.voters.movers import HERE, THERE, Two, sound
from voters import services
from voters.models import ChangeProposal, Handover
from voters.rules import handover as rules
from voters.services import errors, handover


@pytest.fixture(scope="module")
def two(_open_databases: None) -> Iterator[Two]:
    """3272 and 3101 once for the module; both rolls hold after all of its tests."""
    from tests.conftest import Cast

    with databases.clone("stocked"):
        yield Two(Cast())
        sound()


ALL = itertools.product(
    (rules.FROM, rules.TO), rules.STAGES, rules.STAGES, rules.ANSWERS, (False, True)
)


def test_sql_and_python_find_the_same_state(two: Two) -> None:
    cases = [list(case) for case in ALL]
    found = admin_sql(
        "SELECT handover_state(a, b, c, d, e) FROM unnest(%s::varchar[], %s::varchar[],"
        " %s::varchar[], %s::varchar[], %s::boolean[]) AS t(a, b, c, d, e)",
        [list(column) for column in zip(*cases, strict=True)],
    )
    assert [row[0] for row in found] == [
        rules.state_of(*case[:4], expired=case[4]) for case in cases
    ]


def test_who_may_do_what() -> None:
    for state in ("OFFERED", "ASKED", "CONFIRMED", "DONE", "DECLINED", "EXPIRED"):
        for has, leaves in itertools.product((False, True), repeat=2):
            said = {"has_record": has, "leaves": leaves}
            mine = rules.acts(state, is_opener=True, **said)
            theirs = rules.acts(state, is_opener=False, **said)
            assert mine == (["renew"] if state in ("EXPIRED", "DECLINED") else [])
            yes = "confirm" if has == leaves else "already"
            may = state in ("OFFERED", "ASKED", "EXPIRED")
            assert theirs == ([yes, "decline"] if may else [])


def test_an_offer_is_made_when_the_removal_is_applied_and_ends_in_the_other_roll(
    two: Two,
) -> None:
    voter = next(two.people)
    made = movers.leaving(two.a, HERE, voter, THERE)
    assert movers.of(made) is None
    movers.applied(two.a, made)
    one = two.of(made)
    assert (one.state, one.opened_by, one.from_stage) == ("OFFERED", "FROM", "APPLIED")
    assert one.due_on == timezone.localdate() + timedelta(
        days=settings.POLICY.handover_days
    )
    assert set(one.payload) == {
        *("nik", "name", "birth_place", "birth_date", "sex", "marital_status"),
        *("disability", "ektp_status", "evidence_kind", "evidence_no", "event_date"),
    }
    got = movers.confirm(two.b, THERE, one, two.place)
    assert (got.kind, got.category, got.rule) == ("BARU", "PINDAH_MASUK", "O3")
    assert (got.evidence_no, got.state) == ("SKP/1", "OPEN")
    assert str(two.a) in got.note
    assert movers.state(made) == "CONFIRMED"
    movers.applied(two.b, got)
    one = two.of(made)
    assert (one.state, [step["what"] for step in one.steps]) == (
        "DONE",
        ["OFFERED", "CONFIRMED", "DONE"],
    )
    assert [step["who"] for step in one.steps[1:2]] == [str(two.b)]
    assert (movers.counted(HERE, voter.nik), movers.counted(THERE, voter.nik)) == (0, 1)


def test_it_counts_as_keluar_here_and_masuk_there(two: Two) -> None:
    def cells(regency: str, category: str) -> int:
        ((n,),) = admin_sql(
            "SELECT coalesce(sum(t.n), 0)::int FROM period_tally t JOIN periods_period"
            " p ON p.id = t.period_id WHERE t.regency_code = %s AND t.category = %s"
            " AND p.state = 'OPEN'",
            [regency, category],
        )
        return int(n)

    before = cells(HERE, "PINDAH"), cells(THERE, "PINDAH_MASUK")
    made = movers.applied(two.a, movers.leaving(two.a, HERE, next(two.people), THERE))
    movers.applied(two.b, movers.confirm(two.b, THERE, two.of(made), two.place))
    assert movers.state(made) == "DONE"
    after = cells(HERE, "PINDAH"), cells(THERE, "PINDAH_MASUK")
    assert (after[0] - before[0], after[1] - before[1]) == (1, 1)


def test_asked_the_other_office_removes_in_its_own_review_or_not_at_all(
    two: Two,
) -> None:
    voter, made, one = two.asked()
    assert (one.state, one.opened_by, one.to_stage) == ("ASKED", "TO", "WAITING")
    movers.applied(two.b, made)
    # In both rolls, and said so to both; nobody is struck by the other office.
    one = two.of(made)
    assert (one.state, one.to_stage) == ("ASKED", "APPLIED")
    with as_worker():
        assert handover.active_twice(HERE) == handover.active_twice(THERE) == [one.pk]
    for user, regency in ((two.a, HERE), (two.b, THERE)):
        with desk.desk(user):
            rows = Handover.objects.in_scope_of(user).of(regency)
            assert [row.pk for row in rows.in_both()] == [one.pk]
    removal = movers.confirm(two.a, HERE, one)
    assert (removal.kind, removal.category, removal.rule) == ("TMS", "PINDAH", "O4")
    assert movers.counted(HERE, voter.nik) == 1
    movers.applied(two.a, removal)
    assert movers.state(made) == "DONE"
    assert movers.counted(HERE, voter.nik) == 0
    with as_worker():
        assert handover.active_twice(HERE) == []


def test_the_removal_applied_first_waits_for_the_newcomer(two: Two) -> None:
    _voter, made, one = two.asked()
    movers.applied(two.a, movers.confirm(two.a, HERE, one))
    assert movers.state(made) == "CONFIRMED"
    movers.applied(two.b, made)
    assert movers.state(made) == "DONE"


def test_both_propose_by_themselves_and_meet(two: Two) -> None:
    voter = next(two.people)
    leaving = movers.leaving(two.a, HERE, voter, THERE)
    coming = movers.coming(two.b, THERE, voter, two.place, HERE)
    assert movers.state(coming) == "ASKED"
    movers.applied(two.a, leaving)
    assert movers.state(coming) == "CONFIRMED"
    movers.applied(two.b, coming)
    with as_worker():
        found = Handover.objects.filter(payload__nik=voter.nik)
        assert [one.state for one in found] == ["DONE"]


def test_an_open_proposal_of_the_office_is_taken_instead_of_a_second(two: Two) -> None:
    voter, _made, one = two.offered()
    own = movers.coming(two.b, THERE, voter, two.place)
    got = movers.confirm(two.b, THERE, one, two.place)
    assert got.pk == own.pk
    assert movers.state(own) == "CONFIRMED"


def test_undone_at_the_origin_the_offer_is_withdrawn_and_no_newcomer_applied(
    two: Two,
) -> None:
    voter, made, one = two.offered()
    got = movers.confirm(two.b, THERE, one, two.place)
    late = movers.coming(two.b, THERE, next(two.people), two.place)
    movers.decide(two.b, services.accept, got)
    movers.work("undo", HERE, proposal=made.pk)
    assert movers.state(made) == "WITHDRAWN"
    assert movers.counted(HERE, voter.nik) == 1
    # Accepted before, it goes stale; undecided, it is refused.
    assert movers.work("apply", THERE)["stale"] == 1
    assert movers.counted(THERE, voter.nik) == 0
    assert movers.state(made) == "WITHDRAWN"
    _voter, made, one = two.offered()
    got = movers.confirm(two.b, THERE, one, two.place)
    movers.work("undo", HERE, proposal=made.pk)
    with pytest.raises(errors.NotDecidable, match="ditarik"):
        movers.decide(two.b, services.accept, got)
    movers.decide(two.b, services.reject, late, reason="BUKTI_KURANG")


def test_undone_after_the_end_the_other_office_is_asked(two: Two) -> None:
    voter, made, one = two.offered()
    got = movers.confirm(two.b, THERE, one, two.place)
    movers.applied(two.b, got)
    # The origin takes the person back: in both, and the origin is asked anew.
    movers.work("undo", HERE, proposal=made.pk)
    one = two.of(made)
    assert (one.state, one.opened_by) == ("ASKED", "TO")
    with as_worker():
        assert handover.active_twice(THERE) == [one.pk]
    movers.answer(two.a, HERE, one, handover.decline, reason="TIDAK_PINDAH")
    movers.work("undo", THERE, proposal=got.pk)
    assert movers.state(made) == "WITHDRAWN"
    assert (movers.counted(HERE, voter.nik), movers.counted(THERE, voter.nik)) == (1, 0)
    # The taking office undoes: the person is nowhere, so the offer stands again.
    _voter, made, one = two.offered()
    got = movers.confirm(two.b, THERE, one, two.place)
    movers.applied(two.b, got)
    movers.work("undo", THERE, proposal=got.pk)
    assert movers.state(made) == "OFFERED"


def test_a_reinstatement_takes_the_offer_back(two: Two) -> None:
    voter, made, _one = two.offered()
    back = movers.propose(
        two.a, HERE, "PEMULIHAN", voter=desk.see_voter(two.a, voter.pk)
    )
    movers.applied(two.a, back)
    assert movers.state(made) == "WITHDRAWN"


def test_rejected_in_review_the_other_office_reads_why(two: Two) -> None:
    _voter, made, one = two.offered()
    got = movers.confirm(two.b, THERE, one, two.place)
    movers.decide(two.b, services.reject, got, reason="BUKTI_KURANG")
    one = two.of(made)
    assert (one.state, one.reason) == ("DECLINED", "BUKTI_KURANG")
    assert one.answered_by_name == str(two.b)
    movers.decide(two.b, services.reopen, got)
    assert movers.state(made) == "CONFIRMED"
    # Withdrawn by who proposed it: nobody said no.
    movers.decide(two.b, services.withdraw, got)
    assert movers.state(made) == "OFFERED"
    _voter, made, one = two.asked()
    out = movers.confirm(two.a, HERE, one)
    movers.decide(two.a, services.reject, out, reason="BUKAN_ORANG")
    assert movers.state(made) == "DECLINED"
    # The asking office lets its own newcomer go.
    _voter, made, one = two.asked()
    out = movers.confirm(two.a, HERE, one)
    movers.decide(two.b, services.reject, made, reason="BUKTI_KURANG")
    assert movers.state(made) == "WITHDRAWN"
    with pytest.raises(errors.NotDecidable, match="ditarik"):
        movers.decide(two.a, services.accept, out)


def test_rejected_after_the_removal_the_person_is_not_lost(two: Two) -> None:
    _voter, made, one = two.asked()
    movers.applied(two.a, movers.confirm(two.a, HERE, one))
    movers.decide(two.b, services.reject, made, reason="BUKTI_KURANG")
    one = two.of(made)
    assert (one.state, one.opened_by) == ("DECLINED", "FROM")
    movers.answer(two.a, HERE, one, handover.renew)
    assert movers.state(made) == "OFFERED"


def test_declined_with_a_reason_and_asked_once_more(two: Two) -> None:
    _voter, made, one = two.offered()
    for wrong, words in ((("", ""), "Pilih alasan"), (("LAIN", " "), "perlu catatan")):
        with pytest.raises(errors.NotDecidable, match=words):
            movers.answer(
                two.b, THERE, one, handover.decline, reason=wrong[0], note=wrong[1]
            )
    with pytest.raises(errors.NotDecidable, match="Kab/kota lain yang menjawab"):
        movers.answer(two.a, HERE, one, handover.decline, reason="TIDAK_ADA")
    with pytest.raises(errors.NotDecidable, match="tidak menunggu"):
        movers.answer(two.a, HERE, one, handover.renew)
    movers.answer(two.b, THERE, one, handover.decline, reason="TIDAK_ADA")
    with pytest.raises(errors.NotDecidable, match="sudah ditolak"):
        movers.confirm(two.b, THERE, one, two.place)
    movers.answer(two.a, HERE, one, handover.renew)
    assert movers.state(made) == "OFFERED"


def test_the_clock_ends_it_and_a_late_answer_still_counts(two: Two) -> None:
    _voter, made, one = two.offered()
    with as_worker():
        handover.end_overdue(one.due_on)
        assert movers.state(made) == "OFFERED"
        admin_sql(
            "UPDATE handover SET due_on = %s WHERE id = %s RETURNING 1",
            [timezone.localdate() - timedelta(days=1), one.pk],
        )
        assert handover.end_overdue(timezone.localdate()) == 1
        assert handover.end_overdue(timezone.localdate()) == 0
    assert movers.state(made) == "EXPIRED"
    got = movers.confirm(two.b, THERE, one, two.place)
    movers.applied(two.b, got)
    assert movers.state(made) == "DONE"


def test_already_in_the_roll_there_is_no_candidate(two: Two) -> None:
    voter = next(two.people)
    movers.applied(two.b, movers.coming(two.b, THERE, voter, two.place))
    made = movers.applied(two.a, movers.leaving(two.a, HERE, voter, THERE))
    one = two.of(made)
    assert one.state == "OFFERED"
    with pytest.raises(errors.NotDecidable, match="sudah aktif di sini"):
        movers.confirm(two.b, THERE, one, two.place)
    movers.answer(two.b, THERE, one, handover.already)
    assert movers.state(made) == "DONE"
    # And the other way round: the origin has let the person go before it was asked.
    voter = next(two.people)
    movers.applied(two.a, movers.leaving(two.a, HERE, voter))
    made = movers.coming(two.b, THERE, voter, two.place, HERE)
    one = two.of(made)
    with pytest.raises(errors.NotDecidable, match="Tidak ada pemilih aktif"):
        movers.confirm(two.a, HERE, one)
    movers.answer(two.a, HERE, one, handover.already)
    movers.applied(two.b, made)
    assert movers.state(made) == "DONE"
    # Who has no such record cannot say so of an offer, and who has it not of a request.
    _voter, _made, one = two.offered()
    with pytest.raises(errors.NotDecidable, match="muat ulang"):
        movers.answer(two.b, THERE, one, handover.already)
    _voter, _made, one = two.asked()
    with pytest.raises(errors.NotDecidable, match="muat ulang"):
        movers.answer(two.a, HERE, one, handover.already)


def test_elsewhere_is_a_note_and_what_is_no_move_names_nobody(two: Two) -> None:
    made = movers.leaving(two.a, HERE, next(two.people))
    named = movers.name(two.a, made, "3273")
    assert "di luar instalasi ini" in named.note
    assert "_handover" not in named.new
    for other in ("", HERE):
        with pytest.raises(errors.NotDecidable, match="Pilih kab/kota lain"):
            movers.name(two.a, made, other)
    movers.applied(two.a, made)
    assert movers.of(made) is None
    # Named after it was applied, it is offered at once, and stays with whom it told.
    movers.name(two.a, made, THERE)
    assert movers.state(made) == "OFFERED"
    with pytest.raises(errors.NotDecidable, match="sudah dibuka"):
        movers.name(two.a, made, "3273")
    death = movers.propose(
        two.a, HERE, "TMS", voter=next(two.people), category="MENINGGAL"
    )
    with pytest.raises(errors.NotDecidable, match="Hanya TMS pindah"):
        movers.name(two.a, death, THERE)


def test_a_period_closed_on_one_side_stops_that_side_alone(two: Two) -> None:
    _voter, made, one = two.offered()
    shut = "UPDATE periods_period SET state = %s WHERE regency_code = %s AND state = %s"
    admin_sql(shut + " RETURNING 1", ["SUSPENDED", HERE, "OPEN"])
    try:
        got = movers.confirm(two.b, THERE, one, two.place)
        movers.applied(two.b, got)
        assert movers.state(made) == "DONE"
    finally:
        admin_sql(shut + " RETURNING 1", ["OPEN", HERE, "SUSPENDED"])
    _voter, made, one = two.offered()
    admin_sql(shut + " RETURNING 1", ["SUSPENDED", THERE, "OPEN"])
    try:
        with pytest.raises(errors.ClosedPeriod):
            movers.confirm(two.b, THERE, one, two.place)
        # Saying no needs no period: nobody's roll changes.
        movers.answer(two.b, THERE, one, handover.decline, reason="TIDAK_ADA")
    finally:
        admin_sql(shut + " RETURNING 1", ["OPEN", THERE, "SUSPENDED"])
    assert movers.state(made) == "DECLINED"


class Crash(Exception):
    """The process ends here."""


def crashes(monkeypatch: pytest.MonkeyPatch, place: str) -> Any:
    """Let a named function end the process instead of returning."""

    def fall(*args: Any, **kwargs: Any) -> Any:
        raise Crash

    monkeypatch.setattr(place, fall)


def test_each_step_is_whole_or_not_at_all(
    two: Two, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Broken between its parts, a step leaves what was; a rerun ends the same."""
    voter = next(two.people)
    made = movers.leaving(two.a, HERE, voter)
    service = "voters.services.handover"
    with monkeypatch.context() as broken:
        crashes(broken, f"{service}._record")
        with pytest.raises(Crash):
            movers.name(two.a, made, THERE)
    assert "_handover" not in desk.see(two.a, made).new
    made = movers.name(two.a, made, THERE)
    movers.decide(two.a, services.accept, made)
    for place in ("free_pairs", "begin_job"):
        with monkeypatch.context() as broken:
            crashes(broken, f"voters.services.applying.{place}")
            with pytest.raises(JobError, match="Crash"):
                movers.work("apply", HERE)
        assert (movers.counted(HERE, voter.nik), movers.of(made)) == (1, None)
    movers.work("apply", HERE)
    one = two.of(made)
    assert one.state == "OFFERED"
    for place in ("set_clock", "_record"):
        with monkeypatch.context() as broken:
            crashes(broken, f"{service}.{place}")
            with pytest.raises(Crash):
                movers.confirm(two.b, THERE, one, two.place)
            with pytest.raises(Crash):
                movers.answer(two.b, THERE, one, handover.decline, reason="TIDAK_ADA")
        assert movers.state(made) == "OFFERED"
        with desk.desk(two.b):
            rows = ChangeProposal.objects.of(THERE).filter(nik=voter.nik)
            assert not rows.exists()
    got = movers.confirm(two.b, THERE, one, two.place)
    movers.decide(two.b, services.accept, got)
    with monkeypatch.context() as broken:
        crashes(broken, "voters.services.applying.free_pairs")
        with pytest.raises(JobError, match="Crash"):
            movers.work("apply", THERE)
    assert (movers.state(made), movers.counted(THERE, voter.nik)) == ("CONFIRMED", 0)
    movers.work("apply", THERE)
    movers.work("apply", THERE)
    assert (movers.state(made), movers.counted(THERE, voter.nik)) == ("DONE", 1)
    with monkeypatch.context() as broken:
        crashes(broken, "voters.services.applying.free_pairs")
        with pytest.raises(JobError, match="Crash"):
            movers.work("undo", THERE, proposal=got.pk)
    assert (movers.state(made), movers.counted(THERE, voter.nik)) == ("DONE", 1)


def test_a_killed_session_leaves_no_half(two: Two) -> None:
    """The server ends the session after the trigger and before the commit."""
    _voter, made, one = two.offered()
    with pytest.raises(Exception, match="terminat|closed|server"), desk.desk(two.b):
        handover.confirm(
            actor=two.b,
            regency=THERE,
            public_id=one.public_id,
            place={"address": "JL BARU 2", "kelurahan": two.place},
        )
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            (pid,) = cursor.fetchone()
        admin_sql("SELECT pg_terminate_backend(%s)", [pid])
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    connection.close()
    assert movers.state(made) == "OFFERED"
    movers.applied(two.b, movers.confirm(two.b, THERE, one, two.place))
    assert movers.state(made) == "DONE"


def test_both_offices_at_the_same_moment_open_one(two: Two) -> None:
    voter = next(two.people)
    leaving = movers.leaving(two.a, HERE, voter, THERE)
    movers.decide(two.a, services.accept, leaving)
    coming = movers.coming(two.b, THERE, voter, two.place)
    gate, met = threading.Barrier(2), []

    def sit(turn: Any) -> None:
        try:
            gate.wait(timeout=30)
            turn()
        except Exception as error:  # noqa: BLE001 - whatever a thread met is shown
            met.append(error)
        finally:
            connection.close()

    turns = [
        lambda: login_sql("worker", _APPLY_AT_ONCE, [leaving.pk]),
        lambda: movers.name(two.b, coming, HERE),
    ]
    threads = [threading.Thread(target=sit, args=[turn]) for turn in turns]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert met == []
    with as_worker():
        found = list(Handover.objects.filter(payload__nik=voter.nik))
    assert [one.state for one in found] == ["CONFIRMED"]
    admin_sql(
        "UPDATE change_proposal SET state = 'ACCEPTED' WHERE id = %s RETURNING 1",
        [leaving.pk],
    )
    movers.work("apply", HERE)


_APPLY_AT_ONCE = (
    "UPDATE change_proposal SET state = 'APPLIED' "
    "WHERE regency_code = '3272' AND id = %s"
)


def seen(user: Any, query: str) -> list[Any]:
    with desk.desk(user), connection.cursor() as cursor:
        cursor.execute(query)
        return list(cursor.fetchall())


def test_only_the_two_offices_see_it(two: Two, cast: Any) -> None:
    _voter, _made, one = two.offered()
    rows = "SELECT count(*) FROM handover"
    (everything,) = admin_sql(rows)[0]
    assert seen(two.a, rows) == seen(two.b, rows) == [(everything,)]
    admin_sql(
        "INSERT INTO handover (from_regency, to_regency, opened_by, state, payload, "
        "from_stage, to_stage, answer, reason, note, answered_by_name, opened_by_name, "
        "due_on, steps) VALUES ('3201', '3202', 'FROM', '', '{}', 'APPLIED', '', '', "
        "'', '', '', '', current_date, '[]') RETURNING 1"
    )
    for user in (two.a, two.b):
        assert seen(user, rows) == [(everything,)]
    for nobody in (cast.province, cast.supervisor, cast.post, cast.head, cast.admin):
        assert seen(nobody, rows) == [(0,)]
        with desk.desk(nobody):
            assert not Handover.objects.in_scope_of(nobody).exists()
    # Before it is offered, the other office sees nothing of the removal.
    waits = movers.leaving(two.a, HERE, next(two.people), THERE)
    assert movers.of(waits) is None
    with desk.desk(two.b):
        assert not ChangeProposal.objects.of(HERE).exists()
    forced = admin_sql(
        "SELECT relforcerowsecurity FROM pg_class WHERE relname = 'handover'"
    )
    assert forced == [(True,)]
    assert one.state == "OFFERED"


REFUSED = (
    "INSERT INTO handover (from_regency) VALUES ('3272')",
    "UPDATE handover SET state = 'DONE'",
    "UPDATE handover SET payload = '{}'",
    "UPDATE handover SET opened_by = 'TO'",
    "UPDATE handover SET to_voter_id = 1",
    "UPDATE handover SET due_on = '2099-01-01'",
    "DELETE FROM handover",
    "SELECT handover_twice('3272')",
    "SELECT handover_moved(h, 'TO', p) FROM handover h, change_proposal p",
)
NOT_YOURS = (
    "UPDATE handover SET from_stage = '' WHERE id = %s",
    "UPDATE handover SET to_stage = 'APPLIED' WHERE id = %s",
    "UPDATE handover SET answer = 'CONFIRMED' WHERE id = %s",
    "UPDATE handover SET answer = 'CONFIRMED', to_stage = 'APPLIED' WHERE id = %s",
    "UPDATE handover SET expired_at = now() WHERE id = %s",
)


def refuses(user: Any, verb: str, number: int) -> None:
    """The database's own refusal, past every service."""
    refusal = pytest.raises(InternalError, match="not yours")
    with desk.desk(user), refusal, transaction.atomic():
        connection.cursor().execute(verb, [number])


def test_the_database_refuses_what_a_side_may_not_say(two: Two) -> None:
    for verb in REFUSED:
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            login_sql("web", verb)
    _voter, made, one = two.offered()
    for verb in NOT_YOURS:
        for user in (two.a, two.b):
            refuses(user, verb, one.pk)
    # The answer is the other side's alone.
    decline = "UPDATE handover SET answer = 'DECLINED' WHERE id = %s"
    refuses(two.a, decline, one.pk)
    assert movers.state(made) == "OFFERED"


def test_the_payload_is_forgotten_and_the_row_stays(two: Two) -> None:
    _voter, done, one = two.offered()
    movers.applied(two.b, movers.confirm(two.b, THERE, one, two.place))
    _voter, open_, _one = two.offered()
    _voter, both, three = two.asked()
    movers.applied(two.b, both)
    movers.answer(two.a, HERE, three, handover.decline, reason="TIDAK_PINDAH")
    with as_worker(), transaction.atomic():
        later = timezone.now() + timedelta(days=1)
        due = set(handover.due_payloads(later).values_list("pk", flat=True))
        assert one.pk in due
        assert not due & {two.of(open_).pk, three.pk}
        assert handover.forget_payloads(later) == len(due)
        kept = Handover.objects.get(pk=one.pk)
        assert (kept.payload, kept.number_hash, kept.state) == ({}, None, "DONE")
        transaction.set_rollback(True)
    assert movers.state(done) == "DONE"
