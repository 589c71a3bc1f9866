"""Logs as one line an event, with every NIK and NKK masked before it is written.

People write the sixteen digits with spaces, dots or dashes as well; those are masked
too. What PostgreSQL writes by itself is the server's setting (kpu_portal.checks).
"""

import logging
import re
import sys
import traceback
from types import TracebackType
from typing import Any

from kpu_portal import env

_SIXTEEN = re.compile(r"(?<!\d)(?:\d[ .\u00a0-]?){15}\d(?!\d)")
_SHOWN, MASK = 6, "•"


def scrub(text: str) -> str:
    """Mask anything that looks like a NIK or NKK, written together or apart."""
    return _SIXTEEN.sub(_masked, text)


def _masked(found: re.Match[str]) -> str:
    digits = [char for char in found[0] if char.isdigit()]
    return "".join(digits[:_SHOWN]) + MASK * (len(digits) - _SHOWN)


class ScrubbingFormatter(logging.Formatter):
    """Formats a record, traceback included, and masks NIK and NKK in it."""

    def format(self, record: logging.LogRecord) -> str:
        return scrub(super().format(record))


def scrubbing_hook(
    kind: type[BaseException], error: BaseException, trace: TracebackType | None
) -> None:
    """What a command that fails prints: its traceback, masked like a log.

    A database error carries the row it stumbled over.
    """
    lines = traceback.format_exception(kind, error, trace)
    sys.stderr.write(scrub("".join(lines)))


sys.excepthook = scrubbing_hook

LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "kpu_portal.settings.logs.ScrubbingFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s pid=%(process)d %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("PDPB_LOG_LEVEL", "INFO")},
    "loggers": {
        # Django's own handler would write a second, unmasked copy of these.
        "django": {"handlers": [], "propagate": True},
        "django.server": {"handlers": [], "propagate": True},
        "axes": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.utils.autoreload": {"level": "WARNING"},
    },
}
DEFAULT_EXCEPTION_REPORTER = "kpu_portal.errors.ScrubbingReporter"
