"""What waits in the field: coklit, bulletins, the recap of a kelurahan, aid."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from accounts.models import Role, User
from fieldwork.aid.models import ProgrammeState, Recipient
from fieldwork.models import Batch, BatchState, Task
from jobs.due import Due, Level
from kpu_portal.context import link
from periods.models import Period
from plenos.selectors.villages import confirmation_of
from posts.models import Bulletin, BulletinState

OPEN_BATCHES = (BatchState.ASSIGNED, BatchState.RUNNING)


def for_rounds(user: User, as_of: date) -> Iterator[Due]:
    """Batches and bulletins of an office; visits and the recap of an officer."""
    if not user.regency_code:
        return
    if user.is_office:
        yield from _batches(user, as_of)
        yield _bulletins(user)
    if user.role in (Role.POST, Role.VILLAGE):
        yield from _visits(user, as_of)
    if user.role == Role.VILLAGE:
        yield from _recap(user, as_of)
    if user.is_office or user.role in (Role.VILLAGE, Role.NEIGHBOURHOOD):
        yield from _aid(user)


def _batches(user: User, as_of: date) -> Iterator[Due]:
    rows = Batch.objects.of(user.regency_code).in_scope_of(user)
    soon = as_of + timedelta(days=settings.POLICY.due_soon_days)
    found = rows.filter(state__in=OPEN_BATCHES, deadline__lte=soon).aggregate(
        late=Count("pk", filter=Q(deadline__lt=as_of)),
        soon=Count("pk", filter=Q(deadline__gte=as_of)),
        first=Min("deadline", filter=Q(deadline__gte=as_of)),
    )
    page = link("fieldwork:list", user.regency_code)
    yield Due(
        "coklit_late",
        found["late"],
        _("kelompok coklit lewat batas waktu"),
        page,
        level=Level.LATE,
        go=_("Lihat"),
        icon="map-pin",
        tone="bad",
    )
    yield Due(
        "coklit_soon",
        found["soon"],
        _("kelompok coklit segera berakhir"),
        page,
        deadline=found["first"],
        level=Level.SOON,
        go=_("Lihat"),
        icon="map-pin",
        tone="ask",
    )


def _bulletins(user: User) -> Due:
    rows = Bulletin.objects.of(user.regency_code).in_scope_of(user)
    return Due(
        "bulletins",
        rows.filter(state=BulletinState.SENT).count(),
        _("kabar pos menunggu diterbitkan"),
        f"{link('posts:bulletins', user.regency_code)}?keadaan={BulletinState.SENT}",
        go=_("Baca"),
        icon="message",
        tone="edit",
    )


def _visits(user: User, as_of: date) -> Iterator[Due]:
    tasks = Task.objects.of(user.regency_code).in_scope_of(user).unfinished()
    found = tasks.filter(batch__state__in=OPEN_BATCHES).aggregate(
        again=Count("pk", filter=Q(state="AGAIN", next_on__lte=as_of)),
        new=Count("pk", filter=Q(state="TODO")),
        first=Min("batch__deadline"),
    )
    page = link("fieldwork:tasks", user.regency_code)
    yield Due(
        "visits_again",
        found["again"],
        _("kunjungan coklit kedua sudah waktunya"),
        f"{page}?keadaan=AGAIN",
        level=Level.SOON,
        go=_("Buka"),
        icon="map-pin",
        tone="ask",
    )
    yield Due(
        "visits",
        found["new"],
        _("orang belum dikunjungi untuk coklit"),
        f"{page}?keadaan=TODO",
        deadline=found["first"],
        go=_("Buka"),
        icon="map-pin",
        tone="edit",
    )


def _aid(user: User) -> Iterator[Due]:
    """Recipients nobody has asked about yet, for who goes there; what the heads of RT
    and RW found, for who brings it."""
    rows = Recipient.objects.of(user.regency_code).in_scope_of(user)
    found = rows.filter(programme__state=ProgrammeState.ACTIVE).aggregate(
        new=Count("pk", filter=Q(answer="")), heard=Count("pk", filter=Q(pending=True))
    )
    page = link("fieldwork:aid", user.regency_code)
    if not user.is_office:
        yield Due(
            "aid_unchecked",
            found["new"],
            _("penerima bantuan belum diperiksa"),
            page,
            level=Level.NEWS,
            go=_("Buka"),
            icon="list-check",
        )
    if user.role != Role.NEIGHBOURHOOD:
        yield Due(
            "aid_heard",
            found["heard"],
            _("temuan RT/RW pada penerima bantuan menunggu petugas"),
            page,
            go=_("Periksa"),
            icon="list-check",
            tone="ask",
        )


def _recap(user: User, as_of: date) -> Iterator[Due]:
    period = Period.objects.open(user.regency_code).first()
    last = as_of + timedelta(days=settings.POLICY.due_soon_days)
    if period is None or period.cutoff_on > last:
        return
    if confirmation_of(period, user.scope_code) is None:
        yield Due(
            "village_recap",
            1,
            _("rekap kelurahan belum dikonfirmasi"),
            link("plenos:village", user.regency_code),
            deadline=period.cutoff_on,
            level=Level.LATE if period.cutoff_on < as_of else Level.SOON,
            go=_("Periksa"),
            icon="bank",
            tone="ask",
        )
