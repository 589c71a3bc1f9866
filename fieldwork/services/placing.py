"""Takes the place of a visit away again; it was optional from the start.

After a time places, pictures and the address that somebody moved to go by themselves
(kpu_portal/retention.py).
"""

from functools import partial
from typing import Any

from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from audit.services import record
from fieldwork.models import Visit
from fieldwork.services.errors import FieldError


@transaction.atomic
def drop_place(*, actor: Any, regency: str, public_id: Any) -> Visit:
    """Remove where a visit was; the visit stays.

    Raises Visit.DoesNotExist (none in the actor's scope) and FieldError: neither the
    office nor who entered the visit.
    """
    rows = Visit.objects.in_scope_of(actor).of(regency).select_for_update()
    visit: Visit = rows.get(public_id=public_id)
    if not actor.is_office and visit.entered_by_id != actor.pk:
        raise FieldError(_("Hanya yang mencatat, atau kantor, yang menghapusnya."))
    visit.latitude = visit.longitude = visit.accuracy = None
    visit.save(update_fields=["latitude", "longitude", "accuracy"])
    record(
        actor=actor,
        action="coklit.place",
        regency_code=regency,
        subject=str(visit.public_id),
    )
    return visit


def placed_before(moment: Any) -> Any:
    """Visits entered before a moment that still say where they were, show it, or say
    where somebody lives now."""
    told = Q(latitude__isnull=False) | ~Q(photo="") | ~Q(moved_address="")
    return Visit.objects.filter(told, entered_at__lt=moment)


@transaction.atomic
def forget_places(moment: Any) -> int:
    """Remove places, pictures and new addresses of visits entered before a moment.

    Gives how many. The kelurahan, RW and RT of a move stay.

    A sheet's picture is shared by its visits, and goes with the last of them.
    """
    rows = placed_before(moment)
    photos = set(rows.exclude(photo="").values_list("photo", flat=True))
    nowhere: dict[str, Any] = {"latitude": None, "longitude": None, "accuracy": None}
    cleared: int = rows.update(**nowhere, photo="", moved_address="")
    kept = Visit.objects.filter(photo__in=photos).values_list("photo", flat=True)
    for photo in photos - set(kept):
        transaction.on_commit(partial(default_storage.delete, photo))
    return cleared
