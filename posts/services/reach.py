"""Makes short links and counts their openings, without a word of who opened them."""

from datetime import date
from typing import Any

from django.db import connection, transaction
from django.utils.translation import gettext as _

from audit.services import record
from posts.models.reach import Channel, ShortLink, Target
from posts.rules.reach import parsed
from posts.services.errors import PostError
from regions.models import Region

KECAMATAN = 6


@transaction.atomic
def make_links(*, actor: Any, regency: str, kecamatan: str) -> int:
    """Give every channel of a kecamatan its code; gives how many are new.

    Raises PostError for a kecamatan of elsewhere.
    """
    there = Region.objects.districts(regency).filter(code=kecamatan)
    inside = kecamatan.startswith(regency) and len(kecamatan) == KECAMATAN
    if not inside or not there.exists():
        raise PostError(_("Pilih kecamatan di kab/kota ini."))
    mine = ShortLink.objects.of(regency).filter(kecamatan=kecamatan)
    known = set(mine.values_list("channel", flat=True))
    fresh = [
        ShortLink(
            regency_code=regency,
            kecamatan=kecamatan,
            channel=channel,
            made_by_name=str(actor)[:150],
        )
        for channel in Channel.values
        if channel not in known
    ]
    ShortLink.objects.bulk_create(fresh, ignore_conflicts=True)
    if fresh:
        record(
            actor=actor,
            action="reach.links",
            regency_code=regency,
            subject=kecamatan,
            data={"channels": len(fresh)},
        )
    return len(fresh)


@transaction.atomic
def aim(*, actor: Any, link: ShortLink, target: str) -> None:
    """Let a short link lead elsewhere; printed papers keep their code.

    Raises PostError for a target that is none.
    """
    if target not in Target.values:
        raise PostError(_("Pilih halaman tujuan tautan."))
    if link.target != target:
        link.target = target
        link.save(update_fields=["target"])
        record(
            actor=actor,
            action="reach.aim",
            regency_code=link.regency_code,
            subject=link.code,
            data={"target": target},
        )


def opened(short: str, *, on: date, counted: bool) -> tuple[str, str] | None:
    """Count an opening and say where it leads: kecamatan and target; None for no link.

    One statement; nothing is kept but the day's number.
    """
    found = parsed(short)
    if found is None:
        return None
    with connection.cursor() as cursor:
        cursor.execute("SELECT reach_open(%s, %s, %s, %s)", [*found, on, counted])
        (target,) = cursor.fetchone()
    return (found[0], str(target)) if target else None
