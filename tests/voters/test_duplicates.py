"""Duplicates: names as they sound, the score in Python and in SQL, and the searches."""

from __future__ import annotations

import random
from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.roles import admin_sql, as_worker
from voters.rules import duplicate_weights as weights
from voters.rules import duplicates as rules
from voters.rules.duplicates import Record
from voters.rules.names import likeness, name_key

ELEMENTS = ", ".join(weights.WEIGHTS)

SAME = [
    ("SOEPARMAN", "SUPARMAN"),
    ("DJAJANG", "JAJANG"),
    ("TJETJEP SOEKARNO", "CECEP SUKARNO"),
    ("M. YUSUF", "MUHAMMAD JUSUP"),
    ("MOCH. ANWAR", "MUH ANWAR"),
    ("MOHAMAD ANWAR", "MUHAMMAD ANWAR"),
    ("H. AHMAD FAUZI, S.PD", "ACHMAD PAUZI"),
    ("DRS. ASEP S.H", "ASEP"),
    ("ZAENAL ABIDIN", "JAINAL ABIDIN"),
    ("SITI AISYAH", "SITI AISYA"),
    ("RENÉ NU'MAN", "RENE NUMAN"),
    ("HJ", "HJ."),
]


@pytest.mark.parametrize(("one", "other"), SAME)
def test_spellings_of_one_name_sound_alike(one, other):
    assert name_key(one) == name_key(other) != ""


def test_names_that_differ_keep_different_keys():
    told = ["ASEP SURYANA", "ASEP SURYANI", "DEDE", "DEDI", "AGUS SALIM", "AGUS SALAM"]
    assert len({name_key(name) for name in told}) == len(told)
    assert name_key("123 -") == ""
    assert likeness("", "") == 0


WORDS = st.sampled_from(
    [
        "ASEP",
        "SURYANA",
        "SURYANI",
        "M.",
        "MUHAMMAD",
        "MOCH",
        "H.",
        "DRS.",
        "S.PD",
        "SITI",
        "ZAENAL",
        "JAINAL",
        "DJAJA",
        "S.H",
        "RENÉ",
        "NU'MAN",
        "TJETJEP",
        "OEMAR",
        "BUDI",
        "BUDDI",
        "SANTOSO",
        ",",
        "12",
        "HJ",
    ]
)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
RECORDS = st.builds(
    Record,
    name=NAMES,
    born=st.sampled_from(
        ["19800101", "19800301", "19800103", "19810103", "19801231", "19910512", ""]
    ),
    birth_place=st.sampled_from(["", "SUKABUMI", "KOTA SUKABUMI", "BOGOR", "SUKABUMO"]),
    nkk=st.sampled_from(["", "3272010101900001", "3272010101900010"]),
    nik=st.sampled_from(
        ["", "3272010101800001", "3272010101800002", "3201010101800001",
         "3272010301800001", "3272014512900007"]
    ),
    address=st.sampled_from(["", "JL. MERDEKA NO 1", "JALAN MERDEKA NO.1", "GG ELA"]),
    sex=st.sampled_from(["", "L", "P"]),
    kelurahan=st.sampled_from(["", "3272011001", "3272011002", "3272021001"]),
    rt=st.sampled_from(["001", "002"]),
    rw=st.just("001"),
)  # fmt: skip


def level_of(element: str, one: Record, other: Record) -> int:
    return rules.levels(one, other)[element]


def record(**changes: str) -> Record:
    told = {"name": "ASEP SURYANA", "born": "19800305", **changes}
    return Record(**told)


@pytest.mark.parametrize(
    ("element", "other", "level"),
    [
        ("name", {}, 1),
        ("name", {"name": "SURYANA ASEP"}, 2),
        ("name", {"name": "ASEP BUDI SURYANA"}, 3),
        ("name", {"name": "ASEP"}, 4),
        ("name", {"name": "ASEP SURYANI"}, 5),
        ("name", {"name": "ASEP SUHENDAR"}, 6),
        ("name", {"name": "TITIN"}, 7),
        ("name", {"name": "12"}, 0),
        ("first", {"name": "12"}, 0),
        ("first", {"name": "ASEPP X"}, 1),
        ("first", {"name": "ASEB X"}, 2),
        ("first", {"name": "TITIN"}, 3),
        ("birth_date", {}, 1),
        ("birth_date", {"born": "19800503"}, 3),
        ("birth_date", {"born": "19810305"}, 4),
        ("birth_date", {"born": "19910305"}, 5),
        ("birth_date", {"born": "19911111"}, 6),
        ("birth_date", {"born": ""}, 0),
    ],
)
def test_each_level(element, other, level):
    assert level_of(element, record(), record(**other)) == level


def test_levels_of_numbers_and_places():
    born = record(born="19800101")
    assert level_of("birth_date", born, born) == 2
    one = record(nkk="3272010101900001", nik="3272010101800001", kelurahan="3272011001",
                 rt="001", rw="001", sex="L", address="JALAN MERDEKA NO 1")  # fmt: skip
    other = record(nkk="3272010101900010", nik="3272010101800002", rt="002", rw="001",
                   sex="P", kelurahan="3272011001",
                   address="JALAN MERDEKA NO 12")  # fmt: skip
    found = rules.levels(one, other)
    assert [found[e] for e in ("nkk", "nik", "kelurahan", "sex", "address")] == [
        2, 2, 2, 2, 2,
    ]  # fmt: skip
    assert rules.nkk_level("3272010101900001", "3201112233445566") == 3
    assert rules.nik_level("3272010101800001", "3201010101800001") == 1
    assert rules.nik_level("3272010101800001", "3201050501800003") == 3
    same = rules.levels(one, one)
    assert [same[e] for e in ("nkk", "nik", "kelurahan", "sex", "address")] == [1] * 5
    moved = record(kelurahan="3272021001"), record(kelurahan="3272021002")
    assert level_of("kelurahan", one, moved[0]) == 4
    assert level_of("kelurahan", *moved) == 3


def test_a_rare_name_weighs_more_and_tiers_follow_the_score():
    found = {**rules.levels(record(), record())}
    rare, common = (
        rules.rarity(found, 1 << 20, 1),
        rules.rarity(found, 1 << 20, 1 << 15),
    )
    assert (rare, common) == (16, 5)
    assert rules.score(found, rare, 9) > rules.score(found, common, 9)
    assert rules.score(found, 0, 9) == rules.score(found, 0, 79_999)
    assert rules.score(found, 0, 9) - rules.score(found, 0, 1_000_000) == 400
    assert rules.rarity({"name": 7}, 1000, 1) == 0
    assert rules.tier(weights.TOP) == "TOP"
    assert rules.tier(weights.TOP - 1) == "LIST"
    assert rules.tier(weights.LIST - 1) == ""


@pytest.fixture(scope="module", autouse=True)
def database(shared_stocked):
    yield shared_stocked


@settings(max_examples=4, deadline=None)
@given(st.lists(NAMES, min_size=60, max_size=60))
def test_sql_and_python_hear_the_same_names(names):
    found = admin_sql(
        "SELECT n, name_key(n), name_likeness(name_key(n), name_key('ASEP SURYANA')) "
        "FROM unnest(%s::text[]) n",
        [names],
    )
    for name, key, alike in found:
        assert key == name_key(name), name
        assert alike == likeness(key, name_key("ASEP SURYANA")), name


def met(records: list[Record]) -> list[tuple[int, int, int, dict[str, int]]]:
    """Pairs that a search in SQL lets meet: two places in the list, score, levels."""
    from django.db import connection

    from voters.services.duplicates import Search

    source = (
        "SELECT id, true AS fresh, id AS voter_id, 1 AS version, NULL::bigint AS line, "
        "nik, nkk, name, birth_place, nullif(born, '')::date AS birth_date, sex, "
        "address, rt, rw, kelurahan FROM landing.told"
    )
    with as_worker():
        with connection.cursor() as cursor:
            cursor.execute(
                "DROP TABLE IF EXISTS landing.told; CREATE TABLE landing.told "
                "(id bigint, name text, born text, birth_place text, nkk text, "
                "nik text, address "
                "text, sex text, kelurahan text, rt text, rw text)"
            )
            for at, one in enumerate(records):
                cursor.execute(
                    "INSERT INTO landing.told VALUES (" + "%s, " * 10 + "%s)",
                    [at, *vars(one).values()],
                )
        search = Search("d0_0_dup", source, {"list": -99999})
        search.drop()
        search.find()
        with connection.cursor() as cursor:
            cursor.execute(
                f"SELECT a, b, score, {ELEMENTS} FROM landing.d0_0_dupscored"
            )
            found = cursor.fetchall()
        search.drop()
    return [
        (a, b, score, dict(zip(weights.WEIGHTS, levels, strict=True)))
        for a, b, score, *levels in found
    ]


def differing(records: list[Record]) -> list[tuple[Record, Record, str, int, int]]:
    """Pairs of which SQL and Python say otherwise: the element, and both levels."""
    return [
        (records[a], records[b], element, level, told[element])
        for a, b, _score, levels in met(records)
        for told in [rules.levels(records[a], records[b])]
        for element, level in levels.items()
        if level != told[element]
    ]


@settings(max_examples=3, deadline=None)
@given(st.lists(RECORDS, min_size=25, max_size=25))
def test_sql_and_python_give_the_same_levels_and_score(records):
    keys = [name_key(one.name) for one in records]
    found = met(records)
    assert found
    for a, b, score, levels in found:
        told = rules.levels(records[a], records[b])
        assert levels == told
        bearers = max(keys.count(keys[a]), keys.count(keys[b]))
        rare = rules.rarity(told, len(records), bearers)
        assert score == rules.score(told, rare, len(records))


def test_names_of_every_share_of_letters_have_the_level_of_the_rule():
    """Some are told apart by the bits of their trigrams alone: never one too many."""
    said = random.Random(7)
    words = ["RATNA", "RATNASARI", "RATIH", "SARI", "SARIPAH", "PERTIWI", "PRATIWI"]
    names = {" ".join(said.choices(words, k=said.randint(1, 4))) for _ in range(90)}
    names |= {name.replace("A", "O", 1) for name in list(names)[::3]}
    records = [record(name=name) for name in sorted(names)[:60]]
    assert len(met(records)) == 60 * 59 // 2  # a block of one date and no place
    assert differing(records) == []
    alike = Counter(
        rules.levels(one, other)["name"] for one, other in combinations(records, 2)
    )
    assert min(alike[level] for level in (3, 5, 6, 7)) > 10


def test_dates_of_every_distance_have_the_level_of_the_rule():
    """One family and one first name, so that all meet whatever their dates."""
    days = [
        *("19800101", "19800102", "19800110", "19800111", "19800201", "19801001"),
        *("19810101", "19900101", "18800101", "19801031", "19801030", "19791231"),
        *("19800109", "19800119", "19800120", "19091109", "19100109", "19810102"),
    ]
    records = [record(born=born, nkk="3272010101900001") for born in days]
    assert len(met(records)) == len(days) * (len(days) - 1) // 2
    assert differing(records) == []
    levels = {rules.born_level(one, other) for one, other in combinations(days, 2)}
    assert levels == {3, 4, 5, 6}


@pytest.mark.parametrize(("people", "pairs"), [(60, 1770), (61, 0)])
def test_a_block_above_the_cap_lets_nobody_meet(people: int, pairs: int) -> None:
    """First name and birth date are all that they have in common."""
    from django.db import connection

    from voters.services.duplicates import CAP, Search

    assert CAP == 60
    source = (
        "SELECT n AS id, true AS fresh, n AS voter_id, 1 AS version, NULL::bigint AS "
        "line, '' AS nik, '' AS nkk, 'ASEP TA' || substr('BGKLMNPR', n / 8 + 1, 1) || "
        "'I' || substr('BGKLMNPR', n %% 8 + 1, 1) AS name, '' AS birth_place, "
        "DATE '1980-03-05' AS birth_date, '' AS sex, '' AS address, n::text AS rt, "
        f"'' AS rw, '' AS kelurahan FROM generate_series(0, {people - 1}) n"
    )
    with as_worker():
        search = Search("d0_0_dup", source, {"list": -99999})
        search.drop()
        search.find()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM landing.d0_0_dupmet")
            assert cursor.fetchone() == (pairs,)
        search.drop()
