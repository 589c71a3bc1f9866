"""What every record of the room shares: written whole, archived, brought back."""

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
        note(actor, "restore", row)
    return row


def close_of(row: Kept) -> None:
    """Close what reminds of a record that is no longer due."""
    waiting = Reminder.objects.of(row.regency_code).waiting()
    if isinstance(row, Agreement):
        waiting = waiting.filter(agreement=row)
    elif isinstance(row, DataRequest):
        waiting = waiting.filter(request=row)
    else:
        return
    waiting.update(done_at=timezone.now(), done_by_name="sistem")


def note(actor: Any, what: str, row: Kept, **data: Any) -> None:
    """One entry of the ledger about a record; a contact's name is not in it."""
    record(
        actor=actor,
        action=f"{WORDS[type(row)]}.{what}",
        regency_code=row.regency_code,
        subject=str(row.public_id),
        data=data,
    )
