"""Rows that may be a voter, or each other: answered once, and asked no longer than
somebody may still become a voter by them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.reconciliation.conftest import REGENCY, reconcile
from tests.reconciliation.test_links import HEADER, cells_of, deliver, rare_voters
from tests.roles import admin_sql, as_worker
from tests.voters import desk, pairs
from voters import services
from voters.models import ChangeProposal, DuplicatePair, Voter

TWINS = {"event": "DATANG", "letter": "1", "name": "ZULFAQAR WIRASAKTI"}
LONGER = f"{HEADER}|RT|RW|TPS"


def two_rows(voter: Voter) -> list[str]:
    """Two newcomers of one name, who are no voter."""
    return [cells_of(voter, f"{front}{voter.nik[4:]}", **TWINS)
            for front in ("3201", "3202")]  # fmt: skip


def newcomer(voter: Voter, **said: str) -> tuple[str, str]:
    """NIK and row of a newcomer who says all that the voter's record says."""
    nik = f"3201{voter.nik[4:]}"
    home = {"rt": voter.rt, "rw": voter.rw, "tps": voter.tps}
    return nik, cells_of(voter, nik, event="DATANG", letter="1", **said, **home)


def told(path: Path, *rows: str) -> Any:
    """A delivery of rows that name RT, RW and station."""
    path.write_text("\n".join([LONGER, *rows]) + "\n")
    with as_worker():
        return reconcile(path, "EVENTS")


def pair_of(delivery: Any, origin: str) -> DuplicatePair:
    with as_worker():
        return DuplicatePair.objects.of(REGENCY).get(
            delivery_id=delivery.pk, origin=origin
        )


def of_roll(voter: Voter) -> DuplicatePair:
    with as_worker():
        return DuplicatePair.objects.of(REGENCY).get(origin="ROLL", voter_a=voter.pk)


def waiting(voter: Voter) -> list[str]:
    """Origins of the pairs in which the voter waits."""
    with as_worker():
        rows = DuplicatePair.objects.of(REGENCY).waiting().filter(voter_a=voter.pk)
        return sorted(rows.values_list("origin", flat=True))


def two_people(user: Any, pair: DuplicatePair) -> None:
    """Answered: they are no duplicates."""
    with desk.desk(user):
        services.not_duplicate(
            actor=user, regency=REGENCY, public_id=pair.public_id, note="Kembar"
        )


def baru(user: Any, nik: str) -> ChangeProposal:
    with desk.desk(user):
        return ChangeProposal.objects.of(REGENCY).get(kind="BARU", nik=nik)


def put_on_roll(user: Any, nik: str) -> ChangeProposal:
    proposal = baru(user, nik)
    desk.decide(user, services.accept, proposal)
    desk.work("apply")
    return proposal


@pytest.mark.parametrize("turned", [False, True])
def test_two_rows_called_two_people_are_so_in_either_order(
    stocked: str, cast: Any, tmp_path: Path, turned: bool
) -> None:
    (voter,) = rare_voters(1)
    rows = two_rows(voter)
    first = deliver(tmp_path / "a.csv", rows)
    two_people(cast.operator_a, pair_of(first, "FILE"))
    again = rows[::-1] if turned else [*rows, ""]
    second = deliver(tmp_path / "b.csv", again)
    with as_worker():
        asked = DuplicatePair.objects.filter(delivery_id=second.pk, origin="FILE")
        assert not asked.exists()


def test_two_voters_called_two_people_are_so_when_one_is_told_again(
    stocked: str, cast: Any, tmp_path: Path
) -> None:
    """On the roll the older record comes first, beside a row it comes second."""
    (voter,) = rare_voters(1)
    nik, row = newcomer(voter)
    first = told(tmp_path / "a.csv", row)
    put_on_roll(cast.operator_a, nik)
    desk.work("duplicates")
    two_people(cast.operator_a, of_roll(voter))
    desk.work("undo", delivery=first.pk, note="salah")
    assert admin_sql("SELECT status FROM voter WHERE nik = %s", [nik]) == [
        ("INELIGIBLE",)
    ]
    second = told(tmp_path / "b.csv", row, "")
    with as_worker():
        asked = DuplicatePair.objects.filter(delivery_id=second.pk, voter_a=voter.pk)
        assert not asked.exists()


@pytest.mark.parametrize("beyond", [False, True])
def test_a_row_on_the_roll_leaves_the_pair_of_the_roll_alone(
    stocked: str, cast: Any, tmp_path: Path, beyond: bool
) -> None:
    """Of the row itself, and of a later one that only joined its proposal."""
    (voter,) = rare_voters(1)
    nik, row = newcomer(voter)
    told(tmp_path / "a.csv", row)
    if beyond:
        told(tmp_path / "b.csv", row, "")
    put_on_roll(cast.operator_a, nik)
    assert set(waiting(voter)) == {"BOTH"}
    desk.work("duplicates")
    assert waiting(voter) == ["ROLL"]
    two_people(cast.operator_a, of_roll(voter))
    desk.work("duplicates")
    assert waiting(voter) == []


def test_two_rows_on_the_roll_are_one_pair_of_it(
    stocked: str, cast: Any, tmp_path: Path
) -> None:
    (voter,) = rare_voters(1)
    rows = two_rows(voter)
    pair = pair_of(deliver(tmp_path / "a.csv", rows), "FILE")
    states = []
    for nik in (row.split("|")[0] for row in rows):
        put_on_roll(cast.operator_a, nik)
        desk.work("duplicates")
        states.append(pairs.see(cast.operator_a, str(pair.public_id)).state)
    assert states == ["OPEN", "STALE"]
    with as_worker():
        twins = Voter.objects.of(REGENCY).filter(name=TWINS["name"]).order_by("pk")
        a, b = twins.values_list("pk", flat=True)
        found = DuplicatePair.objects.of(REGENCY).waiting()
        assert found.filter(origin="ROLL", voter_a=a, voter_b=b).exists()


@pytest.mark.parametrize("whole", [False, True])
def test_a_refused_row_is_asked_about_no_more(
    stocked: str, cast: Any, tmp_path: Path, whole: bool
) -> None:
    (voter,) = rare_voters(1)
    nik, row = newcomer(voter)
    told(tmp_path / "a.csv", row)
    new, why = baru(cast.operator_a, nik), {"reason": "LAIN", "note": "bukan warga"}
    if whole:
        with desk.desk(cast.operator_a):
            rows = ChangeProposal.objects.of(REGENCY).filter(pk=new.pk)
            services.decide_bulk(actor=cast.operator_a, regency=REGENCY, rows=rows,
                                 decision="reject", **why)  # fmt: skip
    else:
        desk.decide(cast.operator_a, services.reject, new, **why)
    assert waiting(voter) == []
    desk.decide(cast.operator_a, services.reopen, new)
    assert waiting(voter) == ["BOTH"]


def test_of_two_rows_both_are_wanted_for_a_pair_to_wait(
    stocked: str, cast: Any, tmp_path: Path
) -> None:
    (voter,) = rare_voters(1)
    rows = two_rows(voter)
    key = str(pair_of(deliver(tmp_path / "a.csv", rows), "FILE").public_id)
    both = [baru(cast.operator_a, row.split("|")[0]) for row in rows]

    def state() -> str:
        return pairs.see(cast.operator_a, key).state

    for one in both:
        desk.decide(cast.operator_a, services.reject, one, reason="BUKTI_KURANG")
        assert state() == "STALE"
    for one, expected in zip(both, ("STALE", "OPEN"), strict=True):
        desk.decide(cast.operator_a, services.reopen, one)
        assert state() == expected


@pytest.mark.parametrize("answered", [False, True])
def test_who_is_taken_back_is_nobodys_duplicate(
    stocked: str, cast: Any, tmp_path: Path, answered: bool
) -> None:
    """An undone BARU adds nobody; what was said of its row stands all the same."""
    (voter,) = rare_voters(1)
    nik, row = newcomer(voter)
    delivery = told(tmp_path / "a.csv", row)
    if answered:
        two_people(cast.operator_a, pair_of(delivery, "BOTH"))
    put_on_roll(cast.operator_a, nik)
    desk.work("undo", delivery=delivery.pk, note="salah")
    expected = "NOT_DUPLICATE" if answered else "STALE"
    assert pair_of(delivery, "BOTH").state == expected


def test_a_refusal_from_before_is_seen_by_the_search(
    stocked: str, cast: Any, tmp_path: Path
) -> None:
    """Refused before its pairs were found, or by somebody who saw but one side."""
    (voter,) = rare_voters(1)
    nik, row = newcomer(voter)
    told(tmp_path / "a.csv", row)
    admin_sql("UPDATE change_proposal SET state = 'REJECTED' WHERE nik = %s", [nik])
    assert waiting(voter) == ["BOTH"]
    desk.work("duplicates")
    assert waiting(voter) == []
