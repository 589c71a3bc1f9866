"""`verify` against damage that nobody is allowed to do."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from tests.plenos.conftest import REGENCY, freeze_now, record_plenary, run
from tests.roles import admin_sql, as_worker

OFF = "SET session_replication_role = replica; "


def verify() -> tuple[int, list[dict[str, Any]], str]:
    """Exit code, findings and the sentences of stderr."""
    out, err, code = StringIO(), StringIO(), 0
    with as_worker():
        try:
            call_command("verify", regency=REGENCY, stdout=out, stderr=err)
        except SystemExit as stop:
            code = int(stop.code or 0)
    return code, json.loads(out.getvalue())["findings"], err.getvalue()


def test_a_sound_regency_passes(month: Any) -> None:
    assert verify() == (0, [], "")


def test_a_frozen_regency_passes(frozen_month: Any) -> None:
    assert verify() == (0, [], "")


def test_a_frozen_list_of_several_stations_passes(month: Any, cast: Any) -> None:
    run(
        "UPDATE voter SET tps = lpad((id % 3)::text, 3, '0'), "
        "name = 'WARGA ' || upper(md5(id::text)) WHERE regency_code = '3272'"
    )
    record_plenary(cast.operator_a, month)
    freeze_now(cast.chair_a, month)
    assert verify() == (0, [], "")


@pytest.mark.parametrize(
    ("damage", "checks"),
    [
        ("sex = 'L'", {"opening", "recap", "roll_tally", "station_tally"}),
        ("name = 'DIUBAH DIAM-DIAM'", {"opening", "list_numbers"}),
        ("address = 'DIUBAH DIAM-DIAM'", {"opening"}),
        ("tps = '009'", {"opening", "station_tally"}),
        (
            "kelurahan = '3272021002'",
            {"opening", "recap", "roll_tally", "station_tally"},
        ),
        (
            "status = 'INELIGIBLE', status_reason = 'PINDAH'",
            {"opening", "recap", "roll_tally", "station_tally"},
        ),
    ],
)
def test_one_flipped_voter_is_found_with_its_kelurahan(
    month: Any, damage: str, checks: set[str]
) -> None:
    admin_sql(
        f"{OFF}UPDATE voter SET {damage} WHERE regency_code = '3272' AND dpid = '31'"
    )
    code, findings, said = verify()
    assert code == 1
    assert {f["check"] for f in findings} == checks
    assert "3272011001" in {f["place"] for f in findings}
    assert "3272011001" in said
    if "recap" in checks:
        assert any(
            f["check"] == "recap"
            and f["place"] == "3272011001"
            and abs(f["difference"]) == 1
            for f in findings
        )


def load_more(first: int, kelurahan: str) -> None:
    """Twenty people as one more opening batch of 2026-10."""
    with as_worker(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.opening', 'on', true), "
            "set_config('app.period', '', true)"
        )
        cursor.execute(
            "INSERT INTO voter (regency_code, dpid, nik, name, birth_date, "
            "marital_status, sex, kelurahan, status, status_reason) "
            "SELECT '3272', g::text, '3272' || lpad(g::text, 12, '0'), 'W ' || g, "
            "'1980-05-06', 'S', 'L', %s, 'INELIGIBLE', 'PINDAH' "
            "FROM generate_series(%s, %s) g",
            [kelurahan, first, first + 19],
        )


@pytest.mark.parametrize(
    ("dpid", "places"),
    [("4", {"3272011001"}), ("305", {"3272011001"}), ("325", {"3272021002"})],
)
def test_a_kelurahan_opened_in_several_batches_is_compared_by_person(
    month: Any, dpid: str, places: set[str]
) -> None:
    load_more(300, "3272011001")
    load_more(320, "3272021002")
    assert verify() == (0, [], "")
    admin_sql(
        f"{OFF}UPDATE voter SET birth_date = '1980-05-07' "
        f"WHERE regency_code = '3272' AND dpid = '{dpid}'; "
        f'UPDATE voter_event SET before = before || \'{{"birth_date": '
        f"\"1980-05-07\"}}' WHERE regency_code = '3272' AND voter_id = "
        f"(SELECT id FROM voter WHERE regency_code = '3272' AND dpid = '{dpid}')"
    )
    code, findings, _said = verify()
    assert code == 1
    found = [f for f in findings if f["check"] == "opening"]
    assert {f["place"] for f in found} == places
    assert {f["what"] for f in found} == {"sidik daftar pembuka"}


def test_a_flipped_voter_that_had_an_event(month: Any) -> None:
    admin_sql(
        f"{OFF}UPDATE voter SET address = 'LAIN' "
        "WHERE regency_code = '3272' AND dpid = '8'"
    )
    code, findings, _said = verify()
    assert code == 1
    assert [(f["check"], f["place"], f["difference"]) for f in findings] == [
        ("last_image", "3272011001", 1)
    ]


def test_one_deleted_event_is_found_with_its_kelurahan(month: Any) -> None:
    admin_sql(
        f"{OFF}DELETE FROM voter_event WHERE id = (SELECT max(id) FROM voter_event "
        "WHERE regency_code = '3272' AND effect = 'TMS')"
    )
    code, findings, said = verify()
    assert code == 1
    places = {f["place"]: f["difference"] for f in findings if f["check"] == "versions"}
    assert len(places) == 1
    (place,) = places
    assert places[place] == -1
    assert any(
        f["check"] == "tally_against_events"
        and f["place"] == place
        and f["difference"] == 1
        for f in findings
    )
    assert place in said
    assert "selisih -1" in said


def test_a_deleted_newcomer_event(month: Any) -> None:
    admin_sql(
        f"{OFF}DELETE FROM voter_event WHERE regency_code = '3272' "
        "AND operation = 'INSERT'"
    )
    code, findings, _said = verify()
    assert code == 1
    assert ("opening", "3272011001", 1) in {
        (f["check"], f["place"], f["difference"]) for f in findings
    }


def test_a_sealed_event_cannot_be_rewritten_unseen(frozen_month: Any) -> None:
    admin_sql(
        f"{OFF}UPDATE voter_event SET reason = 'lain' WHERE id = (SELECT max(id) "
        "FROM voter_event WHERE regency_code = '3272' AND effect = 'TMS')"
    )
    code, findings, _said = verify()
    assert code == 1
    assert {f["check"] for f in findings} == {"chain"}
    assert "2026-11" in findings[0]["what"]


def test_frozen_figures_and_members_are_watched(frozen_month: Any) -> None:
    admin_sql(
        f"{OFF}UPDATE plenos_recapline SET n = n + 1 WHERE id = (SELECT min(id) FROM "
        "plenos_recapline WHERE \"column\" = 'SEKARANG' AND kelurahan = '3272011001' "
        f"AND recap_id = (SELECT id FROM plenos_recap WHERE period_id = "
        f"{frozen_month.pk})); DELETE FROM period_member WHERE regency_code = '3272' "
        f"AND period_id = {frozen_month.pk} AND voter_id = (SELECT id FROM voter "
        "WHERE regency_code = '3272' AND dpid = '30')"
    )
    code, findings, _said = verify()
    assert code == 1
    assert {"digest", "members", "recap"} <= {f["check"] for f in findings}


def test_a_regency_without_periods_is_refused(portal: str) -> None:
    with as_worker(), pytest.raises(CommandError, match="belum punya periode"):
        call_command("verify", regency=REGENCY)


@pytest.mark.parametrize(
    ("level", "rows"), [("regency", 1), ("kecamatan", 2), ("kelurahan", 2)]
)
def test_recap_prints_every_level(month: Any, level: str, rows: int) -> None:
    out = StringIO()
    with as_worker():
        call_command(
            "recap", regency=REGENCY, period="2026-11", level=level, stdout=out
        )
    printed = json.loads(out.getvalue())
    assert printed["balanced"] is True
    assert len(printed["rows"]) == rows
    assert sum(row["SEKARANG"]["L+P"] for row in printed["rows"]) == 198
    with as_worker(), pytest.raises(CommandError, match="2030-01"):
        call_command("recap", regency=REGENCY, period="2030-01")


def test_somebody_who_stands_elsewhere_in_the_frozen_list(frozen_month: Any) -> None:
    """As a number that is missing or stands twice would hide a person of it."""
    place = "regency_code = '3272' AND kelurahan = '3272011001'"
    admin_sql(
        "UPDATE period_member SET list_no = list_no + 1 WHERE "
        f"{place} AND period_id = {frozen_month.pk} AND list_no > 100"
    )
    [(moved,)] = admin_sql(
        "SELECT count(*) FROM period_member WHERE "
        f"{place} AND period_id = {frozen_month.pk} AND list_no > 101"
    )
    code, findings, _said = verify()
    assert code == 1
    found = [(f["check"], f["place"], f["difference"]) for f in findings]
    assert found == [("list_numbers", "3272011001", moved)] and moved
