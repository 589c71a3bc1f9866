"""A regency with a frozen month and an open one, and changes of regions carried out."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.db import transaction

from accounts.scope import scoped_as
from jobs.services import run_here
from periods.models import Period
from regions.models import Region, RegionChange
from regions.rules.change import Line
from tests.plenos.conftest import MARCHES, OPENED, REGENCY, open_month, run, user
from tests.roles import admin_sql, as_worker
from tests.stages import Stage
from voters.services import regions as services

OLD, OTHER, NEW = "3272011001", "3272021002", "3272011099"
SPREAD = (
    # RW 002 and 003 of the kelurahan, RT 001 to 003, a TMS of an earlier period
    "UPDATE voter SET rw = lpad((2 + dpid::int % 2)::text, 3, '0'), "
    "rt = (1 + dpid::int % 3)::text WHERE regency_code = '3272'",
)
SPLIT = [
    Line(2, OLD, NEW, rw="002", rt="001", new_name="Harapan", new_rw="1"),
    Line(3, OLD, NEW, rw="003", new_name="Harapan"),
    Line(4, OLD, OLD),
]
MERGE = [
    # whose RW 002 becomes 012, for there is a RW 002 where they come
    Line(2, OLD, OTHER, rw="002", new_rw="12"),
    Line(3, OLD, OTHER),
    Line(4, OTHER, OTHER),
]
MOVED = "3272021099"
MOVE = [Line(2, OLD, MOVED, new_name="Karamat")]
APART, BESIDE = "3272081001", "3272081002"
DISTRICT = [
    # one kelurahan with people and one without, to a kecamatan that is new
    Line(2, OLD, APART, new_name="Karamat", new_district="Harapan"),
    Line(3, "3272011002", BESIDE, new_name="Sriwidari"),
]
FROM, INTO = "327201", "327208"
THERE = f"{INTO}1001"
"""Where OLD is after `whole_district`."""
MONTH = Stage("region_month", lambda: run(*SPREAD, *MARCHES), after=OPENED)


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


def draft(lines: list[Line], **about: Any) -> RegionChange:
    """Prepared by an operator."""
    operator = user("operator.sukabumi")
    with transaction.atomic(), scoped_as(operator):
        return services.prepare(
            actor=operator, regency=REGENCY, facts=facts(**about), lines=lines
        )


def done(lines: list[Line], **about: Any) -> RegionChange:
    """Prepared by an operator, confirmed by the chair, applied by the worker."""
    operator, chair = user("operator.sukabumi"), user("ketua.sukabumi")
    change = draft(lines, **about)
    with transaction.atomic(), scoped_as(operator):
        services.ask_second(actor=operator, change=change)
    with transaction.atomic(), scoped_as(chair):
        services.confirm(actor=chair, change=change)
    work("regions", change)
    change.refresh_from_db()
    return change


def undo(change: RegionChange) -> None:
    """Taken back by the operator and the worker."""
    operator = user("operator.sukabumi")
    with transaction.atomic(), scoped_as(operator):
        services.start_undo_regions(actor=operator, change=change, reason="salah")
    work("regions.undo", change, note="salah")


def whole_district() -> list[Line]:
    """Every kelurahan of FROM to a code of INTO; one RT gets another number."""
    names = Region.objects.villages(FROM).order_by("code").values_list("code", "name")
    lines = [
        Line(n, code, INTO + code[6:], new_name=name, new_district="Harapan")
        for n, (code, name) in enumerate(names, 2)
    ]
    return [*lines, Line(9, OLD, THERE, rw="003", rt="002", new_rt="7")]


def work(kind: str, change: RegionChange, **more: Any) -> dict[str, Any]:
    """Run the job of a change as the worker."""
    params = {"change": change.pk, "period": open_month().pk, **more}
    with as_worker():
        job = run_here(
            actor=user("ketua.sukabumi"), kind=kind, regency=REGENCY, params=params
        )
    return dict(job.result)


def october() -> Period:
    """The frozen period."""
    return Period.objects.get(regency_code=REGENCY, code="2026-10")


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


DISTRICT_GONE = Stage(
    "region_gone", lambda: done(whole_district(), kind="MOVE"), after=MONTH
)
"""FROM has ended, all of it is INTO."""
