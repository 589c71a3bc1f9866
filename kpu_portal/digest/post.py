"""Speaks to the mail server: one connection a mail, and what became of each."""

import smtplib
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend

from accounts.models import DigestState


class ServerDown(Exception):
    """The mail server cannot be spoken to, nothing was sent; says a short code."""


class Outcome(NamedTuple):
    """State of a digest, and the server's code and words when it refused."""

    state: str
    reason: str = ""


@contextmanager
def line() -> Iterator[BaseEmailBackend]:
    """An open line to the mail server. Raises ServerDown."""
    opened = get_connection()
    try:
        opened.open()
    except smtplib.SMTPResponseException as error:
        raise ServerDown(str(error.smtp_code)) from error
    except OSError as error:
        raise ServerDown(type(error).__name__) from error
    try:
        yield opened
    finally:
        with suppress(OSError):  # the mail went or not; a goodbye changes nothing
            opened.close()


def send(opened: BaseEmailBackend, mail: EmailMessage) -> Outcome:
    """Hand one mail over.

    Refused: FAILED with the server's answer; it has not taken the mail. A line that
    breaks may have broken after the server took it: LOST.
    """
    try:
        opened.send_messages([mail])
    except smtplib.SMTPRecipientsRefused as error:
        code, words = next(iter(error.recipients.values()))
        return _refused(code, words)
    except smtplib.SMTPResponseException as error:
        return _refused(error.smtp_code, error.smtp_error)
    except smtplib.SMTPNotSupportedError:
        return Outcome(DigestState.FAILED, "SMTPUTF8")
    except OSError as error:
        return Outcome(DigestState.LOST, type(error).__name__)
    return Outcome(DigestState.SENT)


def _refused(code: int, words: bytes | str) -> Outcome:
    text = words.decode(errors="replace") if isinstance(words, bytes) else words
    return Outcome(DigestState.FAILED, f"{code} {' '.join(text.split())}")
