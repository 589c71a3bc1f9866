"""A report that is looked at while the search for duplicates ends beside it."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import expect

from tests import databases
from tests.browser.conftest import Portal
from tests.roles import admin_sql

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_the_hourglass_goes_when_the_search_has_ended(live: Portal) -> None:
    files: Any = databases.demo_files("3272")
    live.manage(
        *("reconcile", str(files.path("snapshot")), "--regency", "3272"),
        *("--period", "2026-11", "--kind", "snapshot"),
    )
    ((key, found),) = admin_sql(
        "SELECT public_id, details ->> 'duplicates' FROM reconciliation_delivery"
    )
    # As it stood a moment before: the search runs, under a worker that holds it.
    admin_sql("UPDATE reconciliation_delivery SET details = details - 'duplicates'")
    admin_sql(
        "UPDATE jobs_job SET state = 'RUNNING', ended_at = NULL, stage = 'search', "
        "lease_until = now() + interval '1 hour' WHERE kind = 'duplicates_of'"
    )
    operator = live.open("operator.sukabumi")
    operator.go(f"/kab/3272/kiriman/{key}/")
    stage = operator.page.locator("#ganda")
    expect(stage).to_contain_text("lihat kemajuannya di atas")
    operator.look("report-searching")
    operator.page.evaluate("window.stillTheSamePage = true")
    admin_sql(
        "UPDATE reconciliation_delivery SET details = jsonb_set(details, "
        "'{duplicates}', %s::jsonb)",
        [found],
    )
    admin_sql(
        "UPDATE jobs_job SET state = 'DONE', ended_at = now() "
        "WHERE kind = 'duplicates_of'"
    )
    expect(stage).to_contain_text(f"{found} pasangan")
    expect(stage.locator("use[href$='#hourglass']")).to_have_count(0)
    assert operator.page.evaluate("window.stillTheSamePage"), "nothing was reloaded"
    operator.look("report-searched")
