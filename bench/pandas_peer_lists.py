"""The lists that an analyst hands over, each a csv file. Runs in .bench."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
from pyarrow import csv

from bench.pandas_peer_files import SNAPSHOT, Roll, Snapshot, elements_of, iso
from bench.pandas_peer_rules import ELEMENTS, PROPOSED
from reconciliation.rules.codes import EVIDENCE

TOLD = ("line", "nik", "name", "outcome", "detail", "kelurahan", "elements", "warnings")
WRITTEN = {ours: written for written, ours in SNAPSHOT.items()}
WHOLE = ("nkk", *(name for name in ELEMENTS if name != "nkk"))
CHANGING = ("PINDAH_DALAM", "UBAH")
ON_PAPER = ("TMS", "BARU", "PINDAH_DALAM")
"""Proposals that keep the paper their row names."""
ABOUT = {
    "NAME_EMPTY": "name",
    "BIRTH_DATE": "birth_date",
    "SEX_CODE": "sex",
    "MARITAL_CODE": "marital_status",
    "EVENT_CODE": "event",
    "EVENT_DATE": "event_date",
    "REGION_UNKNOWN": "village_no",
    "REGION_OUTSIDE": "village_no",
}
"""The column that a refusal is about, where it is not the NIK."""


@dataclass
class Found:
    """What the run has come to.

    rows: what rules.judge answers; doubts: rows plainly the same that have a warning;
    absent: a flag a voter; pairs: who may be one person.
    """

    rows: pd.DataFrame
    doubts: pd.DataFrame
    absent: np.ndarray
    pairs: pd.DataFrame
    roll: Roll
    struck: Roll
    told: Snapshot


def write(out: Path, found: Found) -> dict[str, int]:
    """Write rows, refused, proposals, not_yet and candidates; their lengths by name."""
    missing = _missing(found)
    lists = {
        "rows": pd.concat([_accepted(found.rows), found.doubts, missing])[list(TOLD)],
        "refused": _refused(found.rows, found.told),
        "proposals": pd.concat([_proposals(found.rows, found.struck), _asked(missing)]),
        "not_yet": _not_yet(found.rows),
        "candidates": found.pairs,
    }
    for name, frame in lists.items():
        table = pa.Table.from_pandas(frame, preserve_index=False)
        csv.write_csv(table, out / f"{name}.csv")
    return {name: len(frame) for name, frame in lists.items()}


def _place(rows: pd.DataFrame) -> pd.Series:
    """Where the row says that the person lives, else where the roll does."""
    return rows["kelurahan"].where(rows["inside"], rows["was_kelurahan"])


def _accepted(rows: pd.DataFrame) -> pd.DataFrame:
    kept = (rows["issue"] == "") & (
        (rows["outcome"] != "SAME") | (rows["warnings"] != "")
    )
    return rows[kept].assign(kelurahan=_place(rows))


def _missing(found: Found) -> pd.DataFrame:
    """Voters whom no accepted row names; doubtful where a refused line has the NIK."""
    at = np.flatnonzero(found.absent)
    nik = pd.Series(found.roll.nik[at].astype("str"))
    refused = found.rows["nik"][found.rows["issue"] != ""]
    broken = pd.Series([text for _, text in found.told.ragged], dtype="str")
    named = broken.str.findall("[0-9]{16}").explode()
    doubtful = nik.isin(refused) | nik.isin(named)
    return pd.DataFrame(
        {
            "nik": nik,
            "name": found.roll.texts["name"].array.take(at),
            "outcome": "TIDAK_ADA",
            "detail": np.where(doubtful, "DOUBTFUL", ""),
            "kelurahan": found.roll.coded["kelurahan"].iloc[at].astype("str").array,
        }
    )


def _asked(missing: pd.DataFrame) -> pd.DataFrame:
    """The same voters as questions among the proposals."""
    asked = missing[["nik", "name", "kelurahan"]]
    return asked.assign(kind="TIDAK_ADA", warnings=missing["detail"])


def _refused(rows: pd.DataFrame, told: Snapshot) -> pd.DataFrame:
    """Line, cause, column and all cells as their sender wrote them."""
    bad = rows[rows["issue"] != ""]
    cells = told.cells.iloc[bad["at"]].astype("str").reset_index(drop=True)
    about = bad["issue"].map(ABOUT).fillna("nik").to_numpy()
    places = cells.columns.get_indexer(about)
    cells.insert(0, "line", bad["line"].array)
    cells.insert(1, "issue", bad["issue"].array)
    cells.insert(2, "column", pd.Series(about).map(WRITTEN))
    written = cells.to_numpy()[np.arange(len(cells)), places + 3]
    cells.insert(3, "written", written.astype("str"))
    broken = pd.DataFrame(told.ragged, columns=["line", "written"])
    both = pd.concat([cells, broken.assign(issue="RAGGED")]).sort_values("line")
    return both.rename(columns=WRITTEN)


def _not_yet(rows: pd.DataFrame) -> pd.DataFrame:
    """Who does not qualify yet, with every element, for the day that they do."""
    young = rows[rows["outcome"] == "NOT_YET"]
    return _whole(young)[["line", "nik", *WHOLE]]


def _with_earlier(rows: pd.DataFrame, was: pd.DataFrame) -> pd.DataFrame:
    """Who comes back keeps the marital status and disability that a row leaves out."""
    back = rows["removed"] >= 0
    kept = {
        name: rows[name].where(~back | (rows[name] != ""), was[name])
        for name in ("marital_status", "disability")
    }
    return rows.assign(**kept)


def _whole(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows with elements as they would be kept: only sound NKK, places inside."""
    single = rows["marital_status"].where(rows["marital_status"] != "", "B")
    able = rows["disability"].where(rows["disability"] != "", "0")
    new = rows["voter"] < 0
    return rows.assign(
        nkk=rows["nkk"].where(rows["nkk_sound"], ""),
        birth_date=iso(rows["birth_date"]),
        kelurahan=rows["kelurahan"].where(rows["inside"], ""),
        marital_status=single.where(new, rows["marital_status"]),
        disability=able.where(new, rows["disability"]),
    )


def _before(rows: pd.DataFrame, struck: Roll) -> pd.DataFrame:
    """Elements of the voter, or of who was struck earlier, by their names."""
    was = rows[[f"was_{name}" for name in WHOLE]].set_axis(list(WHOLE), axis=1)
    gone = rows["removed"] >= 0
    at = rows.loc[gone, "removed"].to_numpy()
    earlier = elements_of(struck, at)[list(WHOLE)].set_index(rows.index[gone])
    was = pd.concat([was[~gone], earlier]).loc[rows.index]
    return was.assign(birth_date=iso(was["birth_date"]))


def _proposals(rows: pd.DataFrame, struck: Roll) -> pd.DataFrame:
    """Kind, category, whom, and the old and the new value of each element."""
    rows = rows[rows["outcome"].isin(PROPOSED)]
    kind, warned = rows["outcome"], rows["warnings"]
    was = _before(rows, struck)
    whole = _whole(_with_earlier(rows, was))
    told = {"line": rows["line"], "kind": kind, "category": rows["detail"]}
    told |= {"nik": rows["nik"], "name": rows["name"].where(kind != "TMS", was["name"])}
    stays = kind.isin(["TMS", "UBAH", "NIK_GANDA_ORANG"])
    place = _place(rows).where(~stays, was["kelurahan"])
    told |= {"kelurahan": place, "elements": rows["elements"]}
    told |= {"warnings": warned, "event_date": iso(rows["event_date"])}
    paper = rows["evidence_no"].where(kind.isin(ON_PAPER), "")
    named = rows["event"].map(EVIDENCE).fillna("")
    told |= {"evidence_no": paper, "evidence_kind": named.where(paper != "", "")}
    strikes, returns = kind == "TMS", kind == "MUNCUL_KEMBALI"
    told["old_status"] = np.where(strikes, "ACTIVE", "")
    told["new_status"] = np.where(strikes, "INELIGIBLE", "")
    for name in WHOLE:
        element = rows[f"changed_{name}"].where(kind.isin(CHANGING), ~strikes)
        # An empty cell erases nothing of the record that comes back.
        new = whole[name].where(~returns | (whole[name] != ""), was[name])
        told[f"old_{name}"] = was[name].where(element & (kind != "BARU"), "")
        told[f"new_{name}"] = new.where(element, "")
    return pd.DataFrame(told)
