"""Refusals go into the ledger, and a NIK in an address is refused.

Stands inside the middleware that opens the request's transaction and its scope.
"""

import re
from collections.abc import Callable

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.views.defaults import bad_request

from audit.services import APART, record

REFUSED = {403: "refused.right", 404: "refused.object"}
NUMBER = "refused.number"
_REGENCY = re.compile(r"[0-9]{4}")
_DIGITS = re.compile(r"[0-9]{13,}")
# Region, day (a woman's plus 40), month, year and serial; not any sixteen digits, since
# the printed digest of a recap may begin with as many.
_NIK = re.compile(
    r"(?<![0-9A-Za-z])[1-9][0-9]{5}(?:[04][1-9]|[1256][0-9]|[37][01])"
    r"(?:0[1-9]|1[0-2])[0-9]{6}(?![0-9A-Za-z])"
)


class RefusalMiddleware:
    """Records who asked for what and was not given it.

    A 404 of an address that is no page of the portal is a slip and is not recorded.
    Addresses stand in histories and in logs of proxies: a NIK belongs in a form's body,
    and a page that is asked with one in its address answers 400.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if _NIK.search(request.get_full_path()):
            self._record(request, NUMBER)
            return bad_request(request, SuspiciousOperation())
        response = self.get_response(request)
        action = REFUSED.get(response.status_code)
        if action and request.resolver_match:
            self._record(request, action)
        return response

    @staticmethod
    def _record(request: HttpRequest, action: str) -> None:
        user = getattr(request, "user", None)
        if user is not None and user.is_authenticated:
            record_refusal(request, action)


def record_refusal(request: HttpRequest, action: str) -> None:
    """Into the ledger: who asked for which page of which regency, how, from where.

    Long numbers of the address are left out: somebody may have typed a NIK there.
    """
    found = request.resolver_match or _resolved(request)
    code = str(found.kwargs.get("regency", "")) if found else ""
    record(
        actor=request.user,
        action=action,
        regency_code=code if _REGENCY.fullmatch(code) else "",
        subject=found.view_name if found else "",
        data={"path": _DIGITS.sub("…", request.path), "method": request.method},
        request=request,
        using=APART,
    )


def _resolved(request: HttpRequest) -> ResolverMatch | None:
    try:
        return resolve(request.path_info)
    except Resolver404:
        return None
