"""Apply and undo: what each kind does, what has gone stale, and any order of both."""

from __future__ import annotations

import contextlib
import random

import pytest
from django.db import connection, connections, transaction

from jobs.services import JobError
from tests.plenos.conftest import freeze_now, record_plenary
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters import services, sql_steps
from voters.models import ChangeProposal, Voter
from voters.services import errors

pytestmark = pytest.mark.usefixtures("stocked")
PAPER = {"evidence_kind": "KTP_KK", "evidence_no": "1"}


def accepted(cast, kind, voter, **said):
    made = desk.propose(cast.operator_a, kind, voter, **said)
    proof = PAPER if kind == "TMS" else {}
    return desk.decide(cast.operator_a, services.accept, made, **proof)


def newcomer(cast, nik="3201010101900001", **more):
    place = desk.voters(cast.operator_a, 1)[0].kelurahan
    new = {
        "name": "ORANG BARU",
        "birth_date": "1990-01-01",
        "sex": "L",
        "address": "JL E 1",
        "kelurahan": place,
        **more,
    }
    return {"nik": nik, "new": new, "category": "PINDAH_MASUK"}


def last_event():
    return admin_sql(
        "SELECT effect, sign, category, actor_name, proposal_id FROM voter_event "
        "WHERE regency_code = '3272' ORDER BY id DESC LIMIT 1"
    )[0]


def test_apply_works(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    made = accepted(cast, "UBAH", voter, new={"address": "JL F 1"}, note="telepon")
    result = desk.work("apply", cast.operator_a)
    assert result == {
        "applied": 1,
        "stale": 0,
        "kinds": {"UBAH": 1},
        "period": "2026-11",
    }
    after = desk.see_voter(cast.operator_a, voter.pk)
    assert (after.address, after.row_version) == ("JL F 1", voter.row_version + 1)
    assert last_event() == ("UBAH", 1, "", str(cast.operator_a), made.pk)
    desk.tallies_hold()
    assert desk.work("apply")["applied"] == 0


def test_every_kind_and_its_undoing(cast):
    before, people = desk.counted(), desk.voters(cast.operator_a, 5)
    other = next(
        v
        for v in desk.voters(cast.operator_a, 900)
        if v.kelurahan != people[1].kelurahan
    )
    done = [
        accepted(cast, "UBAH", people[0], new={"sex": "PL"[people[0].sex == "P"]}),
        accepted(
            cast,
            "UBAH",
            people[1],
            new={"kelurahan": other.kelurahan, "sex": "PL"[people[1].sex == "P"]},
        ),
        accepted(cast, "TMS", people[2], category="MENINGGAL"),
        accepted(
            cast,
            "TAHAN",
            people[3],
            category="RAGU",
            new={"status_until": "2027-01-01"},
        ),
        accepted(cast, "BARU", None, **newcomer(cast)),
    ]
    assert done[1].kind == "PINDAH_DALAM"
    assert desk.work("apply")["applied"] == 5
    desk.tallies_hold()
    assert moved_by(before) == nonzero(desk.moved())
    held = desk.see_voter(cast.operator_a, people[3].pk)
    assert (held.status, held.status_reason) == ("HELD", "RAGU")
    born = desk.see(cast.operator_a, done[4])
    assert desk.see_voter(cast.operator_a, born.voter_id).name == "ORANG BARU"
    back = accepted(cast, "PEMULIHAN", desk.see_voter(cast.operator_a, people[2].pk))
    free = accepted(cast, "PEMULIHAN", held)
    desk.work("apply")
    desk.tallies_hold()
    assert moved_by(before) == nonzero(desk.moved())
    for proposal in [back, free, *done]:
        assert desk.work("undo", cast.operator_a, proposal=proposal.pk)["undone"] == 1
        desk.tallies_hold()
        assert desk.see(cast.operator_a, proposal).state == "UNDONE"
    assert desk.counted() == before
    assert nonzero(desk.moved()) == {}
    for voter in people:
        now = desk.see_voter(cast.operator_a, voter.pk)
        skip = {"_state", "row_version", "change_id"}
        assert {k: v for k, v in vars(now).items() if k not in skip} == {
            k: v for k, v in vars(voter).items() if k not in skip
        }
    gone = desk.see_voter(cast.operator_a, born.voter_id)
    assert (gone.status, gone.status_reason) == ("INELIGIBLE", "BATAL")


def moved_by(before):
    now = desk.counted()
    keys = set(now) | set(before)
    return nonzero({key: now.get(key, 0) - before.get(key, 0) for key in keys})


def nonzero(cells):
    return {key: n for key, n in cells.items() if n}


def change_behind(voter, **values):
    """Somebody else's change, past the proposals."""
    with as_worker(), transaction.atomic():
        Voter.objects.of("3272").filter(pk=voter.pk).update(**values)


def test_what_changed_meanwhile_is_stale(cast):
    people = desk.voters(cast.operator_a, 4)
    stale = accepted(cast, "UBAH", people[0], new={"address": "JL G 1"})
    other = accepted(cast, "UBAH", people[1], new={"address": "JL G 2"})
    gone = accepted(cast, "TMS", people[2], category="PINDAH")
    twice = accepted(cast, "BARU", None, **newcomer(cast))
    change_behind(people[0], address="JL LAIN 1")
    change_behind(people[1], rt="099")
    change_behind(people[2], status="INELIGIBLE", status_reason="TNI")
    change_behind(people[3], nik="3201010101900001")
    result = desk.work("apply")
    assert (result["applied"], result["stale"]) == (1, 3)
    for proposal in (stale, gone, twice):
        assert desk.see(cast.operator_a, proposal).state == "STALE"
    assert desk.see(cast.operator_a, other).state == "APPLIED"
    desk.tallies_hold()


def test_two_changes_of_one_person_in_two_rounds(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    accepted(cast, "UBAH", voter, new={"address": "JL H 1"})
    accepted(cast, "UBAH", voter, new={"tps": "088"})
    accepted(cast, "TAHAN", voter, category="RAGU")
    assert desk.work("apply")["applied"] == 3
    after = desk.see_voter(cast.operator_a, voter.pk)
    assert (after.address, after.tps, after.status) == ("JL H 1", "088", "HELD")
    assert after.row_version == voter.row_version + 3


def test_two_claims_on_one_nik(cast):
    first, second = desk.voters(cast.operator_a, 2)
    accepted(cast, "UBAH", first, new={"nik": "3201010101900001"})
    accepted(cast, "UBAH", second, new={"nik": "3201010101900001"})
    result = desk.work("apply")
    assert (result["applied"], result["stale"]) == (1, 1)
    desk.tallies_hold()


def test_undo_refuses_what_later_changes_rest_on(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    first = accepted(cast, "UBAH", voter, new={"address": "JL I 1"})
    desk.work("apply")
    second = accepted(
        cast, "UBAH", desk.see_voter(cast.operator_a, voter.pk), new={"rt": "055"}
    )
    desk.work("apply")
    with pytest.raises(JobError):
        desk.work("undo", proposal=first.pk)
    desk.work("undo", proposal=second.pk)
    desk.work("undo", proposal=first.pk)
    now = desk.see_voter(cast.operator_a, voter.pk)
    assert (now.address, now.rt) == (voter.address, voter.rt)


def delivered(cast, people):
    """New addresses of these people, from one delivery, all accepted."""
    rows = [
        desk.question(v, "UBAH", elements=["address"], old="{}", new='{"address":"J"}')
        for v in people
    ]
    desk.inject(rows, delivery=7)
    with desk.desk(cast.operator_a):
        services.decide_bulk(
            actor=cast.operator_a,
            regency="3272",
            rows=ChangeProposal.objects.of("3272"),
            decision="accept",
        )


def test_undo_of_a_delivery(cast):
    people = desk.voters(cast.operator_a, 6)
    delivered(cast, people[:4])
    desk.work("apply")
    kept = accepted(
        cast, "UBAH", desk.see_voter(cast.operator_a, people[0].pk), new={"rt": "044"}
    )
    desk.work("apply")
    result = desk.work("undo", delivery=7)
    assert (result["undone"], result["kept"]) == (3, 1)
    assert desk.see(cast.operator_a, kept).state == "APPLIED"
    desk.tallies_hold()


def test_a_frozen_period_keeps_what_it_applied(cast):
    """Undone is what the open period applied, be it one change or a delivery."""
    first, second, third = people = desk.voters(cast.operator_a, 3)
    by_hand = accepted(cast, "UBAH", first, new={"rt": "041"})
    rows = [
        desk.question(v, "UBAH", elements=["rt"], old="{}", new='{"rt":"042"}')
        for v in (second, third)
    ]
    desk.inject(rows, delivery=7)
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of("3272").filter(delivery_id=7)
        goes, waits = made.get(voter_id=second.pk), made.get(voter_id=third.pk)
    desk.decide(cast.operator_a, services.accept, goes)
    assert desk.work("apply")["applied"] == 2
    record_plenary(cast.operator_a, desk.period())
    freeze_now(cast.chair_a, desk.period())
    assert desk.period().code == "2026-12"

    with pytest.raises(JobError, match="periodenya lain"):
        desk.work("undo", proposal=by_hand.pk)
    assert desk.work("undo", delivery=7) == {
        "undone": 0,
        "kept": 0,
        "period": "2026-12",
    }
    for asked, refusal in (
        ({"proposal": desk.see(cast.operator_a, by_hand)}, errors.NotDecidable),
        ({"delivery_id": 7}, errors.NothingToDo),
    ):
        with pytest.raises(refusal, match="periode"), desk.desk(cast.operator_a):
            services.start_undo(
                actor=None, regency="3272", period=desk.period(), **asked
            )
    # What the next month applied of the same delivery is undone, and that alone.
    desk.decide(cast.operator_a, services.accept, waits)
    assert desk.work("apply")["applied"] == 1
    assert desk.see_voter(cast.operator_a, third.pk).rt == "042"
    result = desk.work("undo", delivery=7)
    assert (result["undone"], result["kept"]) == (1, 0)
    now = [desk.see_voter(cast.operator_a, one.pk).rt for one in people]
    assert now == ["041", "042", third.rt]
    with desk.desk(cast.operator_a):
        rows = ChangeProposal.objects.of("3272").exclude(kind="UNDO").order_by("pk")
        states = [one.state for one in rows]
    assert states == ["APPLIED", "APPLIED", "UNDONE"]
    desk.tallies_hold()


def test_undo_service_refuses(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    made = desk.propose(cast.operator_a, "UBAH", voter, new={"rt": "031"})
    with pytest.raises(errors.NotDecidable), desk.desk(cast.operator_a):
        services.start_undo(
            actor=None, regency="3272", period=desk.period(), proposal=made
        )


def test_a_closed_period_refuses_the_job(cast):
    voter = desk.voters(cast.operator_a, 1)[0]
    made = accepted(cast, "UBAH", voter, new={"rt": "031"})
    number = desk.period().pk
    admin_sql("UPDATE periods_period SET state = 'CLOSED' WHERE regency_code = '3272'")
    from jobs.services import run_here

    with as_worker():
        for kind in ("apply", "undo"):
            with pytest.raises(JobError, match="ditutup"):
                run_here(
                    actor=None,
                    kind=kind,
                    regency="3272",
                    params={"period": number, "proposal": made.pk},
                )
    assert desk.see(cast.operator_a, made).state == "ACCEPTED"


def test_muncul_kembali_is_a_pemulihan(cast):
    with desk.desk(cast.operator_a):
        rows = Voter.objects.of("3272").filter(status="INELIGIBLE")
        gone = rows.exclude(status_reason="DI_BAWAH_UMUR").first()
    desk.inject([desk.question(gone, "MUNCUL_KEMBALI")])
    with desk.desk(cast.operator_a):
        made = ChangeProposal.objects.of("3272").get()
    desk.decide(cast.operator_a, services.accept, made, **PAPER)
    desk.decide(cast.chair_a, services.accept, made)
    desk.work("apply")
    assert last_event()[:3] == ("PEMULIHAN", 1, gone.status_reason)
    desk.tallies_hold()


@pytest.mark.slow
@pytest.mark.no_cover
@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_keeps_the_tallies(cast, seed):
    rng = random.Random(seed)
    before, people = desk.counted(), desk.voters(cast.operator_a, 12)
    places = sorted({v.kelurahan for v in desk.voters(cast.operator_a, 400)})
    serial = 0
    for _turn in range(25):
        step = rng.choice(["propose", "propose", "propose", "apply", "undo"])
        if step == "apply":
            desk.work("apply")
        elif step == "undo":
            with desk.desk(cast.operator_a):
                rows = ChangeProposal.objects.of("3272").filter(state="APPLIED")
                numbers = list(rows.exclude(kind="UNDO").values_list("pk", flat=True))
            if numbers:
                with contextlib.suppress(JobError):
                    desk.work("undo", proposal=rng.choice(numbers))
        else:
            serial += 1
            with contextlib.suppress(errors.VoterError):
                propose_something(cast, rng, people, places, serial)
        desk.tallies_hold()
        assert moved_by(before) == nonzero(desk.moved())


def propose_something(cast, rng, people, places, serial):
    kind = rng.choice(["UBAH", "UBAH", "UBAH", "TMS", "TAHAN", "PEMULIHAN", "BARU"])
    if kind == "BARU":
        nik = f"32010101019000{rng.randint(10, 14)}"
        accepted(cast, "BARU", None, **newcomer(cast, nik=nik))
        return
    voter = desk.see_voter(cast.operator_a, rng.choice(people).pk)
    new = {}
    if kind == "UBAH":
        pick = rng.choice(["address", "sex", "kelurahan", "nik"])
        new = {
            "address": {"address": f"JL {serial}"},
            "sex": {"sex": rng.choice("LP")},
            "kelurahan": {"kelurahan": rng.choice(places), "sex": rng.choice("LP")},
            "nik": {"nik": f"32010101019000{rng.randint(10, 14)}"},
        }[pick]
    category = {"TMS": "MENINGGAL", "TAHAN": "RAGU"}.get(kind, "")
    accepted(cast, kind, voter, new=new, category=category)


def test_a_cancelled_apply_leaves_nothing(cast, monkeypatch):
    from jobs import services as jobs

    voter = desk.voters(cast.operator_a, 1)[0]
    made = accepted(cast, "UBAH", voter, new={"rt": "031"})

    def cancelled(self):
        raise jobs.Cancelled

    monkeypatch.setattr(jobs.Context, "check", cancelled)
    with pytest.raises(JobError):
        desk.work("apply")
    assert desk.see(cast.operator_a, made).state == "ACCEPTED"
    assert desk.see_voter(cast.operator_a, voter.pk).rt == voter.rt
    with as_worker(), connections["default"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'landing'")
        assert cursor.fetchone() == (0,)


@pytest.mark.parametrize(("many", "loops"), [(3, "off"), (4, "on")])
def test_many_rows_are_never_looped_over(cast, monkeypatch, many, loops):
    """A new database has no statistics: 20,000 proposals were taken for one."""
    seen = []

    def run(self, step, bare=sql_steps.Steps.run):
        with connection.cursor() as cursor:
            cursor.execute("SHOW enable_nestloop")
            seen.append((step, cursor.fetchone()[0]))
        return bare(self, step)

    monkeypatch.setattr(sql_steps, "LOOPED", many)
    monkeypatch.setattr(sql_steps.Steps, "run", run)
    delivered(cast, desk.voters(cast.operator_a, 4))
    assert desk.work("apply")["applied"] == 4
    assert desk.work("undo", delivery=7)["undone"] == 4
    first = [on for step, on in seen if step == "sort"]
    assert len(first) > 1  # of both jobs, some in rounds
    assert set(first) == {loops}
