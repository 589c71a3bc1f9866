"""Accounts of officers and heads of RT and RW follow a change of regions (ADR 0064).

What voters.services.regions does to voters this does to accounts, inside its
transaction. Which account goes where says accounts.rules.placing.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from accounts.models import Role, User
from accounts.rules.placing import Corner, Ground, Seat, seat_after
from audit.services import record
from regions.models import Region, RegionChange, RegionFollowed
from regions.rules import change as rules
from regions.services.changing import lines_of
from regions.services.following import whole_places

PLACED = (Role.POST, Role.VILLAGE, Role.NEIGHBOURHOOD)
FOLLOWER = "account"
LEFT = "accounts_left"
"""Key in `done` of a change: accounts that could not follow, each with its seat."""
_PLACE = "SELECT place_account(%s, %s, %s, %s, %s)"


@dataclass(frozen=True)
class Move:
    """An account that follows, and its seat before and after."""

    user: User
    before: Seat
    after: Seat


@dataclass
class Moves:
    """What a change does to accounts: who follows, and who is to be placed anew."""

    going: list[Move] = field(default_factory=list)
    left: list[User] = field(default_factory=list)


def seat_of(user: User) -> Seat:
    """Where an account works."""
    return Seat(user.scope_code, user.rw, user.rt)


def moves(
    change: RegionChange, corners: Iterable[Corner], housed: Iterable[Corner]
) -> Moves:
    """What the change does to accounts; reads only.

    `corners` and `housed` are those of accounts.rules.placing.Ground.
    """
    ground = _ground(change, corners, housed)
    found = Moves()
    users = User.objects.filter(
        role__in=PLACED, scope_code__startswith=change.regency_code
    )
    for user in users.order_by("scope_code", "rw", "rt", "pk"):
        before, after = seat_of(user), seat_after(seat_of(user), ground)
        if after is None:
            found.left.append(user)
        elif after != before:
            found.going.append(Move(user, before, after))
    return found


def _ground(
    change: RegionChange, corners: Iterable[Corner], housed: Iterable[Corner]
) -> Ground:
    lines, regency = lines_of(change), change.regency_code
    districts = whole_places(lines, rules.DISTRICT, regency)
    standing = {line.new[: rules.DISTRICT] for line in lines}
    return Ground(
        lines,
        {**whole_places(lines, rules.VILLAGE, regency), **districts},
        rules.ending(lines) | (districts.keys() - standing),
        list(corners),
        list(housed),
    )


def follow(change: RegionChange, found: Moves, actor: Any) -> int:
    """Give every account that goes its seat, end its tokens, and enter it; how many.

    Inside the transaction of the change, before it is settled as applied. An account
    that administrators move at this moment keeps what they give. Who could not follow
    is kept in `change.done`, which the caller saves.
    """
    gone = 0
    for move in found.going:
        if not _place(change, move.user, move.after):
            continue
        gone += 1
        RegionFollowed.objects.create(
            change=change,
            regency_code=change.regency_code,
            follower=FOLLOWER,
            row_id=move.user.pk,
            before=list(move.before),
            after=list(move.after),
        )
        _tell(change, actor, "account.follow", move.user, move.after)
    if found.left:
        change.done[LEFT] = [[user.pk, *seat_of(user)] for user in found.left]
    return gone


def follow_back(change: RegionChange, actor: Any) -> int:
    """Give accounts their seat of before, where they still have that of the change."""
    kept = RegionFollowed.objects.filter(change=change, follower=FOLLOWER)
    seats = {row.row_id: (Seat(*row.before), Seat(*row.after)) for row in kept}
    back = 0
    for user in User.objects.filter(pk__in=seats):
        before, after = seats[user.pk]
        if seat_of(user) == after and _place(change, user, before):
            _tell(change, actor, "account.follow.back", user, before)
            back += 1
    return back


def _place(change: RegionChange, user: User, seat: Seat) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(_PLACE, [change.pk, user.pk, *seat])
        return bool(cursor.fetchone()[0])


def _tell(
    change: RegionChange, actor: Any, action: str, user: User, seat: Seat
) -> None:
    record(
        actor=actor,
        action=action,
        regency_code=change.regency_code,
        subject=user.username,
        data={
            **{"from": user.scope_code, "scope": seat.code, "rw": seat.rw},
            **{"rt": seat.rt, "change": str(change.public_id)},
        },
    )


def to_place(regency: str = "") -> list[User]:
    """Accounts that work nowhere since a change of regions, and wait for a place.

    In force, of one regency or all: the place has ended, or an applied change could not
    take the account along and it still has the seat of then.
    """
    left, today = _left(regency), timezone.localdate()
    ended = Region.objects.filter(code=OuterRef("scope_code")).exclude(valid_to=None)
    users = User.objects.annotate(gone=Exists(ended)).filter(
        Q(ends_on=None) | Q(ends_on__gte=today),
        Q(gone=True) | Q(pk__in=list(left)),
        role__in=PLACED,
        is_active=True,
        scope_code__startswith=regency,
    )
    return [
        user
        for user in users.order_by("scope_code", "rw", "rt", "pk")
        if user.gone or left.get(user.pk) == seat_of(user)
    ]


def left_by(change: RegionChange) -> list[User]:
    """Accounts that an applied change could not take along and that still wait."""
    if change.state != RegionChange.State.APPLIED:
        return []
    left = {row[0] for row in change.done.get(LEFT, [])}
    waiting = to_place(change.regency_code) if left else []
    return [user for user in waiting if user.pk in left]


def _left(regency: str) -> dict[int, Seat]:
    applied = RegionChange.objects.filter(
        state=RegionChange.State.APPLIED, done__has_key=LEFT
    )
    if regency:
        applied = applied.filter(regency_code=regency)
    rows = (row for one in applied.order_by("id") for row in one.done[LEFT])
    return {pk: Seat(*seat) for pk, *seat in rows}
