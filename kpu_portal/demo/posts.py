"""Posts of the demo: one open in each kecamatan, with hours, an officer and news.

Run as the worker; a second run changes nothing.
"""

from django.utils import timezone

from accounts.models import Role, User
from posts.models import Bulletin, BulletinState, Post, PostOfficer, PostState
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
