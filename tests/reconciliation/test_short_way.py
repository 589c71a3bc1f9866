"""The comparison's short way: who is plainly the same by it is the same the long way.

Most rows are told "plainly the same" by comparing cells as they were written
(reconciliation.stages.comparing.SAME); every other row is read in full. Each delivery
here is reconciled twice, the second time with nobody plainly the same. And what the
stages read in a row, the rules in Python (reconciliation.rules.lines) read in it.
"""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from psycopg2 import sql

from reconciliation import landing, telling
from reconciliation.models import Delivery, DeliveryRow, RowIssue
from reconciliation.rules import lines, nik
from reconciliation.services import running
from reconciliation.stages import comparing
from tests import databases
from tests.reconciliation.conftest import REGENCY, arrived, reconcile, work
from tests.roles import as_worker
from voters.models import ChangeProposal, Voter

NUMBERS = [
    *("1", "01", "001", "0001", "0011", "11", "1234", "A", "0A", "00A", "A1"),
    *("", " ", "0", "000", " 1", "1 ", "-", "1.", "\u00a01"),
    *("RT 1", "RW.01", "tps-001", "RT", "RT 1/2", "001/002"),
]
TEXTS = ["", " ", "-", "x", "X  Y", "=X", "'", "`", "\u2019", "X\u00a0Y", "#REF!", "É"]
TEXTS += ["X\u2003Y", "X\fY", "E\u0301", "X\u2032Y", "\u200e"]
CODES = ["", "1", "2", "3", "4", "5", "11", "12", "L", "P", "S", "B", "l", " S", "S "]
FORMS: dict[str, list[str]] = {
    "NKK": ["", "0", "3272", "'3272010101010001", "327201010101000A", "3" * 17],
    "NIK": ["", "3,27201E+15", "327201010101000O", "3" * 15, "3" * 16],
    "NAMA": TEXTS,
    "TMPT_LHR": TEXTS,
    "TGL_LHR": ["", "1-1-1990", "01/01/1990", "1990-01-01", "31-02-1990", "01-01-90"],
    "STAT_KWN": [*CODES, "KAWIN", "kawin", "BELUM KAWIN", "CERAI MATI"],
    "JENIS_KLMIN": [*CODES, "LAKI-LAKI", "perempuan"],
    "ALAMAT": TEXTS,
    "NO_RT": NUMBERS,
    "NO_RW": NUMBERS,
    "NO_TPS": NUMBERS,
    "NO_PROP": ["", "3", "032", "32 ", "33", "3A"],
    "NO_KAB": ["", "7", "072", "272", "720", "73", " 72"],
    "NO_KEC": ["", "1", "001", "0", "010", "99", "0 1"],
    "NO_KEL": ["", "1", "01001", "10010", "0011001", "11001", "9999", "1001 "],
    "PNYDNG_CCT": ["", "0", "00", "1", "6", "9", "X", " 0"],
    "PEREKAMAN_EKTP": ["", "S", "B", "s", "SUDAH", "BELUM", "SUDAH ", "SB", "X"],
    "JENIS_PKRJN": [
        "",
        "TNI",
        "tni",
        "Anggota  POLRI",
        "PURNAWIRAWAN TNI",
        "T\u200bNI",
        "ISTRI TNI",
        "NON TNI/POLRI",
        "Tentara  Nasional Indonesia",
        "KEPOLISIAN RI",
    ],
    "KEWARGANEGARAAN": ["", "WNI", "wni", "WNA", "WNI ", "X"],
    "KETERANGAN": ["", "-", " ", "MENINGGAL", "PINDAH", "X"],
    "TGL_PERISTIWA": ["", "-", "01-11-2026", "31-02-2026", "X"],
}
SPELLINGS = [
    str.lower,
    lambda cell: f" {cell}",
    lambda cell: f"{cell} ",
    lambda cell: f"'{cell}",
    lambda cell: f"0{cell}",
    lambda cell: f"{cell}0",
    lambda cell: cell.lstrip("0"),
    lambda cell: cell[:-1],
    lambda cell: cell.replace(" ", "  "),
    lambda cell: cell.replace(" ", "\u3000"),
    lambda cell: f"{cell}\u200e",
    lambda cell: cell[::-1],
]
COMPARED = (
    *("name", "birth_place", "birth_date", "marital_status", "sex", "address"),
    *("rt", "rw", "tps", "disability", "ektp_status"),
)
PARTS = (("NO_PROP", 0, 2), ("NO_KAB", 2, 4), ("NO_KEC", 4, 6), ("NO_KEL", 6, 10))


def row_of(voter: Voter) -> dict[str, str]:
    """The voter's cells as Dukcapil writes them."""
    return {
        "NKK": voter.nkk,
        "NIK": voter.nik,
        "NAMA": voter.name,
        "TMPT_LHR": voter.birth_place,
        "TGL_LHR": f"{voter.birth_date:%d-%m-%Y}",
        "STAT_KWN": voter.marital_status,
        "JENIS_KLMIN": voter.sex,
        "ALAMAT": voter.address,
        "NO_RT": voter.rt,
        "NO_RW": voter.rw,
        "NO_TPS": voter.tps,
        **{name: voter.kelurahan[first:end] for name, first, end in PARTS},
        "PNYDNG_CCT": voter.disability,
        "PEREKAMAN_EKTP": voter.ektp_status,
        "JENIS_PKRJN": "PETANI",
        "KEWARGANEGARAAN": "WNI",
        "KETERANGAN": "",
        "TGL_PERISTIWA": "",
    }


def somebody() -> Voter:
    """A voter of RT 001, RW 002 and TPS 003, as the worker."""
    here = Voter.objects.of(REGENCY).filter(kelurahan="3272011001")
    voter = here.filter(nik__startswith=REGENCY, status="ACTIVE").order_by("id")[0]
    voter.rt, voter.rw, voter.tps = "001", "002", "003"
    Voter.objects.filter(pk=voter.pk).update(rt="001", rw="002", tps="003")
    return voter


def written(folder: Path, seed: int) -> tuple[Path, int]:
    """A whole roll in which every second row has a cell or two written otherwise, and
    some NIKs stand twice; and how many rows it has."""
    chance = random.Random(seed)
    with as_worker():
        rows = [
            row_of(one) for one in Voter.objects.of(REGENCY).filter(status="ACTIVE")
        ]
    rows += [dict(row) for row in chance.sample(rows, 40)]
    for row in chance.sample(rows, len(rows) // 2):
        for name in chance.sample(sorted(FORMS), chance.choice((1, 1, 1, 2))):
            spell = chance.choice([*SPELLINGS, None, None, None, None])
            row[name] = spell(row[name]) if spell else chance.choice(FORMS[name])
    path = folder / f"kiriman-{seed}.csv"
    write(path, rows)
    return path, len(rows)


def write(path: Path, rows: list[dict[str, str]]) -> None:
    """The rows as a file with a heading."""
    lines = ["|".join(FORMS), *("|".join(row[name] for name in FORMS) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def told(path: Path) -> tuple[Any, ...]:
    """What the delivery of a file became: its report, its rows and its refusals."""
    with as_worker():
        delivery = reconcile(path, "SNAPSHOT")
        mine = {"delivery_id": delivery.pk}
        rows = (
            DeliveryRow.objects.filter(**mine)
            .order_by("line_no", "nik")
            .values(
                *("line_no", "outcome", "detail", "nik", "name", "kelurahan"),
                *("voter_id", "elements", "warnings"),
            )
        )
        issues = (
            RowIssue.objects.filter(**mine)
            .order_by("line_no")
            .values("line_no", "kind", "column", "written")
        )
        return delivery.counts, delivery.details, list(rows), list(issues)


@pytest.mark.parametrize("seed", [1, 2])
def test_the_short_way_answers_as_the_long_one(
    _open_databases: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    with databases.clone("stocked"):
        path, number = written(tmp_path, seed)
        short = told(path)
    monkeypatch.setattr(comparing, "ALWAYS", (*comparing.ALWAYS, "false"))
    with databases.clone("stocked"):
        long = told(path)
    counts, _details, rows, _issues = short
    assert sum(counts.values()) == number and counts["SAME"] > number / 3
    changed = {one["line_no"] for one in rows if one["outcome"] == "UBAH"}
    assert len(changed) > 50
    assert short == long


def read_by_stages(path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[int, Any]:
    """Each row of a file as the stages read it, beside its cells by field."""
    monkeypatch.setattr(comparing, "ALWAYS", (*comparing.ALWAYS, "false"))
    real, found = running.stages.decide, dict[int, Any]()

    def keeping(work: Any, values: dict[str, Any]) -> None:
        query = "SELECT to_jsonb(r), to_jsonb(c) FROM {} r JOIN {} c USING (line)"
        both = sql.SQL(query).format(work.tables["raw"], work.tables["checked"])
        for raw, checked in (map(json.loads, pair) for pair in landing.fetch(both)):
            cells = {name: raw[f"c{at}"] for name, at in work.fields.items()}
            found[raw["line"]] = cells, checked
        real(work, values)

    monkeypatch.setattr(running.stages, "decide", keeping)
    told(path)
    return found


@pytest.mark.parametrize("seed", [3])
def test_python_reads_a_row_as_the_stages_do(
    _open_databases: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    with databases.clone("stocked"):
        path, number = written(tmp_path, seed)
        found = read_by_stages(path, monkeypatch)
        with as_worker():
            places = telling.places_of(REGENCY)
    assert len(found) == number
    here = {place.code for place in places}
    for line, (cells, checked) in found.items():
        sound = {
            "nkk": nik.sound_family_number(checked["nkk"]),
            "kelurahan": checked["kelurahan"] in here,
        }
        names = (*COMPARED, *sound)
        read = {one: checked[one] for one in names if sound.get(one, checked[one])}
        assert lines.elements(cells, places) == read, line
        assert lines.event_of(cells, "", "") == (checked["event"] or ""), line
        reason = checked["service"] or ("WNA" if checked["is_foreign"] else "")
        assert lines.removal("", cells, moves_inside=False) == reason, line


@pytest.mark.parametrize(
    ("said", "outcome"),
    [
        ({}, "SAME"),
        ({"NO_RT": "1"}, "SAME"),
        ({"NO_RT": "0015"}, "UBAH"),  # 015, and cut to three it would be theirs
        ({"NO_RW": "0027"}, "UBAH"),
        ({"NO_TPS": "0031"}, "PINDAH_DALAM"),
        ({"NO_KEC": "1"}, "SAME"),
        ({"NO_KAB": "720", "NO_KEC": "1"}, "REFUSED"),
        ({"NO_KEL": "10010"}, "REFUSED"),
        # All ten digits of their kelurahan, cut elsewhere.
        ({"NO_PROP": "3", "NO_KAB": "272"}, "REFUSED"),
        ({"NO_KEC": "0", "NO_KEL": "11001"}, "REFUSED"),
    ],
)
def test_a_number_is_the_rolls_whole_and_not_cut(
    stocked: str, tmp_path: Path, said: dict[str, str], outcome: str
) -> None:
    with as_worker():
        voter = somebody()
        path = tmp_path / "kiriman.csv"
        write(path, [{**row_of(voter), **said}])
        delivery = reconcile(path, "SNAPSHOT")
        issues = list(RowIssue.objects.values_list("kind", flat=True))
    assert delivery.counts[outcome] == 1
    assert issues == ["REGION_UNKNOWN"] * (outcome == "REFUSED")


@pytest.mark.parametrize(
    ("said", "outcome", "new", "warned"),
    [
        ({"NO_RT": "RT 1", "NO_RW": "rw.02", "NO_TPS": "TPS-3"}, "SAME", {}, False),
        ({"NO_RT": "RT. 05"}, "UBAH", {"rt": "005"}, False),
        ({"NO_TPS": "TPS 12"}, "PINDAH_DALAM", {"tps": "012"}, False),
        ({"NO_RW": "001/002"}, "SAME", {}, True),
        ({"NO_TPS": "1000"}, "SAME", {}, True),
        ({"NO_RT": "RT/RW 1", "NO_RW": "7"}, "UBAH", {"rw": "007"}, True),
    ],
)
def test_what_is_no_number_of_a_place_is_not_compared(
    stocked: str,
    tmp_path: Path,
    said: dict[str, str],
    outcome: str,
    new: dict[str, str],
    warned: bool,
) -> None:
    with as_worker():
        voter = somebody()
        path = tmp_path / "kiriman.csv"
        others = Voter.objects.of(REGENCY).filter(status="ACTIVE").exclude(pk=voter.pk)
        write(path, [{**row_of(voter), **said}, *map(row_of, others)])
        delivery = reconcile(path, "SNAPSHOT")
        theirs = ChangeProposal.objects.filter(delivery_id=delivery.pk, nik=voter.nik)
        proposed = list(theirs.values_list("new", "warnings"))
    became = {one: n for one, n in delivery.counts.items() if n and one != "SAME"}
    assert became == ({outcome: 1} if new else {})
    warning = "PLACE_NUMBER_UNREAD"
    assert delivery.details["warned"].get(warning, 0) == warned
    assert proposed == [(new, [warning] * warned)] * bool(new)


@pytest.mark.parametrize(
    "written",
    [
        *("ASEP\u3000NU'MAN JOS\u00c9", "ASEP NU'MAN\u2009JOS\u00c9\u200e"),
        *(
            "ASEP NU\u2032MAN JOSE\u0301",
            "\u202aasep NU\u02bbMAN \u2003 Jose\u0301\u202c",
        ),
        *("ASEP\fNU'MAN\vJOS\u00c9", "ASEP\u2060 NU\u201bMAN JOS\u00c9"),
    ],
)
def test_what_looks_like_the_rolls_own_name_is_no_change(
    stocked: str, tmp_path: Path, written: str
) -> None:
    with as_worker():
        voter = somebody()
        Voter.objects.filter(pk=voter.pk).update(name="ASEP NU'MAN JOS\u00c9")
        path = tmp_path / "kiriman.csv"
        write(path, [{**row_of(voter), "NAMA": written}])
        delivery = reconcile(path, "SNAPSHOT")
    assert delivery.counts["SAME"] == 1, delivery.counts


CODES_AS_WRITTEN = [
    # vintage, cells of disability and KTP-el, what becomes of a voter with 6 and S
    ("", "6", "S", "SAME"),
    ("2024", "6", "SUDAH", "SAME"),
    ("", "2", "S", "2"),
    ("2018", "2", "S", "SAME"),
    ("2018", "4", "S", "2"),
    ("2018", "0", "S", "0"),
    ("2018", "", "", "SAME"),
    ("2018", "6", "S", "DISABILITY_CODE"),
    ("2018", "3", "S", "DISABILITY_CODE"),
    ("2018", "5", "S", "DISABILITY_CODE"),
    ("", "7", "S", "DISABILITY_CODE"),
    ("", "FISIK", "S", "DISABILITY_CODE"),
    ("", "-", "-", "SAME"),
    ("", "6", "11", "EKTP_CODE"),
]


def test_a_code_means_what_its_vintage_says(stocked: str, tmp_path: Path) -> None:
    """One voter a case, in one file a vintage, beside everybody else of the roll."""
    told: dict[int, str] = {}
    with as_worker():
        here = Voter.objects.of(REGENCY).filter(
            status="ACTIVE", nik__startswith=REGENCY
        )
        untold = {"PNYDNG_CCT": "", "PEREKAMAN_EKTP": ""}
        everybody = {one.pk: row_of(one) | untold for one in here.order_by("id")}
        people = list(everybody)[: len(CODES_AS_WRITTEN)]
        Voter.objects.filter(pk__in=people).update(disability="6", ektp_status="S")
        for vintage in ("", "2024", "2018"):
            rows = {pk: dict(row) for pk, row in everybody.items()}
            for pk, case in zip(people, CODES_AS_WRITTEN, strict=True):
                if case[0] == vintage:
                    rows[pk] |= zip(untold, case[1:3], strict=True)
            path = tmp_path / f"kiriman-{vintage or 'kata'}.csv"
            write(path, list(rows.values()))
            delivery = arrived(path, "SNAPSHOT")
            Delivery.objects.filter(pk=delivery.pk).update(vintage=vintage)
            delivery.refresh_from_db()
            work(delivery)
            lines_of = dict(enumerate(rows, 2))  # below the heading
            for line, kind in RowIssue.objects.filter(
                delivery_id=delivery.pk
            ).values_list("line_no", "kind"):
                told[lines_of[line]] = kind
            for voter, new in ChangeProposal.objects.filter(
                delivery_id=delivery.pk, elements=["disability"]
            ).values_list("voter_id", "new"):
                told[voter] = new["disability"]
    expected = {pk: case[3] for pk, case in zip(people, CODES_AS_WRITTEN, strict=True)}
    assert {pk: told.get(pk, "SAME") for pk in people} == expected
    assert told.keys() <= set(people)
