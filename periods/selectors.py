"""What is read of periods."""

from typing import Any

from periods.models import Period

SHOWN = 12
"""So many stand in the frame of an office's pages."""


def recent(request: Any, regency: str) -> list[Period]:
    """The last SHOWN periods of a regency, the newest first; read once a request.

    For pages that only look: a view that opens or closes a period reads anew.
    """
    kept: dict[str, list[Period]] = getattr(request, "pd_periods", {})
    if regency not in kept:
        kept[regency] = list(Period.objects.of(regency)[:SHOWN])
        request.pd_periods = kept
    return kept[regency]


def open_of(request: Any, regency: str) -> Period | None:
    """The open one of them: none is newer."""
    return next((one for one in recent(request, regency) if one.is_open), None)
