"""Who is drawn, how tasks are grouped, given out and taken back."""

from __future__ import annotations

import dataclasses
from typing import Any

import pytest

from fieldwork import services
from fieldwork.models import Batch, Reason, SpotCheck, Task
from fieldwork.services.drawing import draw
from fieldwork.services.errors import FieldError
from jobs.services import JobError, run_here
from tests.fieldwork import steps
from tests.roles import admin_sql, as_worker
from tests.voters import desk, pairs

pytestmark = pytest.mark.usefixtures("office")
REGENCY = desk.REGENCY


def doubts(cast: Any) -> dict[str, int]:
    """One or more doubtful findings of each kind, on different people; by voter."""
    people = desk.voters(cast.operator_a, 12)
    gone = people[1]
    admin_sql(
        "UPDATE voter SET status = 'INELIGIBLE', status_reason = 'MENINGGAL' "
        "WHERE id = %s",
        [gone.pk],
    )
    desk.inject(
        [
            desk.question(people[0]),
            desk.question(gone, "MUNCUL_KEMBALI"),
            desk.question(people[2], "TMS", category="MENINGGAL", new="{}"),
            desk.question(
                people[3], "TMS", category="PINDAH", new="{}", warnings=["LOW_TRUST"]
            ),
            # A certificate stands beside this one: nobody needs to go there.
            desk.question(
                people[4],
                "TMS",
                category="MENINGGAL",
                new="{}",
                evidence_kind="AKTA_KEMATIAN",
                evidence_no="AK-1",
            ),
        ]
    )
    pairs.chain(people[5:8])
    admin_sql(
        "UPDATE voter SET birth_date = '1900-01-01' WHERE id = %s", [people[8].pk]
    )
    admin_sql("UPDATE voter SET ektp_status = 'S' WHERE ektp_status = 'B'")
    admin_sql("UPDATE voter SET ektp_status = 'B' WHERE id = %s", [people[9].pk])
    return {
        "TIDAK_ADA": people[0].pk,
        "MUNCUL_KEMBALI": gone.pk,
        "DEATH_NO_CERTIFICATE": people[2].pk,
        "RETURNED": people[3].pk,
        "GANDA": people[5].pk,
        "OVER_100": people[8].pk,
        "NO_EKTP": people[9].pk,
    }


def test_every_rule_draws_whom_it_means(cast: Any) -> None:
    meant = doubts(cast)
    rules = tuple(one for one in Reason.values if one != "SAMPLE")
    with desk.desk(cast.operator_a):
        told = counted(*rules)
    made = steps.batch(cast.operator_a, *rules)
    with desk.desk(cast.operator_a):
        rows = list(steps.tasks(cast.operator_a, made))
    for reason, voter in meant.items():
        assert voter in {one.voter_id for one in rows if one.reason == reason}, reason
    assert len({one.voter_id for one in rows}) == len(rows)
    assert told.reasons == made.drawn
    assert told.tasks == made.tasks == len(rows)
    assert told.sheets == made.sheets
    assert told.reasons["GANDA"] == 3
    # Nobody is drawn twice while unfinished, whatever the rule.
    with desk.desk(cast.operator_a):
        assert counted(*rules).tasks == 0


def counted(*rules: str, **more: Any) -> services.Preview:
    """What these rules would draw now."""
    return services.preview(
        regency=REGENCY, period=desk.period(), plan=steps.plan(*rules, **more)
    )


def test_who_was_visited_is_not_drawn_again_in_the_period(cast: Any) -> None:
    """But for whom the spot check contradicts."""
    user = cast.operator_a
    here = {"place": steps.VILLAGE, "most": 500}
    with desk.desk(user):
        everybody = counted("SAMPLE", **here).tasks
    made = steps.assigned(user, "SAMPLE", place=steps.VILLAGE, most=2)
    with desk.desk(user):
        rows = list(steps.tasks(user, made))
    for one in rows:
        steps.visit(user, one, "FOUND", back=1)
    with desk.desk(user):
        assert counted("SAMPLE", **here).tasks == everybody - 2
        services.draw_checks(actor=user, regency=REGENCY, batch=made, seed="a", most=1)
    with desk.desk(cast.chair_a):
        services.enter_check(
            actor=cast.chair_a,
            regency=REGENCY,
            public_id=SpotCheck.objects.of(REGENCY).get().public_id,
            agrees=False,
            found="MOVED",
        )
        assert counted("SAMPLE", **here).tasks == everybody - 1
    admin_sql("UPDATE fieldwork_batch SET period_id = -1")
    with desk.desk(user):
        assert counted("SAMPLE", **here).tasks == everybody


def test_a_sheet_is_an_rt_and_a_day_holds_the_load(cast: Any) -> None:
    made = steps.batch(cast.operator_a, "SAMPLE", most=120, per_day=7)
    with desk.desk(cast.operator_a):
        rows = list(steps.tasks(cast.operator_a, made))
    assert len(rows) == made.tasks == 120
    places = {(one.kelurahan, one.rw, one.rt): one.sheet for one in rows}
    assert sorted(places.values()) == list(range(1, made.sheets + 1))
    assert [places[place] for place in sorted(places)] == sorted(places.values())
    for one in rows:
        assert one.sheet == places[one.kelurahan, one.rw, one.rt]
    days: dict[tuple[str, int], int] = {}
    for one in rows:
        days[one.kelurahan, one.day] = days.get((one.kelurahan, one.day), 0) + 1
    assert max(days.values()) <= 7


def test_an_officer_of_two_kelurahan_has_one_load_a_day(cast: Any) -> None:
    user = cast.operator_a
    made = steps.batch(user, "SAMPLE", most=150, per_day=4)
    with desk.desk(user):
        places = sorted(
            set(steps.tasks(user, made).values_list("kelurahan", flat=True))
        )
        given = 0
        for place in places[:3]:
            given += services.assign(
                actor=user, regency=REGENCY, batch=made, place=place, name="Petugas B"
            )
        rows = steps.tasks(user, made).filter(officer_name="Petugas B")
        days = sorted(rows.values_list("day", flat=True))
    assert len(days) == given > 8
    assert days == [1 + n // 4 for n in range(given)]


def test_the_same_seed_draws_the_same_people(cast: Any) -> None:
    drawn = []
    for seed in ("benih-1", "benih-1", "benih-2"):
        made = steps.batch(cast.operator_a, "SAMPLE", most=40, seed=seed)
        with desk.desk(cast.operator_a):
            rows = steps.tasks(cast.operator_a, made)
            drawn.append(set(rows.values_list("voter_id", flat=True)))
            services.withdraw(actor=cast.operator_a, regency=REGENCY, batch=made)
    assert drawn[0] == drawn[1] != drawn[2]


def test_the_job_draws_once_and_a_plan_is_checked(cast: Any) -> None:
    user = cast.operator_a
    steps.roomy_period()
    with desk.desk(user):
        made = services.start_draw(
            actor=user,
            regency=REGENCY,
            period=desk.period(),
            plan=steps.plan("SAMPLE", most=15),
        )
    with as_worker():
        job = run_here(
            actor=None, kind="coklit", regency=REGENCY, params={"batch": made.pk}
        )
        assert job.result["tasks"] == 15
        assert draw(REGENCY, Batch.objects.get(pk=made.pk)) == 15
        assert Task.objects.of(REGENCY).filter(batch=made).count() == 15
        admin_sql("UPDATE fieldwork_batch SET reasons = '{MUNCUL_KEMBALI}'")
        admin_sql("DELETE FROM fieldwork_task")
        with pytest.raises(JobError, match="Tidak ada orang"):
            run_here(
                actor=None, kind="coklit", regency=REGENCY, params={"batch": made.pk}
            )
    good = steps.plan("SAMPLE")
    for wrong in (
        {"reasons": ()},
        {"reasons": ("LAIN",)},
        {"place": "3101"},
        {"most": 0},
        {"per_day": 0},
        {"seed": "a b"},
        {"deadline": desk.period().cutoff_on},
    ):
        with pytest.raises(FieldError):
            services.check(REGENCY, desk.period(), dataclasses.replace(good, **wrong))


def test_tasks_are_given_taken_over_and_withdrawn(cast: Any) -> None:
    user, village = cast.operator_a, cast.village
    made = steps.batch(user, "SAMPLE", most=300, per_day=5)
    with desk.desk(user):
        with pytest.raises(FieldError, match="tidak bertugas"):
            services.assign(
                actor=user,
                regency=REGENCY,
                batch=made,
                place="3272021001",
                officer=village,
            )
        with pytest.raises(FieldError, match="Pilih petugas"):
            services.assign(
                actor=user, regency=REGENCY, batch=made, place=steps.VILLAGE
            )
        n = services.assign_villages(actor=user, regency=REGENCY, batch=made)
        here = steps.tasks(user, made).filter(kelurahan=steps.VILLAGE)
        assert here.count() == n
        assert set(here.values_list("officer_id", flat=True)) == {village.pk}
        moved = services.assign(
            actor=user,
            regency=REGENCY,
            batch=made,
            place=steps.VILLAGE,
            rw="1",
            name="Petugas B",
        )
        assert here.filter(rw="001", officer_name="Petugas B").count() == moved
        assert Batch.objects.get(pk=made.pk).state == "ASSIGNED"
        services.withdraw(actor=user, regency=REGENCY, batch=made)
        assert set(here.values_list("state", flat=True)) == {"WITHDRAWN"}
        with pytest.raises(FieldError):
            services.close(actor=user, regency=REGENCY, batch=made)


def test_the_database_cuts_tasks_by_place(cast: Any) -> None:
    made = steps.assigned(cast.operator_a, "SAMPLE", most=400)
    with desk.desk(cast.village):
        places = set(Task.objects.values_list("kelurahan", flat=True))
    assert places == {steps.VILLAGE}
    with desk.desk(cast.post):
        places = set(Task.objects.values_list("kelurahan", flat=True))
    assert {one[:6] for one in places} == {"327201"}
    with desk.desk(cast.head):
        found = set(Task.objects.values_list("kelurahan", "rw"))
    assert found <= {(steps.VILLAGE, cast.head.rw)}
    for nobody in (cast.operator_b, cast.supervisor, cast.admin):
        with desk.desk(nobody):
            assert not Task.objects.filter(batch=made).exists()
