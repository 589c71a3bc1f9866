"""What a form says of a person before anybody proposes."""

from __future__ import annotations

from datetime import date

import pytest

from voters.rules.by_hand import (
    BLOCK,
    FINE,
    WARN,
    Typed,
    judge,
    misfit,
    why_not_back,
    without_left_station,
)
from voters.rules.eligibility import Person

AS_OF = date(2026, 11, 30)
SOUND = "3272011505900001"
BORN = date(1990, 5, 15)


def codes(**typed):
    found = judge(Typed(**typed), regency="3272", as_of=AS_OF)
    return {one.code: (one.level, one.rule) for one in found}


def test_nothing_typed_is_not_judged():
    assert codes() == {}


@pytest.mark.parametrize(
    ("nik", "code", "rule"),
    [
        ("32720115", "NIK_LENGTH", "N1"),
        ("1111111111111111", "NIK_ALIKE", "N2"),
        ("9972011505900001", "NIK_PROVINCE", "N2"),
        ("3272013213900001", "NIK_DATE", "N2"),
        ("3272011505900000", "NIK_SERIAL", "N2"),
    ],
)
def test_a_broken_structure_blocks(nik, code, rule):
    assert codes(nik=nik) == {code: (BLOCK, rule)}


def test_a_nik_is_read_against_birth_sex_and_region():
    assert codes(nik=SOUND) == {}
    fits = codes(nik=SOUND, birth_date=BORN, sex="L")
    assert fits["NIK_FITS"] == (FINE, "N3")
    assert codes(nik="3101011505900001")["NIK_PREFIX"] == (WARN, "N4")
    other = codes(nik=SOUND, birth_date=date(1990, 5, 16), sex="P")
    assert other["NIK_BIRTH_DATE"] == other["NIK_SEX"] == (WARN, "N4")


def test_a_card_has_sixteen_digits():
    assert codes(nkk="327201") == {"NKK_MALFORMED": (BLOCK, "N8")}
    assert codes(nkk="3272010101200001") == {}


def test_age_blocks_warns_or_is_fine():
    assert codes(birth_date=date(2027, 1, 1)) == {"NOT_BORN": (BLOCK, "E1")}
    assert codes(birth_date=date(2009, 12, 1)) == {"DI_BAWAH_UMUR": (BLOCK, "E8")}
    assert codes(birth_date=date(2009, 11, 30)) == {"ELIGIBLE": (FINE, "E1")}
    assert codes(birth_date=date(1920, 1, 1))["AGE_OVER_100"] == (WARN, "J2")
    late = codes(birth_date=BORN, category="GENAP_17")
    assert late["LONG_SEVENTEEN"] == (WARN, "J2")


@pytest.mark.parametrize(
    ("category", "born", "marital", "code"),
    [
        ("GENAP_17", date(2009, 6, 1), "B", ""),
        ("GENAP_17", date(2010, 6, 1), "S", "NOT_SEVENTEEN"),
        ("KAWIN", date(2010, 6, 1), "S", ""),
        ("KAWIN", BORN, "S", "NOT_YOUNG_AND_MARRIED"),
        ("PINDAH_MASUK", BORN, "B", ""),
        ("KAWIN", None, "S", ""),
    ],
)
def test_a_category_that_does_not_fit(category, born, marital, code):
    typed = Typed(birth_date=born, marital_status=marital, category=category)
    assert misfit(typed, AS_OF) == code


@pytest.mark.parametrize(
    ("status", "reason", "born", "taken", "why"),
    [
        ("ACTIVE", "", BORN, False, "ACTIVE"),
        ("HELD", "RAGU", BORN, True, ""),
        ("INELIGIBLE", "BATAL", BORN, False, "CANCELLED"),
        ("INELIGIBLE", "MENINGGAL", BORN, True, "TAKEN"),
        ("INELIGIBLE", "MENINGGAL", BORN, False, ""),
        ("INELIGIBLE", "DI_BAWAH_UMUR", date(2012, 1, 1), False, "DI_BAWAH_UMUR"),
    ],
)
def test_who_may_be_reinstated(status, reason, born, taken, why):
    found = why_not_back(
        status=status,
        reason=reason,
        person=Person(born),
        nik_taken=taken,
        as_of=AS_OF,
    )
    assert found == why


@pytest.mark.parametrize(
    ("new", "kept"),
    [
        ({"kelurahan": "3272011002", "tps": "004"}, {"kelurahan": "3272011002"}),
        ({"kelurahan": "3272011002", "tps": "005"}, None),
        ({"kelurahan": "3272011002"}, None),
        ({"kelurahan": "3272011001", "tps": "004"}, None),
        ({"address": "JL A", "tps": "004"}, None),
    ],
)
def test_a_station_that_was_only_shown(new, kept):
    told = without_left_station(new, kelurahan="3272011001", tps="004")
    assert told == (new if kept is None else kept)
