"""Makes reminders once, and closes them."""

from datetime import date
from pathlib import Path
from typing import Any

from django.db import connection, transaction
from django.utils import timezone

from audit.services import record
from partners.models import Reminder
from partners.rules import AGREEMENT_STEPS, REQUEST_STEPS

REMIND = Path(__file__).parents[1] / "sql" / "remind.sql"


@transaction.atomic
def remind(today: date) -> int:
    """Make every reminder that has come due and was not made yet; how many."""
    text = REMIND.read_text(encoding="utf-8")
    body = "\n".join(
        line for line in text.split("\n") if not line.lstrip().startswith("--")
    )
    with connection.cursor() as cursor:
        cursor.execute(
            body,
            {
                "today": today,
                "agreement_steps": list(AGREEMENT_STEPS),
                "request_steps": list(REQUEST_STEPS),
            },
        )
        return int(cursor.fetchone()[0])


@transaction.atomic
def close_reminder(*, actor: Any, row: Reminder) -> Reminder:
    """Say that somebody deals with it; closing twice changes nothing."""
    if row.done_at is None:
        row.done_at, row.done_by_name = timezone.now(), str(actor or "sistem")[:150]
        row.save(update_fields=["done_at", "done_by_name"])
        record(
            actor=actor,
            action="reminder.close",
            regency_code=row.regency_code,
            subject=str(row.public_id),
            data={"kind": row.kind, "step": row.step},
        )
    return row
