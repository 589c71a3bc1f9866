"""Whither somebody moves, as the file says it: the hand-over needs no question."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from reconciliation.models import Delivery, DeliveryRow
from reconciliation.rules import offices
from tests.reconciliation.test_refusals import written
from tests.roles import admin_sql, as_worker
from tests.voters import desk, movers
from voters import services
from voters.models import ChangeProposal, Handover, Voter

pytestmark = pytest.mark.usefixtures("shared_stocked")
COLUMN = "NIK|NAMA|KODE KELURAHAN|PERISTIWA|NO SURAT|KAB/KOTA TUJUAN"
SPLIT = "NIK|NAMA|NO_PROP|NO_KAB|NO_KEC|NO_KEL|PERISTIWA"
COUNTRY = {
    "3101": "Kabupaten Administrasi Kepulauan Seribu",
    "3202": "Kabupaten Sukabumi",
    "3272": "Kota Sukabumi",
    "3205": "Kabupaten Garut",
}


def test_a_regency_is_found_as_senders_write_it() -> None:
    spelt = offices.by_spelling(COUNTRY)
    for cell, code in (
        ("KAB. ADM. KEP. SERIBU", "3101"),
        ("Kabupaten Administrasi Kepulauan Seribu", "3101"),
        ("KEP SERIBU", "3101"),
        ("31.01", "3101"),
        ("3101021001", "3101"),
        ("KOTA SUKABUMI", "3272"),
        ("KAB SUKABUMI", "3202"),
        ("SUKABUMI", ""),
        ("GARUT", "3205"),
        ("9999", ""),
        ("01", ""),
        ("BELANDA", ""),
        ("", ""),
    ):
        assert offices.destination(cell, spelt) == code, cell


def row(voter: Voter, **said: str) -> dict[str, str]:
    return {"NIK": voter.nik, "NAMA": voter.name, "PERISTIWA": "PINDAH", **said}


def told(delivery: Delivery) -> dict[str, tuple[str, str]]:
    """Outcome and named regency by NIK."""
    with as_worker():
        rows = DeliveryRow.objects.filter(delivery_id=delivery.pk)
        outcomes = dict(rows.values_list("nik", "outcome"))
        made = ChangeProposal.objects.of("3272").filter(delivery_id=delivery.pk)
        named = {one.nik: one.new.get("_handover", "") for one in made}
    return {nik: (what, named.get(nik, "")) for nik, what in outcomes.items()}


def test_the_file_names_where_to_and_nobody_is_asked(
    run: Any, tmp_path: Path, cast: Any
) -> None:
    a = cast.operator_a
    people = desk.voters(a, 8)
    other = next(
        v.kelurahan for v in desk.voters(a, 200) if v.kelurahan != people[4].kelurahan
    )
    known = people[0].kelurahan
    cells = [
        ("KAB. ADM. KEP. SERIBU", known, "3101"),  # where they lived until now
        ("", "3101021001", "3101"),  # the column of places is the destination's
        ("KAB. GARUT", "", ""),  # no office of this installation
        ("", known, ""),
        # Lived elsewhere in the regency than the roll knows, and leaves it.
        ("3101", other, "3101"),
        ("KOTA SUKABUMI", other, "inside"),
        ("SERIBU", "3205011001", ""),  # named, but nobody knows it
    ]
    rows = [
        row(
            voter,
            **{"KAB/KOTA TUJUAN": to, "KODE KELURAHAN": place, "NO SURAT": "SKP/1"},
        )
        for voter, (to, place, _code) in zip(people, cells, strict=False)
    ]
    found = told(run(written(tmp_path, *rows, header=COLUMN), "EVENTS"))
    for voter, (to, _place, code) in zip(people, cells, strict=False):
        wanted = ("PINDAH_DALAM", "") if code == "inside" else ("TMS", code)
        assert found[voter.nik] == wanted, to
    # Accepted and applied, the other office has it.
    with desk.desk(a):
        proposal = ChangeProposal.objects.of("3272").get(nik=people[0].nik)
    movers.decide(a, services.accept, proposal)
    movers.work("apply", "3272")
    with as_worker():
        (one,) = Handover.objects.filter(payload__nik=people[0].nik)
        assert (one.state, one.to_regency) == ("OFFERED", "3101")


def test_a_code_in_four_columns_names_it_too(
    run: Any, tmp_path: Path, cast: Any
) -> None:
    voter = desk.voters(cast.operator_a, 12)[-1]
    parts = {"NO_PROP": "31", "NO_KAB": "1", "NO_KEC": "2", "NO_KEL": "1001"}
    path = written(tmp_path, row(voter, **parts), header=SPLIT)
    assert told(run(path, "EVENTS"))[voter.nik] == ("TMS", "3101")


def test_alone_in_an_installation_nobody_is_named(
    run: Any, tmp_path: Path, cast: Any
) -> None:
    voter = desk.voters(cast.operator_a, 13)[-1]
    hide = "UPDATE periods_period SET regency_code = %s WHERE regency_code = %s"
    admin_sql(hide, ["9999", "3101"])
    try:
        said = row(voter, **{"KAB/KOTA TUJUAN": "3101"})
        path = written(tmp_path, said, header=COLUMN)
        assert told(run(path, "EVENTS"))[voter.nik] == ("TMS", "")
    finally:
        admin_sql(hide, ["3101", "9999"])


def test_what_a_cell_may_mean_by_this_regency() -> None:
    """Empty, its own name, or one that it shares with another; nothing else."""
    spelt = offices.by_spelling(COUNTRY)
    told = {
        "": True,
        " - ": True,
        "KOTA SUKABUMI": True,
        "SUKABUMI": True,
        "32.72": True,
        "KAB. SUKABUMI": False,
        "3202": False,
        "MALAYSIA": False,
    }
    found = {cell: offices.may_be(cell, "3272", COUNTRY, spelt) for cell in told}
    assert found == told
