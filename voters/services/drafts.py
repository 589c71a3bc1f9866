"""Documents beside a form that is not sent: kept, dropped, taken over (ADR 0050)."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import record
from voters.models import ChangeProposal, Evidence, EvidenceDraft
from voters.services.errors import BadEvidence
from voters.services.evidence import store

MOST_DRAFTS = 12
"""Documents of one form; a family's cards and certificates fit into it."""
MOST_WAITING = 60
"""Documents of one account that wait at once, in whatever forms."""


def keep_draft(
    *, actor: Any, regency: str, upload: Any, beside: int = 0
) -> EvidenceDraft:
    """Keep one document of a form for this account; it is looked at and stripped.

    `beside` is how many the form has already. Raises BadEvidence.
    """
    waiting = EvidenceDraft.objects.of(regency).filter(owner_id=actor.pk).count()
    if beside >= MOST_DRAFTS or waiting >= MOST_WAITING:
        raise BadEvidence(
            _("Paling banyak %(n)s dokumen dalam satu formulir.") % {"n": MOST_DRAFTS}
        )
    return EvidenceDraft.objects.create(
        regency_code=regency,
        owner_id=actor.pk,
        file=store(regency, upload),
        size=upload.size,
    )


def own_drafts(*, actor: Any, regency: str, keys: Iterable[str]) -> list[EvidenceDraft]:
    """The drafts of this account among these public ids, in the order of their making.

    What is no id, somebody else's or gone is left out.
    """
    known = []
    for key in keys:
        try:
            known.append(UUID(key))
        except ValueError:
            continue
    rows = EvidenceDraft.objects.of(regency).filter(owner_id=actor.pk)
    return list(rows.filter(public_id__in=known).order_by("id"))


def drop_draft(*, actor: Any, regency: str, key: str) -> None:
    """Throw one draft of this account away, with its file; none is no error."""
    for draft in own_drafts(actor=actor, regency=regency, keys=[key]):
        EvidenceDraft.objects.of(regency).filter(pk=draft.pk).delete()
        _delete_later(draft.file)


def take_over(
    *,
    actor: Any,
    regency: str,
    proposals: Sequence[ChangeProposal],
    drafts: Sequence[EvidenceDraft],
    kind: str,
    number: str = "",
    note: str = "",
) -> None:
    """Let drafts be evidence of every one of these proposals; one file serves all.

    Call it in the transaction that makes the proposals. Raises BadEvidence where
    another form has taken one of them meanwhile.
    """
    if not drafts:
        return
    keys = [one.pk for one in drafts]
    gone, _kinds = EvidenceDraft.objects.of(regency).filter(pk__in=keys).delete()
    if gone != len(keys):
        raise BadEvidence(_("Dokumen ini sudah dipakai; unggah sekali lagi."))
    Evidence.objects.bulk_create(
        Evidence(
            regency_code=regency,
            proposal_id=proposal.pk,
            kind=kind,
            number=number[:80],
            file=draft.file,
            source="Portal",
            note=note[:200],
            added_by_id=getattr(actor, "pk", None),
            added_by_name=str(actor or "sistem")[:150],
        )
        for proposal in proposals
        for draft in drafts
    )
    record(
        actor=actor,
        action="evidence.add",
        regency_code=regency,
        subject=str(proposals[0].public_id),
        data={"documents": len(drafts), "proposals": len(proposals)},
    )


def old_drafts(before: datetime) -> int:
    """How many drafts nobody has used since then."""
    return int(EvidenceDraft.objects.filter(made_at__lt=before).count())


def forget_drafts(before: datetime) -> int:
    """Throw them away with their files; gives how many. The worker calls it."""
    with transaction.atomic():
        rows = EvidenceDraft.objects.filter(made_at__lt=before)
        files = list(rows.values_list("file", flat=True))
        rows.filter(file__in=files).delete()
        for name in files:
            _delete_later(name)
    return len(files)


def _delete_later(name: str) -> None:
    """A file goes when its row is gone for good."""
    transaction.on_commit(lambda: default_storage.delete(name))
