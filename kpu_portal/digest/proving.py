"""Proves the address of a digest: a link goes to it, whoever reads the mail confirms.

The link is a signed one that expires, as allauth confirms addresses (its lifetime is
allauth's own setting); it names the account and the address by a digest of it.
"""

import logging
from datetime import timedelta
from typing import Any

from allauth.account import app_settings as allauth
from django.conf import settings
from django.core import signing
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from accounts import digests
from accounts.models import DigestChoice, DigestState
from jobs.models import Job
from jobs.services import Context, JobError, enqueue
from kpu_portal.context import office_of
from kpu_portal.digest import post
from kpu_portal.digest.letter import OneLineHeads

KIND = "digest.proof"
SALT = "pdpb.digest.proof"
log = logging.getLogger("jobs")


def token_of(account: int, email: str) -> str:
    """The token of an account and its address."""
    return signing.dumps([account, _print(email)], salt=SALT)


def account_of(token: str) -> int | None:
    """Whose token it is, while the account still has that address; else None."""
    life = timedelta(days=allauth.EMAIL_CONFIRMATION_EXPIRE_DAYS)
    try:
        account, told = signing.loads(token, salt=SALT, max_age=life)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    email = digests.address_of_account(int(account))
    known = bool(email) and constant_time_compare(str(told), _print(email))
    return int(account) if known else None


def _print(email: str) -> str:
    return salted_hmac(SALT, email, algorithm="sha256").hexdigest()[:32]


def ask(user: Any) -> bool:
    """Note that a link is to go, unless one has just gone, and wake the worker.

    The choice is the truth: a wake-up that is lost is made good by the next beat.
    """
    if not settings.MAIL_ON or not digests.ask_for_proof(actor=user):
        return False
    transaction.on_commit(_wake)
    return True


def _wake() -> None:
    from kpu_portal.tasks import prove_addresses  # the tasks import this module

    try:
        prove_addresses.delay()
    except Exception as error:  # any broker failure: the row is the truth
        log.warning("broker does not answer: %s", type(error).__name__)


def queue() -> int:
    """Put a job for every link that was asked for and has none; gives how many.

    Run as the worker: an account outside an office may not ask for a job itself.
    """
    if not settings.MAIL_ON:
        return 0
    made = 0
    for choice in digests.waiting_for_proof():
        asked = choice.asked_at.isoformat() if choice.asked_at else ""
        told = {"account": choice.user_id, "asked": asked}
        if not Job.objects.filter(kind=KIND, params=told).exists():
            office = digests.office_of(choice.user.scope_code)
            enqueue(actor=None, kind=KIND, regency=office, params=told)
            made += 1
    return made


def run_proof(context: Context) -> dict[str, Any]:
    """The job: one letter to the address as it stands now.

    Raises JobError when mail is off, the server is not to be spoken to or refuses it.
    """
    if not settings.MAIL_ON:
        raise JobError(_("Surel belum dipasang di server ini."))
    rows = DigestChoice.objects.select_related("user")
    choice = rows.filter(user_id=context.params["account"]).first()
    if choice is None or not choice.email or choice.verified_at is not None:
        return {"sent": 0}
    if digests.office_of(choice.user.scope_code) != context.regency:
        raise JobError(_("Akun ini dari kantor lain."))
    context.stage("kirim", total=1, unit="surel")
    try:
        with post.line() as opened:
            outcome = post.send(opened, letter_of(choice))
    except post.ServerDown as error:
        raise JobError(_("Server surel tidak terhubung.")) from error
    if outcome.state == DigestState.FAILED:
        raise JobError(_("Server surel menolak alamat ini."))
    context.progress(1)
    return {"sent": 1}


def letter_of(choice: DigestChoice) -> OneLineHeads:
    """The letter; it names neither the account nor the office's people."""
    path = reverse("digest-verify", args=[token_of(choice.user_id, choice.email)])
    with translation.override(choice.language):
        told = {
            "office": office_of(choice.user),
            "link": settings.PUBLIC_URL + path,
            "days": allauth.EMAIL_CONFIRMATION_EXPIRE_DAYS,
        }
        return OneLineHeads(
            subject=_("PDPB: buktikan alamat surel ini"),
            body=render_to_string("mail/digest_proof.txt", told),
            to=[choice.email],
            headers={"Auto-Submitted": "auto-generated"},
        )
