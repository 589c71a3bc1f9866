"""Sets numbers of policy for an office or for all: the only writer of OfficeSetting."""

from datetime import date

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from audit.services import record
from regions.models import Region
from voters.models import OfficeSetting
from voters.models.settings import kept
from voters.rules import settings as rules


class SettingError(Exception):
    """The number cannot be set as asked; the message is for people."""


@transaction.atomic
def set_value(
    *,
    actor: User,
    name: str,
    regency: str,
    value: int,
    valid_from: date,
    valid_until: date | None = None,
    reason: str,
) -> OfficeSetting:
    """Let a number hold from a day on, for a regency or ("") for all.

    An administrator sets it for everybody or for one regency, a chair for the own one.
    Rows are only added. Raises SettingError.
    """
    _require_right(actor, regency)
    _require_sound(name, value, valid_from, valid_until)
    if not reason.strip():
        raise SettingError(_("Tulis alasannya."))
    if regency and not Region.objects.filter(code=regency).exists():
        raise SettingError(
            _("Kode wilayah %(code)s tidak dikenal.") % {"code": regency}
        )
    row = OfficeSetting(
        name=name,
        regency_code=regency,
        value=value,
        valid_from=valid_from,
        valid_until=valid_until,
        reason=reason.strip()[:200],
        set_by_id=actor.pk,
        set_by_name=str(actor)[:150],
    )
    row.save(force_insert=True)
    kept.forget()
    record(
        actor=actor,
        action="setting.set",
        regency_code=regency,
        subject=name,
        data={
            "value": value,
            "from": valid_from.isoformat(),
            "until": valid_until.isoformat() if valid_until else "",
            "reason": row.reason,
        },
    )
    return row


def _require_right(actor: User, regency: str) -> None:
    if not actor.is_active:
        raise SettingError(_("Hanya administrator dan ketua yang menetapkan setelan."))
    if actor.role == Role.ADMIN:
        return
    if actor.role != Role.CHAIR:
        raise SettingError(_("Hanya administrator dan ketua yang menetapkan setelan."))
    if not regency or actor.regency_code != regency:
        raise SettingError(_("Ketua menetapkan setelan kab/kotanya sendiri."))


def _require_sound(
    name: str, value: int, valid_from: date, valid_until: date | None
) -> None:
    today = timezone.localdate()
    obstacle = rules.problem(name, value, valid_from, valid_until, today)
    if obstacle == "NAME":
        raise SettingError(_("Setelan ini hanya berubah di server."))
    if obstacle == "VALUE":
        bounds = rules.SETTINGS[name]
        raise SettingError(
            _("Nilai harus dari %(least)s sampai %(most)s.")
            % {"least": bounds.least, "most": bounds.most}
        )
    if obstacle == "PAST":
        raise SettingError(_("Setelan berlaku paling cepat mulai hari ini."))
    if obstacle:
        raise SettingError(_("Tanggal akhir mendahului tanggal awal."))
