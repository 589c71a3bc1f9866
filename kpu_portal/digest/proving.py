"""Proves the address of a digest: a link goes to it, whoever reads the mail confirms.

The link is a signed one that expires, as allauth confirms addresses (its lifetime is
allauth's own setting); it names the account and the address by a digest of it.
"""

from datetime import timedelta
from typing import Any

from allauth.account import app_settings as allauth
from django.conf import settings
from django.core import signing
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from accounts import digests
from accounts.models import DigestChoice, DigestState
from jobs.services import Context, JobError, enqueue
from kpu_portal.context import office_of
from kpu_portal.digest import post
from kpu_portal.digest.letter import OneLineHeads

KIND = "digest.proof"
SALT = "pdpb.digest.proof"


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
    """Queue the letter with the link unless one has just gone; whether it was."""
    if not settings.MAIL_ON or not digests.ask_for_proof(actor=user):
        return False
    office = digests.office_of(user.scope_code)
    enqueue(actor=user, kind=KIND, regency=office, params={"account": user.pk})
    return True


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
