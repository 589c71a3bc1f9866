"""`verify` against damage that nobody is allowed to do."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from tests.plenos.conftest import REGENCY
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


@pytest.mark.parametrize(
    ("damage", "checks"),
    [
        ("sex = 'L'", {"opening", "recap", "roll_tally"}),
        ("name = 'DIUBAH DIAM-DIAM'", {"opening"}),
        ("kelurahan = '3272021002'", {"opening", "recap", "roll_tally"}),
        (
            "status = 'INELIGIBLE', status_reason = 'PINDAH'",
            {"opening", "recap", "roll_tally"},
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
