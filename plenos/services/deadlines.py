"""The dates that an office sets of its open period; KPU RI fixes them by letter."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from audit.services import record
from periods.models import Period
from plenos.services.meeting import PlenaryError


@transaction.atomic
def set_deadlines(*, actor: Any, period: Period, cutoff: date, plenary: date) -> None:
    """Set until when data is taken and the day of the plenary of an open period.

    The reference date of age stays that of the calendar (domain rule 5). Raises
    PlenaryError for a closed period and for dates out of their order.
    """
    if not period.starts_on <= cutoff <= plenary:
        raise PlenaryError(
            _("Batas data harus sejak %(day)s dan tidak sesudah tanggal pleno.")
            % {"day": f"{period.starts_on:%d-%m-%Y}"}
        )
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_deadlines(%s, %s, %s, %s)",
            [period.regency_code, period.code, cutoff, plenary],
        )
        (done,) = cursor.fetchone()
    if not done:
        raise PlenaryError(_("Periode ini tidak terbuka; tanggalnya tetap."))
    record(
        actor=actor,
        action="period.dates",
        regency_code=period.regency_code,
        subject=period.code,
        data={"cutoff": cutoff.isoformat(), "plenary": plenary.isoformat()},
    )
