"""Events of outreach: those of tomorrow, and those that nobody told the result of."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from accounts.models import Role, User
from jobs.due import Due, Level
from kpu_portal.context import link
from posts.models import EventState, OutreachEvent


def for_outreach(user: User, as_of: date) -> Iterator[Due]:
    """What an office and the officers of a kecamatan have before them and behind."""
    if not user.regency_code or not (user.is_office or user.role == Role.POST):
        return
    events = OutreachEvent.objects.of(user.regency_code).in_scope_of(user)
    next_day = as_of + timedelta(days=1)
    planned = Q(state=EventState.PLANNED, day__range=(as_of, next_day))
    silent = Q(pk__in=events.silent(as_of).values("pk"))
    found = events.order_by().aggregate(
        near=Count("pk", filter=planned),
        first=Min("day", filter=planned),
        silent=Count("pk", filter=silent),
    )
    page = link("posts:events", user.regency_code)
    yield Due(
        "outreach_near",
        found["near"],
        _("kegiatan hari ini atau besok"),
        f"{page}?status={EventState.PLANNED}&dari={as_of}&sampai={next_day}",
        deadline=found["first"],
        level=Level.SOON,
        go=_("Buka"),
        icon="calendar",
        tone="ask",
    )
    yield Due(
        "outreach_silent",
        found["silent"],
        _("kegiatan lewat tanpa hasil"),
        f"{page}?hasil=belum",
        level=Level.LATE,
        more=_("tulis hasilnya, atau batalkan dengan alasan"),
        go=_("Lihat"),
        icon="calendar",
        tone="bad",
    )
