"""Says which request a delivery answers, when it came without saying so."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from partners import services as partners
from partners.errors import PartnerError
from partners.models import DataRequest
from reconciliation.models import Delivery
from reconciliation.rules import institutions
from reconciliation.services.errors import CannotStart


def refuse_another(asked: DataRequest | None, sender: institutions.Institution) -> None:
    """A request is answered by the institution it was sent to. Raises CannotStart."""
    if asked is None or asked.institution.kind == sender.institution:
        return
    told = _("Permintaan %(no)s kepada %(who)s; pilih pengirim yang sama.")
    raise CannotStart(told % {"no": asked.letter_no, "who": asked.institution.name})


def answer(actor: Any, asked: DataRequest | None, delivery: Delivery) -> None:
    """Mark the request of a delivery answered today. Raises CannotStart."""
    if asked is None:
        return
    today, key = timezone.localdate(), str(delivery.public_id)
    try:
        partners.answer_request(actor=actor, row=asked, on=today, delivery=key)
    except PartnerError as error:
        raise CannotStart(str(error)) from error


@transaction.atomic
def link_request(*, actor: Any, delivery: Delivery, asked: DataRequest) -> Delivery:
    """Let a delivery that came by itself, or as a second file, answer a request.

    Raises CannotStart: another institution, a withdrawn request, or a delivery that
    answers another one already.
    """
    rows = Delivery.objects.of(delivery.regency_code).select_for_update()
    row: Delivery = rows.get(pk=delivery.pk)
    if row.data_request_id not in (None, asked.pk):
        raise CannotStart(_("Kiriman ini sudah menjawab permintaan lain."))
    refuse_another(asked, institutions.of(row.sender))
    answer(actor, asked, row)
    row.data_request_id = asked.pk
    row.save(update_fields=["data_request_id"])
    return row
