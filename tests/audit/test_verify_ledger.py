"""What the administrator does to the events with triggers off is named."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from plenos.models import ChainSeal
from tests.plenos.conftest import freeze_now, load_opening, record_plenary
from tests.roles import admin_sql, as_worker

PLACE = 500


def asked(**options: Any) -> tuple[int, dict[str, Any], str]:
    """Exit code, JSON and words of the command."""
    out, err = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("verify_ledger", stdout=out, stderr=err, **options)
    except SystemExit as stop:
        code = int(stop.code or 0)
    return code, json.loads(out.getvalue()), err.getvalue()


@pytest.fixture
def sealed(portal: str, cast: Any) -> str:
    """3272 with 700 voters, all changed in a month that is frozen; its printed head."""
    period = load_opening("3272", "3272011001", "3272021002", 700)
    with as_worker(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE voter SET rt = '009' WHERE regency_code = '3272'")
    with as_worker():
        record_plenary(cast.operator_a, period)
    freeze_now(cast.chair_a, period)
    with as_worker():
        return ChainSeal.objects.order_by("-id")[0].head


def event_of_place(place: int) -> int:
    rows = admin_sql(
        "SELECT id FROM voter_event WHERE regency_code = '3272' ORDER BY id"
        " OFFSET %s LIMIT 1",
        [place - 1],
    )
    return int(rows[0][0])


def tamper(sql: str, *params: Any) -> None:
    """As the administrator, with every trigger off."""
    admin_sql(f"SET session_replication_role = replica; {sql}", list(params))


def test_a_sound_chain_fits(sealed: str) -> None:
    with as_worker():
        code, found, said = asked(regency="3272", head=sealed)
    assert (code, found["ok"], said) == (0, True, "")
    assert (found["seals"], found["events"]) == (2, 701)
    assert found["unsealed_events"] == 0


def test_event_500_is_named_against_the_printed_head(sealed: str) -> None:
    event = event_of_place(PLACE)
    tamper("UPDATE voter_event SET actor_name = 'ORANG LAIN' WHERE id = %s", event)
    with as_worker():
        code, found, said = asked(regency="3272", head=sealed)
    assert code == 1
    assert found["misfits"] == [
        {"regency": "3272", "period": "2026-11", "what": "changed", "event": event}
    ]
    assert said.strip() == f"3272 2026-11: peristiwa {event} berubah sejak disegel"


def test_the_first_of_several_rows_is_named(sealed: str) -> None:
    first, second = event_of_place(PLACE), event_of_place(PLACE + 100)
    for event in (second, first):
        tamper("UPDATE voter_event SET reason = 'x' WHERE id = %s", event)
    with as_worker():
        assert asked()[1]["misfits"][0]["event"] == first


def test_a_row_taken_out_is_named(sealed: str) -> None:
    event = event_of_place(PLACE)
    tamper("DELETE FROM voter_event WHERE id = %s", event)
    with as_worker():
        _code, found, _said = asked(regency="3272")
    assert (found["misfits"][0]["what"], found["misfits"][0]["event"]) == (
        "gone",
        event,
    )


def test_links_rewritten_with_the_row_do_not_give_the_head(sealed: str) -> None:
    event = event_of_place(PLACE)
    tamper("UPDATE voter_event SET reason = 'x' WHERE id = %s", event)
    tamper(
        "UPDATE chain_link l SET digest = event_digest(e) FROM voter_event e"
        " WHERE e.id = l.event_id AND e.id = %s",
        event,
    )
    with as_worker():
        code, found, _said = asked(regency="3272", head=sealed)
    assert code == 1
    assert [m["what"] for m in found["misfits"]] == ["links", "printed"]


def test_a_chain_sealed_anew_is_found_by_the_printed_head_only(sealed: str) -> None:
    event = event_of_place(PLACE)
    tamper("UPDATE voter_event SET reason = 'x' WHERE id = %s", event)
    tamper(
        "UPDATE chain_link l SET digest = event_digest(e) FROM voter_event e"
        " WHERE e.id = l.event_id AND e.id = %s",
        event,
    )
    tamper(
        "UPDATE plenos_chainseal s SET head = (chain_head('3272', s.previous_head,"
        " s.after_id, s.last_id)).head"
    )
    tamper(
        "UPDATE plenos_recap r SET head = s.head FROM plenos_chainseal s"
        " WHERE s.period_id = r.period_id"
    )
    with as_worker():
        assert asked(regency="3272")[0] == 0  # the portal agrees with itself
        code, found, _said = asked(regency="3272", head=sealed)
    assert code == 1
    assert [m["what"] for m in found["misfits"]] == ["printed"]


def test_later_events_are_counted_as_not_sealed(sealed: str) -> None:
    with as_worker(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE voter SET rw = '009' WHERE dpid IN ('1', '2', '3')")
    with as_worker():
        assert asked(regency="3272")[1]["unsealed_events"] == 3
