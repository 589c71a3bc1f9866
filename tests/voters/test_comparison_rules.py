"""What a row of a SIDALIH download is to the roll (Z1 to Z4)."""

from __future__ import annotations

import itertools
from typing import Any

import pytest

from tests.roles import login_sql
from voters.dhs import headers
from voters.rules import sidalih as rules
from voters.rules.sidalih import Outcome, Way


@pytest.mark.parametrize(
    ("facts", "way"),
    [
        ((True, True, False, False), Way.DPID),
        ((True, True, True, True), Way.DPID),
        ((True, False, True, False), Way.DPID_OTHER_NIK),
        ((False, False, True, False), Way.NIK),
        ((False, False, True, True), Way.NIK_OTHER_DPID),
        ((False, True, False, False), Way.NONE),
    ],
)
def test_dpid_is_asked_before_nik(facts: tuple[bool, ...], way: Way) -> None:
    names = ("dpid_found", "nik_agrees", "nik_found", "other_dpid")
    assert rules.way_of(**dict(zip(names, facts, strict=True))) == way


@pytest.mark.parametrize(
    ("way", "other", "struck", "told", "differs", "outcome"),
    [
        ("DPID", False, "", "", False, Outcome.EQUAL),
        ("NIK", False, "", "", True, Outcome.DIFFERS),
        ("NIK", True, "", "", True, Outcome.CONFLICT),
        ("DPID_OTHER_NIK", False, "", "", False, Outcome.CONFLICT),
        ("", True, "", "", True, Outcome.ONLY_SIDALIH),
        ("DPID", False, "MENINGGAL", "", False, Outcome.ONLY_SIDALIH),
        ("DPID", False, "MENINGGAL", "MENINGGAL", False, Outcome.EQUAL),
        ("DPID", False, "MENINGGAL", "PINDAH", False, Outcome.DIFFERS),
        ("DPID", False, "", "PINDAH", False, Outcome.DIFFERS),
    ],
)
def test_each_row_has_one_outcome(
    way: str, other: bool, struck: str, told: str, differs: bool, outcome: Outcome
) -> None:
    found = rules.outcome(
        way=way, other_person=other, struck=struck, told_struck=told, differs=differs
    )
    assert found == outcome


def test_sql_and_python_agree(shared_portal: str) -> None:
    yes_no = (False, True)
    facts = list(itertools.product(yes_no, repeat=4))
    names = ("dpid_found", "nik_agrees", "nik_found", "other_dpid")
    ways = [rules.way_of(**dict(zip(names, one, strict=True))) for one in facts]
    assert _asked("sidalih_way", facts) == ways
    reasons = ("", "PINDAH", "TNI")
    every = list(
        itertools.product([one.value for one in Way], yes_no, reasons, reasons, yes_no)
    )
    names = ("way", "other_person", "struck", "told_struck", "differs")
    outcomes = [rules.outcome(**dict(zip(names, one, strict=True))) for one in every]
    assert _asked("sidalih_outcome", every) == outcomes


def _asked(function: str, cases: list[tuple[Any, ...]]) -> list[str]:
    """What the SQL twin says of each case, in one statement."""
    call = f"SELECT {function}({', '.join(['%s'] * len(cases[0]))})"
    query = " UNION ALL ".join([call] * len(cases))
    rows = login_sql("worker", query, [value for one in cases for value in one])
    return [said for (said,) in rows]


@pytest.mark.parametrize(
    ("nik", "masked"),
    [
        ("3272**********01", True),
        ("327203••••••••••", True),
        ("327201XXXXXX0001", True),
        ("3272014101900001", False),
        ("3272**", False),
        ("32720141019OO001", False),
    ],
)
def test_a_masked_nik_is_known_as_one(nik: str, masked: bool) -> None:
    assert rules.is_masked(nik) is masked


def test_headings_of_real_files_are_known() -> None:
    heads = [
        *("No", "DPID", "No KK", "NIK", "Nama", "Tempat Lahir"),
        *("Status Perkawinan B/S/P", "Jenis Kelamin  L/P", "Jalan/Dukuh", "Rt", "Rw"),
        *("Dis-abilitas", "Keterangan  *)", "Sumber Data", "TPS", "Desa/Kelurahan"),
        *("Kecamatan", "Kabupaten/Kota", "Provinsi"),
    ]
    found = headers.recognise(heads)
    assert {heads[at] for at in found.values()} == set(heads) - {
        *("No", "Keterangan  *)", "Sumber Data", "Kabupaten/Kota", "Provinsi")
    }
    assert headers.looks_like_header(heads)
    assert not headers.looks_like_header(["Nama", "TPS", "RT"])
    assert headers.missing({"rt": 1}) == ["DPID / NIK", "Nama"]
    assert headers.missing({"dpid": 0, "name": 1}) == []
    old = headers.recognise(["DP_ID", "NKK", "NIK", "NAMA", "TTL", "STS_KAWIN"])
    assert headers.elements_of(old)[-2:] == ["birth_place", "birth_date"]
