"""People of a delivery who wait for the day on which they qualify."""

from reconciliation.models import Delivery
from reconciliation.rules import institutions
from voters.models import TmsReason
from voters.services import forget_not_yet, keep_not_yet


def keep_youths(delivery: Delivery, table: str) -> None:
    """Keep whom landing.<table> names, and forget whom it says has died or left though
    no roll has them: for the reasons that are the sender's business (rule D60). A
    sender of low trust makes nobody forgotten.

    Call it in the transaction in which the delivery ends.
    """
    regency, who = delivery.regency_code, institutions.of(delivery.sender)
    keep_not_yet(regency=regency, delivery_id=delivery.pk, table=table)
    if who.is_low:
        return
    forget_not_yet(
        regency=regency,
        delivery_id=delivery.pk,
        table=table,
        reasons=[one for one in TmsReason if institutions.allows(who, "TMS", one)],
        moves=institutions.allows(who, "PINDAH_DALAM", ""),
    )
