"""Writes joint activities and who was invited to them."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from partners.models import Activity, Guest, Institution
from partners.services.keeping import write


@transaction.atomic
def save_activity(
    *,
    actor: Any,
    regency: str,
    facts: dict[str, Any],
    invited: Iterable[Institution] = (),
    came: Iterable[Institution] = (),
    row: Activity | None = None,
) -> Activity:
    """Write an activity and its list of institutions, whole.

    Who came uninvited stands on the list as well.
    """
    fresh = row or Activity(regency_code=regency)
    saved = write(actor=actor, row=fresh, facts=facts, taken="")
    present = {one.pk for one in came}
    wanted = {one.pk for one in invited} | present
    Guest.objects.filter(activity=saved).exclude(institution_id__in=wanted).delete()
    for pk in sorted(wanted):
        Guest.objects.update_or_create(
            activity=saved,
            institution_id=pk,
            defaults={"regency_code": regency, "came": pk in present},
        )
    return saved
