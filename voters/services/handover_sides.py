"""What a hand-over asks of every decision and job about proposals (ADR 0057).

The states follow by triggers (sql/handover.sql); here stands what those must be told,
and what is refused before they run.
"""

from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone
from django.utils.translation import gettext as _

from voters.models import ChangeProposal, Handover, HandoverState
from voters.services.errors import NotDecidable

OTHER = "_handover"
"""Key in `new` of a proposal: code of the regency that the person comes from or goes
to, where that regency is one of this installation."""
_PAIR = """
SELECT pg_advisory_xact_lock(hashtext('serah-terima'),
  least(%s, %s)::int * 10000 + greatest(%s, %s)::int)
"""
_PAIRS = """
SELECT pg_advisory_xact_lock(hashtext('serah-terima'), pair) FROM (
  SELECT DISTINCT least(regency_code, new->>'_handover')::int * 10000
    + greatest(regency_code, new->>'_handover')::int AS pair
  FROM change_proposal
  WHERE regency_code = %s AND period_id = %s AND new ? '_handover' AND (
    %s AND state = 'ACCEPTED'
    OR state = 'APPLIED' AND (id = %s OR delivery_id = %s OR group_key = %s))
  ORDER BY 1) pairs
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
    """Set the clock, and let jobs of two regencies that share hand-overs take turns.

    Two jobs that each hold a hand-over which the other wants would stop each other.
    """
    set_clock()
    with connection.cursor() as cursor:
        cursor.execute(
            _PAIRS,
            [
                *(regency, values["period"], applies),
                *(values.get("proposal"), values.get("delivery")),
                values.get("group"),
            ],
        )


def take_turn(one: Handover) -> None:
    """Let whoever answers for several, and jobs that share them, take turns.

    A job of the other regency locks the same hand-overs in an order of its own.
    """
    both = [one.from_regency, one.to_regency]
    with connection.cursor() as cursor:
        cursor.execute(_PAIR, [*both, *both])


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
