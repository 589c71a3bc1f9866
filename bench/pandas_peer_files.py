"""What the analyst opens: the roll, who was struck, the snapshot, the list of regions.

Columns of few different cells are read as categories, so that each spelling is made
plain once and not once a row. Runs in .bench, where pandas is.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from pyarrow import csv

from reconciliation.rules import codes
from reconciliation.rules.dates import EARLIEST, MONTHS

ROLL = {
    "NKK": "nkk",
    "NIK": "nik",
    "NAMA": "name",
    "TEMPAT LAHIR": "birth_place",
    "TANGGAL LAHIR": "birth_date",
    "STATUS PERKAWINAN": "marital_status",
    "JENIS KELAMIN": "sex",
    "ALAMAT": "address",
    "RT": "rt",
    "RW": "rw",
    "KODE KELURAHAN": "kelurahan",
    "DISABILITAS": "disability",
    "KTP-EL": "ektp_status",
}
REMOVED = {**ROLL, "KETERANGAN": "reason"}
SNAPSHOT = {
    "NO_KK": "nkk",
    "NIK": "nik",
    "NAMA_LGKP": "name",
    "TMPT_LHR": "birth_place",
    "TGL_LHR": "birth_date",
    "STAT_KWN": "marital_status",
    "JENIS_KLMIN": "sex",
    "ALAMAT": "address",
    "NO_RT": "rt",
    "NO_RW": "rw",
    "NO_PROP": "province_no",
    "NO_KAB": "regency_no",
    "NO_KEC": "district_no",
    "NO_KEL": "village_no",
    "PNYDNG_CCT": "disability",
    "PEREKAMAN_EKTP": "ektp_status",
    "JENIS_PKRJN": "occupation",
    "KEWARGANEGARAAN": "nationality",
    "KETERANGAN": "event",
    "TGL_PERISTIWA": "event_date",
    "NO_AKTA": "evidence_no",
}
TEXTS = frozenset({"nkk", "nik", "name", "address", "evidence_no", "reason"})
"""Columns whose cells hardly repeat; all others are categories."""
PLACE = {"province_no": 2, "regency_no": 2, "district_no": 2, "village_no": 4}
UNREADABLE = "?"
BLOCK = 1 << 23

LONG = ("nkk", "name", "address")
"""Elements that are compared as texts."""

Ragged = list[tuple[int, str]]


def read(path: str, columns: Mapping[str, str]) -> tuple[pd.DataFrame, Ragged]:
    """The wanted columns by our names, and the lines with another number of cells."""
    ragged: Ragged = []

    def set_aside(row: Any) -> str:
        ragged.append((row.number, row.text))
        return "skip"

    category = pa.dictionary(pa.int32(), pa.string())
    table = csv.read_csv(
        path,
        # One thread a file tells the number of a ragged line; two files use two.
        read_options=csv.ReadOptions(use_threads=False, block_size=BLOCK),
        parse_options=csv.ParseOptions(
            delimiter="|", quote_char=False, invalid_row_handler=set_aside
        ),
        convert_options=csv.ConvertOptions(
            include_columns=list(columns),
            column_types={
                written: pa.string() if ours in TEXTS else category
                for written, ours in columns.items()
            },
            strings_can_be_null=False,
        ),
    )
    table = table.rename_columns(list(columns.values()))
    return table.to_pandas(self_destruct=True), ragged


@dataclass(frozen=True)
class Regions:
    """Codes of the country's regions: what is known of a NIK or a place."""

    provinces: np.ndarray
    districts: np.ndarray
    villages: pd.Series

    @classmethod
    def read(cls, path: str) -> Regions:
        """From a csv of codes; the first two are tables over every possible number."""
        code = pd.read_csv(path, dtype="str", engine="pyarrow")["code"]
        length = code.str.len()
        provinces, districts = np.zeros(100, bool), np.zeros(10**6, bool)
        provinces[code[length == 2].astype("int64")] = True
        districts[code[length == 6].astype("int64")] = True
        return cls(provinces, districts, code[length == 10])


@dataclass
class Roll:
    """The office's own list: texts, categories, and the NIK as a number."""

    texts: pd.DataFrame
    coded: pd.DataFrame
    nik: pd.Index


@dataclass
class Snapshot:
    """The delivery: cells as written, categories in canonical form, NIK as a number.

    number is -1 where the NIK is not sixteen digits; bare = NIKs that were not at once,
    without their dress, by row; line is that of the file; voter the place on the roll,
    -1 for none.
    """

    cells: pd.DataFrame
    coded: pd.DataFrame
    bare: pd.Series
    number: np.ndarray
    line: np.ndarray
    ragged: Ragged
    voter: np.ndarray


_QUOTES, _DOUBLE = "\u2018\u2019\u02bc\u0060\u00b4", "\u201c\u201d"
_BLANKS, _UNSEEN = "\u00a0\u2007\u202f\t\r\n", "\u200b\ufeff\u00ad"
_ODD = f"[{_QUOTES}{_DOUBLE}{_BLANKS}{_UNSEEN}]| {{2}}"
_PLAIN = (
    (f"[{_QUOTES}]", "'"),
    (f"[{_DOUBLE}]", '"'),
    (f"[{_BLANKS}]", " "),
    (f"[{_UNSEEN}]", ""),
    (" {2,}", " "),
)


def plain(cells: pd.Series) -> pd.Series:
    """Upper case, single spaces, plain quotes."""
    odd = cells.str.contains(_ODD)
    if odd.any():
        other = cells[odd]
        for pattern, put in _PLAIN:
            other = other.str.replace(pattern, put, regex=True)
        cells = cells.copy()
        cells[odd] = other
    return cells.str.upper().str.strip(" ")


def number(cells: pd.Series) -> pd.Series:
    """A NIK or NKK without blanks and the apostrophe that marks text in a sheet."""
    return plain(cells).str.replace("[ '\"]", "", regex=True)


def undressed(cells: pd.Series) -> pd.Series:
    """A NIK without ="…" and dots; one that was a number once goes on looking so."""
    whole = number(cells).str.replace(r"[=.-](?!0+$)", "", regex=True)
    return whole.str.replace(r"^([0-9]{15,17})[.,]0+$", r"\1E+0", regex=True)


def padded(cells: pd.Series) -> pd.Series:
    """RT and RW in three digits; no number is none."""
    tidy = plain(cells)
    digits = tidy.str.lstrip("0")
    short = digits.where(digits == "", digits.str.zfill(3))
    return tidy.where(~tidy.str.fullmatch("[0-9]+"), short).str.slice(0, 3)


def days(cells: pd.Series) -> pd.Series:
    """Dates as numbers like 20091130; 0 for none, -1 for an impossible one."""
    tidy = plain(cells)
    date = pd.to_datetime(tidy, format="%d-%m-%Y", errors="coerce")
    other = tidy[date.isna() & ~tidy.isin(["", "-"])]
    if len(other):
        date = date.fillna(_other_dates(other))
    date = date.where(date.dt.year >= EARLIEST)
    told = date.dt.year * 10000 + date.dt.month * 100 + date.dt.day
    return told.fillna(-1).where(~tidy.isin(["", "-"]), 0).astype("int64")


def _other_dates(tidy: pd.Series) -> pd.Series:
    """Dates in the other spellings of deliveries, never month first."""
    tidy = tidy.str.replace(r"[ T]00:00:00$", "", regex=True)
    first = r"^(?P<day>\d{1,2})[-/.| ](?P<month>\d{1,2}|[A-Z]+)[-/.| ](?P<year>\d{4})$"
    last = r"^(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})$"
    parts = tidy.str.extract(first).fillna(tidy.str.extract(last))
    month = parts["month"].map(MONTHS).fillna(pd.to_numeric(parts["month"], "coerce"))
    whole = parts.assign(month=month).apply(pd.to_numeric, errors="coerce")
    return pd.to_datetime(whole, errors="coerce")


def coded(table: Mapping[str, str], unknown: str = UNREADABLE) -> Meaning:
    """What a cell of a code list means; "" for nothing written."""
    return lambda cells: plain(cells).map({"": "", **table}).fillna(unknown)


def _disability(cells: pd.Series) -> pd.Series:
    kind = plain(cells)
    return kind.where(kind.str.len() == 1, "")


def _service(cells: pd.Series) -> pd.Series:
    return plain(cells).map(codes.service_of)


def _foreign(cells: pd.Series) -> pd.Series:
    own = {"", "WNI"}
    return plain(cells).map(
        lambda word: "WNA" if word not in own and _is_foreign(word) else ""
    )


def _is_foreign(word: str) -> bool:
    return codes.nationality(word) == "WNA"


Meaning = Callable[[pd.Series], pd.Series]
MEANINGS: dict[str, Meaning] = {
    "birth_place": lambda cells: plain(cells).str.slice(0, 80),
    "birth_date": days,
    "marital_status": coded(codes.MARITAL),
    "sex": coded(codes.SEX),
    "rt": padded,
    "rw": padded,
    "kelurahan": lambda cells: plain(cells).str.replace("[. ]", "", regex=True),
    "disability": _disability,
    "ektp_status": coded(codes.EKTP, unknown=""),
    "occupation": _service,
    "nationality": _foreign,
    "event": coded({**codes.events(), "-": ""}),
    "event_date": days,
}


def meant(cells: pd.DataFrame) -> pd.DataFrame:
    """The categories of a file in canonical form; each spelling is looked at once."""
    return pd.DataFrame(
        {
            name: recoded(cells[name], meaning)
            for name, meaning in MEANINGS.items()
            if name in cells
        },
        copy=False,
    )


def recoded(cells: pd.Series, meaning: Meaning) -> pd.Categorical:
    """A category column whose spellings of one meaning have become one."""
    at, kept = pd.factorize(meaning(pd.Series(cells.cat.categories)))
    if len(at) == len(kept):  # nothing has become one: the codes stand as they are
        return pd.Categorical.from_codes(cells.cat.codes, kept)
    return pd.Categorical.from_codes(at[cells.cat.codes], kept)


def among(cells: pd.Series, wanted: pd.Series) -> np.ndarray:
    """Which cells are among the wanted; pandas' own isin() goes through them singly."""
    return np.asarray(pc.is_in(pa.array(cells), value_set=pa.array(wanted)))


def places(cells: pd.DataFrame, regions: Regions) -> pd.Categorical:
    """Kelurahan from its four columns; unreadable where no list of regions has it."""
    key = np.zeros(len(cells), "int64")
    for name in PLACE:
        column = cells[name].cat
        key = key * len(column.categories) + column.codes.to_numpy()
    at, _ = pd.factorize(key)
    first = cells.loc[~pd.Series(at).duplicated().to_numpy(), list(PLACE)]
    parts = [
        number(first[name].astype("str")).str.zfill(width)
        for name, width in PLACE.items()
    ]
    code = parts[0].str.cat(parts[1:])
    code = code.where(among(code, regions.villages), UNREADABLE)
    code = code.where(number(first["province_no"].astype("str")) != "", "")
    again, kept = pd.factorize(code)
    return pd.Categorical.from_codes(again[at], kept)


def elements_of(people: Roll, at: np.ndarray) -> pd.DataFrame:
    """What a list has of the people at these places, empty for a place of -1."""
    frame = spelled(people.coded.iloc[at.clip(0)].reset_index(drop=True))
    for name in LONG:
        frame[name] = people.texts[name].array.take(at.clip(0))
    somebody = pd.Series(at >= 0)
    empty = {name: 0 if name == "birth_date" else "" for name in frame}
    return frame.assign(
        **{name: frame[name].where(somebody, empty[name]) for name in frame}
    )


def spelled(coded: pd.DataFrame) -> pd.DataFrame:
    """Categories as the texts, or the numbers of days, that they stand for."""
    return coded.astype({name: coded[name].cat.categories.dtype for name in coded})


def iso(days: pd.Series) -> pd.Series:
    """2009-11-30 for 20091130, "" for no date."""
    text = days.astype("str")
    whole = text.str.slice(0, 4) + "-" + text.str.slice(4, 6) + "-" + text.str.slice(6)
    return whole.where(days > 0, "")
