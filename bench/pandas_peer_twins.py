"""Who among the new people may stand on the roll already, under another NIK.

Blocked merges (birth date and first name, NKK and first name, day and month swapped)
and the similarity of names of whom they bring together. Runs in .bench.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
from jellyfish import jaro_winkler_similarity

from bench.pandas_peer_files import Roll, among, elements_of, iso

ALIKE = 0.85
NIK_ISSUES = (
    "NIK_NUMBER",
    "NIK_LETTERS",
    "NIK_LENGTH",
    "NIK_SAME_DIGITS",
    "NIK_PROVINCE",
    "NIK_DATE",
    "NIK_SERIAL",
)
KEPT = ("name", "nkk", "birth_date", "birth_place", "sex", "kelurahan", "address")


def alike(rows: pd.DataFrame, roll: Roll) -> pd.DataFrame:
    """Pairs of a fresh row with a voter or a later fresh row, with their similarity.

    rows: what rules.judge answers. In the answer `line` is the fresh row's, `other_nik`
    and `other_line` the other's (line 0: a voter).
    """
    new = (rows["outcome"] == "BARU") | rows["issue"].isin(NIK_ISSUES)
    new &= (rows["name"] != "") & (rows["birth_date"] > 0)
    fresh = rows.loc[new, ["line", "name", "nkk", "birth_date"]]
    fresh["nkk"] = fresh["nkk"].where(rows["nkk_sound"], "")
    fresh["place"] = fresh.index
    swapped = _swapped(fresh["birth_date"])
    people = pd.concat([_neighbours(fresh, swapped, roll), fresh], ignore_index=True)
    people["first"], _ = pd.factorize(_first_word(people["name"]))
    carded = people[among(people["nkk"], fresh["nkk"][fresh["nkk"] != ""])]
    people["swapped"] = 0
    people.loc[people["line"] > 0, "swapped"] = swapped.to_numpy()
    fresh = people[people["line"] > 0]
    turned = fresh[fresh["swapped"] > 0]
    found = [
        _meet(fresh, people, "birth_date", "birth_date"),
        _meet(fresh[fresh["nkk"] != ""], carded, "nkk", "nkk"),
        _meet(turned, people, "swapped", "birth_date"),
    ]
    pairs = pd.concat(found).drop_duplicates()
    both = (people.loc[pairs[side]] for side in ("one", "other"))
    return _scored(*(_told(side, rows, roll) for side in both))


def _first_word(names: pd.Series) -> pd.api.extensions.ExtensionArray:
    words = pc.split_pattern(pa.array(names), " ", max_splits=1)
    return pd.array(pc.list_element(words, 0), dtype="str")


def _swapped(born: pd.Series) -> pd.Series:
    """The birth date with day for month, 0 where it is none or the same."""
    day, month = born % 100, born // 100 % 100
    turned = born // 10000 * 10000 + day * 100 + month
    return turned.where((day <= 12) & (day != month), 0)


def _neighbours(fresh: pd.DataFrame, swapped: pd.Series, roll: Roll) -> pd.DataFrame:
    """Voters with a birth date or an NKK that the blocks can ask for."""
    born = roll.coded["birth_date"].cat
    asked = born.categories.isin(fresh["birth_date"]) | born.categories.isin(swapped)
    cards = fresh["nkk"][fresh["nkk"] != ""]
    at = np.flatnonzero(asked[born.codes] | among(roll.texts["nkk"], cards))
    voters = roll.texts[["name", "nkk"]].iloc[at].reset_index(drop=True)
    voters["birth_date"] = born.categories.to_numpy()[born.codes.to_numpy()[at]]
    voters["line"], voters["place"] = 0, at
    return voters


def _meet(
    fresh: pd.DataFrame, people: pd.DataFrame, left: str, right: str
) -> pd.DataFrame:
    """Places of who share a block and the first name; a row meets later rows only."""
    one = fresh[[left, "first", "line"]].set_axis(["key", "first", "line"], axis=1)
    other = people[[right, "first", "line"]].set_axis(["key", "first", "later"], axis=1)
    met = one.assign(one=one.index).merge(
        other.assign(other=other.index), on=["key", "first"]
    )
    new = (met["later"] == 0) | (met["line"] < met["later"])
    return met.loc[new, ["one", "other"]]


def _told(people: pd.DataFrame, rows: pd.DataFrame, roll: Roll) -> pd.DataFrame:
    """What is shown of these voters and rows, in their order."""
    people = people.reset_index(drop=True)
    fresh = people["line"] > 0
    places = people["place"].where(~fresh, -1).to_numpy()
    told = elements_of(roll, places)[list(KEPT)]
    told.insert(0, "line", people["line"])
    told.insert(1, "nik", pd.Series(roll.nik[places.clip(0)].astype("str")))
    row = rows.loc[people.loc[fresh, "place"], ["line", "nik", *KEPT]]
    told.loc[fresh] = row.assign(
        nik=row["nik"].where(rows["issue"] == "", ""),
        nkk=row["nkk"].where(rows["nkk_sound"], ""),
    ).set_axis(told.index[fresh])
    return told.assign(birth_date=iso(told["birth_date"]))


def _scored(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    """The pairs with similar names, best first, and what else they have in common."""
    score = pd.Series(1.0, index=one.index)
    differ = one["name"] != other["name"]
    names = pd.DataFrame({"a": one["name"][differ], "b": other["name"][differ]})
    # The library compares one pair at a time; each two names are asked once.
    asked = names.drop_duplicates()
    told = map(jaro_winkler_similarity, asked["a"], asked["b"])
    asked = asked.assign(score=list(told))
    score[differ] = names.merge(asked, on=["a", "b"], how="left")["score"].to_numpy()
    pairs = one.join(other.add_prefix("other_"))
    pairs["score"] = score.round(3)
    for name in ("birth_date", "birth_place", "nkk", "sex", "kelurahan"):
        pairs[f"same_{name}"] = one[name] == other[name]
    return pairs[score >= ALIKE].sort_values("score", ascending=False)
