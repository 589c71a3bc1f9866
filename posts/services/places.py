"""Posts and who works there."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from accounts.models import Role, User
from audit.services import record
from posts.models import Post, PostOfficer, PostState
from posts.services.errors import PostError
from posts.services.pictures import keep_picture
from regions.models import Region

FACTS = ("name", "place", "latitude", "longitude", "hours", "contact", "bring")


@transaction.atomic
def save_post(
    *,
    actor: Any,
    regency: str,
    kecamatan: str,
    facts: dict[str, Any],
    photo: Any = None,
    post: Post | None = None,
) -> Post:
    """Write a post, new or changed; `kecamatan` of one that stands is never changed.

    Raises PostError: for a kecamatan of elsewhere, half a map point, a picture that is
    none, a name that another post of the kecamatan bears, and an open post that would
    lose its hours or contact.
    """
    row = _locked(post) if post else Post(regency_code=regency, kecamatan=kecamatan)
    inside = row.kecamatan.startswith(regency) and len(row.kecamatan) == 6
    there = Region.objects.districts(regency).filter(code=row.kecamatan)
    if not inside or (post is None and not there.exists()):
        raise PostError(_("Pilih kecamatan di kab/kota ini."))
    for name in FACTS:
        if name in facts:
            setattr(row, name, facts[name])
    if (row.latitude is None) != (row.longitude is None):
        raise PostError(_("Isi lintang dan bujur, atau kosongkan keduanya."))
    if row.state == PostState.OPEN and not (row.hours and row.contact):
        raise PostError(_("Pos yang buka perlu jam buka dan kontak; isi keduanya."))
    if post is None:
        row.slug = f"{slugify(row.name)[:70] or 'pos'}-{row.kecamatan}"
    if photo is not None:
        row.photo = keep_picture(regency, photo)
    row.updated_by_name = str(actor)[:150]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        if "slug" in str(error):
            raise PostError(_("Nama ini sudah dipakai pos lain.")) from None
        raise
    _record(actor, "post.save", row)
    return row


@transaction.atomic
def set_state(*, actor: Any, post: Post, state: str) -> Post:
    """Open or close a post. Raises PostError: opening needs hours and a contact."""
    if state not in (PostState.OPEN, PostState.CLOSED):
        raise PostError(_("Status ini tidak dikenal."))
    post = _locked(post)
    if state == PostState.OPEN and not (post.hours and post.contact):
        raise PostError(_("Isi jam buka dan kontak sebelum membuka pos."))
    post.state, post.updated_by_name = state, str(actor)[:150]
    post.save(update_fields=["state", "updated_by_name", "updated_at"])
    _record(actor, "post.state", post, state=state)
    return post


@transaction.atomic
def add_officer(
    *,
    actor: Any,
    post: Post,
    account_id: int | None = None,
    name: str = "",
    is_substitute: bool = False,
) -> PostOfficer:
    """Give a post an officer: an account of its kecamatan, or a named substitute.

    Raises PostError for another account and for nobody at all.
    """
    if account_id is not None:
        account = User.objects.filter(
            pk=account_id, role=Role.POST, scope_code=post.kecamatan, is_active=True
        ).first()
        if account is None:
            raise PostError(_("Akun itu bukan petugas pos kecamatan ini."))
        name = str(account)
    elif not (is_substitute and name.strip()):
        raise PostError(_("Pilih akun petugas, atau tulis nama pengganti."))
    row = PostOfficer(
        regency_code=post.regency_code,
        kecamatan=post.kecamatan,
        post=post,
        account_id=account_id,
        name=name.strip()[:120],
        is_substitute=is_substitute,
    )
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise PostError(_("Petugas ini sudah ada di pos.")) from None
    _record(actor, "post.officer", post, added=True)
    return row


@transaction.atomic
def retire_officer(*, actor: Any, officer: PostOfficer) -> None:
    """Take an officer off the post; the turns of the past keep the name."""
    officer.is_active = False
    officer.save(update_fields=["is_active"])
    _record(actor, "post.officer", officer.post, added=False)


def _locked(post: Post) -> Post:
    """The post as it is now, until the commit."""
    row: Post = Post.objects.select_for_update().get(pk=post.pk)
    return row


def _record(actor: Any, action: str, post: Post, **data: Any) -> None:
    record(
        actor=actor,
        action=action,
        regency_code=post.regency_code,
        subject=str(post.public_id),
        data={"kecamatan": post.kecamatan, **data},
    )
