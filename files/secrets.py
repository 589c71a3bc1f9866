"""A password that waits for a job: encrypted with the portal's key, for one day."""

import base64
import hashlib

from cryptography.fernet import Fernet, InvalidToken
from django.conf import settings

LIFETIME = 24 * 3600


class SecretLost(Exception):
    """The waiting password is gone or too old."""


def _fernet() -> Fernet:
    key = hashlib.sha256(b"pdpb export password\0" + settings.SECRET_KEY.encode())
    return Fernet(base64.urlsafe_b64encode(key.digest()))


def wrap(password: str) -> str:
    """The password as the row of the file keeps it; "" for none."""
    return _fernet().encrypt(password.encode()).decode() if password else ""


def unwrap(secret: str) -> str:
    """The password of a row. Raises SecretLost."""
    try:
        return _fernet().decrypt(secret.encode(), ttl=LIFETIME).decode()
    except InvalidToken:
        raise SecretLost from None
