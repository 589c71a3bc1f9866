"""The load of an opening list: its settings serve the load and end with it."""

from __future__ import annotations

import json
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.db import connection

from kpu_portal import onboarding
from tests.roles import admin_sql, as_worker


def test_the_name_index_gets_room_for_this_load_only(
    portal: str, demo_files: Any, monkeypatch: Any
) -> None:
    seen: list[str] = []
    record_opening = onboarding.record_opening

    def spying(**said: Any) -> Any:
        with connection.cursor() as cursor:
            cursor.execute("SHOW gin_pending_list_limit")
            seen.append(cursor.fetchone()[0])
        return record_opening(**said)

    monkeypatch.setattr(onboarding, "record_opening", spying)
    told = StringIO()
    with as_worker():
        call_command(
            "load_roll",
            str(demo_files.path("roll")),
            removed=str(demo_files.path("removed")),
            regency="3272",
            period="2026-10",
            stdout=told,
        )
        with connection.cursor() as cursor:
            cursor.execute("SHOW gin_pending_list_limit")
            assert cursor.fetchone()[0] == "4MB"
    assert seen == ["32MB"]
    said = json.loads(told.getvalue())
    assert (said["closed"], said["open"]) == ("2026-10", "2026-11")
    counted = admin_sql(
        "SELECT count(*) FROM voter WHERE regency_code = '3272' "
        "AND status IN ('ACTIVE', 'HELD')"
    )
    assert counted == [(900,)]
