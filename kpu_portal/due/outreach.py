"""Events of outreach, of tomorrow or without a result, and one's own turn at a post."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from accounts.models import Role, User
from jobs.due import Due, Level
from kpu_portal.context import link
from posts.models import Duty, EventState, OutreachEvent, PostState


def for_outreach(user: User, as_of: date) -> Iterator[Due]:
    """What an office and the officers of a kecamatan have before them and behind."""
    if not user.regency_code or not (user.is_office or user.role == Role.POST):
        return
    if user.role == Role.POST:
        yield from _duty(user, as_of)
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


def _duty(user: User, as_of: date) -> Iterator[Due]:
    """The officer's own turns of today and tomorrow, at posts that are open."""
    rows = Duty.objects.of(user.regency_code).in_scope_of(user)
    turns = list(
        rows.filter(
            officer__account_id=user.pk,
            officer__is_active=True,
            post__state=PostState.OPEN,
            day__range=(as_of, as_of + timedelta(days=1)),
        )
        .order_by("day", "starts")
        .values_list("day", "post__public_id")
    )
    if turns:
        day, post = turns[0]
        yield Due(
            "duty",
            len(turns),
            _("giliran piket Anda hari ini atau besok"),
            link("posts:detail", user.regency_code, post),
            deadline=day,
            level=Level.SOON,
            go=_("Lihat"),
            icon="calendar",
            tone="ask",
        )
