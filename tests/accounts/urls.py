"""Every URL of the real URL conf, with something in the place of each parameter."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from typing import Any

from django.urls import get_resolver, reverse
from django.urls.converters import IntConverter, UUIDConverter
from django.urls.resolvers import RegexPattern

from accounts.guards import BEFORE_FACTOR

GATE = frozenset({*BEFORE_FACTOR, "mfa_authenticate", "one-time-code"})
"""What somebody may open who has given no second factor."""
PUBLIC = frozenset(
    {
        *("public-posts", "public-post", "public-photo", "public-picture"),
        *("public-bulletins", "public-feed", "public-bulletin"),
        *("report-check", "report-status", "public-events"),
        *("digest-stop", "digest-verify", "public-reach", "public-reach-post"),
    }
)
"""What anybody opens: no page of it knows who asks."""
KNOWN = {
    **{"regency": "3272", "province": "32", "period": "2026-11"},
    **{"name": "TMS", "vintage": "2026", "code": "PINDAH"},  # of a list of codes
}
WRITTEN = {
    "kecamatan": "327201",
    "kelurahan": "3272011001",
    "number": "3272-2611-00001",
    "key": str(uuid.UUID(int=7)),
    "jenis": "U",
    "public_id": str(uuid.UUID(int=7)),
    "short": "327201p",
    "token": f"7:{'x' * 43}",
    "proof": f"Nzo3:1vx000:{'x' * 43}",
    "paper": "a4",
}
"""Parameters that a regular expression spells."""


def every_url() -> dict[str, str]:
    """View name → address."""
    found = _walk(get_resolver().url_patterns, "", {})
    return {name: reverse(name, kwargs=filled) for name, filled in found}


def _walk(patterns: Any, space: str, filled: dict[str, Any]) -> Iterator[Any]:
    for pattern in patterns:
        own = {
            name: KNOWN.get(name, _filler(converter))
            for name, converter in pattern.pattern.converters.items()
        }
        if isinstance(pattern.pattern, RegexPattern):
            spelt = pattern.pattern.regex.groupindex
            own |= {name: WRITTEN.get(name) or KNOWN[name] for name in spelt}
        if hasattr(pattern, "url_patterns"):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _walk(pattern.url_patterns, inner, {**filled, **own})
        else:
            yield f"{space}{pattern.name}", {**filled, **own}


def _filler(converter: Any) -> Any:
    if isinstance(converter, UUIDConverter):
        return uuid.UUID(int=7)
    return 7 if isinstance(converter, IntConverter) else "x"
