"""Tasks of the bench that search people from a csv for duplicates, in the portal."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from django.db import connection, transaction

from voters.rules import duplicate_weights
from voters.services.duplicates import PARTS, Search

ELEMENTS = tuple(duplicate_weights.WEIGHTS)
SOURCE = """
SELECT id, true AS fresh, id AS voter_id, 1 AS version, NULL::bigint AS line, nik, nkk,
  name, birth_place, birth_date, sex, address, rt, rw, kelurahan
FROM landing.bench_people
"""
_TABLE = """
DROP TABLE IF EXISTS landing.bench_people;
CREATE UNLOGGED TABLE landing.bench_people (id bigint, nik text, nkk text, name text,
  birth_place text, birth_date date, sex text, address text, rt text, rw text,
  kelurahan text)
"""


def search_people(
    path: str, out: str, everything: bool = False, whole: bool = False
) -> dict[str, Any]:
    """Write the pairs worth showing (a, b, score) to `out`; answer seconds by step.

    everything: write every pair that met, with its levels and rarity instead.
    whole: score every pair that met, however low.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_TABLE)
        with Path(path).open("rb") as file:
            cursor.copy_expert(
                "COPY landing.bench_people FROM STDIN (FORMAT csv, HEADER, "
                "FORCE_NOT_NULL (nik, nkk, name, birth_place, sex, address, rt, rw, "
                "kelurahan))",
                file,
            )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE landing.bench_people")
    taken, found = timed(
        "bench_dup",
        SOURCE,
        {"list": -99999} if whole or everything else {},
        out,
        everything,
    )
    return {"seconds": sum(taken.values()), "steps": taken, "pairs": found}


def timed(
    prefix: str, source: str, values: dict[str, Any], out: str, everything: bool
) -> tuple[dict[str, float], int]:
    """Run the steps of a search one by one; seconds of each, and the pairs found."""
    search = Search(prefix, source, values)
    search.drop()
    taken: dict[str, float] = {}
    found = search.find(taken)
    columns = ", ".join(ELEMENTS)
    told = f"SELECT a, b, {columns}, rarity, rules FROM landing.{prefix}levels"
    if not everything:
        told = f"SELECT a, b, score FROM landing.{prefix}scored"
    if out:
        with connection.cursor() as cursor, Path(out).open("wb") as file:
            cursor.copy_expert(f"COPY ({told}) TO STDOUT (FORMAT csv, HEADER)", file)
    search.drop()
    return taken, found


def search_whole_roll(regency: str) -> dict[str, Any]:
    """Search the roll of a regency as the job does, without keeping what is found."""
    from voters.services.duplicates import ROLL

    begun = time.perf_counter()
    taken, found = timed("bench_dup", ROLL, {"regency": regency}, "", False)
    return {"seconds": time.perf_counter() - begun, "steps": taken, "pairs": found}


__all__ = ["PARTS", "search_people", "search_whole_roll"]
