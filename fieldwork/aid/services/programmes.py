"""Opens and closes programmes of aid."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from fieldwork.aid.models import Programme, ProgrammeState
from fieldwork.services.errors import FieldError
from partners.models import Institution


@transaction.atomic
def create_programme(
    *,
    actor: Any,
    regency: str,
    name: str,
    starts_on: date,
    ends_on: date,
    institution: Institution | None = None,
) -> Programme:
    """A new programme that takes lists. Raises FieldError: name or dates."""
    if ends_on < starts_on:
        raise FieldError(_("Tanggal berakhir sebelum tanggal mulai."))
    name = " ".join(name.split())[:120]
    if Programme.objects.of(regency).filter(name__iexact=name).exists():
        raise FieldError(_("Program dengan nama ini sudah ada."))
    made: Programme = Programme.objects.create(
        regency_code=regency,
        name=name,
        institution_id=institution.pk if institution else None,
        institution_name=institution.name if institution else "",
        starts_on=starts_on,
        ends_on=ends_on,
        made_by_id=getattr(actor, "pk", None),
        made_by_name=str(actor or "sistem")[:150],
    )
    record(
        actor=actor,
        action="aid.programme",
        regency_code=regency,
        subject=str(made.public_id),
    )
    return made


@transaction.atomic
def close_programme(*, actor: Any, programme: Programme) -> Programme:
    """End a programme; retention counts from here. Raises FieldError: ended already."""
    rows = Programme.objects.of(programme.regency_code).select_for_update()
    row: Programme = rows.get(pk=programme.pk)
    if not row.is_active:
        raise FieldError(_("Program ini sudah ditutup."))
    row.state, row.closed_at = ProgrammeState.CLOSED, timezone.now()
    row.save(update_fields=["state", "closed_at"])
    record(
        actor=actor,
        action="aid.close",
        regency_code=row.regency_code,
        subject=str(row.public_id),
    )
    return row
