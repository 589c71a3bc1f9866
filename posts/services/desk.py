"""The room's side of the desk: which post an officer sits at, and the log of visits."""

from typing import Any
from uuid import UUID

from django.urls import reverse

from posts.models import Post, PostOfficer, PostState
from posts.services import queue
from posts.services.visits import log_visit
from voters.desks import Desk
from voters.models import CitizenReport, ReportChannel

PREFIX = "post:"
"""Of a report's source reference; what follows is the post's public id."""


def post_of(user: Any) -> Post | None:
    """The open post where the account is an officer; else its kecamatan's only one."""
    opened = Post.objects.in_scope_of(user).filter(state=PostState.OPEN)
    mine = PostOfficer.objects.filter(account_id=user.pk, is_active=True)
    found = opened.filter(pk__in=mine.values("post_id")).order_by("pk").first()
    if found is not None or len(getattr(user, "by_name_scope", "")) != 6:
        return found
    only = list(opened.order_by("pk")[:2])
    return only[0] if len(only) == 1 else None


def desk_of(user: Any) -> Desk | None:
    """What a report taken by this account remembers of its post."""
    post = post_of(user)
    if post is None:
        return None
    page = reverse("posts:detail", args=[post.regency_code, post.public_id])
    return Desk(f"{PREFIX}{post.public_id}", post.name[:40], page)


def log_report(actor: Any, report: CitizenReport) -> None:
    """A report taken at a post is a visit there, one at an event somebody met there."""
    if report.source_ref.startswith(queue.PREFIX):
        queue.log_at_event(actor, report)
    if report.channel != ReportChannel.POST or not report.source_ref:
        return
    post = Post.objects.of(report.regency_code).filter(
        public_id=UUID(report.source_ref.removeprefix(PREFIX))
    )
    log_visit(actor=actor, post=post.get(), kind=report.kind, report=report)
