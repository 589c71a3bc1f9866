"""Papers and scans beside a proposal, stored under opaque names, served by a view."""

import uuid
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import record
from files.photos import BrokenPhoto, stripped
from voters.models import UNDECIDED, ChangeProposal, CodeList, Evidence
from voters.selectors.codes import is_offered
from voters.services.errors import BadEvidence, NotDecidable

SIGNATURES = (
    (b"%PDF-", "pdf", "application/pdf"),
    (b"\xff\xd8\xff", "jpg", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "png", "image/png"),
)


def sniff(head: bytes) -> str:
    """Ending of the type that the first bytes show; raises BadEvidence for others."""
    for signature, ending, _type in SIGNATURES:
        if head.startswith(signature):
            return ending
    raise BadEvidence(_("Bukti harus berupa PDF, JPG, atau PNG."))


def content_type(name: str) -> str:
    """Content type of a stored file, by its ending."""
    types = {ending: kind for _head, ending, kind in SIGNATURES}
    return types[name.rsplit(".", 1)[-1]]


def add_evidence(
    *,
    actor: Any,
    regency: str,
    public_id: Any,
    kind: str,
    number: str = "",
    upload: Any = None,
    note: str = "",
    source: str = "Portal",
) -> Evidence:
    """Put a paper or a scan beside an undecided proposal.

    The first evidence also becomes the proposal's own. A photograph is kept without
    its metadata. Raises BadEvidence (type, size, a broken picture, neither number nor
    file) and NotDecidable.
    """
    _check(kind, number, upload)
    with transaction.atomic():
        rows = ChangeProposal.objects.of(regency).select_for_update()
        proposal = rows.get(public_id=public_id)
        if proposal.state not in UNDECIDED:
            raise NotDecidable(_("Usulan ini sudah diputus."))
        evidence = Evidence(
            regency_code=regency,
            proposal_id=proposal.pk,
            kind=kind,
            number=number[:80],
            file=store(regency, upload) if upload else "",
            source=source[:40],
            note=note[:200],
            added_by_id=getattr(actor, "pk", None),
            added_by_name=str(actor or "sistem")[:150],
        )
        evidence.save(force_insert=True)
        _be_first(proposal, kind, number)
        record(
            actor=actor,
            action="evidence.add",
            regency_code=regency,
            subject=str(evidence.public_id),
        )
    return evidence


def _check(kind: str, number: str, upload: Any) -> None:
    """Raise BadEvidence without a kind, and without a number or a file."""
    if not is_offered(CodeList.EVIDENCE, kind):
        raise BadEvidence(_("Pilih jenis bukti."))
    if not number and upload is None:
        raise BadEvidence(_("Isi nomor bukti atau unggah pindaiannya."))


def _be_first(proposal: ChangeProposal, kind: str, number: str) -> None:
    """Let it be the proposal's own evidence where there was none."""
    first = {} if proposal.evidence_kind else {"evidence_kind": kind}
    if number and not proposal.evidence_no:
        first["evidence_no"] = number[:80]
    if first:
        rows = ChangeProposal.objects.of(proposal.regency_code)
        rows.filter(pk=proposal.pk).update(**first)


def store(regency: str, upload: Any) -> str:
    """Keep a document under an opaque name, a photograph without its metadata.

    Gives the name in the storage. Raises BadEvidence (type, size, empty, broken).
    """
    if not upload.size:
        raise BadEvidence(_("Berkas ini kosong."))
    if upload.size > settings.POLICY.evidence_max_bytes:
        raise BadEvidence(
            _("Berkas ini lebih besar dari %(n)s MB.")
            % {"n": settings.POLICY.evidence_max_bytes // 1_000_000}
        )
    upload.seek(0)
    ending = sniff(upload.read(16))
    upload.seek(0)
    name = f"evidence/{regency}/{uuid.uuid4().hex}.{ending}"
    if ending == "pdf":
        # Wrapped: the storage would move a large upload away, and the form that comes
        # back has to keep it (voters.views.keeping).
        return default_storage.save(name, File(upload))
    try:
        clean = stripped(upload.read())
    except BrokenPhoto:
        raise BadEvidence(_("Gambar ini rusak; ambil fotonya sekali lagi.")) from None
    return default_storage.save(name, ContentFile(clean))
