"""Who does not qualify yet is kept, and proposed when the reference date is there."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import connection, transaction
from django.db.models import QuerySet
from psycopg2 import sql

from periods.models import Period
from voters.models import NotYetEligible
from voters.services.opening import columns_of
from voters.services.proposing import require_open, run_file, who


def keep_not_yet(*, regency: str, delivery_id: int | None, table: str) -> int:
    """Keep people who do not qualify yet, from landing.<table>; gives how many.

    The table has nik, birth_date, kelurahan, data (jsonb: every element that the row
    gave), source and line_no; `data` may be missing. The newest row of a NIK stays, and
    who is named so waits again. A table with `gone` holds people who do not wait beside
    them (see forget_not_yet).
    """
    names = columns_of(table)
    waits = sql.SQL("t.gone = ''" if "gone" in names else "true")
    data = sql.SQL("coalesce(t.data, '{}')" if "data" in names else "'{}'::jsonb")
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "INSERT INTO not_yet_eligible (regency_code, nik, birth_date, "
                "kelurahan, data, source, delivery_id, line_no) "
                "SELECT DISTINCT ON (t.nik) %s, t.nik, t.birth_date, t.kelurahan, "
                "{data}, coalesce(t.source, ''), %s, t.line_no FROM landing.{table} t "
                "WHERE {waits} ORDER BY t.nik, t.line_no "
                "ON CONFLICT ON CONSTRAINT not_yet_once DO UPDATE SET "
                "birth_date = excluded.birth_date, kelurahan = excluded.kelurahan, "
                "data = excluded.data, source = excluded.source, "
                "delivery_id = excluded.delivery_id, line_no = excluded.line_no, "
                "seen_on = current_date, left_by = NULL"
            ).format(data=data, waits=waits, table=sql.Identifier(table)),
            [regency, delivery_id],
        )
        return int(cursor.rowcount)


def forget_not_yet(
    *, regency: str, delivery_id: int, table: str, reasons: Sequence[str], moves: bool
) -> int:
    """Propose no more whom a delivery says has died or left; gives how many.

    landing.<table> is that of keep_not_yet; its `gone` says why a row strikes somebody
    of whom no roll knows. Whoever moved inside the regency waits in the new kelurahan.
    reasons: of TMS, that the sender may give; moves: whether it may say who moved here.
    They wait again with a row that says so, and when the delivery is undone.
    """
    if "gone" not in columns_of(table):
        return 0  # kept aside at the ceiling by a version that did not tell
    values = {
        "regency": regency,
        "delivery": delivery_id,
        "reasons": list(reasons),
        "moves": moves,
    }
    return int(run_file("forget_not_yet", table, values)[0])


def remember_not_yet(regency: str, delivery_id: int | None) -> int:
    """Let those wait again who left by the word of this delivery alone; gives how many
    it had named. None: no delivery, nobody."""
    if delivery_id is None:
        return 0
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE not_yet_eligible SET left_by = "
            "nullif(array_remove(left_by, %(delivery)s::bigint), '{}') "
            "WHERE regency_code = %(regency)s AND %(delivery)s = ANY (left_by)",
            {"regency": regency, "delivery": delivery_id},
        )
        return int(cursor.rowcount)


def due_left(before: date) -> "QuerySet[NotYetEligible]":
    """Who left before their day and was named the last time before this day."""
    return NotYetEligible.objects.filter(left_by__isnull=False, seen_on__lt=before)


def propose_now_eligible(*, actor: Any, regency: str, period: Period) -> int:
    """Propose BARU for everyone kept as not yet eligible who now qualifies.

    The day that counts is the period's reference date. Raises ClosedPeriod.
    """
    with transaction.atomic():
        require_open(period)
        values = {
            "regency": regency,
            "period": period.pk,
            "as_of": period.reference_date,
        }
        return int(run_file("not_yet", None, values | who(actor))[0])
