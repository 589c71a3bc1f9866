"""What becomes of a row, as the analyst's columns: the rules of a delivery, vectorised.

The same causes and outcomes as reconciliation/sql/judge.sql and decide.sql, in numpy
and pandas over the rows that are not plainly the same. Runs in .bench.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from bench.pandas_peer_files import UNREADABLE, Regions
from reconciliation.rules.codes import RESTORING
from reconciliation.rules.dates import born_by

ELEMENTS = (
    "address",
    "birth_date",
    "birth_place",
    "disability",
    "ektp_status",
    "kelurahan",
    "marital_status",
    "name",
    "nkk",
    "rt",
    "rw",
    "sex",
)
WARNINGS = (
    "NIK_PREFIX",
    "NIK_BIRTH_DATE",
    "NIK_SEX",
    "NIK_REGION_UNKNOWN",
    "NKK_MISSING",
    "NKK_MALFORMED",
    "AGE_OVER_100",
)
STRIKING = ("MENINGGAL", "TNI", "POLRI", "WNA", "GANDA", "HAK_DICABUT")
PROPOSED = ("NIK_GANDA_ORANG", "TMS", "MUNCUL_KEMBALI", "BARU", "PINDAH_DALAM", "UBAH")
MONTH_DAYS = np.array([31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31])
NUMBER = r"[0-9]+([.,][0-9]+)?E\+?[0-9]+"
SPOILT = r"#(?:REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|RUMUS!)"
Flags = Any
"""A boolean column."""


@dataclass(frozen=True)
class Office:
    """Whose roll it is and which days count; days are numbers like 20091130."""

    regency: str
    reference: int
    adult_by: int
    adult_before: int
    century_by: int
    regions: Regions

    @classmethod
    def of(cls, regency: str, period: str, regions: Regions) -> Office:
        """period: a month such as "2026-11", on whose last day age counts."""
        first = dt.date.fromisoformat(f"{period}-01")
        after = (first + dt.timedelta(days=31)).replace(day=1)
        last, before = after - dt.timedelta(days=1), first - dt.timedelta(days=1)
        return cls(
            regency,
            _number(last),
            _number(born_by(last, 17)),
            _number(born_by(before, 17)),
            _number(born_by(last, 101)),
            regions,
        )


def _number(day: dt.date) -> int:
    return day.year * 10000 + day.month * 100 + day.day


def warned(nik: np.ndarray, born: np.ndarray, sex: Flags, office: Office) -> np.ndarray:
    """Bits in the order of WARNINGS, without those of the NKK.

    nik: sixteen digits as a number; born: 0 for none; sex: L, P or "" as text codes of
    (is L, is P).
    """
    six = nik // 10**4 % 10**6
    told = born % 100 * 10000 + born // 100 % 100 * 100 + born // 10000 % 100
    man, woman = sex
    bits = (nik // 10**12 != int(office.regency)).astype("uint8")
    bits |= ((born > 0) & (six != told) & (six != told + 400000)) * np.uint8(2)
    bits |= np.where(six >= 410000, man, woman) * np.uint8(4)
    bits |= ~office.regions.districts[nik // 10**10] * np.uint8(8)
    bits |= ((born > 0) & (born <= office.century_by)) * np.uint8(64)
    return bits


def joined(bits: np.ndarray, names: tuple[str, ...]) -> np.ndarray:
    """Names of the bits that are set, with commas; each combination is spelled once."""
    at, seen = pd.factorize(bits)
    told = [
        ",".join(name for place, name in enumerate(names) if one >> place & 1)
        for one in seen.tolist()
    ]
    return np.array(told or [""], dtype=object)[at]


def changed(rows: pd.DataFrame, known: Flags, office: Office) -> pd.DataFrame:
    """A flag for each element that the row tells otherwise than the roll."""
    flags = {}
    for name in ELEMENTS:
        new = rows[name]
        nothing = new <= 0 if name == "birth_date" else new.isin(["", UNREADABLE])
        flags[name] = known & ~nothing & (new != rows[f"was_{name}"])
    flags["kelurahan"] &= rows["kelurahan"].str.startswith(office.regency)
    flags["nkk"] &= rows["nkk_sound"]
    return pd.DataFrame(flags)


def _verdict(rows: pd.DataFrame, moved: Flags) -> np.ndarray:
    event = rows["event"]
    leaving = event == "PINDAH"
    return np.select(
        [
            event.isin(STRIKING),
            leaving & moved,
            leaving,
            event == "PURNA",
            rows["occupation"] != "",
            rows["nationality"] != "",
        ],
        [event, "", "PINDAH", "", rows["occupation"], "WNA"],
        "",
    )


def _nik_problem(rows: pd.DataFrame, office: Office) -> list[tuple[str, Flags]]:
    nik, digits = rows["nik"], rows["number"].to_numpy()
    day, month = digits // 10**8 % 100, digits // 10**6 % 100
    year = digits // 10**4 % 100
    day = np.where(day > 40, day - 40, day)
    longest = MONTH_DAYS[np.clip(month, 1, 12) - 1]
    impossible = (month < 1) | (month > 12) | (day < 1) | (day > longest)
    impossible |= (month == 2) & (day == 29) & (year % 4 != 0)
    return [
        ("NIK_NUMBER", nik.str.fullmatch(NUMBER)),
        ("NIK_LETTERS", ~nik.str.fullmatch("[0-9]*")),
        ("NIK_LENGTH", nik.str.len() != 16),
        ("NIK_SAME_DIGITS", digits % 1111111111111111 == 0),
        ("NIK_PROVINCE", ~office.regions.provinces[digits // 10**14]),
        ("NIK_DATE", impossible),
        ("NIK_SERIAL", digits % 10000 == 0),
    ]


def _first_issue(rows: pd.DataFrame, known: Flags, office: Office) -> np.ndarray:
    """The first cause to refuse the row by itself, "" for none."""
    name, born, event = rows["name"], rows["birth_date"], rows["event"]
    place = rows["kelurahan"]
    inside = place.str.startswith(office.regency)
    texts = name + " " + rows["birth_place"] + " " + rows["address"]
    somewhere = (event != "PINDAH") & (place != "")
    whole = (born > 0) & (rows["sex"] != "") & (rows["address"] != "") & inside
    new = ~known & (rows["verdict"] == "") & (event != "NOT_OURS")
    new &= (rows["reason"] == "") | event.isin(list(RESTORING))
    causes = [
        *_nik_problem(rows, office),
        ("NAME_EMPTY", name == ""),
        ("CELL_ERROR", name.str.match("[=@]") | texts.str.contains(SPOILT)),
        ("BIRTH_DATE", (born < 0) | (born > office.reference)),
        ("SEX_CODE", rows["sex"] == UNREADABLE),
        ("MARITAL_CODE", rows["marital_status"] == UNREADABLE),
        ("EVENT_CODE", event == UNREADABLE),
        ("EVENT_DATE", rows["event_date"] < 0),
        ("REGION_UNKNOWN", somewhere & (place == UNREADABLE)),
        ("REGION_OUTSIDE", somewhere & ~inside),
        ("INCOMPLETE", new & ~whole),
    ]
    names, flags = zip(*causes, strict=True)
    return np.select(flags, names, "")


def judge(rows: pd.DataFrame, office: Office) -> pd.DataFrame:
    """Every row with its issue, outcome, detail, elements and warnings.

    rows: cells in canonical form, in the order of the file; voter = place on the roll
    or -1, was_… = the voter's elements, reason = why the NIK was struck, "" if it was
    not. Adds flags `changed_…`, and `inside`.
    """
    known = rows["voter"] >= 0
    rows["nkk_sound"] = rows["nkk"].str.fullmatch("[0-9]{16}")
    flags = changed(rows, known, office)
    rows["verdict"] = pd.Series(_verdict(rows, flags["kelurahan"]), dtype="str")
    issue = pd.Series(_first_issue(rows, known, office), dtype="str")
    sound = rows.loc[issue == "", "number"]
    issue[sound.index[sound.duplicated()]] = "NIK_REPEATED"
    born = rows["birth_date"].where(rows["birth_date"] > 0, rows["was_birth_date"])
    married = rows["marital_status"].where(
        rows["marital_status"] != "", rows["was_marital_status"]
    )
    minor = born > office.adult_by
    rows["issue"] = issue
    rows["minor"], rows["young"] = minor, minor & married.isin(["B", ""])
    rows["outcome"] = _outcome(rows, known, flags)
    rows["detail"] = _detail(rows, office)
    bits = flags.to_numpy() @ (1 << np.arange(len(ELEMENTS)))
    rows["elements"] = joined(bits, ELEMENTS)
    rows["warnings"] = np.where(issue == "", _warnings(rows, office), "")
    rows["inside"] = rows["kelurahan"].str.startswith(office.regency)
    return rows.join(flags.add_prefix("changed_"))


def _outcome(rows: pd.DataFrame, known: Flags, flags: pd.DataFrame) -> pd.Series:
    verdict, restored = rows["verdict"] != "", rows["event"].isin(list(RESTORING))
    named = [
        ("REFUSED", rows["issue"] != ""),
        ("IGNORED", (rows["event"] == "NOT_OURS") | ~known & verdict),
        ("NIK_GANDA_ORANG", flags["birth_date"] & flags["name"]),
        ("TMS", known & (verdict | rows["young"])),
        ("PINDAH_DALAM", flags["kelurahan"]),
        ("UBAH", flags.any(axis=1)),
        ("SAME", known),
        ("MUNCUL_KEMBALI", (rows["reason"] != "") & ~restored),
        ("NOT_YET", rows["young"]),
    ]
    names, tests = zip(*named, strict=True)
    return pd.Series(np.select(tests, names, "BARU"), dtype="str")


def _detail(rows: pd.DataFrame, office: Office) -> pd.Series:
    outcome, event, verdict = rows["outcome"], rows["event"], rows["verdict"]
    new, ignored = outcome == "BARU", outcome == "IGNORED"
    told = [
        (outcome == "REFUSED", rows["issue"]),
        (ignored & (event == "NOT_OURS"), "NOT_OURS"),
        (ignored & (rows["reason"] == verdict), "ALREADY_APPLIED"),
        (ignored, "NOT_ON_ROLL"),
        (outcome == "TMS", verdict.where(verdict != "", "DI_BAWAH_UMUR")),
        (outcome == "MUNCUL_KEMBALI", rows["reason"]),
        (new & rows["minor"], "KAWIN"),
        (new & event.isin(list(RESTORING)), event.map(RESTORING)),
        (new & (rows["birth_date"] > office.adult_before), "GENAP_17"),
        (new, "BELUM_TERDATA"),
    ]
    tests, words = zip(*told, strict=True)
    return pd.Series(np.select(tests, words, ""), dtype="str")


def _warnings(rows: pd.DataFrame, office: Office) -> np.ndarray:
    sex = (rows["sex"] == "L").to_numpy(), (rows["sex"] == "P").to_numpy()
    digits, born = rows["number"].to_numpy(), rows["birth_date"].to_numpy()
    bits = warned(digits, born, sex, office)
    missing = (rows["nkk"] == "").to_numpy()
    bits |= missing * np.uint8(16)
    bits |= (~missing & ~rows["nkk_sound"].to_numpy()) * np.uint8(32)
    return joined(bits, WARNINGS)
