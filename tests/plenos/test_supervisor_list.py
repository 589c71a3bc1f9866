"""Bawaslu's list is row for row what the function before it gave (ADR 0075)."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import psycopg2
import pytest
from django.conf import settings

from accounts import scope
from plenos.presenters import seven_elements
from tests.kpu_portal.url_objects import publish
from tests.roles import admin_sql, as_worker, login_sql

WORDS = "text, bigint, text, text, bigint, integer"
SINCE = (
    "name = 'A' || name",  # first of its station now, and not when it was frozen
    "name = 'ZZ TERAKHIR'",
    "birth_date = birth_date - 4000, address = 'JL LAIN', remark = 'BARU'",
    "rt = '009', rw = '009'",
    "tps = '099'",
    "kelurahan = '3272021001'",
    "status = 'INELIGIBLE', status_reason = 'MENINGGAL'",
)
"""What became of people after the freeze."""


@pytest.fixture(scope="module")
def frozen(shared_stocked: str) -> int:
    """The published month of 3272 at several stations, people changed since.

    Beside the function stands the one before it, as supervisor_list_before.
    """
    with as_worker():
        for regency in ("3272", "3101"):
            publish(regency)
    # As if frozen so: some without a station, a large one, names in no order of keys
    # and many of one name.
    admin_sql(
        "UPDATE voter SET name = 'WARGA ' || left(md5(id::text), 1 + (id % 3)::int)"
        " WHERE regency_code = '3272';"
        "UPDATE period_member m SET row_version = v.row_version, tps = CASE"
        " WHEN v.id % 7 = 0 THEN '' WHEN v.id % 3 = 0 THEN '002' ELSE m.tps END"
        " FROM voter v WHERE m.regency_code = '3272' AND v.regency_code = '3272'"
        " AND v.id = m.voter_id;"
        "SELECT number_members('3272', id) FROM periods_period"
        " WHERE regency_code = '3272'"
    )
    _change()
    text = Path(settings.BASE_DIR, "plenos/sql/scope_token.sql").read_text("utf-8")
    made = text[text.index("CREATE OR REPLACE") : text.index("RESET ROLE")]
    admin_sql(
        made.replace("supervisor_list", "supervisor_list_before")
        + f"REVOKE ALL ON FUNCTION supervisor_list_before({WORDS}) FROM PUBLIC;"
        f"GRANT EXECUTE ON FUNCTION supervisor_list_before({WORDS}) TO pdpb_supervisor;"
        f"ALTER FUNCTION supervisor_list_before({WORDS}) OWNER TO pdpb_finder"
    )
    [(period,)] = admin_sql(
        "SELECT id FROM periods_period WHERE state = 'CLOSED' AND regency_code = '3272'"
    )
    return int(period)


def _change() -> None:
    """People of every kelurahan in each of these ways; every third one twice."""
    people = "SELECT voter_id FROM period_member WHERE regency_code = '3272'"
    mine = "UPDATE voter SET {} WHERE regency_code = '3272' AND id IN (" + people
    admin_sql(mine.format("name = 'SAMA NAMA'") + " AND voter_id % 11 = 0)")
    for at, change in enumerate(SINCE):
        admin_sql(mine.format(change) + f" AND voter_id % 31 = {at})")
    admin_sql(mine.format("name = name || ' LAGI'") + " AND voter_id % 33 = 3)")


def test_every_page_is_row_for_row_the_same(frozen: int, cast: Any) -> None:
    token = scope.mint(cast.supervisor, lifetime=scope.ERRAND)
    places = admin_sql(
        "SELECT kelurahan, array_agg(DISTINCT tps ORDER BY tps), count(*)"
        " FROM period_member WHERE regency_code = '3272' GROUP BY 1"
    )
    asked = [
        (place, tps, skip, most)
        for place, stations, n in places
        for tps in ("", *stations, "777")
        for skip, most in (
            *((0, 50), (7, 5), (n // 2, 10), (max(n - 3, 0), 50)),
            *((n, 50), (n + 99, 50), (-5, 8), (0, 1000), (0, 5000), (0, 0)),
        )
    ]
    assert len(places) > 20 and len(asked) > 500
    for found in ("supervisor_list", "supervisor_list_before"):
        assert _rows(found, token, frozen, [asked[0]])[0]
    new = _rows("supervisor_list", token, frozen, asked)
    old = _rows("supervisor_list_before", token, frozen, asked)
    different = [ask for ask, a, b in zip(asked, new, old, strict=True) if a != b]
    assert different == []
    assert sum(map(len, new)) > 5_000


def _rows(
    function: str, token: str, period: int, asked: list[tuple[str, str, int, int]]
) -> list[list[Any]]:
    """The answers to these questions, each as its rows in their order."""
    found: list[list[Any]] = [[] for _one in asked]
    values = [[at, *one] for at, one in enumerate(asked)]
    lines = ", ".join(["(%s, %s, %s, %s::bigint, %s::int)"] * len(values))
    rows = login_sql(
        "supervisor",
        "SELECT set_config('app.token', %s, true);"
        f"SELECT q.at, f.place, to_jsonb(f)::text FROM (VALUES {lines})"
        " q (at, kelurahan, tps, skip, most),"
        f" LATERAL ROWS FROM ({function}('3272', %s, q.kelurahan, q.tps, q.skip,"
        " q.most)) WITH ORDINALITY f (row_key, kelurahan, tps, nama, jenis_kelamin,"
        " usia, alamat, rt, rw, keterangan, jumlah, place)",
        [token, *(cell for line in values for cell in line), period],
    )
    for at, place, row in rows:
        found[at].append((place, row))
    return [sorted(one) for one in found]


def test_the_list_is_numbered_by_the_names_of_the_freeze(frozen: int) -> None:
    numbered = "SELECT number_members('3272', %s)"
    assert admin_sql(numbered, [frozen]) == [(0,)], "what changed since moves nobody"
    where = "regency_code = '3272' AND kelurahan = '3272011001'"
    admin_sql(f"UPDATE period_member SET list_no = list_no + 1 WHERE {where}")
    [(moved,)] = admin_sql(numbered, [frozen])
    assert [(moved,)] == admin_sql(f"SELECT count(*) FROM period_member WHERE {where}")
    # The migration that numbers what was frozen before runs as the owner.
    assert login_sql("owner", numbered, [frozen]) == [(0,)]
    for role in ("web", "worker", "supervisor"):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            login_sql(role, numbered, [frozen])
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            login_sql(role, "UPDATE period_member SET list_no = 1")


def test_a_range_of_another_region_or_none_gives_nothing(
    frozen: int, cast: Any
) -> None:
    place = [("3272011001", "", 0, 10)]
    token = scope.mint(cast.supervisor, lifetime=scope.ERRAND)
    assert len(_rows("supervisor_list", token, frozen, place)[0]) == 10
    for stranger in (cast.supervisor_b, cast.operator_a):
        other = scope.mint(stranger, lifetime=scope.ERRAND)
        assert _rows("supervisor_list", other, frozen, place) == [[]]
    assert _rows("supervisor_list", "", frozen, place) == [[]]
    admin_sql("UPDATE plenos_plenary SET state = 'FROZEN' WHERE regency_code = '3272'")
    try:
        assert _rows("supervisor_list", token, frozen, place) == [[]]
    finally:
        admin_sql(
            "UPDATE plenos_plenary SET state = 'PUBLISHED' WHERE regency_code = '3272'"
        )


def test_a_line_shows_each_cell_in_its_place_and_escaped() -> None:
    words = ("row_key", "tps", "nama", "jenis_kelamin", "alamat", "rt", "rw")
    row = {word: f"<{word}>\"'%s&" for word in words}
    row |= {"usia": 46, "keterangan": ""}
    lines = seven_elements([row, {**row, "keterangan": "<i>"}])
    cells = re.findall(r"<(?:td|th)[^>]*>(.*?)</t[dh]>", lines)
    safe = {word: f"&lt;{word}&gt;&quot;&#x27;%s&amp;" for word in words}
    kept = [safe[word] for word in ("tps", "nama", "jenis_kelamin")]
    kept += ["46", *(safe[word] for word in ("alamat", "rt", "rw"))]
    assert cells == [*kept, "", *kept, "&lt;i&gt;"]
    assert lines.count('<tr data-row id="r-&lt;row_key-&gt;&quot;&#x27;%s&amp;">') == 2


def test_a_key_of_digits_alone_is_not_read_as_a_nik() -> None:
    row = dict.fromkeys(("tps", "nama", "jenis_kelamin", "usia"), "")
    row |= dict.fromkeys(("alamat", "rt", "rw", "keterangan"), "")
    digits = "2802132863018031"
    lines = seven_elements([{**row, "row_key": digits}])
    assert 'id="r-28021328-63018031"' in lines
