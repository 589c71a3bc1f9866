"""Numbers of policy: whose value holds when, who may set it, and the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import fields
from datetime import date, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from accounts.scope import scoped_as
from audit.models import LedgerEntry
from kpu_portal.policy_words import MEANINGS
from launcher.messages import compile_all
from tests.kpu_portal.test_english_pages import indonesian
from tests.voters import desk
from voters.models import OfficeSetting
from voters.rules import settings as rules
from voters.rules.settings import Value
from voters.selectors.settings import setting
from voters.services import SettingError, set_value

SignIn = Callable[[Any], Any]
DAY = date(2026, 11, 29)
ONE = timedelta(1)
PAGE = "/setelan/"


def test_whose_value_holds() -> None:
    nation = Value(1, "", 20, DAY)
    own = Value(2, "3272", 30, DAY + ONE, DAY + 3 * ONE)
    later = Value(3, "3272", 40, DAY + 2 * ONE, DAY + 2 * ONE)
    values = [later, own, nation]
    found = {
        days: rules.in_force(values, "3272", DAY + days * ONE) for days in range(-1, 5)
    }
    assert found == {-1: None, 0: nation, 1: own, 2: later, 3: own, 4: nation}
    assert rules.in_force(values, "3101", DAY + 2 * ONE) == nation
    # Of two that begin on the same day the one that was set last.
    twice = [Value(5, "", 7, DAY), nation]
    assert rules.in_force(twice, "3272", DAY) == twice[0]


@pytest.mark.parametrize(
    ("name", "value", "first", "last", "obstacle"),
    [
        ("hold_days", 30, DAY, None, ""),
        ("hold_days", 30, DAY, DAY, ""),
        ("page_rows", 30, DAY, None, "NAME"),
        ("hold_days", 0, DAY, None, "VALUE"),
        ("hold_days", 91, DAY, None, "VALUE"),
        ("hold_days", 30, DAY - ONE, None, "PAST"),
        ("hold_days", 30, DAY + ONE, DAY, "DATES"),
    ],
)
def test_what_may_not_be_set(
    name: str, value: int, first: date, last: date | None, obstacle: str
) -> None:
    assert rules.problem(name, value, first, last, DAY) == obstacle


def test_every_number_has_its_meaning_and_every_setting_its_default() -> None:
    names = {one.name for one in fields(settings.POLICY)}
    assert set(MEANINGS) == names
    for name, bounds in rules.SETTINGS.items():
        assert bounds.least <= getattr(settings.POLICY, name) <= bounds.most


def put(actor: Any, value: int, regency: str, **more: Any) -> OfficeSetting:
    said = {"name": "hold_days", "valid_from": timezone.localdate(), "reason": "SE 1"}
    with transaction.atomic(), scoped_as(actor):
        return set_value(actor=actor, value=value, regency=regency, **{**said, **more})


def test_a_chair_sets_the_own_office_only(portal: str, cast: Any) -> None:
    assert setting("hold_days", "3272") == settings.POLICY.hold_days == 14
    put(cast.admin, 21, "")
    assert (setting("hold_days", "3272"), setting("hold_days", "3101")) == (21, 21)
    put(cast.chair_a, 30, "3272")
    assert (setting("hold_days", "3272"), setting("hold_days", "3101")) == (30, 21)
    for who, place in (
        *(("chair_a", ""), ("chair_a", "3101"), ("operator_a", "3272")),
        *(("member_a", "3272"), ("supervisor", "3272"), ("province", "3272")),
    ):
        with pytest.raises(SettingError):
            put(getattr(cast, who), 40, place)
    with pytest.raises(SettingError, match="dari 1 sampai 90"):
        put(cast.chair_a, 400, "3272")
    today = timezone.localdate()
    with pytest.raises(SettingError, match="di server"):
        put(cast.admin, 40, "", name="page_rows")
    with pytest.raises(SettingError, match="mulai hari ini"):
        put(cast.admin, 40, "", valid_from=today - ONE)
    with pytest.raises(SettingError, match="mendahului"):
        put(cast.admin, 40, "", valid_from=today + ONE, valid_until=today)
    gone = cast.admin
    gone.is_active = False
    with pytest.raises(SettingError, match="Hanya administrator"):
        put(gone, 40, "")
    with pytest.raises(SettingError, match="tidak dikenal"):
        put(cast.admin, 40, "9999")
    with pytest.raises(SettingError, match="alasannya"):
        put(cast.admin, 40, "", reason="")
    with pytest.raises(KeyError):
        setting("page_rows", "3272")
    told = LedgerEntry.objects.using("gate").filter(action="setting.set").order_by("id")
    assert [(one.regency_code, one.data["value"]) for one in told] == [
        *(("", 21), ("3272", 30)),
    ]


def test_the_page_of_an_administrator_and_of_a_chair(
    stocked: str, cast: Any, sign_in: SignIn, django_assert_num_queries: Any
) -> None:
    admin, chair = sign_in(cast.admin), sign_in(cast.chair_a)
    page = admin.get(PAGE).content.decode()
    assert "PDPB_JOB_LEASE_SECONDS" in page and "bawaan" in page
    assert 'name="regency"' in page
    assert 'name="regency"' not in chair.get(PAGE).content.decode()
    with django_assert_num_queries(5):
        admin.get(PAGE)
    sent = {
        "name": "hold_days",
        "value": "60",
        "valid_from": timezone.localdate().isoformat(),
        "reason": "Rapat 3",
    }
    # A chair's form takes no region, whatever is sent.
    assert chair.post(PAGE, {**sent, "regency": "3101"}).status_code == 302
    row = OfficeSetting.objects.get()
    assert (row.regency_code, row.value, row.reason) == ("3272", 60, "Rapat 3")
    wrong = admin.post(PAGE, {**sent, "value": "0", "regency": ""})
    assert wrong.status_code == 422 and "dari 1 sampai 90" in wrong.content.decode()
    assert "Rapat 3" in admin.get(PAGE).content.decode()
    assert "Rapat 3" not in sign_in(cast.chair_b).get(PAGE).content.decode()

    # What it is for: the day that the queue offers for a postponement.
    (voter,) = desk.voters(cast.operator_a, 1)
    made = desk.propose(cast.operator_a, "UBAH", voter, new={"address": "JL LAIN"})
    shown = sign_in(cast.operator_a).get(f"/kab/3272/usulan/{made.public_id}/")
    assert shown.context["hold_until"] == timezone.localdate() + timedelta(60)


def test_the_administrators_pages_in_english(
    portal: str, cast: Any, sign_in: SignIn
) -> None:
    compile_all()
    put(cast.admin, 21, "", reason="SE 1")
    client = sign_in(cast.admin)
    client.cookies["django_language"] = "en"
    for address in (
        *(PAGE, "/daftar-kode/", "/daftar-kode/baru/", "/daftar-kode/TMS/2025/GANDA/"),
        "/daftar-kode/EVIDENCE/2026/SURAT_KEMATIAN/",
    ):
        assert indonesian(client.get(address).content.decode()) == [], address
