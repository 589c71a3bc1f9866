"""Settings of a transaction that joins large tables: memory, and every core."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

PARALLEL_SETTINGS = (
    "parallel_setup_cost",
    "parallel_tuple_cost",
    "min_parallel_table_scan_size",
)
"""Little comes out of the large statements; the planner, without statistics, would
fear the cost of gathering it and use one core. Set to 0."""


@contextmanager
def roomy(work_memory: str) -> Iterator[None]:
    """A transaction with memory, and the cores of the server, for one large join.

    Its commit does not wait for the disk: only for tables that the job drops again.
    work_memory: work_mem; a parallel hash may take six times as much. Enter a job's
    stage outside: inside, its row would stay locked against its own heartbeat until
    the commit.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        memory(work_memory)
        cursor.execute("SET LOCAL synchronous_commit = off")
        for setting in PARALLEL_SETTINGS:
            cursor.execute(f"SET LOCAL {setting} = 0")
        yield


def memory(work_memory: str) -> None:
    """Give each sort and hash of this transaction so much memory, as work_mem."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('work_mem', %s, true)", [work_memory])


def without_parallel() -> None:
    """Let the planner count the cost of workers again, for this transaction."""
    with connection.cursor() as cursor:
        for setting in PARALLEL_SETTINGS:
            cursor.execute(f"SET LOCAL {setting} TO DEFAULT")


@contextmanager
def without_loops() -> Iterator[None]:
    """Let two sets meet by hash, never one by one, in this transaction.

    Where a table has no statistics yet the planner takes thousands of rows for a few.
    What the transaction had chosen before holds again afterwards.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('enable_nestloop')")
        (before,) = cursor.fetchone()
        never_loop()
        yield
        cursor.execute("SELECT set_config('enable_nestloop', %s, true)", [before])


def never_loop() -> None:
    """The same until the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")


def without_merging() -> None:
    """Let two sets meet by a shared hash, not sorted by each core, until the commit."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_mergejoin = off")


def without_hashed_groups() -> None:
    """Let groups be made of sorted rows, in this transaction.

    Of numbers that mostly stand alone a hash is nearly as large as the table.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_hashagg = off")


SORTED, COUNTED = 0.03, 0.012
"""What a row of a branch costs the planner more or less: sorted, or only scanned."""


def whole_branches(rows: int, each: float = SORTED) -> None:
    """Let each core take whole branches of a UNION ALL, in this transaction.

    The same for lists that a WHERE asks: a scan whose list gathers workers of its own
    is the leader's alone. rows: how many the branches read. Where workers cost nothing,
    every branch gathers its own scan, and the leader alone does what stands above. A
    start that is dearer than what a shared scan saves, but not than what a shared union
    saves, puts the one Gather on top. each: SORTED or COUNTED.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL parallel_setup_cost = %s", [int(rows * each)])
