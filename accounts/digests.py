"""Digests by e-mail: who wants one when, and what became of each.

The only writer of both tables. A choice is written over the gate, as whatever belongs
to an account; what was sent is written by the worker's job (kpu_portal/digest/).
"""

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import DigestChoice, DigestSend, DigestState, Rhythm, User
from accounts.querysets import OFFICE
from accounts.scope import GATE
from audit.services import record

REASON = 200
PAUSE = timedelta(minutes=2)
"""Between two links to prove an address."""


class DigestError(Exception):
    """A choice that cannot be kept; the message is for people."""


@dataclass(frozen=True)
class Wish:
    """What somebody chooses: Monday is day 0; the hour is the office's own."""

    rhythm: str
    weekday: int
    hour: int
    email: str
    language: str


@transaction.atomic(using=GATE)
def choose(*, actor: User, wish: Wish) -> DigestChoice:
    """Keep an account's own choice and enter it in the ledger, without the address.

    It holds from the next full hour on, and once the address is proved; another
    address has to be proved anew. Raises DigestError for a rhythm without a usable
    address, an unknown rhythm, day or hour.
    """
    if wish.rhythm not in Rhythm.values:
        raise DigestError(_("Pilih kapan surel dikirim."))
    if wish.weekday not in range(7) or wish.hour not in range(24):
        raise DigestError(_("Pilih hari dan jam surel."))
    email = wish.email.strip()
    if email or wish.rhythm != Rhythm.NONE:
        try:
            validate_email(email)
        except ValidationError:
            raise DigestError(_("Tulis alamat surel yang lengkap.")) from None
    facts: dict[str, Any] = {
        "rhythm": wish.rhythm,
        "weekday": wish.weekday,
        "hour": wish.hour,
        "email": email,
        "language": wish.language,
        "changed_at": timezone.now(),
    }
    mine = DigestChoice.objects.using(GATE).select_for_update()
    before = mine.filter(user_id=actor.pk).first()
    if before is None or before.email != email:
        facts |= {"verified_at": None, "asked_at": None}
    kept, _new = DigestChoice.objects.using(GATE).update_or_create(
        user_id=actor.pk, defaults=facts
    )
    _record(actor, "digest.choose", wish.rhythm)
    found: DigestChoice = kept
    return found


@transaction.atomic(using=GATE)
def ask_for_proof(*, actor: User) -> bool:
    """Note that a link is to go to the account's address; whether one may go now.

    Nobody is flooded: a link follows the last one after PAUSE, and none goes to an
    address that is proved or missing.
    """
    mine = DigestChoice.objects.using(GATE).select_for_update()
    choice = mine.filter(user_id=actor.pk).first()
    now = timezone.now()
    if choice is None or not choice.email or choice.verified_at is not None:
        return False
    if choice.asked_at is not None and choice.asked_at > now - PAUSE:
        return False
    choice.asked_at = now
    choice.save(using=GATE, update_fields=["asked_at"])
    _record(actor, "digest.ask", choice.rhythm)
    return True


@transaction.atomic(using=GATE)
def prove(account_id: int, email: str) -> bool:
    """The address is the account's: its link was opened. Whether it is the present one.

    Again is no error. What was chosen holds from the next full hour on.
    """
    mine = DigestChoice.objects.using(GATE).filter(user_id=account_id, email=email)
    now = timezone.now()
    if mine.filter(verified_at=None).update(verified_at=now, changed_at=now):
        user = User.objects.using(GATE).get(pk=account_id)
        _record(user, "digest.prove", mine.get().rhythm)
    return bool(email) and mine.exists()


def waiting_for_proof() -> list[DigestChoice]:
    """Choices whose address is not proved although a link was asked for lately."""
    since = timezone.now() - timedelta(days=1)
    rows = DigestChoice.objects.filter(verified_at=None, asked_at__gt=since)
    return list(rows.exclude(email="").select_related("user").order_by("user_id"))


def address_of_account(account_id: int) -> str:
    """Where an account's digests go, "" for nowhere; over the gate, without a scope."""
    mine = DigestChoice.objects.using(GATE).filter(user_id=account_id)
    return str(mine.values_list("email", flat=True).first() or "")


@transaction.atomic(using=GATE)
def stop(account_id: int) -> bool:
    """End the digests of an account; whether there were any. For its link in a mail."""
    mine = DigestChoice.objects.using(GATE).filter(user_id=account_id)
    stopped = mine.exclude(rhythm=Rhythm.NONE).update(
        rhythm=Rhythm.NONE, changed_at=timezone.now()
    )
    if stopped:
        user = User.objects.using(GATE).get(pk=account_id)
        _record(user, "digest.stop", Rhythm.NONE)
    return bool(stopped)


def _record(user: User, action: str, rhythm: str) -> None:
    record(
        actor=user,
        action=action,
        regency_code=user.regency_code,
        data={"rhythm": rhythm},
        using=GATE,
    )


def office_of(scope_code: str) -> str:
    """Where a digest is sent and told of: regency, province, "" for the nation."""
    return scope_code[:OFFICE]


def offices_at(slot: datetime) -> set[str]:
    """Offices with somebody whose digest falls on this hour and was not tried yet."""
    due = DigestChoice.objects.at(slot).unanswered(slot, DigestSend.objects.all())
    codes = due.values_list("user__scope_code", flat=True)
    return {office_of(code) for code in codes}


def waiting(office: str, slot: datetime) -> list[DigestChoice]:
    """Choices of an office for this hour without a digest, failed ones among them."""
    due = DigestChoice.objects.at(slot).of_office(office)
    rows = due.unanswered(slot, DigestSend.objects.all()).select_related("user")
    return list(rows.order_by("user_id"))


def claim(
    *, choice: DigestChoice, slot: datetime, job_id: int, count: int
) -> DigestSend | None:
    """Take the one digest of an account and hour, before anything is sent.

    count: how many things wait; with none the row says NOTHING and no mail follows.
    None when it was taken already. A FAILED one is taken once more.
    """
    state = DigestState.SENDING if count else DigestState.NOTHING
    facts = {"state": state, "count": count, "reason": "", "job_id": job_id}
    facts["tried_at"] = timezone.now()
    again = DigestSend.objects.filter(
        user_id=choice.user_id, slot=slot, state=DigestState.FAILED
    )
    if again.update(**facts):
        return DigestSend.objects.get(user_id=choice.user_id, slot=slot)
    try:
        with transaction.atomic():
            made: DigestSend = DigestSend.objects.create(
                user_id=choice.user_id,
                slot=slot,
                office=office_of(choice.user.scope_code),
                **facts,
            )
    except IntegrityError:
        return None
    return made


def settle(row: DigestSend, *, state: str, reason: str = "") -> None:
    """Say what became of a claimed digest."""
    open_states = (DigestState.SENDING, DigestState.LOST)
    DigestSend.objects.filter(pk=row.pk, state__in=open_states).update(
        state=state, reason=reason[:REASON]
    )


def give_up(*, office: str, slot: datetime, job_id: int) -> int:
    """Call LOST what an earlier, killed try of the same job left SENDING."""
    rows = DigestSend.objects.of_slot(office, slot).filter(job_id=job_id)
    return int(rows.filter(state=DigestState.SENDING).update(state=DigestState.LOST))


def tally(office: str, slot: datetime) -> Counter[str]:
    """How many digests of an office and hour ended in each state."""
    rows = DigestSend.objects.of_slot(office, slot)
    return Counter(rows.order_by().values_list("state", flat=True))


def reasons(office: str, slot: datetime) -> list[str]:
    """Codes of the mail server for what failed, without its words and addresses."""
    rows = DigestSend.objects.of_slot(office, slot).filter(state=DigestState.FAILED)
    found = rows.order_by().values_list("reason", flat=True)
    return sorted({str(one).partition(" ")[0] for one in found})


def choice_of(user: Any) -> DigestChoice | None:
    """The account's own choice."""
    found: DigestChoice | None = DigestChoice.objects.filter(user_id=user.pk).first()
    return found


def last_of(user: Any) -> DigestSend | None:
    """The account's own latest digest."""
    found: DigestSend | None = DigestSend.objects.filter(user_id=user.pk).first()
    return found


def old_sends(now: datetime, days: int) -> Any:
    """Rows of digests that retention removes."""
    return DigestSend.objects.filter(slot__lt=now - timedelta(days=days))
