"""Names of kecamatan, officers of a post, and the week of its duty."""

from dataclasses import dataclass
from datetime import date, timedelta

from accounts.models import Role, User
from posts.models import Duty, Post, PostOfficer
from regions.models import Region
from voters.selectors import past_places


@dataclass(frozen=True)
class Day:
    """One day of a roster."""

    day: date
    duties: list[Duty]


def kecamatan_names(regency: str) -> dict[str, str]:
    """Code -> name of the kecamatan of a regency that stand."""
    return dict(Region.objects.districts(regency).values_list("code", "name"))


def kecamatan_past(regency: str) -> dict[str, str]:
    """The same, then those that have ended: for lists of what was."""
    return past_places(regency)[0]


def officers_of(post: Post) -> list[PostOfficer]:
    """Who works at the post today, substitutes last."""
    return list(PostOfficer.objects.filter(post=post, is_active=True))


def accounts_for(post: Post) -> list[tuple[int, str]]:
    """Accounts of the kecamatan's post officers that the post does not have yet."""
    taken = PostOfficer.objects.filter(
        post=post, is_active=True, account_id__isnull=False
    )
    rows = User.objects.filter(
        role=Role.POST, scope_code=post.kecamatan, is_active=True
    ).exclude(pk__in=list(taken.values_list("account_id", flat=True)))
    return [(row.pk, str(row)) for row in rows.order_by("full_name", "username")]


def roster_of(post: Post, first: date) -> list[Day]:
    """Seven days of duty from a Monday."""
    last = first + timedelta(days=6)
    rows = Duty.objects.filter(post=post, day__range=(first, last))
    found = list(rows.select_related("officer"))
    days = [first + timedelta(days=n) for n in range(7)]
    return [Day(day, [one for one in found if one.day == day]) for day in days]
