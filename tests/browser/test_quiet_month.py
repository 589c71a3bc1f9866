"""A month without a delivery, from the first change by hand to the frozen minutes."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import by_hand_steps, quiet_steps, review_steps
from tests.browser import plenary_steps as plenary
from tests.browser.conftest import Portal
from tests.voters import desk

pytestmark = [pytest.mark.browser, pytest.mark.slow]
FAMILY_AT_MOST = 8


def test_a_month_without_a_file_closes_in_the_portal_alone(live: Portal) -> None:
    from accounts.models import User

    user = User.objects.get(username="operator.sukabumi")
    people = iter(desk.voters(user, 40, kelurahan__startswith="327201"))
    operator = live.open("operator.sukabumi")
    quiet_steps.nothing_has_come(operator)
    quiet_steps.twenty_by_hand(operator, people)
    assert by_hand_steps.move_a_family(operator) <= FAMILY_AT_MOST
    corrected = next(people)
    number = quiet_steps.correct_a_number(operator, corrected)
    held = quiet_steps.hold_three(operator, people)
    leaver = next(people)
    quiet_steps.let_go(operator, leaver)
    by_hand = quiet_steps.CHANGED + quiet_steps.STRUCK + quiet_steps.NEW
    assert by_hand == 20
    quiet_steps.review(operator, by_hand + 5 + 1 + len(held) + 1)
    review_steps.apply_all(operator)
    quiet_steps.hand_over(operator, live, leaver)
    quiet_steps.remap(operator)
    operator.go("/kab/3272/pemilih/")
    operator.page.locator("#cari").fill(number)
    operator.page.locator("#cari").press("Enter")
    expect(operator.page.locator("h1")).to_have_text(corrected.name)
    quiet_steps.see_the_held(operator, held)
    assert quiet_steps.tick_sidalih(operator) > 20
    now = plenary.read_recap(operator)
    plenary.record_meeting(operator)
    quiet_steps.nothing_came(operator)
    plenary.freeze(live.open("ketua.sukabumi"))
    quiet_steps.read_minutes(operator, now)
    for regency in ("3272", "3101"):
        live.manage("verify", "--regency", regency)
