"""Refusals of a signed-in person go into the ledger: 403, and 404 on what is foreign.

Stands inside the middleware that opens the request's transaction and its scope.
"""

import re
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from audit.services import record

REFUSED = {403: "refused.right", 404: "refused.object"}
_REGENCY = re.compile(r"[0-9]{4}")
_DIGITS = re.compile(r"[0-9]{13,}")


class RefusalMiddleware:
    """Records who asked for what and was not given it.

    A 404 of an address that is no page of the portal is a slip and is not recorded.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        action = REFUSED.get(response.status_code)
        found = request.resolver_match
        user = getattr(request, "user", None)
        if action and found and user is not None and user.is_authenticated:
            code = str(found.kwargs.get("regency", ""))
            path = _DIGITS.sub("…", request.path)
            record(
                actor=user,
                action=action,
                regency_code=code if _REGENCY.fullmatch(code) else "",
                subject=found.view_name,
                data={"path": path, "method": request.method},
                request=request,
            )
        return response
