"""The statements of a search in their order; no row passes here."""

import time
from contextlib import AbstractContextManager
from typing import Any

from django.db import connection
from psycopg2 import sql

from jobs import heavy
from jobs.services import Context
from voters.migration_sql import steps_of
from voters.rules import duplicate_weights as weights
from voters.services.duplicates.score import reasons, weighed
from voters.services.hearing import count_bearers, hear, keep_heard
from voters.services.opening import read_roll

RULES = {
    "DATE_NAME": "k1",
    "SWAP_NAME": "k2",
    "NKK_DATE": "k3",
    "NKK_NAME": "k4",
    "NAME_YEAR": "k5",
    "NAME_DAY": "k6",
    "DATE_PLACE": "k7",
    "DATE_WORD": "k8",
    "DATE_LAST": "k9",
}
"""Blocking rules: two records meet when they share a key."""
BITS = {rule: 1 << at for at, rule in enumerate(RULES)}
SWAP = "SWAP_NAME"
SWAPPED = " AND min(born) <> max(born)"
"""Day and month are swapped only between two birth dates."""

CAPPED = {"k1", "k3", "k4", "k7", "k8", "k9"}
CAP = 60
"""Most people of a block that are compared pair by pair."""

WORK_MEMORY = "96MB"

BLOCK = (
    "SELECT {bit} AS rule, {key} AS k, count(*) AS n, min(id) AS a, max(id) AS b"
    " FROM {keys} WHERE {key} IS NOT NULL GROUP BY {key} HAVING count(*) > 1"
)
UNCROWDED = " AND count(*) <= %(cap)s"
FEW = " AND bool_or(fresh)"
MEMBER = (
    "SELECT c.rule, c.k, p.id, p.fresh, p.born FROM {keys} p"
    " JOIN (SELECT rule, k FROM {blocks} WHERE rule = {bit} AND n > 2) c"
    " ON c.k = p.{key}"
)
THEY = (
    "SELECT * FROM ({source}) s WHERE EXISTS (SELECT FROM ("
    "SELECT a AS id FROM {met} UNION ALL SELECT b FROM {met}) m"
    " WHERE m.id = s.id AND m.id >= s.id)"
)
"""The needless >= keeps the planner from making the numbers distinct first, which would
be the leader's work alone."""
THEY_ARE_FEW = (
    "SELECT * FROM ({source}) s"
    " WHERE id IN (SELECT a FROM {met} UNION SELECT b FROM {met}) OFFSET 0"
)
"""Where few are fresh, little of the roll matters: the fence takes them out first."""

PRINT = """
md5(concat_ws('|', {of}.nik, {of}.nkk, {of}.name, {of}.birth_place, {of}.birth_date,
  {of}.sex, {of}.address, {of}.rt, {of}.rw, {of}.kelurahan))
"""
"""What an answer is remembered by: the compared elements of a record."""
PRINTED = """
SELECT s.*, {print} AS print
FROM ({source}) s
WHERE s.id IN (SELECT a FROM {scored} UNION SELECT b FROM {scored})
"""
"""Of whom a pair is worth showing, as they stand when it is kept, for so will see them
whoever judges it. Who left the roll since the comparison is in no pair any more."""

LIKENESSES = {"first": 2, "address": 2, "nkk": 2}
"""What a likeness answers for few pairs alone, and the first level it may give."""

ONE_DIGIT = [digit * 10**place for place in range(8) for digit in range(1, 10)]
"""How far apart two dates are, as numbers, that differ in one digit; others are too."""

PARTS = (
    "days", "keys", "blocks", "members", "meetings", "met", "places", "people",
    "spoken", "sounds", "levels", "scored",
)  # fmt: skip
JOINED_BY = {
    "names": ("spelt",),
    "dates": ("birth_date",),
    "people": ("id", "spelt"),
    "sounds": ("spelt",),
    "blocks": ("rule", "k", "n"),
    "members": ("rule", "k"),
    "met": ("a", "b"),
    "scored": ("a", "b"),
}
"""Columns whose statistics the planner needs; those of lists of words cost the most."""
LITTLE, LIKENED = 100_000, {"sounds", "levels"}
"""Of fewer people only what compares letters is worth the start of workers."""
BESIDE = ("spelt", "heard", "bearers", "names")
OF_A_DELIVERY = ("gathered", "rare", "known", "alike", "dates", "drawn")
"""Landing tables beside those; of a search for the new people of a delivery alone."""

ROLL = """
SELECT id, true AS fresh, id AS voter_id, row_version AS version, NULL::bigint AS line,
  nik, nkk, name, birth_place, birth_date, sex, address, rt, rw, kelurahan
FROM voter WHERE regency_code = %(regency)s AND status IN ('ACTIVE', 'HELD')
"""

REMEMBERED = """
SELECT spelt, sound, initial, bones, edge, last, letters, parts FROM name_sound
WHERE regency_code = %(regency)s
"""
"""What names sound like (ADR 0049); of people without a regency {heard} says it."""
TOTAL = "SELECT coalesce(sum(n), 0)::bigint FROM {spelt}"


class Search:
    """The statements of one search and its landing tables.

    source: whom it compares, of a regency (in values) or of none; fresh: table of the
    people who are on no roll yet; few: whether little of `source` is fresh; memory:
    work_mem.
    """

    def __init__(
        self,
        prefix: str,
        source: str,
        values: dict[str, Any],
        fresh: sql.Composable | None = None,
        few: bool = False,
        memory: str = WORK_MEMORY,
    ) -> None:
        self.memory = memory
        self.prefix = prefix
        self.values = {
            "cap": CAP,
            "list": weights.LIST,
            "top": weights.TOP,
            "rules_version": weights.VERSION,
            "one_digit": ONE_DIGIT,
            **values,
        }
        self.parts: dict[str, sql.Composable] = {
            part: sql.Identifier("landing", f"{prefix}{part}")
            for part in (*PARTS, *BESIDE, *OF_A_DELIVERY)
        }
        self.fresh = fresh
        if fresh:
            self.parts["fresh"] = fresh
        self.parts |= {
            "source": sql.SQL(source).format(**self.parts),
            "grouped": self._grouped(FEW if few else ""),
            "crowds": self._crowds(),
            "swap": sql.Literal(BITS[SWAP]),
            "sound": sql.SQL(f"({REMEMBERED})")
            if "regency" in values
            else self.parts["heard"],
            "total": sql.SQL(TOTAL).format(**self.parts),
            "n": sql.SQL("1"),
            "reasons": reasons(),
            "rules": rules(),
        }
        self.parts["print"] = print_of("s")
        self.parts["printed"] = sql.SQL(PRINTED).format(**self.parts)
        they = THEY_ARE_FEW if few else THEY
        self.parts["they"] = sql.SQL(they).format(**self.parts)
        self.few, self.people, self.compared = few, 1, 1
        self.steps: dict[str, str] = {}
        for name in ("duplicates", "duplicates_keep", "duplicates_changed", "hearing"):
            self.steps |= steps_of(name)
        self.parts["marks"] = sql.SQL(self.steps["marks"])

    def _grouped(self, few: str) -> sql.Composable:
        blocks = []
        for rule, key in RULES.items():
            text = BLOCK + (UNCROWDED if key in CAPPED else "") + few
            text += SWAPPED if rule == SWAP else ""
            blocks.append(self._of_rule(text, rule))
        return sql.SQL(" UNION ALL ").join(blocks)

    def _crowds(self) -> sql.Composable:
        return sql.SQL(" UNION ALL ").join(self._of_rule(MEMBER, r) for r in RULES)

    def _of_rule(self, text: str, rule: str) -> sql.Composable:
        parts = {"bit": sql.Literal(BITS[rule]), "key": sql.Identifier(RULES[rule])}
        return sql.SQL(text).format(**self.parts, **parts)

    def run(self, step: str) -> int:
        """Run a step; gives how many rows it made or touched."""
        with connection.cursor() as cursor:
            source: Any = sql.SQL(self.steps[step])
            cursor.execute(source.format(**self.parts), self.values)
            return int(cursor.rowcount)

    def find(self, taken: dict[str, float] | None = None, counted: bool = False) -> int:
        """Make {scored}; gives how many pairs are worth showing.

        taken: gets the seconds of each step; counted: count_names has been called.
        """
        if not counted:
            with roomy(self.memory):
                self.count_names(taken)
        self._count()
        found = 0
        for part in PARTS:
            with roomy(self.memory):
                if self.few and self.compared < LITTLE and part not in LIKENED:
                    heavy.without_parallel()
                elif part in ("blocks", "members"):
                    heavy.whole_branches(self.compared)
                elif part == "met":
                    heavy.whole_branches(found, heavy.COUNTED)
                elif part in ("meetings", "people"):
                    heavy.without_merging()
                if part == "blocks":
                    heavy.without_hashed_groups()
                found = self._make(part, taken)
        return found

    def count_names(self, taken: dict[str, float] | None = None) -> None:
        """Hear the names, and count who bears them; in the caller's transaction.

        taken: gets the seconds of each step.
        """
        if "regency" in self.values:
            self.count_roll()
        else:
            self._make("spelt", taken)
            self.run("heard_here")
        for part in ("borne", "names"):
            self._make(part, taken)

    def count_roll(self) -> None:
        """Make {spelt}: who bears each name, on the roll and among the fresh people.

        Until the caller's transaction ends nobody writes the roll: people that are read
        in it and this count are of one moment.
        """
        regency = self.values["regency"]
        keep_heard(regency)
        read_roll(regency)
        count_bearers(regency)
        self.run("counted")
        if self.fresh:
            names = sql.SQL("SELECT name FROM {}").format(self.fresh)
            hear(self.prefix, names, self.values)
            self.run("told")

    def _make(self, part: str, taken: dict[str, float] | None) -> int:
        begun = time.perf_counter()
        made = self.run(part)
        self.analyse(part)
        if taken is not None:
            taken[part] = round(time.perf_counter() - begun, 3)
        return made

    def analyse(self, part: str) -> None:
        """Tell the planner of the columns that a table meets others by."""
        if part in JOINED_BY:
            with connection.cursor() as cursor:
                analyse: Any = sql.SQL("ANALYZE {} ({})").format(
                    self.parts[part],
                    sql.SQL(", ").join(map(sql.Identifier, JOINED_BY[part])),
                )
                cursor.execute(analyse)

    def _count(self) -> None:
        with connection.cursor() as cursor:
            query: Any = self.parts["total"]
            cursor.execute(query)
            people = max(1, cursor.fetchone()[0])
        self.people = people
        if not self.few:
            self.compared = people
        self.parts |= {"n": sql.Literal(people), "weighed": weighed(people)}
        self.parts["may"] = weighed(people, LIKENESSES)

    def drop(self) -> None:
        """Drop the landing tables."""
        with connection.cursor() as cursor:
            for part in (*PARTS, *BESIDE, *OF_A_DELIVERY):
                query: Any = sql.SQL("DROP TABLE IF EXISTS {}").format(self.parts[part])
                cursor.execute(query)


def print_of(record: str) -> sql.Composable:
    """The print of a record as an expression; record: the name it goes by."""
    return sql.SQL(PRINT).format(of=sql.Identifier(record))


def rules() -> sql.Composable:
    """varchar[] of the blocking rules that brought a pair together."""
    names = [
        sql.SQL("CASE WHEN s.rules & {} <> 0 THEN {} END").format(
            sql.Literal(bit), sql.Literal(name)
        )
        for name, bit in BITS.items()
    ]
    return sql.SQL("array_remove(ARRAY[{}], NULL)::varchar(16)[]").format(
        sql.SQL(", ").join(names)
    )


def roomy(memory: str = WORK_MEMORY) -> AbstractContextManager[None]:
    """A transaction with memory, and both cores, for one large join."""
    return heavy.roomy(memory)


def prefix_of(context: Context) -> str:
    """Names that the next run clears away when this one is killed."""
    return f"d{context.job_id}_{context.token}_dup"
