"""What a page of the portal may ask of a device: its place, and nothing else.

Only the portal's own pages may, and they do on a tap alone (static/js/place.js).
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

POLICY = "geolocation=(self), camera=(), microphone=(), payment=(), usb=()"


class PermissionsPolicyMiddleware:
    """Sends the Permissions-Policy with every answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        answer = self.get_response(request)
        answer.headers.setdefault("Permissions-Policy", POLICY)
        return answer
