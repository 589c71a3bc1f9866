"""Refusals that no generated file provokes, empty cells, and who a row is about."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from reconciliation.models import Delivery, DeliveryRow, RowIssue
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal, Voter

HEADER = (
    "NKK|NIK|NAMA|TEMPAT LAHIR|TANGGAL LAHIR|STATUS PERKAWINAN|JENIS KELAMIN|ALAMAT"
    "|RT|RW|KODE KELURAHAN|TPS|DISABILITAS|KTP-EL|PERISTIWA|TGL PERISTIWA|NO AKTA"
)
NEWCOMER = {
    "NIK": "3272010101909901",
    "NAMA": "ORANG BARU",
    "TANGGAL LAHIR": "01-01-1990",
    "STATUS PERKAWINAN": "B",
    "JENIS KELAMIN": "L",
    "ALAMAT": "JL MELATI 1",
    "KODE KELURAHAN": "3272011001",
    "PERISTIWA": "DATANG",
}
PAPER = {"evidence_kind": "KTP_KK", "evidence_no": "1"}

pytestmark = pytest.mark.usefixtures("stocked")


def written(folder: Path, *rows: dict[str, str], header: str = HEADER) -> Path:
    path = folder / f"kiriman-{len(list(folder.iterdir()))}.csv"
    names = header.split("|")
    lines = ["|".join(row.get(name, "") for name in names) for row in rows]
    path.write_text("\n".join([header, *lines]) + "\n")
    return path


def refused(delivery: Delivery) -> dict[int, str]:
    with as_worker():
        issues = RowIssue.objects.filter(delivery_id=delivery.pk)
        return dict(issues.values_list("line_no", "kind"))


def outcomes(delivery: Delivery) -> dict[int, str]:
    with as_worker():
        rows = DeliveryRow.objects.filter(delivery_id=delivery.pk)
        return dict(rows.values_list("line_no", "outcome"))


def somebody(status: str = "ACTIVE", **having: Any) -> Voter:
    with as_worker():
        rows = Voter.objects.of("3272").filter(status=status, **having)
        return rows.exclude(tps="").exclude(nkk="").order_by("id")[0]


def test_an_event_row_that_says_nothing_is_refused(run: Any, tmp_path: Path) -> None:
    voter = somebody()
    known = {"NIK": voter.nik, "NAMA": voter.name}
    path = written(
        tmp_path,
        {**NEWCOMER, "PERISTIWA": ""},
        known,
        {**known, "PERISTIWA": "-"},
        {**known, "PERISTIWA": "MENINGGAL"},
    )
    delivery = run(path, "EVENTS")
    assert refused(delivery) == dict.fromkeys((2, 3, 4), "EVENT_MISSING")
    assert outcomes(delivery) == {5: "TMS"}
    # Nothing need be said in a list of everybody.
    snapshot = written(tmp_path, {**NEWCOMER, "PERISTIWA": ""}, known)
    delivery = run(snapshot, "SNAPSHOT")
    assert refused(delivery) == {} and delivery.counts["BARU"] == 1


@pytest.mark.parametrize(
    ("day", "sound"),
    [
        ("31-02-2026", False),
        ("11-2026", False),
        ("12/25/2026", False),
        ("kemarin", False),
        ("12-11-2062", False),  # nobody dies in years to come
        ("12-11-1849", False),
        ("12-11-2026", True),
        ("2026-11-12", True),
        ("-", True),
        ("", True),
    ],
)
def test_the_date_of_an_event(run: Any, tmp_path: Path, day: str, sound: bool) -> None:
    voter = somebody()
    row = {"NIK": voter.nik, "NAMA": voter.name, "PERISTIWA": "MENINGGAL"}
    delivery = run(written(tmp_path, {**row, "TGL PERISTIWA": day}), "EVENTS")
    if sound:
        assert outcomes(delivery) == {2: "TMS"} and refused(delivery) == {}
    else:
        assert refused(delivery) == {2: "EVENT_DATE"}
    with as_worker():
        issue = RowIssue.objects.filter(delivery_id=delivery.pk).first()
        days = ChangeProposal.objects.of("3272").values_list("event_date", flat=True)
        found = [one.isoformat() for one in days if one]
    assert (issue is None) == sound
    if issue is not None:
        assert (issue.column, issue.written) == ("TGL PERISTIWA", day)
    assert found == (["2026-11-12"] if "11" in day and sound else [])


def test_nothing_happens_to_somebody_before_birth(run: Any, tmp_path: Path) -> None:
    voter = somebody(birth_date__year__gt=1930)
    row = {"NIK": voter.nik, "NAMA": voter.name, "PERISTIWA": "MENINGGAL"}
    row |= {"TANGGAL LAHIR": f"{voter.birth_date:%d-%m-%Y}"}
    day = {"TGL PERISTIWA": f"{voter.birth_date - timedelta(1):%d-%m-%Y}"}
    assert refused(run(written(tmp_path, {**row, **day}), "EVENTS")) == {
        2: "EVENT_DATE"
    }


def test_a_spoilt_cell_and_a_missing_one_are_named(run: Any, tmp_path: Path) -> None:
    """Which column, and what stood there; an error is no number of a paper."""
    first, second, third = (somebody(id__gt=n) for n in (0, 50, 100))
    known = [
        {"NIK": one.nik, "NAMA": one.name, "PERISTIWA": "MENINGGAL"}
        for one in (first, second, third)
    ]
    path = written(
        tmp_path,
        {**known[0], "NO AKTA": " #REF!"},
        {**known[1], "ALAMAT": "JL #N/A 5"},
        {**known[2], "NAMA": "=A1"},
        {**NEWCOMER, "ALAMAT": "", "JENIS KELAMIN": "-"},
        {**NEWCOMER, "KODE KELURAHAN": ""},
    )
    delivery = run(path, "EVENTS")
    with as_worker():
        issues = RowIssue.objects.filter(delivery_id=delivery.pk).order_by("line_no")
        told = [(one.kind, one.column, one.written) for one in issues]
    assert told == [
        ("CELL_ERROR", "NO AKTA", " #REF!"),
        ("CELL_ERROR", "ALAMAT", "JL #N/A 5"),
        ("CELL_ERROR", "NAMA", "=A1"),
        ("INCOMPLETE", "JENIS KELAMIN, ALAMAT", ""),
        ("INCOMPLETE", "KODE KELURAHAN", ""),
    ]
    short = "NIK|NAMA|PERISTIWA"
    delivery = run(written(tmp_path, NEWCOMER, header=short), "EVENTS")
    with as_worker():
        issue = RowIssue.objects.get(delivery_id=delivery.pk)
    assert issue.column == "TANGGAL LAHIR, JENIS KELAMIN, ALAMAT, KODE KELURAHAN"


@pytest.mark.parametrize(
    "lacking", ["TANGGAL LAHIR", "JENIS KELAMIN", "ALAMAT", "KODE KELURAHAN"]
)
def test_a_new_person_needs_every_element_of_the_law(
    run: Any, tmp_path: Path, lacking: str
) -> None:
    voter = somebody()
    path = written(
        tmp_path,
        {**NEWCOMER, lacking: ""},
        {"NIK": voter.nik, "NAMA": voter.name, "PERISTIWA": "UBAH"},
        {**NEWCOMER, "NIK": "3272010101909902"},
    )
    delivery = run(path, "EVENTS")
    assert refused(delivery) == {2: "INCOMPLETE"}
    assert delivery.counts["BARU"] == 1 and delivery.counts["SAME"] == 1
    assert sum(delivery.counts.values()) == delivery.rows == 3


def test_who_was_removed_and_is_asked_about_may_lack_elements(
    run: Any, tmp_path: Path
) -> None:
    gone = somebody("INELIGIBLE", status_reason="PINDAH")
    row = {"NIK": gone.nik, "NAMA": gone.name}
    path = written(
        tmp_path,
        {**row, "PERISTIWA": "UBAH"},
    )
    assert outcomes(run(path, "EVENTS")) == {2: "MUNCUL_KEMBALI"}
    path = written(tmp_path, {**row, "PERISTIWA": "DATANG"})
    assert refused(run(path, "EVENTS")) == {2: "INCOMPLETE"}


def test_an_empty_cell_erases_nothing(run: Any, tmp_path: Path) -> None:
    voter = somebody(marital_status="S")
    known = {"NIK": voter.nik, "NAMA": voter.name, "PERISTIWA": "UBAH"}
    delivery = run(written(tmp_path, known), "EVENTS")
    assert delivery.counts["SAME"] == 1
    delivery = run(written(tmp_path, {**known, "ALAMAT": "JL BARU 9"}), "EVENTS")
    with as_worker():
        made = ChangeProposal.objects.of("3272").get()
        assert made.kind == "UBAH" and made.new == {"address": "JL BARU 9"}
        ChangeProposal.objects.of("3272").update(state="ACCEPTED")
    desk.work("apply")
    after = somebody(nik=voter.nik)
    assert after.address == "JL BARU 9"
    kept = {**vars(voter), "address": "JL BARU 9"}
    same_beside(vars(after), kept)


def test_a_dash_says_nothing(run: Any, tmp_path: Path) -> None:
    """Nobody comes to bear it as a name, an address, an RT or a sex."""
    voter = somebody()
    silent = dict.fromkeys(HEADER.split("|"), "-")
    known = {**silent, "NIK": voter.nik, "NAMA": voter.name, "PERISTIWA": "UBAH"}
    path = written(
        tmp_path,
        known,
        {**known, "NAMA": " - "},
        {**silent, **NEWCOMER, "ALAMAT": "-"},
        {**silent, **NEWCOMER},
    )
    delivery = run(path, "EVENTS")
    assert refused(delivery) == {3: "NAME_EMPTY", 4: "INCOMPLETE"}
    assert outcomes(delivery) == {2: "SAME", 5: "BARU"}
    with as_worker():
        made = ChangeProposal.objects.of("3272").get()
    assert "-" not in made.new.values()
    assert made.new.keys() >= {"nik", "name", "birth_date", "sex", "address"}
    assert not made.new["rt"] and not made.new["birth_place"]


def same_beside(found: dict[str, Any], wanted: dict[str, Any]) -> None:
    """Equal, but for what every change moves."""
    moves = {"_state", "row_version", "change_id", "status", "status_reason"}
    assert {k: v for k, v in found.items() if k not in moves} == {
        k: v for k, v in wanted.items() if k not in moves
    }


def test_a_column_that_the_file_lacks_is_not_compared(run: Any, tmp_path: Path) -> None:
    voter = somebody()
    row = {"NIK": voter.nik, "NAMA": voter.name, "ALAMAT": voter.address}
    for at, header in enumerate(("NIK|NAMA|ALAMAT", "NIK|NAMA|ALAMAT|RT|NKK")):
        path = written(
            tmp_path, {**row, "PERISTIWA": "UBAH"}, header=header + "|PERISTIWA"
        )
        delivery = run(path, "EVENTS")
        assert delivery.counts.get("SAME") == 1, at


def test_who_appears_again_keeps_what_the_file_leaves_empty(
    run: Any, tmp_path: Path, cast: Any
) -> None:
    gone = somebody("INELIGIBLE", marital_status="S")
    row = {"NIK": gone.nik, "NAMA": gone.name, "PERISTIWA": "UBAH", "RT": "77"}
    delivery = run(written(tmp_path, row), "EVENTS")
    assert outcomes(delivery) == {2: "MUNCUL_KEMBALI"}
    with as_worker():
        made = ChangeProposal.objects.of("3272").get()
    desk.decide(cast.operator_a, services.accept, made, **PAPER)
    desk.decide(cast.chair_a, services.accept, made)
    desk.work("apply")
    after = somebody("ACTIVE", nik=gone.nik)
    same_beside(vars(after), {**vars(gone), "rt": "077"})


def test_a_newcomer_with_an_older_record_has_codes_that_are_known(
    run: Any, tmp_path: Path
) -> None:
    gone = somebody("INELIGIBLE", status_reason="PINDAH", marital_status="S")
    row = {
        **NEWCOMER,
        "NIK": gone.nik,
        "NAMA": gone.name,
        "STATUS PERKAWINAN": "",
        "DISABILITAS": "",
    }
    delivery = run(written(tmp_path, row), "EVENTS")
    assert delivery.counts.get("BARU") == 1
    with as_worker():
        ChangeProposal.objects.of("3272").update(state="ACCEPTED", **PAPER)
    desk.work("apply")
    after = somebody_new(gone.nik)
    assert (after.marital_status, after.disability) == ("S", gone.disability)


def somebody_new(nik: str) -> Voter:
    with as_worker():
        return Voter.objects.of("3272").get(nik=nik, status="ACTIVE")


def test_people_meet_on_nik_and_on_no_name(run: Any, tmp_path: Path) -> None:
    voter = somebody(sex="L")
    namesake = {
        **NEWCOMER,
        "NAMA": voter.name,
        "TANGGAL LAHIR": voter.birth_date.strftime("%d-%m-%Y"),
        "TEMPAT LAHIR": voter.birth_place,
        "ALAMAT": voter.address,
        "KODE KELURAHAN": voter.kelurahan,
    }
    other_name = {"NIK": voter.nik, "NAMA": "NAMA YANG LAIN", "PERISTIWA": "UBAH"}
    dead = {**namesake, "NIK": "3272010101909903", "PERISTIWA": "MENINGGAL"}
    delivery = run(written(tmp_path, namesake, other_name, dead), "EVENTS")
    assert outcomes(delivery) == {2: "BARU", 3: "UBAH", 4: "IGNORED"}
    made = admin_sql("SELECT kind, voter_id, nik FROM change_proposal ORDER BY kind")
    assert made == [
        ("BARU", None, "3272010101909901"),
        ("UBAH", voter.pk, voter.nik),
    ]
