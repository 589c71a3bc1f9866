"""Bulletins: anybody of the kecamatan writes, the office publishes."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from periods import services as periods
from posts.models import Bulletin, BulletinPicture, BulletinState
from posts.services.errors import PostError
from posts.services.pictures import keep_picture
from regions.models import Region

MOST_PICTURES = 6
OF_THE_OFFICE = (BulletinState.PUBLISHED, BulletinState.ARCHIVED)
_NEXT = {
    BulletinState.SENT: (BulletinState.DRAFT,),
    BulletinState.DRAFT: (BulletinState.SENT,),
    BulletinState.PUBLISHED: (
        *(BulletinState.DRAFT, BulletinState.SENT, BulletinState.ARCHIVED),
    ),
    BulletinState.ARCHIVED: (BulletinState.PUBLISHED,),
}
"""To a state, from which ones."""


@transaction.atomic
def save_bulletin(
    *,
    actor: Any,
    regency: str,
    kecamatan: str,
    title: str,
    body: str,
    bulletin: Bulletin | None = None,
) -> Bulletin:
    """Write a bulletin, new or changed.

    Raises PostError for a kecamatan outside the actor's scope, and for a post officer
    who changes what is published.
    """
    if bulletin is None:
        inside = actor.covers(kecamatan) and kecamatan.startswith(regency)
        if (
            not inside
            or not Region.objects.districts(regency).filter(code=kecamatan).exists()
        ):
            raise PostError(_("Pilih kecamatan di kab/kota ini."))
        period = periods.current(regency)
        bulletin = Bulletin(
            regency_code=regency,
            kecamatan=kecamatan,
            period_code=period.code if period else "",
            author_id=actor.pk,
            author_name=str(actor)[:150],
        )
    else:
        bulletin = _locked(bulletin)
    _insist(actor, bulletin)
    bulletin.title, bulletin.body = title.strip(), body.strip()
    bulletin.save()
    _record(actor, "bulletin.save", bulletin)
    return bulletin


@transaction.atomic
def set_bulletin_state(
    *, actor: Any, bulletin: Bulletin, state: str, seen: str = ""
) -> Bulletin:
    """Send in, take back, publish or archive.

    seen: Bulletin.seen of the page; "" asks nothing. Raises PostError for another
    step, for publishing or archiving by anybody but the office, and for publishing
    what was changed since it was read.
    """
    row = _locked(bulletin)
    if state in OF_THE_OFFICE and not actor.is_office:
        raise PostError(_("Hanya kantor kab/kota yang menerbitkan dan mengarsipkan."))
    if row.state not in _NEXT.get(state, ()):  # type: ignore[call-overload]
        raise PostError(_("Langkah ini tidak berlaku bagi keadaan kabar sekarang."))
    if state == BulletinState.PUBLISHED and seen not in ("", row.seen):
        raise PostError(
            _("Kabar ini diubah sesudah Anda membukanya; baca lagi sebelum terbit.")
        )
    row.state = state
    if state == BulletinState.PUBLISHED:
        row.published_at = timezone.now()
        row.published_by_name = str(actor)[:150]
    if state == BulletinState.ARCHIVED:
        row.pinned = False
    row.save()
    _record(actor, "bulletin.state", row)
    return row


@transaction.atomic
def pin(*, actor: Any, bulletin: Bulletin, on: bool) -> None:
    """Keep a published bulletin above the others. Raises PostError otherwise."""
    bulletin = _locked(bulletin)
    if not actor.is_office or bulletin.state != BulletinState.PUBLISHED:
        raise PostError(_("Hanya kabar yang terbit dapat disematkan, oleh kantor."))
    bulletin.pinned = on
    bulletin.save(update_fields=["pinned", "updated_at"])
    _record(actor, "bulletin.pin", bulletin)


@transaction.atomic
def add_picture(
    *, actor: Any, bulletin: Bulletin, upload: Any, words: str
) -> BulletinPicture:
    """Put a picture into a bulletin; it needs words for who cannot see it.

    Raises PostError without words, for the seventh picture and for no picture.
    """
    bulletin = _locked(bulletin)
    _insist(actor, bulletin)
    if not words.strip():
        raise PostError(_("Tulis keterangan gambar."))
    if bulletin.pictures.count() >= MOST_PICTURES:
        raise PostError(_("Paling banyak %(n)s gambar.") % {"n": MOST_PICTURES})
    made: BulletinPicture = BulletinPicture.objects.create(
        regency_code=bulletin.regency_code,
        kecamatan=bulletin.kecamatan,
        bulletin=bulletin,
        file=keep_picture(bulletin.regency_code, upload),
        words=words.strip()[:160],
    )
    _touch(actor, bulletin)
    return made


@transaction.atomic
def drop_picture(*, actor: Any, picture: BulletinPicture) -> None:
    """Take a picture out of a bulletin."""
    bulletin = _locked(picture.bulletin)
    _insist(actor, bulletin)
    picture.delete()
    _touch(actor, bulletin)


def _locked(bulletin: Bulletin) -> Bulletin:
    """The bulletin as it is now, until the commit: two people write one."""
    row: Bulletin = Bulletin.objects.select_for_update().get(pk=bulletin.pk)
    return row


def _touch(actor: Any, bulletin: Bulletin) -> None:
    """Whoever has read it reads it again: its pictures are others."""
    bulletin.save(update_fields=["updated_at"])
    _record(actor, "bulletin.picture", bulletin)


def _insist(actor: Any, bulletin: Bulletin) -> None:
    if bulletin.state in OF_THE_OFFICE and not actor.is_office:
        raise PostError(_("Kabar yang sudah terbit hanya diubah kantor kab/kota."))


def _record(actor: Any, action: str, bulletin: Bulletin) -> None:
    record(
        actor=actor,
        action=action,
        regency_code=bulletin.regency_code,
        subject=str(bulletin.public_id),
        data={"kecamatan": bulletin.kecamatan, "state": bulletin.state},
    )
