"""Seals second factors before they reach the database; the keys can be rotated."""

import base64
import functools

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

PURPOSE = b"pdpb second factor 1"


def seal(text: str) -> str:
    """Encrypt with the first key of MFA_ENCRYPTION_KEYS."""
    return _box(tuple(settings.MFA_ENCRYPTION_KEYS)).encrypt(text.encode()).decode()


def unseal(text: str) -> str:
    """Decrypt with any of the keys; raises InvalidToken when none fits."""
    return _box(tuple(settings.MFA_ENCRYPTION_KEYS)).decrypt(text.encode()).decode()


def reseal(text: str) -> str:
    """Encrypt anew with the first key what any key has sealed."""
    return _box(tuple(settings.MFA_ENCRYPTION_KEYS)).rotate(text.encode()).decode()


@functools.lru_cache(maxsize=4)
def _box(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(_derive(key)) for key in keys])


def _derive(key: str) -> bytes:
    made = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE)
    return base64.urlsafe_b64encode(made.derive(key.encode()))
