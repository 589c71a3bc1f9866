"""Logs as one line an event, with every 16-digit number masked before it is written."""

import logging
import re
from typing import Any

from kpu_portal import env

_SIXTEEN = re.compile(r"(?<!\d)(\d{6})\d{10}(?!\d)")


def scrub(text: str) -> str:
    """Mask anything that looks like a NIK or NKK."""
    return _SIXTEEN.sub(r"\1••••••••••", text)


class ScrubbingFormatter(logging.Formatter):
    """Formats a record, traceback included, and masks NIK and NKK in it."""

    def format(self, record: logging.LogRecord) -> str:
        return scrub(super().format(record))


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
        "axes": {"level": "WARNING"},
        "django.request": {"level": "ERROR"},
        "django.utils.autoreload": {"level": "WARNING"},
    },
}
