"""The signed address that ends somebody's digests without a sign-in (RFC 8058).

The token names the account and is worth nothing else. It has no end: the link of an
old mail must work as long as the mail lies somewhere.
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse

from accounts.models import User

_signer = Signer(salt="pdpb.digest.stop")


def token_of(user: User) -> str:
    """The token of an account."""
    return _signer.sign(str(user.pk))


def account_of(token: str) -> int | None:
    """Whose token it is; None for one that this portal did not make."""
    try:
        return int(_signer.unsign(token))
    except (BadSignature, ValueError):
        return None


def address_of(user: User) -> str:
    """The whole address for the head and the foot of a mail."""
    return settings.PUBLIC_URL + reverse("digest-stop", args=[token_of(user)])
