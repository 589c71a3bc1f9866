"""The stations in numbers are what a count of the roll gives, whoever changes it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import connection, transaction

from tests.roles import admin_sql, as_worker, login_sql
from tests.voters import desk
from voters import services
from voters.models import Voter
from voters.selectors import tps as stations

SignIn = Callable[[Any], Any]
HOME = "/kab/3272/tps/"
VILLAGE, BESIDE = "3272011001", "3272021001"
ENDS = ("3272", "3273")


@pytest.fixture(autouse=True)
def counting(stocked: Any) -> Iterator[None]:
    """The function that counted the roll at every look, as station_numbers_counted."""
    text = (Path(settings.BASE_DIR) / "voters/sql/tps.sql").read_text(encoding="utf-8")
    body = text[text.index("CREATE FUNCTION station_numbers") :]
    admin_sql(body.replace("station_numbers(", "station_numbers_counted("))
    yield
    assert_same()


def assert_same() -> None:
    """Row for row what the roll gives, families too."""
    for regency, low, high in (("3272", *ENDS), ("3101", "3101", "3102")):
        for families in ("false", "true"):
            asked = f"('{regency}', '{low}', '{high}', {families})"
            kept = admin_sql(f"SELECT * FROM station_numbers{asked}")
            assert kept == admin_sql(f"SELECT * FROM station_numbers_counted{asked}")
            assert kept
    desk.stations_hold()


def people(n: int, **having: Any) -> list[Voter]:
    with as_worker():
        rows = Voter.objects.of("3272").counted().filter(kelurahan=VILLAGE, **having)
        return list(rows.order_by("id")[:n])


def set_sql(change: str, keys: list[int], table: str = "voter") -> None:
    """As somebody with a database client does, without the portal."""
    admin_sql(f"UPDATE {table} SET {change} WHERE id = ANY (%s)", [keys])
    assert_same()


def test_every_column_that_the_figures_hang_on(stocked: Any) -> None:
    keys = [one.pk for one in people(6)]
    set_sql("tps = ''", keys[:3])
    set_sql("tps = '901', is_special_site = true", keys[1:5])
    # A station is a site when all of it is: one is enough to make it none.
    set_sql("tps = '090', is_special_site = true", keys)
    set_sql("is_special_site = false", keys[:1])
    set_sql("sex = CASE sex WHEN 'L' THEN 'P' ELSE 'L' END", keys)
    set_sql(f"kelurahan = '{BESIDE}'", keys[:2])
    set_sql("status = 'HELD', status_reason = 'RAGU'", keys[2:4])
    set_sql("status = 'INELIGIBLE', status_reason = 'MENINGGAL'", keys[2:])
    set_sql("tps = '077'", keys[2:])
    set_sql("status = 'ACTIVE', status_reason = ''", keys)
    set_sql("tps = '078'", keys, "part.voter_3272")
    set_sql("address = 'JL LAIN'", keys)


def test_who_comes_by_raw_sql_or_an_opening_load(stocked: Any) -> None:
    new = (
        "INSERT INTO {} (regency_code, nik, name, birth_date, marital_status, sex,"
        " kelurahan, tps, status, status_reason) SELECT '3272', '327299' ||"
        " lpad((g + {})::text, 10, '0'), 'BARU', '1990-01-01', 'B', 'L',"
        " '3272011001', lpad((g % 3)::text, 3, '0'), CASE WHEN g % 4 = 0 THEN"
        " 'INELIGIBLE' ELSE 'ACTIVE' END, CASE WHEN g % 4 = 0 THEN 'PINDAH' ELSE ''"
        " END FROM generate_series(1, 20) g"
    )
    admin_sql(new.format("voter", 0))
    assert_same()
    admin_sql(new.format("part.voter_3272", 100))
    assert_same()
    with as_worker(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.opening', 'on', true)")
        cursor.execute(new.format("voter", 200).replace("%", "%%"), {})
    assert_same()


def test_a_change_that_is_rolled_back_moves_nothing(stocked: Any) -> None:
    keys = [one.pk for one in people(4)]
    before = admin_sql("SELECT * FROM station_numbers('3272', '3272', '3273', false)")
    with as_worker(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE voter SET tps = '066' WHERE id = ANY (%s)", [keys])
        cursor.execute(
            "SELECT sum(male + female) FROM station_numbers('3272', '3272',"
            " '3273', false) WHERE tps = '066'"
        )
        assert cursor.fetchall() == [(4,)], "it is seen by its own transaction"
        transaction.set_rollback(True)
    assert before == admin_sql(
        "SELECT * FROM station_numbers('3272', '3272', '3273', false)"
    )


def test_the_portals_own_ways(cast: Any, sign_in: SignIn) -> None:
    user, client = cast.operator_a, sign_in(cast.operator_a)

    def shown() -> dict[str, tuple[int, int, int]]:
        page = client.get(HOME)
        lines = page.context["page"].rows
        return {one.code: (one.male, one.female, one.without) for one in lines}

    def due() -> dict[str, tuple[int, int, int]]:
        rows = admin_sql(
            "SELECT kelurahan, count(*) FILTER (WHERE sex = 'L'),"
            " count(*) FILTER (WHERE sex = 'P'), count(*) FILTER (WHERE tps = '')"
            " FROM voter WHERE regency_code = '3272'"
            " AND status IN ('ACTIVE', 'HELD') GROUP BY 1"
        )
        return {code: tuple(figures) for code, *figures in rows}

    assert shown() == due()
    gone, moved, held = people(3)
    paper = {"evidence_kind": "KTP_KK", "evidence_no": "1"}
    asked = [
        desk.propose(user, "TMS", gone, category="MENINGGAL", **paper),
        desk.propose(user, "UBAH", moved, new={"kelurahan": BESIDE}),
        desk.propose(
            user, "TAHAN", held, category="RAGU", new={"status_until": "2027-01-01"}
        ),
    ]
    before = due()
    for one in asked:
        desk.decide(user, services.accept, one)
    assert shown() == before, "an accepted proposal has moved nobody yet"
    desk.work("apply", user)
    assert due() != before
    assert shown() == due()
    assert_same()
    for one in asked[:2]:
        desk.work("undo", user, proposal=one.pk)
        assert shown() == due()
    assert_same()
    applied = due()
    desk.remap(user, people(1)[0], "044")
    with desk.desk(user):
        [there] = [s for s in stations.numbers("3272", VILLAGE) if s.tps == "044"]
    assert there.total > 0
    assert_same()
    desk.remap(user, people(1)[0], "045", undo=True)
    with desk.desk(user):
        assert "045" not in {s.tps for s in stations.numbers("3272", VILLAGE)}
    assert shown() == due() == applied
    assert_same()


def test_nobody_writes_it_and_the_web_reads_sums_only(stocked: Any) -> None:
    for role, statement in (
        ("web", "SELECT * FROM station_tally"),
        ("web", "UPDATE station_tally SET n = 0"),
        ("worker", "UPDATE station_tally SET n = 0"),
        ("owner", "DELETE FROM station_tally"),
        ("supervisor", "SELECT * FROM station_tally"),
    ):
        with pytest.raises(Exception, match="permission denied"):
            login_sql(role, statement)
