"""A capable analyst's whole reconciliation in pandas, with the portal's result.

``python -m bench.pandas_peer_whole ROLL REMOVED SNAPSHOT REGIONS REGENCY PERIOD OUT``
runs in .bench and answers JSON. Rows that are plainly the same are told by numbers and
codes of categories; text is made plain, and rules are asked, for the others alone.
"""

from __future__ import annotations

import json
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from bench.pandas_peer_files import (
    LONG,
    REMOVED,
    ROLL,
    SNAPSHOT,
    Regions,
    Roll,
    Snapshot,
    elements_of,
    meant,
    number,
    places,
    plain,
    read,
    spelled,
    undressed,
)
from bench.pandas_peer_lists import Found, write
from bench.pandas_peer_machine import cpu_seconds, peak_mb
from bench.pandas_peer_rules import WARNINGS, Office, joined, judge, warned
from bench.pandas_peer_twins import alike

CODED = (
    "birth_place",
    "birth_date",
    "marital_status",
    "sex",
    "rt",
    "rw",
    "kelurahan",
    "disability",
    "ektp_status",
)
SILENT = {"occupation": "", "nationality": "", "event": "", "event_date": 0}
"""Columns that say nothing of most people, and what stands there then."""


def main(
    roll: str,
    removed: str,
    snapshot: str,
    regions: str,
    regency: str,
    period: str,
    out: str,
) -> dict[str, Any]:
    """Seconds from opening the files to the last csv, peak MB, counts of outcomes."""
    begun, worked = time.perf_counter(), cpu_seconds()
    known = Regions.read(regions)
    office = Office.of(regency, period, known)
    with ThreadPoolExecutor(2) as readers:
        written = readers.submit(_snapshot, snapshot, known)
        listed, delivered = _roll(roll), written.result()
    struck = _roll(removed, REMOVED)
    delivered.voter = listed.nik.get_indexer(delivered.number)
    same = _plainly_same(listed, delivered, office)
    doubts = _doubts(listed, delivered, same, office)
    rows = judge(_others(listed, struck, delivered, ~same), office)
    named = np.zeros(len(listed.nik), bool)
    named[delivered.voter[same]] = True
    accepted = rows["voter"][(rows["issue"] == "") & (rows["voter"] >= 0)]
    named[accepted] = True
    counts = rows["outcome"].value_counts().to_dict()
    counts["SAME"] = counts.get("SAME", 0) + int(same.sum())
    counts["REFUSED"] = counts.get("REFUSED", 0) + len(delivered.ragged)
    found = Found(rows, doubts, ~named, alike(rows, listed), listed, struck, delivered)
    lists = write(Path(out), found)
    return {
        "seconds": time.perf_counter() - begun,
        "cpu": cpu_seconds() - worked,
        "peak": peak_mb(),
        "counts": counts,
        "lists": lists,
    }


def _roll(path: str, columns: dict[str, str] = ROLL) -> Roll:
    """A list of the office itself, whose texts are plain already."""
    cells, _ = read(path, columns)
    texts = [name for name in (*LONG, "reason") if name in cells]
    nik = pd.Index(cells["nik"].astype("int64[pyarrow]").to_numpy())
    return Roll(cells[texts], meant(cells), nik)


def _snapshot(path: str, regions: Regions) -> Snapshot:
    cells, ragged = read(path, SNAPSHOT)
    coded = meant(cells)
    coded["kelurahan"] = places(cells, regions)
    nik = cells["nik"]
    whole = nik.str.fullmatch("[0-9]{16}")
    bare = undressed(nik[~whole])
    digits = np.full(len(nik), -1)
    digits[whole] = nik[whole].astype("int64[pyarrow]").to_numpy()
    after_all = bare[bare.str.fullmatch("[0-9]{16}")]
    digits[after_all.index] = after_all.astype("int64")
    # A ragged line pushes those after it one down; the heading is line 1.
    broken = np.sort([line for line, _ in ragged]) - np.arange(len(ragged))
    at = np.arange(2, len(cells) + 2)
    line = at + np.searchsorted(broken, at, side="right")
    unknown = np.empty(0, "int64")
    return Snapshot(cells, coded, bare, digits, line, ragged, unknown)


def _plainly_same(roll: Roll, told: Snapshot, office: Office) -> np.ndarray:
    """Rows that name a voter once, in every element as the roll has it, and no more."""
    at = told.voter.clip(0)
    same = (told.voter >= 0) & ~pd.Series(told.number).duplicated(keep=False).to_numpy()
    same[told.bare.index] = False
    for name, nothing in SILENT.items():
        column = told.coded[name].cat
        same &= (column.categories == nothing)[column.codes]
    for name in CODED:
        new, old = told.coded[name].cat, roll.coded[name].cat
        place = old.categories.get_indexer(new.categories)
        same &= place[new.codes] == old.codes.to_numpy()[at]
    for name in LONG:
        old_text = roll.texts[name].array.take(at)
        same &= np.asarray(told.cells[name].array == old_text)
    born = roll.coded["birth_date"].cat
    minor = (born.categories > office.adult_by)[born.codes]
    single = (roll.coded["marital_status"] == "B").to_numpy()
    return same & ~(minor & single)[at]


def _doubts(
    roll: Roll, told: Snapshot, same: np.ndarray, office: Office
) -> pd.DataFrame:
    """Rows that are plainly the same and yet have a warning."""
    at = told.voter[same]
    born, sex = roll.coded["birth_date"].cat, roll.coded["sex"].cat
    days = born.categories.to_numpy()[born.codes.to_numpy()[at]]
    sexes = sex.codes.to_numpy()[at]
    man, woman = (sexes == sex.categories.get_loc(one) for one in "LP")
    bits = warned(told.number[same], days, (man, woman), office)
    some = bits > 0
    chosen = np.flatnonzero(same)[some]
    return pd.DataFrame(
        {
            "line": told.line[chosen],
            "nik": told.cells["nik"].take(chosen).array,
            "name": told.cells["name"].take(chosen).array,
            "outcome": "SAME",
            "kelurahan": told.coded["kelurahan"].take(chosen).astype("str").array,
            "warnings": joined(bits[some], WARNINGS),
        }
    )


def _others(
    roll: Roll, struck: Roll, told: Snapshot, chosen: np.ndarray
) -> pd.DataFrame:
    """The rows that have to be looked at, beside whom they name on the roll."""
    at = np.flatnonzero(chosen)
    cells = told.cells.iloc[at].reset_index(drop=True)
    rows = spelled(told.coded.iloc[at].reset_index(drop=True))
    rows["at"], rows["line"] = at, told.line[at]
    nik = told.cells["nik"].iloc[at]
    nik[told.bare.index] = told.bare
    rows["nik"] = nik.array
    rows["number"], rows["voter"] = told.number[at], told.voter[at]
    rows["nkk"] = number(cells["nkk"])
    rows["name"] = plain(cells["name"]).str.slice(0, 120)
    rows["address"] = plain(cells["address"]).str.slice(0, 200)
    rows["evidence_no"] = plain(cells["evidence_no"]).str.slice(0, 80)
    was = elements_of(roll, rows["voter"].to_numpy())
    gone = struck.nik.get_indexer(rows["number"])
    gone[rows["voter"] >= 0] = -1
    reason = struck.texts["reason"].array.take(gone, allow_fill=True, fill_value="")
    rows["removed"], rows["reason"] = gone, reason
    return rows.join(was.add_prefix("was_"))


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
