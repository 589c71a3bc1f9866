"""Two people who write one record: what the second is told."""

from datetime import datetime

from django.utils import formats, timezone
from django.utils.translation import gettext as _


def saved_meanwhile(who: str, when: datetime) -> str:
    """Words for whoever would write over what a colleague has saved meanwhile."""
    return _(
        "Catatan ini disimpan %(who)s, %(when)s, sejak halaman Anda dibuka. Isian "
        "Anda masih di bawah dan belum disimpan. Bandingkan di tab lain; simpan "
        "sekali lagi bila isian Anda yang berlaku."
    ) % {
        "who": who or _("rekan"),
        "when": formats.date_format(timezone.localtime(when), "TIME_FORMAT"),
    }
