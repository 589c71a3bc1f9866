"""Posts of the demo: one open in each kecamatan, with hours, an officer and news;
a Friday greeting that comes back, twice held and once to come.

Run as the worker; a second run changes nothing.
"""

from datetime import date, time, timedelta

from django.utils import timezone

from accounts.models import Role, User
from partners.models import Institution
from posts import services
from posts.models import (
    Bulletin,
    BulletinState,
    EventState,
    OutreachEvent,
    Post,
    PostOfficer,
    PostState,
)
from posts.rules.recurrence import WEEKLY, rule_from
from regions.models import Region

HOURS = {str(day): ["08:00", "15:00"] for day in range(4)} | {"4": ["08:00", "11:00"]}
NEWS = """Pos buka setiap hari kerja; **Jumat** sampai pukul 11.00.

Yang perlu dibawa:

- KTP-el atau Kartu Keluarga
- Akta kematian, bila melaporkan keluarga yang meninggal"""


def ensure_posts(regency: str, period: str) -> int:
    """Make the posts of a regency that has none; gives how many were made."""
    if Post.objects.of(regency).exists():
        return 0
    districts = list(Region.objects.districts(regency))
    for place in districts:
        where = {"regency_code": regency, "kecamatan": place.code}
        post = Post.objects.create(
            **where,
            slug=f"pos-{place.code}",
            name=f"Pos {place.name}",
            place=f"Kantor Kecamatan {place.name}",
            hours=HOURS,
            contact="(0266) 000000",
            bring="KTP-el atau Kartu Keluarga",
            state=PostState.OPEN,
        )
        for account in User.objects.filter(role=Role.POST, scope_code=place.code):
            PostOfficer.objects.create(
                **where, post=post, account_id=account.pk, name=str(account)
            )
        Bulletin.objects.create(
            **where,
            period_code=period,
            title=f"Pos {place.name} melayani warga",
            body=NEWS,
            state=BulletinState.PUBLISHED,
            published_at=timezone.now(),
            author_name="Data contoh",
        )
    return len(districts)


def ensure_outreach(regency: str, today: date) -> None:
    """Plan Fridays in the first kecamatan, unless the regency has events.

    Two lie behind (held, with what came of it and who took part), one ahead.
    """
    if OutreachEvent.objects.of(regency).exists():
        return
    place = Region.objects.districts(regency).order_by("code")[0]
    coming = today + timedelta(days=1 + (3 - today.weekday()) % 7)
    first = coming - timedelta(days=14)
    series = services.plan_series(
        actor=None,
        regency=regency,
        kecamatan=place.code,
        facts={
            "kind": "GREETING",
            "title": "Jumat sapa warga",
            "place": f"Lapangan Kecamatan {place.name}",
            "starts": time(6, 30),
            "till": time(9),
        },
        rule=rule_from(WEEKLY, first, coming),
    )
    post = User.objects.filter(role=Role.POST, scope_code=place.code).first()
    bawaslu = Institution.objects.of(regency).filter(kind="bawaslu").first()
    for event in series.events.order_by("day"):
        if post is not None:
            services.add_event_officer(actor=None, event=event, account_id=post.pk)
        if event.day >= today:
            continue
        services.set_event_state(
            actor=None,
            event=event,
            state=EventState.HELD,
            note="Senam bersama, warga ditanya di tempat",
        )
        if bawaslu is not None:
            services.add_event_partner(
                actor=None, event=event, institution=bawaslu, note="Mengawasi bersama"
            )
