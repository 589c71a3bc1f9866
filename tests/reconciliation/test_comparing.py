"""The prints of rows and voters leave the comparison's answer alone."""

from __future__ import annotations

from typing import Any

import pytest
from psycopg2 import sql

from reconciliation import landing, stages
from reconciliation.services import running
from reconciliation.stages import prints
from tests.reconciliation.conftest import reconcile
from tests.roles import as_worker


def test_with_prints_the_same_rows_and_voters_come_out(
    stocked: str, demo_files: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    compare = stages.compare
    found: dict[bool, list[tuple[Any, ...]]] = {}
    beside: list[int] = []

    def both_ways(work: stages.Work, values: dict[str, Any]) -> None:
        differing = work.tables["differing"]
        for printed in (False, True):
            with monkeypatch.context() as patch:
                if not printed:
                    patch.setattr(prints, "can_print", lambda work: False)
                compare(work, values)
            rows = sql.SQL("SELECT d::text FROM {} d ORDER BY 1").format(differing)
            found[printed] = landing.fetch(rows)
            if not printed:
                for part in ("differing", "again"):
                    drop = sql.SQL("DROP TABLE {}").format(work.tables[part])
                    landing.execute(drop)
        count = sql.SQL("SELECT count(*) FROM {}").format(work.tables["alone"])
        beside.append(landing.fetch(count)[0][0])

    monkeypatch.setattr(running.stages, "compare", both_ways)
    with as_worker():
        delivery = reconcile(demo_files.path("snapshot"), "SNAPSHOT")
    assert delivery.is_done and found[True] == found[False]
    # Not by looking at all of them: most rows are plainly the same.
    assert 0 < beside[0] < delivery.rows / 2
