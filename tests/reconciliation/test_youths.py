"""Who waits to turn 17: which rows make them forgotten, and what brings them back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from periods.models import Period
from reconciliation import services as reconciliation
from reconciliation.rules.ceiling import KINDS
from tests.reconciliation.conftest import REGENCY, arrived
from tests.reconciliation.test_ceiling import REASON, end_it
from tests.reconciliation.test_meaning import file_of, people
from tests.roles import as_worker
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal, NotYetEligible

pytestmark = pytest.mark.usefixtures("stocked")
HEADER = "NIK;NAMA;TANGGAL LAHIR;JENIS KELAMIN;ALAMAT;RT;KODE KELURAHAN;PERISTIWA"
TO = ";KAB/KOTA TUJUAN"
HERE, THERE, ELSEWHERE = "3272011001", "3272011002", "3273011001"
NIK = "3272010501129901"


def row(event: str, place: str = HERE, *more: str) -> list[str]:
    return [NIK, "ANAK UJI", "05-01-2012", "L", "JL UJI 1", "3", place, event, *more]


def youth() -> NotYetEligible | None:
    """The youth, who still waits."""
    with as_worker():
        rows = NotYetEligible.objects.of(REGENCY).filter(nik=NIK, left_by=None)
        return rows.first()


@pytest.fixture
def says(run: Any, tmp_path: Path) -> Any:
    """A file of one sender with these rows; the youth waits before the first."""
    run(file_of(tmp_path, HEADER, row("BARU")), "EVENTS")
    assert youth()

    def saying(*rows: list[str], more: str = "", **options: Any) -> Any:
        return run(file_of(tmp_path, HEADER + more, *rows), "EVENTS", **options)

    return saying


@pytest.mark.parametrize(
    ("place", "destination", "where"),
    [
        # A PINDAH and where the youth waits after it; None: nowhere any more.
        (THERE, "KOTA SUKABUMI", THERE),
        (THERE, "", THERE),
        (HERE, "KOTA SUKABUMI", HERE),
        ("", "3272", HERE),
        (HERE, "", None),
        ("", "", None),
        (ELSEWHERE, "", None),
        (HERE, "KAB. SUKABUMI", None),
        (THERE, "MALAYSIA", None),
    ],
)
def test_a_youth_who_moves_inside_the_regency_still_waits(
    says: Any, place: str, destination: str, where: str | None
) -> None:
    """And is proposed where they live then; the same rows say so of a voter."""
    delivery = says(row("PINDAH", place, destination), more=TO)
    assert delivery.details["details"]["IGNORED"] == {"NOT_ON_ROLL": 1}
    left = youth()
    assert (left.kelurahan if left else None) == where
    if left and where == THERE:
        assert left.data["kelurahan"] == THERE and left.data["rt"] == "003"


@pytest.mark.parametrize(
    ("sender", "event", "waits"),
    [
        ("sekolah", "PINDAH", True),
        ("sekolah", "MENINGGAL", True),
        ("rs", "MENINGGAL", False),
        ("rs", "PINDAH", True),
        ("tni", "TNI", False),
        ("tni", "MENINGGAL", True),
        ("lapas", "PINDAH", True),
        ("bpjs", "MENINGGAL", True),
        ("kelurahan", "PINDAH", True),
        ("dukcapil", "PINDAH", False),
    ],
)
def test_only_a_sender_whose_business_it_is_makes_a_youth_forgotten(
    says: Any, sender: str, event: str, waits: bool
) -> None:
    """A school's pupil who moved has changed schools."""
    says(row(event), sender=sender)
    assert bool(youth()) == waits


def test_a_sender_that_says_no_places_moves_nobody(says: Any) -> None:
    says(row("PINDAH", THERE), sender="sekolah")
    says(row("PINDAH", THERE, ""), sender="kelurahan", more=";X")
    here = youth()
    assert here and here.kelurahan == HERE


def test_a_newer_row_says_that_the_youth_waits_after_all(says: Any) -> None:
    says(row("MENINGGAL"))
    assert not youth()
    says(row("UBAH", THERE))
    again = youth()
    assert again and again.kelurahan == THERE


def wrongly_dead(says: Any, cast: Any) -> Any:
    """A delivery of deaths, applied: somebody on the roll and the youth."""
    (voter,) = people(1)
    born = f"{voter.birth_date:%d-%m-%Y}"
    cells = [voter.nik, voter.name, born, voter.sex, "", "", "", "MENINGGAL", "A-1"]
    delivery = says(row("MENINGGAL", HERE, "A-2"), cells, more=";NO AKTA")
    with desk.desk(cast.operator_a):
        struck = ChangeProposal.objects.of(REGENCY).get(delivery_id=delivery.pk)
    desk.decide(cast.operator_a, services.accept, struck)
    assert desk.work("apply")["applied"] == 1
    assert not youth()
    return delivery


def test_an_undone_delivery_lets_its_youths_wait_again(says: Any, cast: Any) -> None:
    """The wrong file is taken back whole: of the roll, and of those not on it yet."""
    (voter,) = people(1)
    delivery = wrongly_dead(says, cast)
    assert desk.see_voter(cast.operator_a, voter.pk).status == "INELIGIBLE"
    assert desk.work("undo", delivery=delivery.pk)["undone"] == 1
    assert desk.see_voter(cast.operator_a, voter.pk).status == "ACTIVE"
    assert youth()


def test_of_whom_another_delivery_says_so_too_is_not_remembered(
    says: Any, cast: Any
) -> None:
    first = wrongly_dead(says, cast)
    says(row("MENINGGAL"), sender="rs")
    desk.work("undo", delivery=first.pk)
    assert not youth()
    with as_worker():
        (left,) = NotYetEligible.objects.of(REGENCY).filter(nik=NIK)
    assert left.left_by and first.pk not in left.left_by


def test_an_undone_change_is_no_undone_delivery(says: Any, cast: Any) -> None:
    delivery = wrongly_dead(says, cast)
    with desk.desk(cast.operator_a):
        one = ChangeProposal.objects.of(REGENCY).get(delivery_id=delivery.pk)
    assert desk.work("undo", proposal=one.pk)["undone"] == 1
    assert not youth()


def test_who_left_is_not_proposed_on_the_day(says: Any) -> None:
    says(row("MENINGGAL"))
    with as_worker():
        period = Period.objects.open(REGENCY).get()
        period.reference_date = period.reference_date.replace(year=2030)
        services.propose_now_eligible(actor=None, regency=REGENCY, period=period)
        assert not ChangeProposal.objects.of(REGENCY).filter(nik=NIK).exists()
        assert NotYetEligible.objects.of(REGENCY).filter(nik=NIK).exists()


def test_a_delivery_that_the_chair_opens_forgets_as_any_other(
    says: Any, cast: Any, tmp_path: Path, settings: Any
) -> None:
    """By what its rows said when it stopped, each by its own sender."""
    settings.POLICY = replace(
        settings.POLICY,
        ceiling_floor_rows=1,
        ceiling_first=dict.fromkeys(KINDS, 0.0),
        ceiling_floor_share=0.0,
    )
    voters = [[one.nik, one.name, *[""] * 5, "MENINGGAL"] for one in people(9)]
    path = file_of(tmp_path, HEADER, row("MENINGGAL"), *voters)
    with as_worker():
        delivery = arrived(path, "EVENTS")
        desk.run_here(
            actor=cast.operator_a,
            kind="reconcile",
            regency=REGENCY,
            params={"delivery": delivery.pk},
        )
        delivery.refresh_from_db()
        assert delivery.state == "WAITING"
    assert youth()
    with as_worker():
        reconciliation.open_for_review(
            actor=cast.chair_a, delivery=delivery, reason=REASON
        )
        assert end_it().state == "DONE"
    assert not youth()
