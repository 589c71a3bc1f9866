"""Writes institutions and their contacts."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from partners.errors import PartnerError
from partners.models import Contact, Institution
from partners.rules import phone_is_sound
from partners.services.keeping import locked, write


@transaction.atomic
def save_institution(
    *,
    actor: Any,
    regency: str,
    facts: dict[str, Any],
    row: Institution | None = None,
) -> Institution:
    """Write an institution, new or changed.

    Raises PartnerError for a name that stands already, and for a region that is
    neither the office's, its province's, nor below it.
    """
    region = facts["region_code"]
    if region != regency[:2] and not region.startswith(regency):
        raise PartnerError(
            _("Wilayah harus provinsi, kab/kota ini, atau di dalamnya."), "region_code"
        )
    taken = _("Instansi dengan nama ini sudah dicatat.")
    fresh = locked(row or Institution(regency_code=regency))
    return write(actor=actor, row=fresh, facts=facts, taken=taken, field="name")


@transaction.atomic
def save_contact(
    *,
    actor: Any,
    institution: Institution,
    facts: dict[str, Any],
    row: Contact | None = None,
) -> Contact:
    """Write a contact of an institution: office data of few people (UU 27/2022).

    Raises PartnerError for what is no telephone number, and without any way to reach
    the person.
    """
    if not phone_is_sound(facts.get("phone", "")):
        raise PartnerError(
            _("Tulis nomor telepon kantor, misalnya 0266-221122."), "phone"
        )
    if not (facts.get("phone") or facts.get("email")):
        raise PartnerError(_("Isi surel atau telepon kantor."), "email")
    fresh = locked(
        row or Contact(regency_code=institution.regency_code, institution=institution)
    )
    return write(actor=actor, row=fresh, facts=facts, taken="")


FORGOTTEN = "–"
"""Stands for the name of a contact whose data was taken away."""


def _due(before: datetime) -> Any:
    return Contact.objects.filter(archived_at__lt=before).exclude(name=FORGOTTEN)


def due_contacts(before: datetime) -> int:
    """Contacts archived before `before` that still name somebody."""
    return int(_due(before).count())


def forget_contacts(before: datetime) -> int:
    """Take the person out of them (UU 27/2022: no longer than needed); how many."""
    return int(
        _due(before).update(
            name=FORGOTTEN,
            position="",
            email="",
            phone="",
            updated_by_name="sistem",
        )
    )
