"""Django's admin site is not there: no second way in beside the portal's sign-in."""

from __future__ import annotations

from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.urls import NoReverseMatch, Resolver404, get_resolver, resolve, reverse

ADDRESSES = ("/admin/", "/admin/login/", "/admin/accounts/user/", "/admin")


def test_the_app_is_not_installed() -> None:
    assert not apps.is_installed("django.contrib.admin")
    assert not [app for app in settings.INSTALLED_APPS if "admin" in app]
    with pytest.raises(NoReverseMatch):
        reverse("admin:index")
    assert "admin" not in get_resolver().namespace_dict
    for address in ADDRESSES:
        with pytest.raises(Resolver404):
            resolve(address)


@pytest.mark.parametrize("part", ["", "admin", "chair_a"])
def test_nobody_finds_it(
    shared_portal: str, cast: Any, client: Any, sign_in: Any, part: str
) -> None:
    browser = sign_in(getattr(cast, part)) if part else client
    for address in ADDRESSES:
        for method in ("get", "post"):
            answer = getattr(browser, method)(address)
            assert answer.status_code == 404, (address, method)
