"""A bare merge in pandas: the quick look that answers four numbers and writes nothing.

Both files read as text, cleaned, checked (NIK, birth date against NIK), repeated NIKs
set aside, one outer merge on the NIK, the columns compared, and the new people looked
up by name and birth date. ``python -m bench.pandas_peer_bare ROLL SNAPSHOT`` runs in
.bench and answers JSON. bench/pandas_peer_whole.py comes to the portal's result.
"""

from __future__ import annotations

import json
import sys
import time
from typing import Any

import pandas as pd

from bench.pandas_peer_machine import cpu_seconds, peak_mb

ROLL = ("NKK", "NIK", "NAMA", "TEMPAT LAHIR", "TANGGAL LAHIR", "ALAMAT", "RT", "RW")
SNAPSHOT = ("NO_KK", "NIK", "NAMA_LGKP", "TMPT_LHR", "TGL_LHR", "ALAMAT", "NO_RT")
NAMES = ("nkk", "nik", "name", "place", "born", "address", "rt", "rw")
COMPARED = ("nkk", "name", "place", "born", "address", "rt", "rw")


def main(roll: str, snapshot: str) -> dict[str, Any]:
    """Seconds from opening the files to the four lists, peak MB, and their lengths."""
    begun, worked = time.perf_counter(), cpu_seconds()
    old = _read(roll, (*ROLL, "STATUS PERKAWINAN", "JENIS KELAMIN"))
    new = _read(snapshot, (*SNAPSHOT, "NO_RW", "STAT_KWN", "JENIS_KLMIN"))
    old.columns = [*NAMES, "married", "sex"]
    new.columns = [*NAMES, "married", "sex"]
    counts: dict[str, int] = {}
    for rows in (old, new):
        _clean(rows)
    good = _valid(new)
    counts["REFUSED"] = int((~good).sum())
    new = new[good]
    repeated = new["nik"].duplicated(keep=False)
    counts["REPEATED"] = int(repeated.sum())
    new = new[~repeated]
    both = old.merge(
        new, on="nik", how="outer", suffixes=("_old", "_new"), indicator=True
    )
    same = both["_merge"] == "both"
    differs = pd.Series(False, index=both.index)
    for name in COMPARED:
        differs |= both[f"{name}_old"] != both[f"{name}_new"]
    counts["SAME"] = int((same & ~differs).sum())
    counts["CHANGED"] = int((same & differs).sum())
    counts["ABSENT"] = int((both["_merge"] == "left_only").sum())
    fresh = both[both["_merge"] == "right_only"]
    counts["NEW"] = len(fresh)
    keys = old.assign(key=old["name"] + old["born"])[["key", "nik"]]
    twins = fresh.assign(key=fresh["name_new"] + fresh["born_new"]).merge(
        keys, on="key", suffixes=("", "_roll")
    )
    counts["TWINS"] = len(twins)
    return {
        "seconds": time.perf_counter() - begun,
        "cpu": cpu_seconds() - worked,
        "peak": peak_mb(),
        "counts": counts,
    }


def _read(path: str, columns: tuple[str, ...]) -> pd.DataFrame:
    """The wanted columns as text; ragged lines are skipped, as an analyst would."""
    return pd.read_csv(
        path,
        sep="|",
        dtype=str,
        keep_default_na=False,
        usecols=list(columns),
        on_bad_lines="skip",
        quoting=3,
    )[list(columns)]


def _clean(rows: pd.DataFrame) -> None:
    for name in ("name", "place", "address"):
        text = rows[name].str.strip().str.upper()
        rows[name] = text.str.replace(r"\s+", " ", regex=True)
    for name in ("nik", "nkk"):
        rows[name] = rows[name].str.replace(r"\D", "", regex=True)
    for name in ("rt", "rw"):
        rows[name] = rows[name].str.strip().str.lstrip("0")
    born = pd.to_datetime(rows["born"], format="%d-%m-%Y", errors="coerce")
    rows["born"] = born.dt.strftime("%Y-%m-%d")


def _valid(rows: pd.DataFrame) -> pd.Series:
    """Sixteen digits, a birth date, and the same in the NIK (a woman's day + 40)."""
    nik, born = rows["nik"], pd.to_datetime(rows["born"], errors="coerce")
    whole = nik.str.fullmatch(r"[0-9]{16}") & born.notna()
    day = pd.to_numeric(nik.str[6:8], errors="coerce")
    day = day.where(day <= 40, day - 40)
    month = pd.to_numeric(nik.str[8:10], errors="coerce")
    year = pd.to_numeric(nik.str[10:12], errors="coerce")
    told = (day == born.dt.day) & (month == born.dt.month)
    return whole & told & (year == born.dt.year % 100)


if __name__ == "__main__":
    print(json.dumps(main(*sys.argv[1:])))
