"""What every record of the room shares: written whole, archived, brought back."""

from datetime import date
from typing import Any, TypeVar

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from partners.errors import PartnerError
from partners.models import (
    Activity,
    Agreement,
    Contact,
    DataRequest,
    Institution,
    Kept,
    Reminder,
    RequestState,
)

WORDS: dict[type[Kept], str] = {
    Institution: "partner",
    Contact: "partner.contact",
    Agreement: "agreement",
    DataRequest: "request",
    Activity: "activity",
}
"""The ledger's word for each kind of record."""
Row = TypeVar("Row", bound=Kept)
SYSTEM = "sistem"
"""Who closed a reminder that no person did."""


def locked(row: Row) -> Row:
    """A standing record as it is now, until the commit; a new one as it is.

    A form is written whole: without it, one that was sent in the moment of another
    step (an answer, a withdrawal) would take that step back.
    """
    if row.pk is None:
        return row
    rows: Any = type(row).objects.of(row.regency_code).select_for_update()  # type: ignore[attr-defined]
    found: Row = rows.get(pk=row.pk)
    return found


def write(
    *,
    actor: Any,
    row: Row,
    facts: dict[str, Any],
    taken: str,
    field: str = "",
) -> Row:
    """Set `facts` on a record, new or standing, save it and note it in the ledger.

    Raises PartnerError: `taken` when another standing record has what must be unique.
    """
    is_new = row.pk is None
    for name, value in facts.items():
        setattr(row, name, value)
    if is_new:
        row.entered_by_id = getattr(actor, "pk", None)
        row.entered_by_name = str(actor or "sistem")[:150]
    row.updated_by_name = str(actor or "sistem")[:150]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise PartnerError(taken, field) from error
    note(actor, "enter" if is_new else "save", row)
    return row


@transaction.atomic
def archive(*, actor: Any, row: Row) -> Row:
    """Take a record out of the lists; nothing is deleted.

    Raises PartnerError for an institution that still has a running request.
    """
    if isinstance(row, Institution) and DataRequest.objects.of(
        row.regency_code
    ).open().filter(institution=row):
        raise PartnerError(
            _("Masih ada permintaan data yang menunggu; tarik atau jawab dahulu.")
        )
    row.archived_at = timezone.now()
    row.save(update_fields=["archived_at", "updated_at"])
    close_of(row)
    note(actor, "archive", row)
    return row


def restore(*, actor: Any, row: Row) -> Row:
    """Bring an archived record back.

    Raises PartnerError when a standing one has taken its name or number meanwhile.
    """
    taken = _("Nama atau nomor ini sudah dipakai catatan lain yang berlaku.")
    with transaction.atomic():
        row.archived_at = None
        try:
            with transaction.atomic():
                row.save(update_fields=["archived_at", "updated_at"])
        except IntegrityError as error:
            raise PartnerError(taken) from error
        remind_again(row)
        note(actor, "restore", row)
    return row


def remind_again(row: Kept) -> None:
    """Bring back the last reminder of a record that is due again.

    One is made once for a thing, its day and a step. What a person closed stays closed.
    """
    mine, due_on = _reminders(row), _due_on(row)
    if mine is None or due_on is None:
        return
    last = mine.filter(due_on=due_on).order_by("-pk").first()
    if last is not None and last.done_by_name == SYSTEM:
        last.done_at, last.done_by_name = None, ""
        last.save(update_fields=["done_at", "done_by_name"])


def close_of(row: Kept) -> None:
    """Close what reminds of a record that is no longer due."""
    mine = _reminders(row)
    if mine is not None:
        mine.waiting().update(done_at=timezone.now(), done_by_name=SYSTEM)


def _reminders(row: Kept) -> Any:
    """What reminds of a record; None of a kind that nothing reminds of."""
    rows = Reminder.objects.of(row.regency_code)
    if isinstance(row, Agreement):
        return rows.filter(agreement=row)
    return rows.filter(request=row) if isinstance(row, DataRequest) else None


def _due_on(row: Kept) -> date | None:
    """The day that a record is due on; None where it is not due any more."""
    if isinstance(row, Agreement):
        return row.ends_on
    if isinstance(row, DataRequest) and row.state == RequestState.ASKED:
        return row.due_on
    return None


def note(actor: Any, what: str, row: Kept, **data: Any) -> None:
    """One entry of the ledger about a record; a contact's name is not in it."""
    record(
        actor=actor,
        action=f"{WORDS[type(row)]}.{what}",
        regency_code=row.regency_code,
        subject=str(row.public_id),
        data=data,
    )
