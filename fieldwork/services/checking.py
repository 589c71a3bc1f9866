"""Spot check (uji petik): the office visits a sample of finished tasks again."""

from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from fieldwork.models import RESULTS, Batch, SpotCheck, Visit
from fieldwork.services.drawing import FOLDER, SEED
from fieldwork.services.errors import FieldError

MOST = 200


@transaction.atomic
def draw_checks(*, actor: Any, regency: str, batch: Batch, seed: str, most: int) -> int:
    """Draw finished tasks that no one has checked, the same ones for a seed; how many.

    Raises FieldError: a bad seed or number, nothing finished that is unchecked.
    """
    if not SEED.match(seed):
        raise FieldError(_("Benih berisi huruf, angka, dan tanda hubung saja."))
    if not 1 <= most <= MOST:
        raise FieldError(_("Jumlah antara 1 dan %(n)s.") % {"n": MOST})
    values: dict[str, Any] = {
        "regency": regency,
        "batch": batch.pk,
        "seed": seed,
        "most": most,
        "name": str(actor or "sistem")[:150],
    }
    with connection.cursor() as cursor:
        cursor.execute((FOLDER / "spot_check.sql").read_text("utf-8"), values)
        drawn = int(cursor.rowcount)
    if not drawn:
        raise FieldError(_("Belum ada tugas selesai yang belum diuji."))
    record(
        actor=actor,
        action="coklit.spot",
        regency_code=regency,
        subject=str(batch.public_id),
        data={"seed": seed, "asked": most, "drawn": drawn},
    )
    return drawn


@transaction.atomic
def enter_check(
    *,
    actor: Any,
    regency: str,
    public_id: Any,
    agrees: bool,
    found: str = "",
    note: str = "",
    with_supervisor: bool = False,
) -> SpotCheck:
    """Enter what the second look found. Raises SpotCheck.DoesNotExist, FieldError.

    Who entered a visit of the task does not check it; a disagreement says what was
    found instead.
    """
    rows = SpotCheck.objects.in_scope_of(actor).of(regency).select_for_update()
    check: SpotCheck = rows.get(public_id=public_id)
    _may_enter(actor, check)
    if not agrees and found not in dict(RESULTS):
        raise FieldError(_("Tidak sesuai: pilih apa yang ditemukan."))
    check.agrees, check.found = agrees, "" if agrees else found
    check.note, check.with_supervisor = note.strip()[:200], with_supervisor
    check.checked_by_id, check.checked_by_name = actor.pk, str(actor)[:150]
    check.checked_at = timezone.now()
    check.save(
        update_fields=[
            *("agrees", "found", "note", "with_supervisor"),
            *("checked_by_id", "checked_by_name", "checked_at"),
        ]
    )
    record(
        actor=actor,
        action="coklit.check",
        regency_code=regency,
        subject=str(check.public_id),
        data={"agrees": agrees},
    )
    return check


def _may_enter(actor: Any, check: SpotCheck) -> None:
    """Raise FieldError when it stands already, or the actor entered the visit."""
    if check.agrees is not None:
        raise FieldError(
            _("Uji petik ini sudah diisi %(who)s.") % {"who": check.checked_by_name}
        )
    entered = Visit.objects.of(check.regency_code).filter(task_id=check.task_id)
    if entered.filter(entered_by_id=actor.pk).exists():
        raise FieldError(
            _("Kunjungan ini Anda sendiri yang mencatat; minta orang lain mengujinya.")
        )
