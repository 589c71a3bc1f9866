"""Keeps drafts of a recap, so that it can be seen what has changed since."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from audit.services import record
from periods.models import Period, State
from plenos.models import RecapDraft
from plenos.selectors.recap import counted, draft, proof


class DraftError(Exception):
    """A draft that was not kept; the message is for the person."""


@transaction.atomic
def keep_draft(*, actor: Any, period: Period, note: str = "") -> RecapDraft:
    """Keep the recap of an open period as it stands now, as its next draft.

    It is written once and never changed. Raises DraftError for a closed period, and
    when the figures are those of the newest draft kept.
    """
    if not Period.objects.filter(pk=period.pk, state=State.OPEN).exists():
        raise DraftError(_("Periode ini sudah ditutup; rekapnya beku."))
    figures = draft(period)
    newest = RecapDraft.objects.filter(period=period).order_by("-number").first()
    if newest is not None and newest.sha256 == figures.sha256:
        raise DraftError(
            _("Angka tidak berubah sejak draf %(n)s.") % {"n": newest.number}
        )
    kept = _write(
        regency_code=period.regency_code,
        period=period,
        number=newest.number + 1 if newest else 1,
        made_by_id=getattr(actor, "pk", None),
        made_by_name=str(actor or "sistem")[:150],
        note=note.strip()[:200],
        balanced=not proof(figures, counted(period.regency_code)),
        male=figures.total("SEKARANG", "L"),
        female=figures.total("SEKARANG", "P"),
        sha256=figures.sha256,
        cells=[[*cell, n] for cell, n in sorted(figures.cells.items()) if n],
    )
    record(
        actor=actor,
        action="recap.draft",
        regency_code=period.regency_code,
        subject=period.code,
        data={"number": kept.number, "sha256": kept.sha256},
    )
    return kept


def _write(**values: Any) -> RecapDraft:
    """Insert it; two who keep a draft at the same moment do not get one number."""
    try:
        with transaction.atomic():
            kept: RecapDraft = RecapDraft.objects.create(**values)
    except IntegrityError as error:
        raise DraftError(_("Draf lain baru saja disimpan; muat ulang.")) from error
    return kept
