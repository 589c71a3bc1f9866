"""Writes agreements, and keeps their scans."""

import hashlib
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from files.papers import blanked
from files.places import is_kept
from partners.errors import PartnerError
from partners.models import Agreement
from partners.services.keeping import close_of, locked, remind_again, write


@transaction.atomic
def save_agreement(
    *,
    actor: Any,
    regency: str,
    facts: dict[str, Any],
    row: Agreement | None = None,
    upload: Any = None,
) -> Agreement:
    """Write an agreement, new or changed, with its scan (one whole PDF).

    Another end date closes what reminded of the old one. Raises PartnerError for a
    number that stands already, an end before its date, and what is no PDF.
    """
    if facts.get("ends_on") and facts["ends_on"] < facts["signed_on"]:
        raise PartnerError(_("Berakhir sebelum tanggalnya sendiri."), "ends_on")
    fresh = locked(row or Agreement(regency_code=regency))
    before = fresh.ends_on
    told = dict(facts)
    if upload is not None:
        told |= _keep(regency, upload)
    taken = _("PKS dengan nomor ini sudah dicatat.")
    saved = write(actor=actor, row=fresh, facts=told, taken=taken, field="number")
    if before != saved.ends_on:
        close_of(saved)
        remind_again(saved)
    return saved


def open_scan(agreement: Agreement) -> bytes:
    """Bytes of the scan; b"" without one, and when the store has lost it."""
    if not is_kept(agreement.scan, agreement.regency_code):
        return b""
    with default_storage.open(agreement.scan) as stored:
        content: bytes = stored.read()
    return content


def _keep(regency: str, upload: Any) -> dict[str, str]:
    data = blanked(_pdf_bytes(upload))
    digest = hashlib.sha256(data).hexdigest()
    name = f"mitra/{regency}/pks-{digest[:16]}.pdf"
    return {
        "scan": default_storage.save(name, ContentFile(data)),
        "scan_sha256": digest,
    }


def _pdf_bytes(upload: Any) -> bytes:
    most = settings.POLICY.evidence_max_bytes
    if (upload.size or 0) > most:
        raise PartnerError(
            _("Berkas lebih besar dari %(mb)s MB.") % {"mb": most // 1_000_000}, "file"
        )
    data: bytes = upload.read()
    if not data.startswith(b"%PDF-") or b"%%EOF" not in data[-2048:]:
        raise PartnerError(
            _("Berkas ini bukan PDF utuh. Pindai perjanjian dan simpan sebagai PDF."),
            "file",
        )
    return data
