"""The duty roster of a post."""

from datetime import date, time, timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services import record
from posts.models import Duty, Post, PostOfficer
from posts.rules import roster
from posts.services.errors import PostError


@transaction.atomic
def add_turn(
    *,
    actor: Any,
    post: Post,
    officer: PostOfficer,
    day: date,
    starts: time,
    till: time,
) -> Duty:
    """Put an officer on duty. Raises PostError when it ends before it starts, the
    officer is not of this post, or stands on duty then already."""
    if till <= starts:
        raise PostError(_("Jam selesai harus sesudah jam mulai."))
    if officer.post_id != post.pk or not officer.is_active:
        raise PostError(_("Petugas ini tidak bertugas di pos ini."))
    turn = roster.Turn(officer.pk, day, starts, till)
    if roster.meets(turn, _turns(post, day, day)):
        raise PostError(_("Petugas ini sudah piket pada jam itu."))
    made = _save(post, [turn])[0]
    _record(actor, post, day=day.isoformat(), added=1)
    return made


@transaction.atomic
def drop_turn(*, actor: Any, duty: Duty) -> None:
    """Take a turn off the roster."""
    post, day = duty.post, duty.day
    duty.delete()
    _record(actor, post, day=day.isoformat(), dropped=1)


@transaction.atomic
def copy_week(*, actor: Any, post: Post, week: date) -> int:
    """Copy the week before `week` into it; gives how many turns were made.

    Officers who left are left out, and what would meet a turn that stands. Raises
    PostError when the week before has none.
    """
    first = roster.monday(week)
    before = first - roster.WEEK
    active = set(
        PostOfficer.objects.filter(post=post, is_active=True).values_list(
            "pk", flat=True
        )
    )
    old = [
        turn
        for turn in _turns(post, before, first - timedelta(days=1))
        if turn.officer in active
    ]
    if not old:
        raise PostError(_("Minggu sebelumnya tidak mempunyai piket."))
    standing = _turns(post, first, first + timedelta(days=6))
    made = roster.week_after(old, standing)
    _save(post, made)
    _record(actor, post, day=first.isoformat(), added=len(made))
    return len(made)


def _turns(post: Post, first: date, last: date) -> list[roster.Turn]:
    rows = Duty.objects.filter(post=post, day__range=(first, last))
    return [
        roster.Turn(*row)
        for row in rows.values_list("officer_id", "day", "starts", "till")
    ]


def _save(post: Post, turns: list[roster.Turn]) -> list[Duty]:
    return Duty.objects.bulk_create(
        Duty(
            regency_code=post.regency_code,
            kecamatan=post.kecamatan,
            post=post,
            officer_id=turn.officer,
            day=turn.day,
            starts=turn.starts,
            till=turn.till,
        )
        for turn in turns
    )


def _record(actor: Any, post: Post, **data: Any) -> None:
    record(
        actor=actor,
        action="post.duty",
        regency_code=post.regency_code,
        subject=str(post.public_id),
        data=data,
    )
