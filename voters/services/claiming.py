"""Claims of the review queue: take, refresh, ask for, keep, give back (ADR 0051).

A claim is an offer of peace between colleagues: it runs out by itself, and whoever
decides must not collide with a living one of somebody else.
"""

from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import F, Q, Value
from django.db.models.functions import Least, Now
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.services import record
from voters.models import ChangeProposal, ReviewClaim, Voter
from voters.models.claims import DISTRICT
from voters.rules.claims import district_of, keeps_out, subject_of, waits_for
from voters.services.errors import VoterError

TAKE = """
INSERT INTO review_claim AS c (regency_code, subject, kelurahan, user_id, user_name,
  taken_at, until, asked_by_name)
VALUES (%(regency)s, %(subject)s, %(place)s, %(user)s, %(name)s, now(), %(until)s, '')
ON CONFLICT (regency_code, subject) DO UPDATE SET
  user_id = EXCLUDED.user_id, user_name = EXCLUDED.user_name,
  kelurahan = EXCLUDED.kelurahan,
  taken_at = CASE WHEN c.user_id = EXCLUDED.user_id AND c.until > now()
    THEN c.taken_at ELSE now() END,
  -- Somebody waits: going on working does not push the end away.
  until = CASE WHEN c.user_id = EXCLUDED.user_id AND c.until > now()
      AND c.asked_by_id IS NOT NULL THEN c.until ELSE EXCLUDED.until END,
  asked_by_id = CASE WHEN c.user_id = EXCLUDED.user_id AND c.until > now()
    THEN c.asked_by_id END,
  asked_by_name = CASE WHEN c.user_id = EXCLUDED.user_id AND c.until > now()
    THEN c.asked_by_name ELSE '' END
WHERE c.user_id = EXCLUDED.user_id OR c.until <= now()
RETURNING id
"""
LEAVE = """
WITH gone AS (DELETE FROM review_claim WHERE id IN (
  SELECT id FROM review_claim WHERE regency_code = %(regency)s AND user_id = %(user)s
    AND subject <> %(subject)s AND left(subject, 1) <> 'k'
  FOR UPDATE SKIP LOCKED))
"""
"""Before TAKE: leaves the person held before, in the same statement."""


class Claimed(VoterError):
    """Somebody else holds the person or the kecamatan; says who and until when."""

    def __init__(self, claim: ReviewClaim) -> None:
        self.claim = claim
        until = date_format(timezone.localtime(claim.until), "H.i")
        if claim.is_district:
            text = _(
                "Kecamatan ini dipegang %(who)s hari ini. Minta dahulu, atau "
                "kerjakan kecamatan lain."
            )
        else:
            text = _(
                "Orang ini sedang dibuka %(who)s sampai %(until)s. Minta, atau "
                "lanjutkan dengan yang berikut."
            )
        super().__init__(text % {"who": claim.user_name, "until": until})


def take_person(*, actor: Any, proposal: ChangeProposal) -> bool:
    """Hold the person of an open proposal for some minutes; False when another does.

    It leaves the person held before. Asked again, it is refreshed.
    """
    minutes = timedelta(minutes=settings.POLICY.claim_minutes)
    subject = subject_of(proposal.voter_id, proposal.pk)
    return _take(
        actor,
        proposal.regency_code,
        subject,
        proposal.kelurahan,
        timezone.now() + minutes,
    )


def take_district(*, actor: Any, regency: str, district: str) -> ReviewClaim:
    """Hold a kecamatan's queue until the end of the day. Raises Claimed."""
    subject = district_of(district)
    if not _take(actor, regency, subject, district, _end_of_day()):
        raise Claimed(ReviewClaim.objects.of(regency).get(subject=subject))
    _note(actor, regency, "review.claim", district)
    return ReviewClaim.objects.of(regency).get(subject=subject)


def _take(actor: Any, regency: str, subject: str, place: str, until: datetime) -> bool:
    said = {
        "regency": regency,
        "subject": subject,
        "place": place,
        "user": actor.pk,
        "name": str(actor)[:150],
        "until": until,
    }
    statement = TAKE if subject.startswith(DISTRICT) else LEAVE + TAKE
    with connection.cursor() as cursor:
        cursor.execute(statement, said)
        return cursor.fetchone() is not None


def _end_of_day() -> datetime:
    tomorrow = timezone.localdate() + timedelta(days=1)
    return timezone.make_aware(datetime.combine(tomorrow, time.min))


def _of(regency: str, subject: str) -> Any:
    return ReviewClaim.objects.of(regency).live().filter(subject=subject)


def ask(*, actor: Any, regency: str, subject: str) -> bool:
    """Ask the holder for it: unless kept, it ends soon. False when nobody holds it."""
    policy = settings.POLICY
    is_district = subject.startswith(DISTRICT)
    wait = policy.claim_ask_minutes if is_district else 1
    return bool(
        _of(regency, subject)
        .exclude(user_id=actor.pk)
        .update(
            asked_by_id=actor.pk,
            asked_by_name=str(actor)[:150],
            until=Least(F("until"), Now() + Value(timedelta(minutes=wait))),
        )
    )


def keep(*, actor: Any, regency: str, subject: str) -> bool:
    """Answer whoever asked: it stays with the holder, as long as at first."""
    minutes = timedelta(minutes=settings.POLICY.claim_minutes)
    until = timezone.now() + minutes
    if subject.startswith(DISTRICT):
        until = _end_of_day()
    mine = _of(regency, subject).filter(user_id=actor.pk)
    return bool(mine.update(asked_by_id=None, asked_by_name="", until=until))


def give_back(*, actor: Any, regency: str, subject: str) -> bool:
    """Hold it no longer. False when this account did not."""
    rows = ReviewClaim.objects.of(regency).filter(subject=subject, user_id=actor.pk)
    gone = bool(rows.delete()[0])
    if gone and subject.startswith(DISTRICT):
        _note(actor, regency, "review.release", subject.removeprefix(DISTRICT))
    return gone


def refuse_claimed(actor: Any, proposal: ChangeProposal) -> None:
    """Raise Claimed where a decision would meet another's living claim.

    A command of the server decides for nobody's account and meets none.
    """
    if actor is None:
        return
    subjects = [
        subject
        for subject in (
            subject_of(proposal.voter_id, proposal.pk),
            district_of(proposal.kelurahan),
        )
        if keeps_out(subject, proposal.state)
    ]
    others = ~Q(user_id=actor.pk)
    rows = ReviewClaim.objects.of(proposal.regency_code).live()
    found = rows.filter(others, subject__in=subjects).order_by("-subject").first()
    if found is not None:
        raise Claimed(found)


def refuse_claimed_people(
    actor: Any,
    regency: str,
    people: Iterable[Voter],
    *,
    at_the_door: bool = False,
) -> None:
    """Raise Claimed where a colleague holds one of these voters, or their kecamatan.

    For what is decided outside the queue: duplicates, and (at_the_door) visits.
    """
    if actor is None:
        return
    found = [
        subject
        for one in people
        for subject in (subject_of(one.pk, 0), district_of(one.kelurahan))
        if waits_for(subject, at_the_door=at_the_door)
    ]
    rows = ReviewClaim.objects.of(regency).live().filter(subject__in=set(found))
    claim = rows.exclude(user_id=actor.pk).order_by("-subject").first()
    if claim is not None:
        raise Claimed(claim)


def _note(actor: Any, regency: str, action: str, district: str) -> None:
    record(
        actor=actor,
        action=action,
        regency_code=regency,
        data={"kecamatan": district},
    )
