"""Lets rows of every room follow a change of regions, and gives them back.

Which rows those are, their rooms say (regions.followers). Everything happens inside the
transaction of voters.services.regions, which knows where each voter goes.
"""

import json
import re
from dataclasses import dataclass
from typing import Any

from django.db import connection
from psycopg2 import sql

from regions import followers
from regions.models import Region, RegionChange, RegionFollowed
from regions.rules import change as rules
from regions.services.changing import lines_of

CODE = re.compile(r"(?<==)(?:\d{10}|\d{6})(?=&|$)")
"""A region's code as a value of a query string."""


@dataclass(frozen=True)
class Found:
    """How many rows of a follower go along, and how many cannot be placed."""

    name: str
    label: str
    going: int
    staying: int


_PLACES = {
    "voter": """
      SELECT r.id, r.{code} AS was, t.kelurahan AS code,
        r.{code} AS was_rw, r.{code} AS was_rt, r.{code} AS rw, r.{code} AS rt
      FROM {table} r JOIN landing.{moved} t ON t.id = r.{voter}
      WHERE r.regency_code = %(regency)s AND r.{code} = t.old_kelurahan AND {where}""",
    "proposal": """
      SELECT r.id, r.{code} AS was, f.after ->> 'kelurahan' AS code,
        r.{code} AS was_rw, r.{code} AS was_rt, r.{code} AS rw, r.{code} AS rt
      FROM {table} r JOIN regions_regionfollowed f ON f.change_id = %(change)s
        AND f.follower = 'change_proposal' AND f.row_id = r.{proposal}
      WHERE r.regency_code = %(regency)s
        AND r.{code} = f.before ->> 'kelurahan' AND {where}""",
    "corner": """
      SELECT r.id, r.{code} AS was, g.new_code AS code, r.{rw} AS was_rw,
        r.{rt} AS was_rt, g.new_rw AS rw, g.new_rt AS rt
      FROM {table} r
      LEFT JOIN LATERAL region_target(%(change)s, r.{code}, r.{rw}, r.{rt}) g ON true
      WHERE r.regency_code = %(regency)s AND r.{code} = ANY(%(olds)s) AND {where}""",
    "whole": """
      SELECT r.id, r.{code} AS was, g.new AS code,
        r.{code} AS was_rw, r.{code} AS was_rt, r.{code} AS rw, r.{code} AS rt
      FROM {table} r
      LEFT JOIN (SELECT key AS old, value AS new
        FROM jsonb_each_text(%(whole)s::jsonb)) g ON g.old = r.{code}
      WHERE r.regency_code = %(regency)s
        AND r.{code} = ANY(%(places)s) AND {where}""",
}
_FOLLOW = """
WITH placed AS ({places}), going AS (
  SELECT * FROM placed
  WHERE code IS NOT NULL AND (was, was_rw, was_rt) <> (code, rw, rt)
), kept AS (
  INSERT INTO regions_regionfollowed
    (change_id, regency_code, follower, row_id, before, after)
  SELECT %(change)s, %(regency)s, %(name)s, id,
    jsonb_build_array(was, was_rw, was_rt), jsonb_build_array(code, rw, rt)
  FROM going
)
UPDATE {table} r SET {set} FROM going g
WHERE r.regency_code = %(regency)s AND r.id = g.id"""
_COUNT = """
SELECT count(*) FILTER (WHERE code IS NOT NULL AND code <> was),
  count(*) FILTER (WHERE code IS NULL)
FROM ({places}) placed"""
_BACK = """
UPDATE {table} r SET {set}
FROM (SELECT f.row_id, f.before, f.after FROM regions_regionfollowed f
  WHERE f.change_id = %(change)s AND f.follower = %(name)s) g
WHERE r.regency_code = %(regency)s AND r.id = g.row_id AND r.{code} = g.after ->> 0"""
_WITH_THEIR_VOTER = """
UPDATE {table} r SET {set} FROM ({places}) g
WHERE r.regency_code = %(regency)s AND r.id = g.id"""
_LEFT = """
SELECT count(*) FROM {table} r
WHERE r.regency_code = %(regency)s AND r.{code} = ANY(%(made)s) AND {where}"""


def whole_places(
    lines: list[rules.Line], length: int, regency: str
) -> dict[str, str | None]:
    """Old place -> the one place all of it goes to; None where it goes to several.

    A kecamatan goes as a whole only when every kelurahan of it ends with the change.
    """
    into: dict[str, set[str]] = {}
    for line in lines:
        into.setdefault(line.old[:length], set()).add(line.new[:length])
    if length == rules.DISTRICT:
        ending = rules.ending(lines)
        standing = Region.objects.villages(regency).exclude(code__in=ending)
        for code in set(standing.values_list("parent_id", flat=True)):
            into.pop(code, None)
    return {
        old: next(iter(news)) if len(news) == 1 else None for old, news in into.items()
    }


def counted(change: RegionChange) -> list[Found]:
    """What of every room would go along; reads only.

    Rows of a voter or of a proposal are not told: those are counted themselves.
    """
    found = []
    for one in followers.every():
        if one.query:
            going, staying = len(_rewritten(change, one)), 0
        elif one.way in ("voter", "proposal"):
            continue
        else:
            places = _filled(one, _PLACES[one.way])
            query = sql.SQL(_COUNT).format(places=places)
            going, staying = _row(query, _values(change, one))
        if going or staying:
            found.append(Found(one.name, str(one.label), going, staying))
    return found


def follow(change: RegionChange, moved: str) -> list[Found]:
    """Let every registered row follow the map; `moved` is landing.<table> of voters.

    Inside the caller's transaction. Gives how many went by follower; rows whose place
    goes to several keep their code, which still names what they were.
    """
    found = []
    for one in followers.every():
        if one.query:
            found.append(Found(one.name, str(one.label), _rewrite(change, one), 0))
            continue
        into = {"code": "g.code", "rw": "g.rw", "rt": "g.rt"}
        parts = _setting(one, into)
        places = _filled(one, _PLACES[one.way], moved)
        query = _filled(one, _FOLLOW, moved, places=places, set=parts)
        going = _run(query, _values(change, one))
        found.append(Found(one.name, str(one.label), going, 0))
    return [one for one in found if one.going]


def follow_back(change: RegionChange, returned: str) -> int:
    """Give the rows their former place, where they still stand at the new one.

    `returned` is landing.<table> of the voters whom the undoing brought home: a row of
    theirs that came since goes with them.
    """
    back = 0
    for one in followers.every():
        before = {
            name: f"g.before ->> {at}" for at, name in enumerate(("code", "rw", "rt"))
        }
        query = _filled(one, _BACK, set=_setting(one, before))
        back += _run(query, _values(change, one))
        if one.way == "voter":
            places = _filled(one, _PLACES["voter"], returned)
            parts = _setting(one, {"code": "g.code"})
            query = _filled(one, _WITH_THEIR_VOTER, places=places, set=parts)
            back += _run(query, _values(change, one))
    RegionFollowed.objects.filter(change=change).delete()
    return back


def left_behind(change: RegionChange) -> list[Found]:
    """Rows that stand in a region which an undoing would remove, by follower."""
    found = []
    made = list(change.done.get("made", []))
    for one in followers.every():
        if one.query or not made:
            continue
        values = {**_values(change, one), "made": made}
        (n,) = _row(_filled(one, _LEFT), values)
        if n:
            found.append(Found(one.name, str(one.label), n, 0))
    return found


def _filled(one: followers.Follower, text: str, moved: str = "", **more: Any) -> Any:
    names = {
        name: sql.Identifier(getattr(one, name) or one.code)
        for name in ("table", "code", "rw", "rt", "voter", "proposal")
    }
    known_parts = {
        "moved": sql.Identifier(moved or "none"),
        "where": sql.SQL(one.where),
    }
    return sql.SQL(text).format(**names, **known_parts, **more)


def _setting(one: followers.Follower, values: dict[str, str]) -> sql.Composable:
    return sql.SQL(", ").join(
        sql.SQL("{} = {}").format(sql.Identifier(column), sql.SQL(value))
        for column, value in zip(one.columns, values.values(), strict=False)
    )


def _values(change: RegionChange, one: followers.Follower) -> dict[str, Any]:
    lines = lines_of(change)
    whole = whole_places(lines, one.length, change.regency_code)
    return {
        "change": change.pk,
        "regency": change.regency_code,
        "name": one.name,
        "olds": sorted({line.old for line in lines}),
        "places": sorted(whole),
        "whole": json.dumps({old: new for old, new in whole.items() if new}),
    }


def _run(query: Any, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return int(cursor.rowcount)


def _row(query: Any, values: dict[str, Any]) -> tuple[int, ...]:
    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return tuple(map(int, cursor.fetchone()))


def _rewritten(
    change: RegionChange, one: followers.Follower
) -> list[tuple[int, str, str]]:
    """Query strings that name a place which goes elsewhere: row, before, after."""
    lines = lines_of(change)
    into = {
        old: new
        for length in (rules.VILLAGE, rules.DISTRICT)
        for old, new in whole_places(lines, length, change.regency_code).items()
        if new
    }
    read = _filled(
        one,
        "SELECT r.id, r.{code} FROM {table} r WHERE r.regency_code = %s AND {where}",
    )
    with connection.cursor() as cursor:
        cursor.execute(read, [change.regency_code])
        rows = cursor.fetchall()
    told = (
        (pk, was, CODE.sub(lambda m: into.get(m[0], m[0]), was)) for pk, was in rows
    )
    return [row for row in told if row[1] != row[2]]


def _rewrite(change: RegionChange, one: followers.Follower) -> int:
    rows = _rewritten(change, one)
    RegionFollowed.objects.bulk_create(
        RegionFollowed(
            change=change,
            regency_code=change.regency_code,
            follower=one.name,
            row_id=pk,
            before=[was],
            after=[now],
        )
        for pk, was, now in rows
    )
    write = _filled(
        one, "UPDATE {table} SET {code} = %s WHERE regency_code = %s AND id = %s"
    )
    for pk, _was, now in rows:
        with connection.cursor() as cursor:
            cursor.execute(write, [now, change.regency_code, pk])
    return len(rows)
