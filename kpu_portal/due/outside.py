"""What waits for those who work in no office: province, Bawaslu, and the field."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from accounts.models import Role, User
from jobs.due import Due, Level
from kpu_portal.context import link
from periods.models import Period
from plenos.models import Advice, Plenary
from regions.querysets import code_after
from voters.models import ChangeProposal

FIELD = frozenset({Role.POST, Role.VILLAGE, Role.NEIGHBOURHOOD})


def for_province(user: User, as_of: date) -> Iterator[Due]:
    """Regencies late with their plenary, closed but unpublished, late with advice."""
    if user.role != Role.PROVINCE or not user.scope_code:
        return
    page = link("province", user.scope_code)
    span = {
        "regency_code__gte": user.scope_code,
        "regency_code__lt": code_after(user.scope_code),
    }
    late = Period.objects.filter(state="OPEN", plenary_on__lt=as_of, **span)
    yield Due(
        "regencies_late",
        late.values("regency_code").distinct().count(),
        _("kab/kota lewat rencana pleno"),
        page,
        level=Level.LATE,
        go=_("Lihat"),
        icon="alert-triangle",
        tone="bad",
    )
    unpublished = Plenary.objects.filter(
        frozen_at__isnull=False, published_at__isnull=True, **span
    )
    yield Due(
        "regencies_unpublished",
        unpublished.values("regency_code").distinct().count(),
        _("kab/kota sudah menetapkan rekap, belum menerbitkannya"),
        page,
        go=_("Lihat"),
        icon="bank",
        tone="ask",
    )
    advice = Advice.objects.filter(**span).overdue(as_of)
    yield Due(
        "regencies_advice",
        advice.values("regency_code").distinct().count(),
        _("kab/kota dengan saran Bawaslu lewat batas waktu"),
        page,
        level=Level.LATE,
        go=_("Lihat"),
        icon="eye",
        tone="bad",
    )


def for_supervisor(user: User, as_of: date) -> Iterator[Due]:
    """Recaps newly published, letters answered, letters the office is late with."""
    if user.role != Role.SUPERVISOR or not user.scope_code:
        return
    since = as_of - timedelta(days=settings.POLICY.due_soon_days)
    page, letters = _supervised(user)
    new = Plenary.objects.in_scope_of(user).published()
    yield Due(
        "published",
        new.filter(published_at__date__gte=since).count(),
        _("rekap baru terbit"),
        page,
        level=Level.NEWS,
        go=_("Buka"),
        icon="bank",
        tone="new",
    )
    advice = Advice.objects.in_scope_of(user).aggregate(
        answered=Count("pk", filter=Q(answered_on__gte=since, answered_on__lte=as_of)),
        late=Count("pk", filter=Q(state__in=["OPEN", "WORKING"], due_on__lt=as_of)),
    )
    yield Due(
        "advice_answered",
        advice["answered"],
        _("saran Anda dijawab kab/kota"),
        letters,
        level=Level.NEWS,
        go=_("Baca"),
        icon="eye",
        tone="new",
    )
    yield Due(
        "advice_unanswered",
        advice["late"],
        _("saran Anda lewat batas waktu"),
        f"{letters}?batas=lewat" if len(user.scope_code) >= 4 else letters,
        level=Level.LATE,
        go=_("Lihat"),
        icon="alert-triangle",
        tone="bad",
    )


def _supervised(user: User) -> tuple[str, str]:
    """Pages of recaps and letters; Bawaslu of a province chooses a regency first."""
    if len(user.scope_code) < 4:
        page = link("province-supervisor", user.scope_code)
        return page, page
    regency = user.regency_code
    return link("plenos:supervisor", regency), link("plenos:advices", regency)


def for_field(user: User, as_of: date) -> Iterator[Due]:
    """Cut-off of the period for who reports, own proposals still undecided."""
    if user.role not in FIELD or not user.regency_code:
        return
    page = _home_of(user)
    period = Period.objects.open(user.regency_code).first()
    last = as_of + timedelta(days=settings.POLICY.due_soon_days)
    if period is not None and as_of <= period.cutoff_on <= last:
        words = _("batas data periode %(period)s") % {"period": period.title}
        yield Due(
            "cutoff",
            1,
            words,
            page,
            deadline=period.cutoff_on,
            level=Level.SOON,
            more=_("laporkan perubahan sebelum tanggal ini"),
            go=_("Buka"),
            icon="calendar",
            tone="ask",
        )
    rows = ChangeProposal.objects.of(user.regency_code).in_scope_of(user).undecided()
    if user.role == Role.POST:
        yield Due(
            "own_proposals",
            rows.filter(proposed_by_id=user.pk).count(),
            _("usulan Anda menunggu keputusan kantor"),
            page,
            level=Level.NEWS,
            go=_("Lihat"),
        )
    if user.role == Role.VILLAGE:
        yield Due(
            "village_proposals",
            rows.count(),
            _("usulan di kelurahan ini menunggu keputusan kantor"),
            page,
            level=Level.NEWS,
            go=_("Lihat"),
        )


def _home_of(user: User) -> str:
    pages: dict[str, str] = {
        Role.POST: "voters:post",
        Role.VILLAGE: "plenos:village",
        Role.NEIGHBOURHOOD: "voters:residents",
    }
    return link(pages[user.role], user.regency_code)
