"""Gives tasks to officers, by kelurahan, RW or RT; the days follow the daily load."""

from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import Role, User
from audit.services import record
from fieldwork.models import Batch, BatchState
from fieldwork.services.drawing import FOLDER
from fieldwork.services.errors import FieldError


def officers(regency: str) -> list[User]:
    """Accounts that can be given tasks: officers of kelurahan and posts, the office."""
    roles = (Role.VILLAGE, Role.POST, Role.OPERATOR)
    found = User.objects.filter(
        role__in=roles, is_active=True, scope_code__startswith=regency
    )
    return list(found.order_by("scope_code", "full_name"))


@transaction.atomic
def assign(
    *,
    actor: Any,
    regency: str,
    batch: Batch,
    place: str,
    rw: str = "",
    rt: str = "",
    officer: User | None = None,
    name: str = "",
) -> int:
    """Give a kelurahan's unfinished tasks (or an RW's, an RT's) to one officer.

    `name` is an officer without an account. Again for another officer: they change
    hands. Gives how many. Raises FieldError: an officer who cannot see the place,
    nobody named, a batch that has ended, nothing there.
    """
    who = str(officer) if officer else name.strip()[:150]
    if not who:
        raise FieldError(_("Pilih petugas, atau tulis namanya."))
    if officer and not officer.covers(place):
        raise FieldError(_("Petugas ini tidak bertugas di kelurahan itu."))
    number = officer.pk if officer else None
    given: dict[str, tuple[int | None, str]] = {place: (number, who)}
    return give(actor, regency, batch, given, rw.strip(), rt.strip())


@transaction.atomic
def assign_villages(*, actor: Any, regency: str, batch: Batch) -> int:
    """Give every kelurahan's tasks to the officer of that kelurahan; how many.

    Raises FieldError when no kelurahan has an officer's account.
    """
    given: dict[str, tuple[int | None, str]] = {
        one.scope_code: (one.pk, str(one))
        for one in reversed(officers(regency))
        if one.role == Role.VILLAGE
    }
    if not given:
        raise FieldError(_("Belum ada akun petugas kelurahan di kab/kota ini."))
    return give(actor, regency, batch, given, "", "")


def give(
    actor: Any,
    regency: str,
    batch: Batch,
    given: dict[str, tuple[int | None, str]],
    rw: str,
    rt: str,
) -> int:
    """Write who has which kelurahan's tasks ({code: (account, name)}); how many.

    Raises FieldError for a batch that has ended and where nothing is unfinished.
    """
    locked: Batch = (
        Batch.objects.of(regency).select_for_update().get(public_id=batch.public_id)
    )
    if locked.state in (BatchState.CLOSED, BatchState.WITHDRAWN):
        raise FieldError(_("Kelompok ini sudah berakhir."))
    values: dict[str, Any] = {
        "regency": regency,
        "batch": locked.pk,
        "per_day": locked.per_day,
        "places": list(given),
        "officers": [number for number, _name in given.values()],
        "names": [name for _number, name in given.values()],
        "rw": rw.zfill(3) if rw else "",
        "rt": rt.zfill(3) if rt else "",
    }
    with connection.cursor() as cursor:
        cursor.execute((FOLDER / "assign.sql").read_text("utf-8"), values)
        assigned = int(cursor.fetchone()[0])
    if not assigned:
        raise FieldError(_("Tidak ada tugas yang belum selesai di tempat itu."))
    if locked.state == BatchState.DRAFT:
        locked.state = BatchState.ASSIGNED
        locked.save(update_fields=["state"])
    record(
        actor=actor,
        action="coklit.assign",
        regency_code=regency,
        subject=str(locked.public_id),
        data={"tasks": assigned, "places": list(given)[:40]},
    )
    return assigned
