"""More time, or none, for several that wait: each by the same door as a single one."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from audit.services import record
from files.lists import PickError, mark_of, require_same
from voters.models import ChangeProposal, HeldItem
from voters.services import holding
from voters.services.claiming import Claimed
from voters.services.deciding import check_until
from voters.services.errors import AlreadyProposed, NotDecidable
from voters.services.handover_sides import take_turns_of

EXTEND, RELEASE = "perpanjang", "lepas"
Rows = QuerySet[HeldItem, HeldItem]


@dataclass
class Left:
    """How many left their waiting, and how many stayed, by reason."""

    done: int = 0
    stayed: Counter[str] = field(default_factory=Counter)


def held_mark(rows: Rows) -> str:
    """Which rows these are, to be compared when the person has said yes.

    A proposal and a voter may have one number, so each has a place of its own.
    """
    return mark_of(_numbers(rows.values_list("id", "what")))


def _numbers(rows: Any) -> list[int]:
    return [2 * number + (what == HeldItem.What.VOTER) for number, what in rows]


def leave_many(
    *,
    actor: Any,
    regency: str,
    rows: Rows,
    deed: str,
    mark: str,
    reason: str = "",
    until: date | None = None,
) -> Left:
    """Extend or release everything of `rows`; one that cannot is left as it is.

    `rows` are cut to the person's scope, `mark` is held_mark of those that were shown.
    Raises NotDecidable (others by now, too many, no reason or day, unknown deed) and
    ClosedPeriod before anything changes.
    """
    if deed not in (EXTEND, RELEASE):
        raise NotDecidable(_("Pilih perpanjang atau lepas."))
    if not reason.strip():
        raise NotDecidable(_("Tulis alasannya."))
    day = check_until(until) if deed == EXTEND else None
    with transaction.atomic():
        items = list(rows.order_by("due", "what", "id"))
        try:
            require_same(mark, _numbers((one.id, one.what) for one in items))
        except PickError as error:
            raise NotDecidable(str(error)) from None
        most = settings.POLICY.picked_most_rows
        if len(items) > most:
            said = _("Paling banyak %(n)s sekaligus; persempit saringannya.")
            raise NotDecidable(said % {"n": most})
        numbers = [one.id for one in items if one.what == HeldItem.What.PROPOSAL]
        take_turns_of(ChangeProposal.objects.of(regency).filter(pk__in=numbers))
        # A row at a time: a voter's exit is a proposal of its own, with its checks.
        left = Left()
        for item in items:
            stayed = _leave(actor, regency, item, deed, reason, day)
            left.stayed.update([stayed] if stayed else [])
            left.done += not stayed
        record(
            actor=actor,
            action=f"held.{'extend' if deed == EXTEND else 'release'}",
            regency_code=regency,
            data={"done": left.done, "stayed": dict(left.stayed)},
        )
    return left


def _leave(
    actor: Any, regency: str, item: HeldItem, deed: str, reason: str, day: date | None
) -> str:
    """Why the row stayed; "" when it left."""
    said: dict[str, Any] = {
        "actor": actor,
        "regency": regency,
        "item": item,
        "reason": reason,
    }
    try:
        with transaction.atomic():
            if deed == EXTEND:
                holding.extend(**said, until=day)
            else:
                holding.release(**said)
    except Claimed:
        return "claimed"
    except AlreadyProposed:
        return "proposed"
    except NotDecidable:
        return "changed"
    return ""
