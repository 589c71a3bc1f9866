"""Where a visitor comes from: what our own outermost proxy saw, else the socket."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """The visitor's address, "" when there is none.

    Only the entry that the last of TRUSTED_PROXIES appended is believed: everything
    before it is what the visitor wrote. What is no address counts as absent.
    """
    hops = [
        part.strip() for part in request.headers.get("x-forwarded-for", "").split(",")
    ]
    trusted: int = settings.TRUSTED_PROXIES
    if 0 < trusted <= len(hops) and _is_address(hops[-trusted]):
        return hops[-trusted]
    return str(request.META.get("REMOTE_ADDR") or "")


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
