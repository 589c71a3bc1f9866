"""Writes an opening roll and two deliveries, and beside them what should be found.

One call makes one regency; the same arguments make the same bytes. Fifteen seconds are
enough for a quarter of a million voters, in one process.
"""

from __future__ import annotations

import random
from pathlib import Path

from kpu_portal.demo.calendar import previous_period, reference_date
from kpu_portal.demo.cases import plant_known
from kpu_portal.demo.defects import plant_missing, plant_refused
from kpu_portal.demo.desk import Days, Desk, Opening
from kpu_portal.demo.layouts import EVENTS, STYLES, Layout
from kpu_portal.demo.manifest import Manifest
from kpu_portal.demo.newcomers import plant_corrected_niks, plant_unknown
from kpu_portal.demo.people import People
from kpu_portal.demo.plan import EVENTS as EVENT_SHARES
from kpu_portal.demo.plan import SNAPSHOT as SNAPSHOT_SHARES
from kpu_portal.demo.plan import Plan
from kpu_portal.demo.rarities import open_roll
from kpu_portal.demo.roll import build_roll
from kpu_portal.demo.writing import write_delivery, write_removed, write_roll

KOTA_SUKABUMI = "3272"
KEPULAUAN_SERIBU = "3101"
# Voters of the lists the demo stands for.
DEMO_VOTERS = {KOTA_SUKABUMI: 258_028, KEPULAUAN_SERIBU: 20_980}


def generate(
    out: Path,
    *,
    regency: str,
    voters: int,
    period: str = "2026-11",
    seed: int = 1,
    style: str = "siak-pipe",
    scale: float = 1.0,
) -> Manifest:
    """Writes roll, removed, snapshot, events, two truth files and a manifest to `out`.

    `scale` multiplies the share of everything planted. Raises ValueError for an unknown
    regency, style or period, and for a roll too small to hold every case.
    """
    if style not in STYLES:
        raise ValueError(f"unknown style: {style!r}; one of {', '.join(STYLES)}")
    before = previous_period(period)
    days = Days(
        reference_date(period).replace(day=1),
        reference_date(period),
        reference_date(before),
    )
    out.mkdir(parents=True, exist_ok=True)
    stem = f"{seed}:{regency}:{period}:{voters}:{style}:{scale}"
    people = People(random.Random(stem), regency)
    roll = build_roll(people, voters, days.previous_reference)
    opening = open_roll(people, roll, days, scale)
    manifest = Manifest(regency, period, before, seed, style, scale, voters)
    manifest.count_roll(roll)
    write_roll(out / f"roll_{regency}_{before}.csv", opening, manifest)
    write_removed(out / f"removed_{regency}_{before}.csv", opening, manifest)
    snapshot = _compose(opening, STYLES[style], days, scale)
    write_delivery(out, "snapshot", snapshot, manifest)
    events = _compose(opening, EVENTS, days, scale, earlier=snapshot)
    write_delivery(out, "events", events, manifest)
    manifest.write(out / f"manifest_{regency}_{period}.json")
    return manifest


def _compose(
    opening: Opening,
    layout: Layout,
    days: Days,
    scale: float,
    earlier: Desk | None = None,
) -> Desk:
    """Plants every case; a delivery after the snapshot is one of events."""
    snapshot = earlier is None
    shares = SNAPSHOT_SHARES if snapshot else EVENT_SHARES
    desk = Desk(
        opening,
        layout,
        snapshot,
        Plan(shares, len(opening.roll), scale),
        days,
        opening.people.rng,
        earlier=earlier,
    )
    plant_known(desk)
    plant_unknown(desk)
    plant_refused(desk)
    if snapshot:
        plant_missing(desk)
        plant_corrected_niks(desk)
    return desk
