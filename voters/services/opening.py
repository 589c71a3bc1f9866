"""Enrols a regency and loads its opening list; both run on the worker's connection."""

from typing import Any

from django.db import connection, transaction
from psycopg2 import sql

from periods.models import Period
from voters.migration_sql import COLUMNS
from voters.services.errors import ClosedPeriod, RollLoaded
from voters.services.hearing import hear_roll


def enrol(regency: str) -> bool:
    """Make the regency's partitions; False when they stood already (design 1)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT enrol_regency(%s)", [regency])
        return bool(cursor.fetchone()[0])


def lock_roll(regency: str) -> None:
    """Wait for any other writer of this roll, until the transaction ends (design 4)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('roll'), %s)", [int(regency)]
        )


def read_roll(regency: str) -> None:
    """Let nobody write this roll until the transaction ends; readers go together."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(hashtext('roll'), %s)", [int(regency)]
        )


def write_as(
    *, actor: Any, period: Period, actor_id: int | None = None, actor_name: str = ""
) -> None:
    """Tell the event trigger who writes and in which period, for this transaction."""
    person = actor_id if actor is None else getattr(actor, "pk", None)
    name = str(actor) if actor is not None else actor_name or "sistem"
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.actor', %s, true), "
            "set_config('app.actor_name', %s, true), "
            "set_config('app.period', %s, true)",
            [str(person or ""), name[:150], str(period.pk)],
        )


def columns_of(table: str) -> list[str]:
    """Columns of a landing table, in order."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass "
            "AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            [f'landing."{table}"'],
        )
        return [row[0] for row in cursor.fetchall()]


def load_opening(*, actor: Any, regency: str, period: Period, table: str) -> int:
    """Insert the whole opening list from landing.<table>; gives how many rows.

    The table holds voter columns by name, removed people among them as INELIGIBLE
    with their reason; columns it lacks take the roll's defaults. A list that does not
    say who votes at a special site leaves it to the number of the station (ADR 0021).
    One statement, so the trigger writes one batch event. The names are heard for the
    searches to come. Raises ClosedPeriod, and
    RollLoaded when the regency has voters already.
    """
    names = [name for name in columns_of(table) if name in COLUMNS]
    with transaction.atomic(), connection.cursor() as cursor:
        lock_roll(regency)
        if not Period.objects.filter(pk=period.pk, state="OPEN").exists():
            raise ClosedPeriod
        cursor.execute(
            "SELECT EXISTS (SELECT 1 FROM voter WHERE regency_code = %s)", [regency]
        )
        if cursor.fetchone()[0]:
            raise RollLoaded
        write_as(actor=actor, period=period)
        cursor.execute("SELECT set_config('app.opening', 'on', true)")
        columns, values = _columns_and_values(names)
        cursor.execute(
            sql.SQL(
                "INSERT INTO voter (regency_code, {columns}) SELECT %s, {values} "
                "FROM landing.{table} ORDER BY kelurahan, name, nik"
            ).format(columns=columns, values=values, table=sql.Identifier(table)),
            [regency],
        )
        loaded: int = cursor.rowcount
        cursor.execute("SELECT set_config('app.opening', '', true)")
        hear_roll(regency)
    return loaded


def _columns_and_values(names: list[str]) -> tuple[sql.Composable, sql.Composable]:
    """What goes in, and where from: the site by its station unless the list says it."""
    columns: list[sql.Composable] = [sql.Identifier(name) for name in names]
    values = list(columns)
    if "tps" in names and "is_special_site" not in names:
        columns.append(sql.Identifier("is_special_site"))
        values.append(sql.SQL("special_site(tps)"))
    return sql.SQL(", ").join(columns), sql.SQL(", ").join(values)
