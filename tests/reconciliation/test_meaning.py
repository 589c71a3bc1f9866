"""What a row means: births in one cell, services, who comes back, who moves where."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from reconciliation import telling
from reconciliation.models import DeliveryRow, RowIssue
from reconciliation.rules import lines
from tests.reconciliation.test_refusals import outcomes, refused, somebody
from tests.reconciliation.test_short_way import read_by_stages
from tests.roles import admin_sql, as_worker
from tests.voters import desk
from voters import services
from voters.models import ChangeProposal, NotYetEligible, Voter

pytestmark = pytest.mark.usefixtures("stocked")


def file_of(folder: Path, header: str, *rows: list[str]) -> Path:
    path = folder / f"kiriman-{len(list(folder.iterdir()))}.csv"
    lines = [header, *(";".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n")
    return path


def made(line: int) -> dict[str, Any]:
    with as_worker():
        return ChangeProposal.objects.of("3272").get(line_no=line).new


def people(count: int, **having: Any) -> list[Voter]:
    with as_worker():
        here = Voter.objects.of("3272").filter(status="ACTIVE", **having)
        return list(here.exclude(nkk="").order_by("id")[:count])


def removed(reason: str) -> Voter:
    gone = somebody("INELIGIBLE", birth_date__year__lt=2000)
    with as_worker():
        Voter.objects.filter(pk=gone.pk).update(status_reason=reason)
    return gone


def test_place_and_date_of_birth_in_one_column(run: Any, tmp_path: Path) -> None:
    same, blank, month, wrong, none, other = people(6)
    day = "{0.birth_place}, {0.birth_date:%d-%m-%Y}".format
    written = [
        (same, same.name, day(same)),
        (blank, blank.name, f"{day(blank)} "),
        (month, month.name, f"{month.birth_place} / 17 Agustus 1990"),
        (wrong, wrong.name, f"{wrong.birth_place}, 31-02-1990"),
        (none, none.name, f"{none.birth_place},"),
        (other, "ORANG LAIN SEKALI", "BANDUNG, 01-01-1950 "),
    ]
    rows = [[who.nik, name, born, "UBAH"] for who, name, born in written]
    delivery = run(file_of(tmp_path, "NIK;NAMA;TTL;KETERANGAN", *rows), "EVENTS")
    assert refused(delivery) == {5: "BIRTH_DATE"}
    assert outcomes(delivery) == {4: "UBAH", 7: "NIK_GANDA_ORANG"}
    assert delivery.counts["SAME"] == 3
    assert made(4) == {"birth_date": "1990-08-17"}
    with as_worker():
        issue = RowIssue.objects.get(delivery_id=delivery.pk)
    assert (issue.column, issue.written) == ("TTL", f"{wrong.birth_place}, 31-02-1990")


@pytest.mark.parametrize("kind", ["EVENTS", "SNAPSHOT"])
def test_rt_and_rw_in_one_column(run: Any, tmp_path: Path, kind: str) -> None:
    """As the identity card writes them; a number too many moves nobody."""
    everybody = people(900)
    worded, moved, half, many = everybody[:4]
    written = {
        worded.nik: f"RT {int(worded.rt)} RW {int(worded.rw)}",
        moved.nik: "7/ 19",
        half.nik: "019",
        many.nik: "001/002/003",
    }
    rows = [
        [
            *(one.nik, one.name, f"{one.birth_date:%d-%m-%Y}"),
            written.get(one.nik, f"{one.rt}/{one.rw}"),
            "UBAH" if kind == "EVENTS" else "",
        ]
        for one in everybody
    ]
    delivery = run(file_of(tmp_path, "NIK;NAMA;TGL LAHIR;RT/RW;KET", *rows), kind)
    assert not refused(delivery)
    changed = [line for line, told in outcomes(delivery).items() if told == "UBAH"]
    assert (changed, delivery.counts["SAME"]) == ([3], len(everybody) - 1)
    assert made(3) == {"rt": "007", "rw": "019"}
    with as_worker():
        told = DeliveryRow.objects.filter(
            delivery_id=delivery.pk, warnings__contains=["PLACE_NUMBER_UNREAD"]
        )
        assert sorted(told.values_list("line_no", flat=True)) == [4, 5]


def test_who_serves_is_struck_and_no_family(run: Any, tmp_path: Path) -> None:
    """Two spellings of the registry's list, and who is not meant by them."""
    work = {
        "TENTARA NASIONAL INDONESIA": "TNI",
        "KEPOLISIAN RI": "POLRI",
        "ISTRI TNI": "",
        "NON TNI/POLRI": "",
        "PNS POLRI": "",
    }
    rows = [
        [who.nik, who.name, said, "UBAH"]
        for who, said in zip(people(5), work, strict=True)
    ]
    header = "NIK;NAMA;PEKERJAAN;KETERANGAN"
    delivery = run(file_of(tmp_path, header, *rows), "EVENTS")
    with as_worker():
        found = DeliveryRow.objects.filter(delivery_id=delivery.pk, outcome="TMS")
        struck = dict(found.values_list("line_no", "detail"))
    assert struck == {2: "TNI", 3: "POLRI"}
    assert delivery.counts["SAME"] == 3


@pytest.mark.parametrize(
    ("reason", "event", "outcome"),
    [
        ("PINDAH", "DATANG", "BARU"),
        ("TNI", "PURNA TNI", "BARU"),
        ("HAK_DICABUT", "HAK PILIH DIPULIHKAN", "BARU"),
        ("MENINGGAL", "DATANG", "MUNCUL_KEMBALI"),
        ("MENINGGAL", "PURNA TNI", "MUNCUL_KEMBALI"),
        ("PINDAH", "HAK PILIH DIPULIHKAN", "MUNCUL_KEMBALI"),
        ("GANDA", "DATANG", "MUNCUL_KEMBALI"),
    ],
)
def test_who_is_brought_back_by_what(
    run: Any, tmp_path: Path, reason: str, event: str, outcome: str
) -> None:
    gone = removed(reason)
    header = "NIK;NAMA;TANGGAL LAHIR;JENIS KELAMIN;ALAMAT;KODE KELURAHAN;PERISTIWA"
    row = [gone.nik, gone.name, f"{gone.birth_date:%d-%m-%Y}", gone.sex, "JL UJI 1"]
    delivery = run(file_of(tmp_path, header, [*row, gone.kelurahan, event]), "EVENTS")
    assert outcomes(delivery) == {2: outcome}


def test_another_person_with_the_number_of_who_moved_is_asked_about(
    run: Any, tmp_path: Path
) -> None:
    gone = removed("PINDAH")
    header = "NIK;NAMA;TANGGAL LAHIR;JENIS KELAMIN;ALAMAT;KODE KELURAHAN;PERISTIWA"
    row = [gone.nik, "ORANG LAIN SEKALI", "02-03-1950", "L", "JL UJI 1"]
    delivery = run(
        file_of(tmp_path, header, [*row, gone.kelurahan, "DATANG"]), "EVENTS"
    )
    assert outcomes(delivery) == {2: "MUNCUL_KEMBALI"}


MOVES = [
    # occupation, nationality, destination, outcome and reason of a PINDAH to elsewhere
    ("", "", "", "PINDAH_DALAM", ""),
    ("", "", "KOTA SUKABUMI", "PINDAH_DALAM", ""),
    ("", "", "SUKABUMI", "PINDAH_DALAM", ""),
    ("", "", "3272", "PINDAH_DALAM", ""),
    ("", "", "KAB. SUKABUMI", "TMS", "PINDAH"),
    ("", "", "MALAYSIA", "TMS", "PINDAH"),
    ("ANGGOTA TNI", "", "", "TMS", "TNI"),
    ("", "WNA", "", "TMS", "WNA"),
]


def test_where_somebody_moves_to_and_who_else_is_struck(
    run: Any, tmp_path: Path
) -> None:
    """A destination that is no place known here is none in the regency."""
    header = (
        "NIK;NAMA;KODE KELURAHAN;PERISTIWA;PEKERJAAN;KEWARGANEGARAAN;KAB/KOTA TUJUAN"
    )
    rows = [
        [who.nik, who.name, "3272011002", "PINDAH", *case[:3]]
        for who, case in zip(people(8, kelurahan="3272011001"), MOVES, strict=True)
    ]
    delivery = run(file_of(tmp_path, header, *rows), "EVENTS")
    with as_worker():
        found = DeliveryRow.objects.filter(delivery_id=delivery.pk).order_by("line_no")
        told = list(found.values_list("outcome", "detail"))
    assert told == [case[3:] for case in MOVES]


def test_who_moves_inside_without_a_new_kelurahan_keeps_the_vote(
    run: Any, tmp_path: Path
) -> None:
    """Of the regency alone is known that they stay; a name that two bear says less."""
    own = ("3272011001", "3272041002", "KOTA SUKABUMI", "3272", "SUKABUMI", "")
    rows = [
        [who.nik, who.name, *("", who.kelurahan)[at : at + 1], "PINDAH", to, "474/1"]
        for at in (0, 1)
        for who, to in zip(people(6, kelurahan="3272011001"), own, strict=True)
    ]
    header = "NIK;NAMA;KODE KELURAHAN;PERISTIWA;KODE WILAYAH TUJUAN;NO SURAT"
    delivery = run(file_of(tmp_path, header, *rows[:6]), "EVENTS")
    assert refused(delivery) == dict.fromkeys((2, 3, 4, 5), "MOVE_INSIDE")
    assert outcomes(delivery) == {6: "TMS", 7: "TMS"}
    delivery = run(file_of(tmp_path, header, *rows[6:]), "EVENTS")
    assert refused(delivery) == dict.fromkeys((2, 3, 4, 5), "MOVE_INSIDE")
    with as_worker():
        told = RowIssue.objects.get(delivery_id=delivery.pk, line_no=4)
        assert (told.column, told.written) == ("KODE WILAYAH TUJUAN", "KOTA SUKABUMI")
        row = telling.refused_row("3272", delivery.pk, 4, "3272011001")
    assert row is not None and row.removal == ""


def test_a_soldier_who_moves_inside_is_struck_all_the_same(
    run: Any, tmp_path: Path
) -> None:
    who, other = people(2, kelurahan="3272011001")
    header = "NIK;NAMA;PERISTIWA;KAB/KOTA TUJUAN;PEKERJAAN;KEWARGANEGARAAN"
    rows = [
        [who.nik, who.name, "PINDAH", "KOTA SUKABUMI", "ANGGOTA TNI", ""],
        [other.nik, other.name, "PINDAH", "KOTA SUKABUMI", "", "WNA"],
    ]
    delivery = run(file_of(tmp_path, header, *rows), "EVENTS")
    with as_worker():
        found = DeliveryRow.objects.filter(delivery_id=delivery.pk)
        told = dict(found.values_list("line_no", "detail"))
    assert told == {2: "TNI", 3: "WNA"}


def test_a_nationality_is_known_or_asked_for(run: Any, tmp_path: Path) -> None:
    said = ("WNI", "Indonesia", "", "-", "W.N.A", "WNA (Malaysia)", "Malaysia", "#REF!")
    rows = [
        [who.nik, who.name, cell, "UBAH"]
        for who, cell in zip(people(8), said, strict=True)
    ]
    header = "NIK;NAMA;KEWARGANEGARAAN;KETERANGAN"
    delivery = run(file_of(tmp_path, header, *rows), "EVENTS")
    assert outcomes(delivery) == {6: "TMS", 7: "TMS"}
    assert refused(delivery) == dict.fromkeys((8, 9), "NATIONALITY_CODE")
    assert delivery.counts["SAME"] == 4
    with as_worker():
        told = RowIssue.objects.get(delivery_id=delivery.pk, line_no=8)
    assert (told.column, told.written) == ("KEWARGANEGARAAN", "Malaysia")


def test_a_retired_soldier_of_another_country_is_struck(
    run: Any, tmp_path: Path
) -> None:
    (who,) = people(1)
    row = [who.nik, who.name, "PURNA TNI", "WNA"]
    header = "NIK;NAMA;PERISTIWA;KEWARGANEGARAAN"
    assert outcomes(run(file_of(tmp_path, header, row), "EVENTS")) == {2: "TMS"}


def test_a_marriage_tells_the_status_that_no_column_does(
    run: Any, tmp_path: Path
) -> None:
    single, divorced, known = people(3, marital_status="B")
    rows = [
        [single.nik, single.name, "KAWIN"],
        [divorced.nik, divorced.name, "PERCERAIAN"],
        [known.nik, known.name, "UBAH"],
    ]
    delivery = run(file_of(tmp_path, "NIK;NAMA;PERISTIWA", *rows), "EVENTS")
    assert outcomes(delivery) == {2: "UBAH", 3: "UBAH"}
    assert made(2) == {"marital_status": "S"}
    assert made(3) == {"marital_status": "P"}


def test_an_answer_stands_while_the_row_means_the_same(
    run: Any, tmp_path: Path
) -> None:
    gone = removed("MENINGGAL")
    header = "NIK;NAMA;TANGGAL LAHIR;STATUS PERKAWINAN;JENIS KELAMIN;PERISTIWA"
    written = [
        [f"{gone.birth_date:%d-%m-%Y}", "B", "L", "UBAH"],
        [f"{gone.birth_date:%d/%m/%Y}", "1", "LAKI-LAKI", "PERUBAHAN"],
        [f"{gone.birth_date:%Y-%m-%d}", "BELUM KAWIN", "1", "UBAH"],
        [f"{gone.birth_date:%Y-%m-%d}", "S", "L", "UBAH"],
    ]
    answered = []
    for cells in written:
        path = file_of(tmp_path, header, [gone.nik, gone.name, *cells])
        delivery = run(path, "EVENTS")
        assert outcomes(delivery) == {2: "MUNCUL_KEMBALI"}
        answered.append(delivery.details["proposals"]["answered"])
        with as_worker():
            asked = ChangeProposal.objects.of("3272").filter(kind="MUNCUL_KEMBALI")
            asked.update(state="REJECTED")
    assert answered == [0, 1, 1, 0]


def test_a_youth_who_died_waits_no_more(run: Any, tmp_path: Path) -> None:
    """But not by the word of a list that is often wrong."""
    header = "NIK;NAMA;TANGGAL LAHIR;JENIS KELAMIN;ALAMAT;KODE KELURAHAN;PERISTIWA"
    row = ["3272010501129901", "ANAK UJI", "05-01-2012", "L", "JL UJI 1", "3272011001"]
    assert outcomes(run(file_of(tmp_path, header, [*row, "BARU"]), "EVENTS")) == {
        2: "NOT_YET"
    }
    dead = [*row, "MENINGGAL"]
    run(file_of(tmp_path, header + ";X", [*dead, ""]), "EVENTS", sender="bpjs")
    with as_worker():
        waiting = NotYetEligible.objects.of("3272").filter(nik=row[0], left_by=None)
        assert waiting.exists()
    delivery = run(file_of(tmp_path, header, dead), "EVENTS")
    assert delivery.counts["IGNORED"] == 1
    with as_worker():
        assert not waiting.exists()


PLACES = [
    ("KEC. Gunung Puyuh", "Gunung Puyuh", "3272011001"),
    ("KECAMATAN GUNUNG PUYUH", "Gunung Puyuh", "3272011001"),
    ("327201", "Gunung Puyuh", "3272011001"),
    ("32.72.01", "KEL GUNUNG PUYUH", "3272011001"),
    ("Kec : 32.72.02", "Cikole", "3272021001"),
    ("Gunung Puyuh", "KEL. Gunung\u3000Puyuh", "3272011001"),
    ("KEC.Cikole", "DS.CIKOLE", "3272021001"),
    ("", "Kelurahan Tipar", "3272031002"),
    ("", "DESA CIKOLE", "3272021001"),
    ("-", "Kel/Tipar", ""),
    # A word that belongs to the name stays, and what it names twice is not guessed.
    ("", "DESA BENTENG", "3272041004"),
    ("Kec. Warudoyong", "KEL. DESA BENTENG", "3272041004"),
    ("", "Benteng", "3272041005"),
    ("", "DESA TIPAR", ""),
    ("Citamiang", "DESA TIPAR", "3272031002"),
    # Another kecamatan, a word of another level, and letters that are no word.
    ("KEC. Cikole", "Gunung Puyuh", ""),
    ("327202", "Gunung Puyuh", ""),
    ("327203", "KEC. Cikole", ""),
    ("Cikole", "KEC. Cikole", ""),
    ("KEL. Cikole", "Cikole", ""),
    ("", "KELTIPAR", ""),
    ("KEC.", "KEL.", ""),
    ("KECAMATAN", "", ""),
    ("KEC. Cikole", "32.72.01.1001", "3272011001"),
]
NAMESAKES = {
    "DESABENTENG": ("3272041004",),
    "DESATIPAR": ("3272041001", "3272051001"),
}


def test_the_word_before_the_name_of_a_place_is_dress(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for key, codes in NAMESAKES.items():
        for code in codes:
            admin_sql(
                f"INSERT INTO regions_alias (region_id, key) VALUES ('{code}', '{key}')"
            )
    rows = [
        [f"327201010190{at:04d}", "ORANG", "01-01-1990", *case[:2]]
        for at, case in enumerate(PLACES, 1)
    ]
    header = "NIK;NAMA;TANGGAL LAHIR;KECAMATAN;KELURAHAN"
    found = read_by_stages(file_of(tmp_path, header, *rows), monkeypatch)
    with as_worker():
        places = telling.places_of("3272")
    for at, case in enumerate(PLACES, 2):
        cells, checked = found[at]
        assert (*case[:2], checked["kelurahan"] or "") == case
        assert lines.elements(cells, places).get("kelurahan", "") == case[2], case


def test_a_minor_is_struck_with_the_age_that_the_row_says(
    run: Any, tmp_path: Path
) -> None:
    adult, married = people(2, marital_status="S")
    header = "NIK;NAMA;TANGGAL LAHIR;STATUS KAWIN;KETERANGAN"
    rows = [
        [adult.nik, adult.name, "15-12-2015", "B", "UBAH"],
        [married.nik, married.name, "15-12-2015", "S", "UBAH"],
    ]
    delivery = run(file_of(tmp_path, header, *rows), "EVENTS")
    assert outcomes(delivery) == {2: "TMS", 3: "UBAH"}
    status = {"status": "INELIGIBLE", "status_reason": "DI_BAWAH_UMUR"}
    told = {"birth_date": "2015-12-15", "marital_status": "B"}
    assert made(2) == {**status, **told}
    with as_worker():
        asked = ChangeProposal.objects.of("3272").get(line_no=2)
    known = {"birth_date": adult.birth_date.isoformat(), "marital_status": "S"}
    assert asked.old == {"status": "ACTIVE", "status_reason": "", **known}


def test_a_station_of_another_kelurahan_is_told_with_it(
    run: Any, tmp_path: Path
) -> None:
    moved, silent, stays = people(3, kelurahan="3272011001")
    header = "NIK;NAMA;KODE KELURAHAN;TPS;KETERANGAN"
    rows = [
        [moved.nik, moved.name, "3272021002", moved.tps, "UBAH"],
        [silent.nik, silent.name, "3272021002", "", "UBAH"],
        [stays.nik, stays.name, stays.kelurahan, stays.tps, "UBAH"],
    ]
    delivery = run(file_of(tmp_path, header, *rows), "EVENTS")
    assert moved.tps
    assert outcomes(delivery) == {2: "PINDAH_DALAM", 3: "PINDAH_DALAM"}
    assert made(2) == {"kelurahan": "3272021002", "tps": moved.tps}
    assert made(3) == {"kelurahan": "3272021002"}


def test_a_married_minor_who_moved_away_moves_in(
    run: Any, tmp_path: Path, cast: Any
) -> None:
    gone = removed("PINDAH")
    with as_worker():
        rows = Voter.objects.filter(pk=gone.pk)
        rows.update(birth_date=date(2010, 6, 1), marital_status="S")
    header = (
        "NIK;NAMA;TANGGAL LAHIR;JENIS KELAMIN;ALAMAT;KODE KELURAHAN;PERISTIWA;"
        "STATUS KAWIN"
    )
    row = [gone.nik, gone.name, "01-06-2010", gone.sex, "JL UJI 1", gone.kelurahan]
    delivery = run(file_of(tmp_path, header, [*row, "DATANG", "S"]), "EVENTS")
    assert outcomes(delivery) == {2: "BARU"}
    with as_worker():
        asked = ChangeProposal.objects.of("3272").get(line_no=2)
    desk.decide(cast.operator_a, services.accept, asked)
    assert desk.work("apply", cast.operator_a)["stale"] == 0


def test_who_appears_again_elsewhere_leaves_the_station(
    run: Any, tmp_path: Path
) -> None:
    gone = removed("MENINGGAL")
    with as_worker():
        Voter.objects.filter(pk=gone.pk).update(tps="007")
    header = "NIK;NAMA;KODE KELURAHAN;PERISTIWA"
    rows = [[gone.nik, gone.name, "3272021002", "DATANG"]]
    assert gone.kelurahan != "3272021002"
    delivery = run(file_of(tmp_path, header, *rows), "EVENTS")
    assert outcomes(delivery) == {2: "MUNCUL_KEMBALI"}
    assert (made(2)["kelurahan"], made(2)["tps"]) == ("3272021002", "")
