"""What a hand-over asks of every decision and job about proposals (ADR 0057).

The states follow by triggers (sql/handover.sql); here stands what those must be told,
and what is refused before they run.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils import timezone
from django.utils.translation import gettext as _

from voters.models import ChangeProposal, Handover, HandoverState
from voters.services.errors import NotDecidable

REGENCY = 4
OTHER = "_handover"
"""Key in `new` of a proposal: code of the regency that the person comes from or goes
to, where that regency is one of this installation."""
_TURN = """
SELECT pg_advisory_xact_lock(hashtext('serah-terima'), pair)
FROM unnest(%s::int[]) AS pair
"""
_PAIRS = """
SELECT DISTINCT regency_code, new->>'_handover' FROM change_proposal
WHERE regency_code = %(regency)s AND period_id = %(period)s AND new ? '_handover' AND (
  %(applies)s AND state = 'ACCEPTED'
  OR state = 'APPLIED' AND (id = %(proposal)s OR delivery_id = %(delivery)s
    OR group_key = %(group)s))
UNION
SELECT h.from_regency, h.to_regency FROM change_proposal p
JOIN handover h ON h.from_regency = p.regency_code AND h.from_voter_id = p.voter_id
WHERE p.regency_code = %(regency)s AND p.period_id = %(period)s AND %(applies)s
  AND p.state = 'ACCEPTED' AND p.kind IN ('PEMULIHAN', 'MUNCUL_KEMBALI')
"""


def set_clock(actor: Any = None) -> None:
    """Tell the triggers, for this transaction, the last day for an answer and who acts.

    Without an actor the proposal says who decided, or the job who asked for it.
    """
    due = timezone.localdate() + timedelta(days=settings.POLICY.handover_days)
    who = str(actor)[:150] if actor is not None else ""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT set_config('app.handover_due', %s, true), "
            "set_config('app.handover_who', %s, true)",
            [due.isoformat(), who],
        )


def begin_job(regency: str, values: dict[str, Any], *, applies: bool) -> None:
    """Set the clock, and let jobs of two regencies that share hand-overs take turns."""
    set_clock()
    asked = {name: values.get(name) for name in ("proposal", "delivery", "group")}
    with connection.cursor() as cursor:
        cursor.execute(
            _PAIRS,
            {
                **asked,
                "regency": regency,
                "period": values["period"],
                "applies": applies,
            },
        )
        pairs = cursor.fetchall()
    take_turn(*pairs)


def take_turn(*pairs: tuple[str, str]) -> None:
    """Wait until nobody else works through hand-overs of these pairs of regencies.

    Whoever locks more than one proposal or hand-over of a pair takes this first: two
    that each held one which the other wants would stop each other. Who locks one of
    each takes the proposal, then its hand-over, and no turn.
    """
    numbers = {
        int(min(pair)) * 10000 + int(max(pair))
        for pair in pairs
        if all(len(code) == REGENCY and code.isdecimal() for code in pair)
    }
    if numbers:
        with connection.cursor() as cursor:
            cursor.execute(_TURN, [sorted(numbers)])


def take_turns_of(rows: QuerySet[ChangeProposal, ChangeProposal]) -> None:
    """take_turn() for all pairs that these proposals name, before they are locked."""
    named = rows.filter(new__has_key=OTHER).order_by()
    other = KeyTextTransform(OTHER, "new")
    take_turn(*named.values_list("regency_code", other).distinct())


def handover_of(proposal: ChangeProposal) -> Handover | None:
    """The hand-over of a proposal, if it has one; no query for any other."""
    if OTHER not in proposal.new:
        return None
    side = "to" if proposal.kind == "BARU" else "from"
    about = {
        f"{side}_regency": proposal.regency_code,
        f"{side}_proposal_id": proposal.pk,
    }
    found: Handover | None = Handover.objects.filter(**about).order_by("-id").first()
    return found


def refuse_withdrawn(proposal: ChangeProposal) -> None:
    """Raise NotDecidable where the hand-over that made the proposal was taken back."""
    found = handover_of(proposal)
    if found is None or found.state != HandoverState.WITHDRAWN:
        return
    if proposal.kind == "BARU":
        raise NotDecidable(
            _(
                "Serah terimanya ditarik kab/kota lain: orangnya tetap di sana. Tolak "
                "usulan ini."
            )
        )
    raise NotDecidable(
        _(
            "Permintaannya ditarik kab/kota lain: orangnya tidak masuk di sana. Tolak "
            "usulan ini; bila ada bukti sendiri, usulkan lagi."
        )
    )
