"""The draft is one statement, and says what its sources say one by one."""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from accounts.scope import scoped_as
from plenos import selectors
from plenos.models import Recap, RecapLine
from plenos.rules.recap import Cell, with_now
from tests.plenos.conftest import REGENCY, freeze_now, record_plenary
from tests.plenos.test_special_sites import prison
from voters.models import PeriodTally, RollTally, Voter

__all__ = ["prison"]  # a fixture


def one_by_one(period: Any, recap: Recap) -> dict[Cell, int]:
    """The cells of a draft from each of its sources, special sites person by person."""
    cells = {
        Cell(line.kelurahan, line.sex, "SEBELUM"): line.n
        for line in RecapLine.objects.filter(recap=recap, column="SEKARANG")
    }
    for row in PeriodTally.objects.filter(regency_code=REGENCY, period_id=period.pk):
        cells[Cell(row.kelurahan, row.sex, row.column, row.category)] = row.n
    for held in RollTally.objects.filter(regency_code=REGENCY, status="HELD"):
        cells[Cell(held.kelurahan, held.sex, "DITAHAN")] = held.n
    for one in Voter.objects.of(REGENCY).counted().filter(is_special_site=True):
        cell = Cell(one.kelurahan, one.sex, "LOKSUS")
        cells[cell] = cells.get(cell, 0) + 1
    return with_now(cells)


def test_one_statement_says_what_its_sources_say(prison: Any, cast: Any) -> None:
    with transaction.atomic(), scoped_as(cast.operator_a):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            sheet = selectors.draft(prison)
        opening = Recap.objects.get(period__code="2026-10")
        assert sheet.cells == one_by_one(prison, opening)
    assert len(asked) == 1
    assert sheet.total("LOKSUS") == 5
    assert (sheet.version, sheet.previous, sheet.recap) == (1, opening, None)


def test_it_starts_from_the_newest_version_before(month: Any, cast: Any) -> None:
    record_plenary(cast.operator_a, month)
    freeze_now(cast.chair_a, month)
    frozen = Recap.objects.get(period=month)
    following = type(month).objects.get(regency_code=REGENCY, state="OPEN")
    with transaction.atomic(), scoped_as(cast.operator_a):
        sheet = selectors.draft(following)
        assert sheet.cells == one_by_one(following, frozen)
        again = selectors.draft(month)
    assert sheet.previous == frozen
    assert (again.version, again.previous) == (2, selectors.previous_recap(month))
    assert selectors.frozen(Recap.objects.get(is_opening=True)).previous is None


def test_special_sites_are_counted_from_their_index(prison: Any, cast: Any) -> None:
    with (
        transaction.atomic(),
        scoped_as(cast.operator_a),
        connection.cursor() as cursor,
    ):
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("SET LOCAL enable_bitmapscan = off")
        cursor.execute(
            "EXPLAIN SELECT kelurahan, sex, count(*) FROM voter "
            "WHERE regency_code = %s AND is_special_site "
            "AND status IN ('ACTIVE', 'HELD') GROUP BY 1, 2",
            [REGENCY],
        )
        plan = "\n".join(row[0] for row in cursor.fetchall())
    assert "Index Only Scan" in plan
