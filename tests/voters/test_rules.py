"""Rules of NIK, eligibility and recap cells: properties, and SQL against Python."""

from __future__ import annotations

import json
from dataclasses import astuple
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.roles import admin_sql
from voters.rules import nik as niks
from voters.rules.eligibility import (
    Person,
    age_on,
    birthday_in,
    is_eligible,
    seventeen_on,
    why_not,
)
from voters.rules.recap import Cell, Effect, cells, change_of_total

BORN = st.dates(date(1900, 1, 1), date(2030, 12, 31))
DAYS = st.dates(date(2015, 1, 1), date(2060, 12, 31))


def made(birth: date, sex: str, district: str = "327201", serial: str = "0001") -> str:
    day = birth.day + (40 if sex == "P" else 0)
    return f"{district}{day:02}{birth.month:02}{birth.year % 100:02}{serial}"


@given(BORN, st.sampled_from("LP"), st.integers(1, 9999))
def test_a_sound_nik_says_birth_and_sex(birth, sex, serial):
    text = made(birth, sex, serial=f"{serial:04}")
    assert niks.problem(text) == ""
    taken = niks.parts(text)
    assert (taken.day, taken.month, taken.year, taken.sex) == (
        birth.day,
        birth.month,
        birth.year % 100,
        sex,
    )
    assert niks.warnings(text, birth, sex, "3272") == []


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("327201010190000", "NIK_LENGTH"),
        ("32720101019000011", "NIK_LENGTH"),
        ("3272010101900O01", "NIK_LENGTH"),
        ("٣272010101900001", "NIK_LENGTH"),
        ("1111111111111111", "NIK_ALIKE"),
        ("0072010101900001", "NIK_PROVINCE"),
        ("3272010113900001", "NIK_DATE"),
        ("3272010001900001", "NIK_DATE"),
        ("3272013201900001", "NIK_DATE"),
        ("3272017201900001", "NIK_DATE"),
        ("3272013004900001", ""),
        ("3272013104900001", "NIK_DATE"),
        ("3272012902910001", "NIK_DATE"),
        ("3272012902920001", ""),
        ("3272016902920001", ""),
        ("3272010100900001", "NIK_DATE"),
        ("3272010101900000", "NIK_SERIAL"),
    ],
)
def test_broken_structures(text, problem):
    assert niks.problem(text) == problem
    if problem:
        assert str(niks.MESSAGES[problem])


def test_warnings_never_refuse():
    text = made(date(1990, 5, 5), "L", "110101")
    found = niks.warnings(text, date(1991, 5, 5), "P", "3272")
    assert found == ["NIK_PREFIX", "NIK_BIRTH_DATE", "NIK_SEX"]


@given(BORN, DAYS)
def test_age_grows_by_one_each_birthday(birth, day):
    age = age_on(birth, day)
    assert birthday_in(birth, birth.year + age) <= day
    assert birthday_in(birth, birth.year + age + 1) > day


@given(BORN)
def test_exactly_seventeen_is_eligible(birth):
    turned = seventeen_on(birth)
    assert is_eligible(Person(birth), turned)
    assert not is_eligible(Person(birth), turned - timedelta(days=1))


def test_twenty_ninth_of_february():
    birth = date(2008, 2, 29)
    assert seventeen_on(birth) == date(2025, 3, 1)
    assert not is_eligible(Person(birth), date(2025, 2, 28))
    assert age_on(date(2008, 2, 29), date(2028, 2, 29)) == 20


@given(BORN, DAYS, st.sampled_from("SP"))
def test_the_married_are_eligible_at_any_age(birth, day, status):
    assert is_eligible(Person(birth, status), day)


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (Person(date(1980, 1, 1), is_citizen=False), "WNA"),
        (Person(date(1980, 1, 1), is_soldier=True), "TNI"),
        (Person(date(1980, 1, 1), is_police=True), "POLRI"),
        (Person(date(1980, 1, 1), right_revoked=True), "HAK_DICABUT"),
        (Person(date(2020, 1, 1)), "DI_BAWAH_UMUR"),
        (Person(date(1980, 1, 1)), ""),
    ],
)
def test_reasons(person, reason):
    assert why_not(person, date(2026, 11, 30)) == reason


FLAGS = ("is_citizen", "is_soldier", "is_police", "right_revoked")


@given(st.tuples(*[st.booleans()] * 4), BORN, st.sampled_from("BSP"))
def test_the_first_reason_of_several_is_told(found, birth, status):
    wrong = dict(zip(FLAGS, found, strict=True))
    wrong["is_citizen"] = not wrong["is_citizen"]
    told = why_not(Person(birth, status, **wrong), date(2026, 11, 30))
    named = [
        reason
        for reason, is_so in zip(
            ("WNA", "TNI", "POLRI", "HAK_DICABUT"), found, strict=True
        )
        if is_so
    ]
    if named:
        assert told == named[0]
    else:
        assert told in ("", "DI_BAWAH_UMUR")


EFFECTS = st.builds(
    Effect,
    effect=st.sampled_from(
        ["BARU", "PEMULIHAN", "TMS", "PINDAH", "KOREKSI_JK", "UBAH", "TAHAN", "CATATAN"]
    ),
    sign=st.sampled_from([1, -1]),
    category=st.sampled_from(["", "MENINGGAL", "GENAP_17"]),
    kelurahan_from=st.sampled_from(["3272011001", "3272011002"]),
    sex_from=st.sampled_from("LP"),
    kelurahan_to=st.sampled_from(["3272011001", "3272011002"]),
    sex_to=st.sampled_from("LP"),
)


@given(EFFECTS)
def test_a_counter_event_takes_back_every_cell(event):
    back = Effect(
        event.effect,
        -event.sign,
        event.category,
        event.kelurahan_to,
        event.sex_to,
        event.kelurahan_from,
        event.sex_from,
    )
    taken = [cell._replace(n=-cell.n) for cell in cells(back)]
    assert sorted(taken) == sorted(cells(event))


@given(EFFECTS)
def test_only_coming_and_going_moves_a_total(event):
    change = change_of_total(cells(event))
    assert change == {
        "BARU": event.sign,
        "PEMULIHAN": event.sign,
        "TMS": -event.sign,
    }.get(event.effect, 0)


def every_effect() -> list[Effect]:
    places, sexes = ["3272011001", "3272011002"], "LP"
    kinds = ["BARU", "PEMULIHAN", "TMS", "PINDAH", "KOREKSI_JK", "UBAH", "TAHAN"]
    kinds.append("WILAYAH")
    return [
        Effect(kind, sign, "X", kf, sf, kt, st_)
        for kind in kinds
        for sign in (1, -1)
        for kf in places
        for kt in places
        for sf in sexes
        for st_ in sexes
    ]


def test_sql_and_python_agree_on_cells(portal):
    events = every_effect()
    rows = admin_sql(
        """SELECT i.n, c.* FROM jsonb_array_elements(%s::jsonb) WITH ORDINALITY i(e, n),
           event_cells(e->>0, (e->>1)::int, e->>2, e->>3, e->>4, e->>5, e->>6) c""",
        [json.dumps([list(astuple(event)) for event in events])],
    )
    said: dict[int, list[Cell]] = {}
    for number, *cell in rows:
        said.setdefault(number, []).append(Cell(*cell))
    for number, event in enumerate(events, 1):
        assert sorted(said.get(number, [])) == sorted(cells(event)), event


def _is_told(text: str, birth: date, sex: str) -> bool:
    found = niks.warnings(text, birth, sex, text[:4])
    return not found and not text.endswith("0000")


def test_sql_and_python_agree_on_what_a_nik_fits(portal):
    ((fits,),) = admin_sql(
        "SELECT pg_get_expr(adbin, adrelid) FROM pg_attrdef d JOIN pg_attribute a"
        " ON a.attrelid = adrelid AND attnum = adnum"
        " WHERE adrelid = 'part.voter_3272'::regclass AND attname = 'nik_fits'"
    )
    born = [date(1999, 12, 31), date(2000, 2, 29), date(2001, 1, 1), date(1961, 10, 9)]
    asked = [
        (made(said, of, serial=serial), birth, sex)
        for said in (*born, date(2000, 2, 28))
        for of in "LP"
        for serial in ("0000", "0001", "9999")
        for birth in born
        for sex in "LP"
    ]
    told = admin_sql(
        f"SELECT {fits.replace('%', '%%')}"
        " FROM unnest(%s::text[], %s::date[], %s::text[]) AS v(nik, birth_date, sex)",
        [list(each) for each in zip(*asked, strict=True)],
    )
    assert [fits for (fits,) in told] == [_is_told(*one) for one in asked]
    assert 0 < sum(fits for (fits,) in told) < len(asked)


def test_sql_and_python_agree_on_seventeen(portal):
    births = [date(2007, 1, 1) + timedelta(days=n) for n in range(1500)]
    days = [date(2025, 2, 28), date(2025, 3, 1), date(2028, 2, 29), date(2026, 11, 30)]
    for day in days:
        rows = admin_sql(
            "SELECT b, b <= %s::date - interval '17 years' FROM unnest(%s::date[]) b",
            [day, births],
        )
        for birth, said in rows:
            assert said == is_eligible(Person(birth), day), (birth, day)
