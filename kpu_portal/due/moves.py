"""What waits of people who move between regencies."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Min
from django.utils.translation import gettext as _

from accounts.models import User
from jobs.due import Due, Level
from kpu_portal.context import link
from voters.models import Handover
from voters.querysets import HandoverQuerySet


def for_moves(user: User, as_of: date) -> Iterator[Due]:
    """People who move to or from another regency and wait for an answer (a query)."""
    if not user.is_office:
        return
    regency = user.regency_code
    rows = Handover.objects.in_scope_of(user).of(regency)
    asked = HandoverQuerySet.asks(True, regency, "OFFERED", "ASKED")
    found = rows.aggregate(
        own=Count("pk", filter=asked),
        first=Min("due_on", filter=asked),
        late=Count("pk", filter=HandoverQuerySet.asks(False, regency, "EXPIRED")),
    )
    page = link("voters:handovers", regency)
    soon = as_of + timedelta(days=settings.POLICY.due_soon_days)
    first = found["first"]
    yield Due(
        "handovers",
        found["own"],
        _("serah terima antar kab/kota menunggu jawaban kantor ini"),
        f"{page}?keadaan=saya",
        deadline=first,
        level=Level.SOON if first and first <= soon else Level.WORK,
        more=_("konfirmasi atau tolak dengan alasan"),
        go=_("Jawab"),
        icon="arrows-exchange",
        tone="ask",
    )
    yield Due(
        "handovers_late",
        found["late"],
        _("serah terima antar kab/kota lewat waktu tanpa jawaban"),
        f"{page}?keadaan=EXPIRED",
        level=Level.LATE,
        more=_("minta lagi, atau hubungi kab/kota lain"),
        go=_("Lihat"),
        icon="hourglass",
        tone="bad",
    )
