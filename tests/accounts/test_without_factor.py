"""Role × every URL of the real URL conf: without a second factor nothing is reached."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import resolve

from accounts.guards import SecondFactorMiddleware
from accounts.models import User
from kpu_portal.demo.accounts import ACCOUNTS, PASSWORD
from tests.accounts.urls import GATE, every_url

# Every line that these requests run is run by other tests too.
pytestmark = pytest.mark.no_cover
SET_UP = "/akun/aplikasi/"
READERS = {"PROVINCE", "SUPERVISOR", "NEIGHBOURHOOD"}
WHOLE = [one for one in ACCOUNTS if one.username in ("ketua.sukabumi", "rw.1001")]
"""One who may change something, one who may not: through every layer."""


def closed() -> dict[str, str]:
    """View name → address of all that a second factor is needed for."""
    urls = {name: url for name, url in every_url().items() if name not in GATE}
    assert len(urls) > 40
    return urls


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.username)
def test_the_wall_sends_everybody_away(shared_portal: str, account: Any) -> None:
    """The wall alone, asked for every URL: it stands before every view."""
    Authenticator.objects.filter(user__username=account.username).delete()
    user = User.objects.get(username=account.username)
    wall = SecondFactorMiddleware(lambda request: HttpResponse())
    for view, url in closed().items():
        for method in ("get", "post"):
            request: Any = getattr(RequestFactory(), method)(url)
            request.user, request.session = user, SessionBase()
            request.resolver_match = found = resolve(url)
            answer = wall.process_view(request, found.func, (), found.kwargs)
            assert answer is not None and answer["Location"] == SET_UP, (view, method)


@pytest.mark.parametrize("account", WHOLE, ids=lambda account: account.username)
def test_staff_without_a_factor_reach_nothing(shared_portal: str, account: Any) -> None:
    name = account.username
    Authenticator.objects.filter(user__username=name).delete()
    client = Client()
    client.post("/masuk/", {"login": name, "password": PASSWORD})
    for view, url in closed().items():
        for method in ("get", "post"):
            answer = getattr(client, method)(url)
            if method == "post" and answer.status_code == 403:
                assert account.role in READERS, view
                continue
            assert answer.status_code == 302, (view, method)
            assert answer["Location"] == SET_UP, (view, method)
    assert "_auth_user_id" in client.session, "still signed in, and still nowhere"
