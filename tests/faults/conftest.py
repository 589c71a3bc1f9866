"""Faults at chosen moments: a job is held by a lock or a trigger while one strikes."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.db import connections

from jobs.models import Job
from reconciliation.models import Delivery
from reconciliation.services import start
from tests import databases
from tests.reconciliation.conftest import take_in
from tests.roles import admin_sql, as_worker

PICTURE = {
    "proposals": "SELECT kind, category, nik, kelurahan, elements, old, new, warnings, "
    "line_no, fingerprint, base_version, state FROM change_proposal ORDER BY nik, kind",
    "rows": "SELECT line_no, outcome, detail, nik, name, kelurahan, elements, warnings "
    "FROM reconciliation_deliveryrow ORDER BY line_no, nik",
    "issues": 'SELECT line_no, kind, "column", written, cells '
    "FROM reconciliation_rowissue ORDER BY line_no, kind",
    "young": "SELECT nik, birth_date, kelurahan, data FROM not_yet_eligible "
    "ORDER BY nik",
    "roll": "SELECT id, row_version, status FROM voter WHERE regency_code = '3272' "
    "ORDER BY id",
    "deliveries": "SELECT state, rows, counts FROM reconciliation_delivery ORDER BY id",
    "landing": "SELECT tablename FROM pg_tables WHERE schemaname = 'landing' "
    "AND tablename NOT LIKE '%\\_people' AND tablename NOT LIKE '%\\_dup%'",
}
"""The search for duplicates follows when it can; its tables come and go beside all."""


def picture() -> dict[str, list[tuple[Any, ...]]]:
    """All that a reconciliation may leave, row for row, without numbers and clocks."""
    return {name: admin_sql(statement) for name, statement in PICTURE.items()}


def lasting(found: dict[str, list[tuple[Any, ...]]]) -> dict[str, Any]:
    """The same without what a dead worker's next run clears up."""
    return {name: rows for name, rows in found.items() if name != "landing"}


@pytest.fixture(scope="session")
def undisturbed(demo_files: Any, _open_databases: None) -> dict[str, Any]:
    """What a snapshot of the demo leaves when nothing strikes."""
    from jobs import services

    with databases.clone("stocked"), as_worker():
        assert services.run(begun(demo_files.path("snapshot")).pk)
        return picture()


def begun(path: Path) -> Job:
    """A job that waits to reconcile this snapshot; call it as the worker."""
    delivery = take_in(path)
    return start(actor=None, delivery=delivery, kind="SNAPSHOT")


@pytest.fixture
def stored() -> Iterator[Callable[[], None]]:
    """Puts every delivery's file where real workers look; removed afterwards."""
    made: list[Path] = []

    def storing() -> None:
        for delivery in Delivery.objects.all():
            path = databases.HOME / "media" / delivery.file
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(default_storage.path(delivery.file), path)
            made.append(path)

    yield storing
    for path in made:
        path.unlink(missing_ok=True)


@contextmanager
def roll_locked() -> Iterator[Callable[[], None]]:
    """Nobody reads the roll meanwhile: a reconciliation stops at "compare".

    Gives what lets it go on before the end.
    """
    opened = databases.as_administrator(connections["default"].settings_dict["NAME"])
    opened.autocommit = False
    try:
        with opened.cursor() as cursor:
            cursor.execute("LOCK TABLE voter IN ACCESS EXCLUSIVE MODE")
            yield opened.rollback
    finally:
        opened.close()


def waits_for_a_lock() -> bool:
    """Whether a session of this database waits for the roll."""
    return bool(
        admin_sql(
            "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() "
            "AND wait_event_type = 'Lock' AND wait_event = 'relation'"
        )
    )


def end_backend(like: str) -> bool:
    """Terminate the sessions of this database whose statement looks so."""
    return bool(
        admin_sql(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            "WHERE datname = current_database() AND pid <> pg_backend_pid() "
            "AND usename = 'pdpb_worker' AND state = 'active' AND query LIKE %s",
            [like],
        )
    )


def sleep_at_commit(table: str, seconds: float) -> None:
    """Let the commit of a transaction that writes `table` last so long."""
    admin_sql(
        "CREATE FUNCTION public.slow_commit() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$BEGIN PERFORM pg_sleep({seconds}); RETURN NULL; END$$"
    )
    admin_sql(
        f"CREATE CONSTRAINT TRIGGER zz_slow AFTER UPDATE ON {table} "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW "
        "WHEN (new.state = 'DONE') EXECUTE FUNCTION public.slow_commit()"
    )
