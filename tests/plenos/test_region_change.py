"""A pemekaran with a frozen period before it and an open one after it (issue 7.6)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from accounts.scope import scoped_as
from jobs.services import run_here
from periods.models import Period
from plenos.documents import dataset
from plenos.rules import recap as rules
from plenos.selectors import sheet
from plenos.selectors.recap import Sheet, counted, proof
from plenos.selectors.verify import verify
from regions.models import RegionChange
from regions.rules.change import Line
from tests.plenos.conftest import (
    MARCHES,
    OPENED,
    REGENCY,
    freeze_now,
    open_month,
    record_plenary,
    run,
    user,
)
from tests.roles import admin_sql, as_worker
from tests.stages import Stage
from voters.services import regions as services

OLD, OTHER, NEW = "3272011001", "3272021002", "3272011099"
SPREAD = (
    # RW 002 and 003 of the kelurahan, RT 001 to 003, a TMS of an earlier period
    "UPDATE voter SET rw = lpad((2 + dpid::int % 2)::text, 3, '0'), "
    "rt = (1 + dpid::int % 3)::text WHERE regency_code = '3272'",
)


def facts(kind: str = "SPLIT", **more: Any) -> dict[str, Any]:
    """Facts of a change that the law made in the month before."""
    return {
        "kind": kind,
        "basis_no": "Perda 3/2026",
        "basis_on": dt.date(2026, 10, 1),
        "effective_on": dt.date(2026, 10, 15),
        "note": "",
        **more,
    }


SPLIT = [
    Line(2, OLD, NEW, rw="002", rt="001", new_name="Harapan", new_rw="1"),
    Line(3, OLD, NEW, rw="003", new_name="Harapan"),
    Line(4, OLD, OLD),
]


def done(lines: list[Line], **about: Any) -> RegionChange:
    """Prepared by an operator, confirmed by the chair, applied by the worker."""
    operator, chair = user("operator.sukabumi"), user("ketua.sukabumi")
    with transaction.atomic(), scoped_as(operator):
        change = services.prepare(
            actor=operator, regency=REGENCY, facts=facts(**about), lines=lines
        )
        services.ask_second(actor=operator, change=change)
    with transaction.atomic(), scoped_as(chair):
        services.confirm(actor=chair, change=change)
    work("regions", change)
    change.refresh_from_db()
    return change


def work(kind: str, change: RegionChange, **more: Any) -> dict[str, Any]:
    """Run the job of a change as the worker."""
    params = {"change": change.pk, "period": open_month().pk, **more}
    with as_worker():
        job = run_here(
            actor=user("ketua.sukabumi"), kind=kind, regency=REGENCY, params=params
        )
    return dict(job.result)


def roll() -> list[tuple[Any, ...]]:
    """Everything of the roll but its version and last change."""
    return admin_sql(
        "SELECT to_jsonb(v) - 'row_version' - 'change_id' FROM voter v "
        "WHERE regency_code = '3272' ORDER BY id"
    )


def regions() -> list[tuple[Any, ...]]:
    """Every region of the regency with names and days."""
    return admin_sql(
        "SELECT r.*, (SELECT array_agg(key ORDER BY key) FROM regions_alias a "
        "WHERE a.region_id = r.code) FROM regions_region r "
        "WHERE code LIKE '3272%%' ORDER BY code"
    )


MONTH = Stage("region_month", lambda: run(*SPREAD, *MARCHES), after=OPENED)


@pytest.fixture
def month(_open_databases: None) -> Iterator[None]:
    """2026-10 frozen with 200 voters; 2026-11 open, with changes of its own."""
    with MONTH.copy():
        yield


def _october() -> Period:
    return Period.objects.get(regency_code=REGENCY, code="2026-10")


def test_both_recaps_stay_true_across_a_pemekaran(month: None) -> None:
    with as_worker():
        before, draft = sheet(_october()), sheet(open_month())
    change = done(SPLIT)
    with as_worker():
        figures = sheet(open_month())
        assert proof(figures, counted(REGENCY)) == []
        assert verify(REGENCY) == []
        assert sheet(_october()).cells == before.cells
    moved = figures.total("WILAYAH", code=NEW)
    assert 0 < moved < change.counts["voters"]  # with TMS, and a RW that was renamed
    assert figures.total("WILAYAH", code=OLD) == -moved
    assert figures.total("SEKARANG", code=NEW) == moved
    assert "WILAYAH" in rules.terms_of(figures.cells)
    assert "WILAYAH" not in rules.terms_of(before.cells)
    for column in ("BARU", "TMS", "MASUK", "KELUAR", "UBAH", "SEKARANG"):
        assert figures.total(column) == draft.total(column), column
    _freeze_and_look(before, figures)


def _freeze_and_look(before: Sheet, figures: Sheet) -> None:
    """The next freeze keeps the adjustment; the month after starts from it."""
    record_plenary(user("operator.sukabumi"), open_month())
    freeze_now(user("ketua.sukabumi"), open_month())
    with as_worker():
        assert sheet(_october()).cells == before.cells
        kept = sheet(open_month())
        assert kept.is_frozen
        assert kept.total("WILAYAH", code=NEW) == figures.total("WILAYAH", code=NEW)
        after = sheet(Period.objects.open(REGENCY).get())
        assert after.total("SEBELUM", code=NEW) == figures.total("SEKARANG", code=NEW)
        assert verify(REGENCY) == []
        data = dataset(kept, None)
    named = {row["code"]: row["name"] for row in data["villages"]}
    assert named[NEW] == "Harapan"
    assert data["terms"][-2:] == ["WILAYAH", "SEKARANG"]


def test_undoing_gives_back_the_very_same(month: None) -> None:
    people, places = roll(), regions()
    change = done(SPLIT)
    assert roll() != people
    assert regions() != places
    operator = user("operator.sukabumi")
    with transaction.atomic(), scoped_as(operator):
        services.start_undo_regions(actor=operator, change=change, reason="salah RT")
    work("regions.undo", change, note="salah RT")
    assert roll() == people
    assert regions() == places
    with as_worker():
        figures = sheet(open_month())
        assert figures.total("WILAYAH", code=OLD) == 0
        assert "WILAYAH" not in rules.terms_of(figures.cells)
        assert verify(REGENCY) == []
