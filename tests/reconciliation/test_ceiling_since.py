"""The ceiling after something happened: an undo, a refusal, a change of regions."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jobs import services as jobs
from jobs.models import Job, State
from reconciliation.models import CeilingFigure, Delivery
from reconciliation.rules.ceiling import KINDS, Moved, inherit
from reconciliation.services.passing import starters
from tests.plenos.region_steps import MERGE, MOVE, MOVED, OLD, OTHER, SPLIT, done
from tests.reconciliation.conftest import REGENCY
from tests.reconciliation.test_ceiling import past_month
from tests.reconciliation.test_links import cells_of, deliver
from tests.roles import as_worker
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal, Voter

A, B, C = "3272011001", "3272011002", "3272011003"


# -- the rule ----------------------------------------------------------------------


def test_a_new_code_keeps_the_months_of_the_old_one() -> None:
    past = {(A, "TMS"): {1: (5, 50), 2: (4, 40)}, (C, "TMS"): {1: (1, 10)}}
    after = inherit(past, [Moved({(A, B)}, [1])])
    assert after[(B, "TMS")] == {1: (5, 50)}
    assert after[(A, "TMS")] == {2: (4, 40)}, (
        "a figure of later is of what is there now"
    )
    assert after[(C, "TMS")] == {1: (1, 10)}


def test_a_split_gives_each_part_the_share_and_a_merger_the_sums() -> None:
    past = {
        (A, "TMS"): {1: (5, 50)},
        (B, "TMS"): {1: (1, 10)},
        (B, "UBAH"): {1: (2, 10)},
    }
    split = inherit(past, [Moved({(A, A), (A, C)}, [1])])
    assert split[(A, "TMS")] == split[(C, "TMS")] == {1: (5, 50)}
    for pairs in ({(A, B), (B, B)}, {(A, B)}):
        merged = inherit(past, [Moved(pairs, [1])])
        assert merged[(B, "TMS")] == {1: (6, 60)}
        assert merged[(B, "UBAH")] == {1: (2, 60)}, "A was quiet, and has its voters"
        assert not merged[(A, "TMS")]


def test_changes_follow_each_other() -> None:
    past = {(A, "TMS"): {1: (5, 50)}}
    moves = [Moved({(A, B)}, [1]), Moved({(B, C)}, [1])]
    assert inherit(past, moves)[(C, "TMS")] == {1: (5, 50)}
    assert inherit(past, []) == past


@given(
    st.lists(st.tuples(st.integers(0, 9), st.integers(1, 9)), min_size=2, max_size=2)
)
def test_a_change_and_the_way_back_of_two_codes_lose_nothing(
    figures: list[tuple[int, int]],
) -> None:
    past = {(A, "TMS"): {1: figures[0]}, (B, "TMS"): {1: figures[1]}}
    there = inherit(past, [Moved({(A, C)}, [1])])
    back = inherit(there, [Moved({(C, A)}, [1])])
    assert {place: row for place, row in back.items() if row} == past


# -- the run -----------------------------------------------------------------------


@pytest.fixture
def tight(settings: Any) -> None:
    """Four of a kind in a kelurahan pass; five stop the run."""
    settings.POLICY = replace(
        settings.POLICY,
        ceiling_floor_rows=4,
        ceiling_first=dict.fromkeys(KINDS, 0.0),
        ceiling_floor_share=0.0,
        ceiling_periods=3,
    )


def people(n: int) -> list[Voter]:
    with as_worker():
        rows = Voter.objects.of(REGENCY).counted().filter(kelurahan=OLD)
        return list(rows.order_by("pk")[:n])


def deaths(path: Path, gone: list[Voter], letter: str, place: str = OLD) -> Delivery:
    said = {"event": "MENINGGAL", "letter": letter, "kelurahan": place}
    return deliver(path, [cells_of(one, one.nik, **said) for one in gone])


def busy_months(n: int) -> list[Delivery]:
    """So many closed months in which half of a kelurahan was proposed to go."""
    with as_worker():
        months = [past_month(number) for number in range(1, n + 1)]
        CeilingFigure.objects.bulk_create(
            CeilingFigure(
                regency_code=REGENCY,
                delivery_id=one.pk,
                period_id=one.period_id,
                kelurahan=OLD,
                kind="TMS",
                found=50,
                voters=100,
                expected=0,
                most=100,
                periods=0,
            )
            for one in months
        )
    return months


def undone(user: Any, delivery: Delivery) -> None:
    decided(user, delivery, "accept")
    desk.work("apply", user)
    desk.work("undo", delivery=delivery.pk, note="nomor surat salah")


def refused(user: Any, delivery: Delivery) -> None:
    decided(user, delivery, "reject", reason="LAIN", note="nomor surat salah")


def decided(user: Any, delivery: Delivery, decision: str, **said: str) -> None:
    with desk.desk(user):
        rows = ChangeProposal.objects.of(REGENCY).filter(delivery_id=delivery.pk)
        services.decide_bulk(
            actor=user, regency=REGENCY, rows=rows, decision=decision, **said
        )


@pytest.mark.parametrize("gone", [undone, refused])
def test_a_file_that_does_not_stand_is_no_part_of_its_correction(
    stocked: str, cast: Any, tmp_path: Path, tight: None, gone: Callable[..., None]
) -> None:
    named = people(3)
    wrong = deaths(tmp_path / "a.csv", named, "SALAH/1")
    gone(cast.operator_a, wrong)
    assert deaths(tmp_path / "b.csv", named, "BENAR/1").state == "DONE"
    assert earlier_of(OLD) == 0


def earlier_of(place: str) -> int:
    with as_worker():
        rows = CeilingFigure.objects.of(REGENCY).filter(kelurahan=place, kind="TMS")
        return int(rows.latest("pk").earlier)


def test_what_stands_counts_where_the_people_live_now(
    stocked: str, tmp_path: Path, tight: None
) -> None:
    named = people(6)
    assert deaths(tmp_path / "a.csv", named[:3], "A/1").state == "DONE"
    done(MOVE, kind="MOVE")
    second = deaths(tmp_path / "b.csv", named[3:], "A/2", MOVED)
    assert (second.state, earlier_of(MOVED)) == ("WAITING", 3)


@pytest.mark.parametrize(
    ("lines", "kind", "place"),
    [
        ([], "", OLD),
        (MOVE, "MOVE", MOVED),
        (SPLIT, "SPLIT", OLD),
        (MERGE, "MERGE", OTHER),
    ],
)
def test_a_kelurahan_keeps_its_months_through_a_change(
    stocked: str, tmp_path: Path, tight: None, lines: Any, kind: str, place: str
) -> None:
    named = people(6)
    busy_months(4)
    if lines:
        done(lines, kind=kind)
    assert deaths(tmp_path / "a.csv", named, "A/1", place).state == "DONE"
    with as_worker():
        figure = CeilingFigure.objects.get(
            kelurahan=place, kind="TMS", period_id=current_period()
        )
    assert figure.periods == 4 and figure.expected == round(figure.voters / 2)


@pytest.mark.parametrize("state", ["OPEN", "REJECTED"])
def test_a_delivery_that_was_taken_back_whole_is_no_history(
    stocked: str, tmp_path: Path, tight: None, state: str
) -> None:
    with as_worker():
        ChangeProposal.objects.bulk_create(
            ChangeProposal(
                regency_code=REGENCY,
                period_id=one.period_id,
                delivery_id=one.pk,
                kind="TMS",
                nik=f"32729999999999{one.pk:02}",
                kelurahan=OLD,
                source="dukcapil",
                state=state,
            )
            for one in busy_months(3)
        )
    found = deaths(tmp_path / "a.csv", people(6), "A/1").state
    assert found == ("DONE" if state == "OPEN" else "WAITING")


def current_period() -> int:
    return int(desk.period().pk)


def test_whoever_asked_first_is_a_starter_after_a_retry(
    stocked: str, cast: Any, tmp_path: Path, tight: None
) -> None:
    """Rule C5: the chair whose run failed does not open it alone."""
    stopped = deaths(tmp_path / "a.csv", people(6), "A/1")
    with as_worker():
        job = Job.objects.filter(kind="reconcile").latest("pk")
        Job.objects.filter(pk=job.pk).update(
            state=State.FAILED, asked_by_id=cast.chair_a.pk
        )
        jobs.retry(actor=cast.operator_a, job=job)
        assert {cast.chair_a.pk, cast.operator_a.pk} <= starters(stopped)
