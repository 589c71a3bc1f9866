"""Role × every URL of the real URL conf: without a second factor nothing is reached."""

from __future__ import annotations

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from kpu_portal.demo.accounts import ACCOUNTS, PASSWORD
from tests.accounts.urls import GATE, every_url

SET_UP = "/akun/aplikasi/"
READERS = {"PROVINCE", "SUPERVISOR", "NEIGHBOURHOOD"}


@pytest.mark.parametrize("account", ACCOUNTS, ids=lambda account: account.username)
def test_staff_without_a_factor_reach_nothing(shared_portal: str, account: Any) -> None:
    name = account.username
    Authenticator.objects.filter(user__username=name).delete()
    client = Client()
    client.post("/masuk/", {"login": name, "password": PASSWORD})
    urls = {name: url for name, url in every_url().items() if name not in GATE}
    assert len(urls) > 40
    for view, url in urls.items():
        for method in ("get", "post"):
            answer = getattr(client, method)(url)
            if method == "post" and answer.status_code == 403:
                assert account.role in READERS, view
                continue
            assert answer.status_code == 302, (view, method)
            assert answer["Location"] == SET_UP, (view, method)
    assert "_auth_user_id" in client.session, "still signed in, and still nowhere"
