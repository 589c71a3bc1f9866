"""People of a delivery who wait for the day on which they qualify."""

from reconciliation.models import Delivery, DeliveryRow
from reconciliation.rules import institutions
from voters.services import forget_not_yet, keep_not_yet


def keep_youths(delivery: Delivery, table: str) -> None:
    """Keep whom landing.<table> names, and forget whom the delivery strikes though no
    roll has them. A sender of low trust makes nobody forgotten.

    Call it after the delivery's rows are written, in their transaction.
    """
    regency = delivery.regency_code
    keep_not_yet(regency=regency, delivery_id=delivery.pk, table=table)
    if institutions.of(delivery.sender).is_low:
        return
    gone = DeliveryRow.objects.of(regency).filter(
        delivery_id=delivery.pk, outcome="IGNORED", detail="NOT_ON_ROLL"
    )
    forget_not_yet(regency=regency, niks=gone.values_list("nik", flat=True))
