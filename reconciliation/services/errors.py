"""Named refusals of the room; each message is for the person at the screen."""

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from reconciliation.models import Delivery


class DeliveryError(Exception):
    """A refusal that was foreseen; nothing was taken."""


class CannotStart(DeliveryError):
    """The delivery cannot be reconciled as it stands."""


class AwaitsChair(CannotStart):
    """Its run stopped at the change ceiling; the chair has not decided."""


class CannotDecide(DeliveryError):
    """The stop at the ceiling cannot be decided so, or not by this person."""


class DuplicateDelivery(DeliveryError):
    """The same bytes came before; `delivery` is the first one."""

    def __init__(self, delivery: Delivery) -> None:
        self.delivery = delivery
        super().__init__(
            _("Berkas ini sudah diterima pada %(when)s oleh %(who)s (%(name)s).")
            % {
                "when": date_format(localtime(delivery.received_at), "j F Y H.i"),
                "who": delivery.received_by_name,
                "name": delivery.filename,
            }
        )
