"""The job of an office's digests for one hour, and what puts it into the queue."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import digests
from accounts.models import DigestChoice, DigestState
from accounts.rules.digest import slots
from jobs.models import Job
from jobs.services import Context, JobError, enqueue
from kpu_portal.digest import post
from kpu_portal.digest.letter import letter_of

KIND = "digest"
TOO_OLD = timedelta(days=7)
"""A digest is not tried again after that: by then the next one has gone."""


def queue(now: datetime) -> int:
    """Put a job for each office and hour that has none; gives how many.

    Whoever calls it twice makes no second mail: each digest is claimed once.
    """
    if not settings.MAIL_ON:
        return 0
    hours = slots(timezone.localtime(now), settings.POLICY.digest_catch_up_hours)
    fresh = Job.objects.filter(kind=KIND, created_at__gte=hours[0])
    known = set(fresh.values_list("regency_code", "params__slot"))
    wanted = {
        (office, slot.isoformat())
        for slot in hours
        for office in digests.offices_at(slot)
    }
    for office, slot in sorted(wanted - known):
        enqueue(actor=None, kind=KIND, regency=office, params={"slot": slot})
    return len(wanted - known)


def run_digest(context: Context) -> dict[str, Any]:
    """Send an office's digests of one hour, each at most once.

    Raises JobError when mail is off, the hour is long past, the mail server is not to
    be spoken to, or it refused some; a new try sends what was refused and what had not
    been tried.
    """
    slot = datetime.fromisoformat(context.params["slot"])
    if not settings.MAIL_ON:
        raise JobError(_("Surel belum dipasang di server ini."))
    if timezone.now() - slot > TOO_OLD:
        raise JobError(_("Surel ini sudah terlalu lama; tunggu yang berikutnya."))
    digests.give_up(office=context.regency, slot=slot, job_id=context.job_id)
    people = digests.waiting(context.regency, slot)
    context.stage("kirim", total=len(people), unit="surel")
    for number, choice in enumerate(people, start=1):
        try:
            _send(context, choice, slot)
        except post.ServerDown as error:
            raise JobError(_down(context.regency, slot, str(error))) from error
        context.progress(number)
    return _result(context.regency, slot)


def _send(context: Context, choice: DigestChoice, slot: datetime) -> None:
    """Claim, then send: a kill between the two costs a mail and doubles none."""
    letter = letter_of(choice, timezone.localdate())
    if letter is None:
        _claim(context, choice, slot, 0)
        return
    with post.line() as opened:
        row = _claim(context, choice, slot, letter.count)
        if row is not None:
            outcome = post.send(opened, letter.mail)
            digests.settle(row, state=outcome.state, reason=outcome.reason)


def _claim(context: Context, choice: DigestChoice, slot: datetime, count: int) -> Any:
    with transaction.atomic():
        context.check()
        return digests.claim(
            choice=choice, slot=slot, job_id=context.job_id, count=count
        )


def _result(office: str, slot: datetime) -> dict[str, Any]:
    found = digests.tally(office, slot)
    counts = {state.lower(): found[state] for state in DigestState.values}
    if not found[DigestState.FAILED]:
        return counts
    raise JobError(
        _(
            "%(failed)s surel ditolak server surel (%(codes)s), %(sent)s diterima, "
            "%(lost)s terputus. Coba lagi mengirim yang ditolak saja."
        )
        % {**counts, "codes": ", ".join(digests.reasons(office, slot))}
    )


def _down(office: str, slot: datetime, code: str) -> str:
    found = digests.tally(office, slot)
    return _(
        "Server surel tidak dapat dihubungi (%(code)s); %(sent)s surel sudah diterima. "
        "Coba lagi mengirim yang belum."
    ) % {"code": code, "sent": found[DigestState.SENT]}
