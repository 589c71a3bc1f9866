"""Writes a roll's keyed hashes and finds who else has the same; changes no voter.

The worker hashes in SQL, set by set (sql/exchange.sql): PostgreSQL's own sha256() over
the key's two pads makes HMAC without an extension, and no row passes through Python.
The pads go in by COPY, which no log and no list of statements shows, into a table that
its transaction drops again.
"""

import io
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.db.models import Sum
from django.utils.translation import gettext as _
from psycopg2 import sql

from jobs import heavy
from jobs.models import Job
from jobs.services import Context, JobError, enqueue
from voters.migration_sql import steps_of
from voters.models import COUNTED, RollTally
from voters.rules.exchange import Key, key_of
from voters.services.duplicates import roomy
from voters.services.exchange_sides import lock_exchange

KIND = "exchange"
PARTS = ("pads", "hashed", "pairs", "lines")


class Exchange:
    """The statements of one run and its landing tables."""

    def __init__(self, context: Context, key: Key) -> None:
        self.key = key
        self.values = {"regency": context.regency, "key": key.id}
        prefix = f"x{context.job_id}_{context.token}_"
        self.parts = {
            part: sql.Identifier("landing", f"{prefix}{part}") for part in PARTS
        }
        self.steps = steps_of("exchange") | steps_of("exchange_file")

    def run(self, step: str, **more: Any) -> int:
        """Run a step; gives how many rows it made or touched."""
        with connection.cursor() as cursor:
            source: Any = sql.SQL(self.steps[step])
            cursor.execute(source.format(**self.parts), {**self.values, **more})
            return int(cursor.rowcount)

    def do(self, statement: str) -> None:
        """A statement about the landing tables."""
        with connection.cursor() as cursor:
            query: Any = sql.SQL(statement).format(**self.parts)
            cursor.execute(query)

    def hash(self) -> int:
        """Make {hashed} of the whole roll; gives how many records."""
        with roomy():
            self.do("CREATE UNLOGGED TABLE {pads} (inner_pad bytea, outer_pad bytea)")
            line = f"\\\\x{self.key.inner.hex()}\t\\\\x{self.key.outer.hex()}\n"
            with connection.cursor() as cursor:
                copy: Any = sql.SQL("COPY {pads} FROM STDIN").format(**self.parts)
                text = copy.as_string(cursor.connection)
                cursor.copy_expert(text, io.StringIO(line))
            made = self.run("hashed")
            self.do("DROP TABLE {pads}")
        self.do("ANALYZE {hashed}")
        return made

    def keep(self, context: Context) -> int:
        """Let exchange_hash say what {hashed} says; gives how many rows changed."""
        with transaction.atomic():
            self.plan()
            self.run("refs")
            changed = self.run("gone") + self.run("kept")
            context.check(last=False)
        return changed

    def compare(self) -> int:
        """Make {pairs}; gives how many records of the province are like ours."""
        with roomy():
            self.plan()
            found = self.run("pairs")
            self.do("ANALYZE {pairs}")
        return found

    def tell(self) -> None:
        """Write both sides of every pair, in the caller's transaction."""
        lock_exchange()
        self.plan()
        self.run("sides")
        self.run("lost")
        self.run("lost_there")

    def plan(self) -> None:
        """Keep the planner, for this transaction, from looping over whole rolls.

        A regency that hashed a minute ago has no statistics: it takes one row for all
        of them, and a nested loop then grows with the square.
        """
        heavy.never_loop()

    def drop(self) -> None:
        """Drop the landing tables."""
        for part in PARTS:
            self.do(f"DROP TABLE IF EXISTS {{{part}}}")


def key_for(regency: str) -> Key:
    """The key of the regency's province. Raises JobError where the worker has none."""
    province = regency[:2]
    secret = settings.EXCHANGE_KEYS.get(province, "")
    name = f"PDPB_EXCHANGE_KEY_{province}_FILE"
    if not secret:
        raise JobError(
            _(
                "Kunci Provinsi %(code)s belum dipasang pada pekerja. Minta admin "
                "server menyetel %(name)s; kuncinya dari KPU provinsi."
            )
            % {"code": province, "name": name}
        )
    try:
        return key_of(secret)
    except ValueError:
        raise JobError(
            _("Kunci dalam %(name)s terlalu pendek; perlu 32 huruf acak atau lebih.")
            % {"name": name}
        ) from None


def start_exchange(*, actor: Any, regency: str) -> Job:
    """Queue the hashing and comparing of a regency's roll."""
    tally = RollTally.objects.filter(regency_code=regency, status__in=COUNTED)
    size = tally.aggregate(n=Sum("n"))["n"] or 0
    return enqueue(actor=actor, kind=KIND, regency=regency, weight=size)


def run_exchange(context: Context) -> dict[str, Any]:
    """The job "exchange": hash the roll, compare it within the province, tell both.

    Running it twice changes nothing. Raises JobError without a key, LeaseLost,
    Cancelled.
    """
    work = Exchange(context, key_for(context.regency))
    try:
        context.stage("hash")
        hashed = work.hash()
        changed = work.keep(context)
        context.stage("compare")
        found = work.compare()
        with transaction.atomic():
            work.tell()
            context.check()
    finally:
        work.drop()
    return {"hashed": hashed, "changed": changed, "pairs": found, "key": work.key.id}
