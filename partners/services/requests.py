"""Writes requests for data: asked, answered, withdrawn, asked again."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from partners.errors import PartnerError
from partners.models import DataRequest, RequestState
from partners.services.keeping import close_of, locked, note, remind_again, write


@transaction.atomic
def save_request(
    *,
    actor: Any,
    regency: str,
    facts: dict[str, Any],
    row: DataRequest | None = None,
) -> DataRequest:
    """Write a request, new or changed.

    Raises PartnerError for a letter that stands already, a due date before the letter,
    and a request that is no longer waiting.
    """
    row = locked(row) if row is not None else None
    if row is not None and row.state != RequestState.ASKED:
        raise PartnerError(_("Permintaan ini sudah selesai; buka kembali dahulu."))
    if facts["due_on"] < facts["letter_on"]:
        raise PartnerError(_("Batas waktu sebelum tanggal surat."), "due_on")
    fresh = row or DataRequest(regency_code=regency)
    before = fresh.due_on
    taken = _("Surat dengan nomor ini sudah dicatat.")
    saved = write(actor=actor, row=fresh, facts=facts, taken=taken, field="letter_no")
    if before != saved.due_on:
        close_of(saved)
        remind_again(saved)
    return saved


@transaction.atomic
def answer_request(
    *, actor: Any, row: DataRequest, on: date, delivery: str = ""
) -> DataRequest:
    """Say that the data came; a request that was answered before stays as it was.

    delivery: public id of what came, for the ledger. Raises PartnerError for a
    withdrawn one and for a day before the letter.
    """
    row = locked(row)
    if row.state == RequestState.WITHDRAWN:
        raise PartnerError(_("Permintaan ini sudah ditarik."))
    if row.state == RequestState.ANSWERED:
        return row
    if on < row.letter_on:
        raise PartnerError(_("Dijawab sebelum tanggal surat."), "answered_on")
    row.state, row.answered_on = RequestState.ANSWERED, on
    row.save(update_fields=["state", "answered_on", "updated_at"])
    close_of(row)
    note(actor, "answer", row, **({"delivery": delivery} if delivery else {}))
    return row


@transaction.atomic
def withdraw_request(*, actor: Any, row: DataRequest) -> DataRequest:
    """Stop waiting. Raises PartnerError for one that is not waiting."""
    row = locked(row)
    if row.state != RequestState.ASKED:
        raise PartnerError(_("Hanya permintaan yang menunggu dapat ditarik."))
    row.state = RequestState.WITHDRAWN
    row.save(update_fields=["state", "updated_at"])
    close_of(row)
    note(actor, "withdraw", row)
    return row


@transaction.atomic
def reopen_request(*, actor: Any, row: DataRequest) -> DataRequest:
    """Undo an answer or a withdrawal: the request waits again.

    Raises PartnerError for one that waits already.
    """
    row = locked(row)
    if row.state == RequestState.ASKED:
        raise PartnerError(_("Permintaan ini masih menunggu."))
    row.state, row.answered_on = RequestState.ASKED, None
    row.save(update_fields=["state", "answered_on", "updated_at"])
    remind_again(row)
    note(actor, "reopen", row)
    return row
