"""Who does not qualify yet is kept, and proposed when the reference date is there."""

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction
from psycopg2 import sql

from periods.models import Period
from voters.models import NotYetEligible
from voters.services.opening import columns_of
from voters.services.proposing import require_open, run_file, who


def keep_not_yet(*, regency: str, delivery_id: int | None, table: str) -> int:
    """Keep people who do not qualify yet, from landing.<table>; gives how many.

    The table has nik, birth_date, kelurahan, data (jsonb: every element that the row
    gave), source and line_no; `data` may be missing. The newest row of a NIK stays.
    """
    names = columns_of(table)
    data = sql.SQL("coalesce(t.data, '{}')" if "data" in names else "'{}'::jsonb")
    with connection.cursor() as cursor:
        cursor.execute(
            sql.SQL(
                "INSERT INTO not_yet_eligible (regency_code, nik, birth_date, "
                "kelurahan, data, source, delivery_id, line_no) "
                "SELECT DISTINCT ON (t.nik) %s, t.nik, t.birth_date, t.kelurahan, "
                "{data}, coalesce(t.source, ''), %s, t.line_no FROM landing.{table} t "
                "ORDER BY t.nik, t.line_no "
                "ON CONFLICT ON CONSTRAINT not_yet_once DO UPDATE SET "
                "birth_date = excluded.birth_date, kelurahan = excluded.kelurahan, "
                "data = excluded.data, source = excluded.source, "
                "delivery_id = excluded.delivery_id, line_no = excluded.line_no, "
                "seen_on = current_date"
            ).format(data=data, table=sql.Identifier(table)),
            [regency, delivery_id],
        )
        return int(cursor.rowcount)


def forget_not_yet(*, regency: str, niks: Iterable[str]) -> int:
    """Take out of those who wait for their day whom a sender says has died or left;
    gives how many. They come back with a row that says otherwise."""
    rows = NotYetEligible.objects.of(regency).filter(nik__in=list(niks))
    return int(rows.delete()[0])


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
