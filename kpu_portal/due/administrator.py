"""What waits for an administrator: requests, accounts that end or lost their place."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from accounts.models import AccountChange, Role, User
from accounts.placing import to_place
from jobs.due import Due
from kpu_portal.context import link


def for_administrator(user: User, as_of: date) -> Iterator[Due]:
    """Requests that a second administrator decides; accounts that end soon.

    Accounts that a change of regions could not take along wait for a chair too, who
    knows the people.
    """
    if user.role not in (Role.ADMIN, Role.CHAIR):
        return
    page = link("accounts:list")
    yield Due(
        "accounts_to_place",
        len(to_place(user.regency_code)),
        _("akun perlu ditempatkan ulang"),
        f"{page}?tempat=ulang",
        more=_("wilayahnya berubah; sebelum ditempatkan tidak melihat siapa pun"),
        go=_("Lihat"),
        icon="map",
        tone="ask",
    )
    if user.role != Role.ADMIN:
        return
    asked = AccountChange.objects.filter(state=AccountChange.State.ASKED)
    yield Due(
        "account_changes",
        asked.exclude(proposed_by=user).count(),
        _("permintaan akun menunggu orang kedua"),
        page,
        go=_("Putuskan"),
        icon="users",
        tone="ask",
    )
    last = as_of + timedelta(days=settings.POLICY.due_soon_days)
    ending = User.objects.filter(
        is_active=True, ends_on__gte=as_of, ends_on__lte=last
    ).order_by("ends_on")
    days = list(ending.values_list("ends_on", flat=True))
    yield Due(
        "accounts_end",
        len(days),
        _("akun segera berakhir"),
        page,
        deadline=days[0] if days else None,
        more=_("perpanjang bila orangnya masih bertugas"),
        go=_("Lihat"),
        icon="lock",
        tone="ask",
    )
