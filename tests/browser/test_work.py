"""Long work as its page tells it: it waits, runs unwatched, and can be cancelled."""

from __future__ import annotations

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Portal
from tests.browser.delivery_steps import UPLOAD
from tests.roles import admin_sql

pytestmark = [pytest.mark.browser, pytest.mark.slow]
WAITS = "Menunggu giliran; mulai dengan sendirinya begitu pekerja siap"
SLOWLY = """
CREATE FUNCTION slowly() RETURNS trigger LANGUAGE plpgsql AS
  'BEGIN PERFORM pg_sleep(0.02); RETURN NULL; END';
CREATE TRIGGER slowly BEFORE UPDATE OF done ON jobs_job FOR EACH STATEMENT
  EXECUTE FUNCTION slowly()
"""
"""A fiftieth of a second before a job counts on: while its row is free for a cancel."""


def begin(page: Page) -> None:
    page.get_by_label("Potret lengkap", exact=True).check()
    page.get_by_role("button", name="Mulai", exact=True).click()


def made() -> int:
    """Proposals and rows that a reconciliation has left."""
    [(n,)] = admin_sql(
        "SELECT (SELECT count(*) FROM change_proposal) "
        "+ (SELECT count(*) FROM reconciliation_deliveryrow)"
        "+ (SELECT count(*) FROM reconciliation_rowissue)"
    )
    return int(n)


def test_work_waits_is_cancelled_and_goes_on_unwatched(
    live: Portal, demo_files: Any
) -> None:
    operator = live.open("operator.sukabumi")
    page = operator.page
    operator.go(UPLOAD)
    page.locator("input[type=file]").set_input_files(demo_files.path("snapshot"))
    page.get_by_role("button", name="Unggah dan kenali").click()
    expect(page.get_by_role("button", name="Mulai", exact=True)).to_be_visible()
    address = page.url

    live.stop("worker")
    begin(page)
    expect(page.locator("[data-job-state=QUEUED]")).to_contain_text(WAITS)
    operator.look("waits-for-a-worker")
    page.goto("about:blank")
    page.wait_for_timeout(1_500)
    page.goto(address)
    expect(page.locator("[data-job-state=QUEUED]")).to_contain_text(WAITS)
    assert made() == 0

    # One row a commit, each a moment: long enough for a person to change her mind,
    # however quick the machine is.
    admin_sql(SLOWLY)
    live.start("worker", PDPB_LANDING_CHUNK_ROWS="1")
    running = page.locator("[data-job-state=RUNNING]")
    expect(running).to_contain_text(
        re.compile(r"\d+ dari [\d.]+ baris"), timeout=60_000
    )
    # At once: a picture first would take longer than the rest of the rows.
    running.get_by_role("button", name="Batalkan").click()
    cancelled = page.locator("[data-job-state=CANCELLED]")
    expect(cancelled).to_contain_text("Dibatalkan; tidak ada yang berubah.")
    admin_sql("DROP FUNCTION slowly() CASCADE")
    operator.look("cancelled")
    assert admin_sql("SELECT state FROM jobs_job") == [("CANCELLED",)]
    assert made() == 0
    assert admin_sql("SELECT tablename FROM pg_tables WHERE schemaname='landing'") == []

    operator.go(address.removeprefix(live.address))
    begin(page)
    expect(running).to_be_visible(timeout=30_000)
    page.close()
    returned = operator.page.context.new_page()
    returned.goto(address)
    expect(returned.get_by_text("Sepuluh hasil")).to_be_visible(timeout=90_000)
    expect(returned.locator(".pd-proof")).to_contain_text("Jumlah cocok")
    assert made() > 0
    told = "SELECT state FROM jobs_job WHERE kind = 'reconcile' ORDER BY id"
    assert admin_sql(told) == [
        ("CANCELLED",),
        ("DONE",),
    ]
    operator.page = returned
