"""Ticks what has been entered into SIDALIH; the only writer of SidalihEntry."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import record
from voters.models import SidalihEntry
from voters.services.errors import NotDecidable

MOST = 5_000
"""Rows ticked in one act."""


@transaction.atomic
def tick(*, actor: Any, regency: str, rows: Any, done: bool) -> int:
    """Mark events as entered, or take the mark off; gives how many were changed.

    `rows` are events of voters.selectors.sidalih.events_of. An event marked before
    keeps who marked it first. Raises NotDecidable for more than 5,000.
    """
    found = list(rows.values_list("pk", "place", "period_id")[: MOST + 1])
    if len(found) > MOST:
        raise NotDecidable(
            _("Lebih dari %(n)s baris. Saring per kelurahan lebih dahulu.")
            % {"n": MOST}
        )
    if done:
        changed = _enter(actor, regency, found)
    else:
        marked = SidalihEntry.objects.of(regency)
        changed, _by = marked.filter(event_id__in=[pk for pk, *_r in found]).delete()
    record(
        actor=actor,
        action="sidalih.tick" if done else "sidalih.untick",
        regency_code=regency,
        data={"count": changed},
    )
    return int(changed)


def _enter(actor: Any, regency: str, found: list[tuple[int, str, int]]) -> int:
    before = SidalihEntry.objects.of(regency)
    known = set(
        before.filter(event_id__in=[pk for pk, *_rest in found]).values_list(
            "event_id", flat=True
        )
    )
    new = [
        SidalihEntry(
            regency_code=regency,
            period_id=period,
            event_id=pk,
            kelurahan=place,
            done_by_id=getattr(actor, "pk", None),
            done_by_name=str(actor or "sistem")[:150],
        )
        for pk, place, period in found
        if pk not in known
    ]
    SidalihEntry.objects.bulk_create(new, ignore_conflicts=True)
    return len(new)
