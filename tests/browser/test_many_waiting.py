"""The review queue of an office with more proposals than are counted, at 1366x768."""

from __future__ import annotations

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.browser.conftest import Portal, assert_fits
from tests.roles import admin_sql

pytestmark = [pytest.mark.browser, pytest.mark.slow]
REVIEW = "/kab/3272/tinjauan/"
HEAD = 48
"""Height of the queue's head with a line for the count and one for what is picked."""


def many_wait() -> None:
    """More newcomers wait than a list counts, as a large delivery leaves them."""
    admin_sql(
        "INSERT INTO change_proposal (regency_code, period_id, kind, category, nik, "
        "name, sex, kelurahan, new, source) "
        "SELECT '3272', p.id, 'BARU', 'GENAP_17', "
        "'32720150109' || lpad(g::text, 5, '0'), 'ORANG ' || g, 'L', '3272011001', "
        "jsonb_build_object('name', 'ORANG ' || g), 'uji' "
        "FROM generate_series(1, %s) g, (SELECT id FROM periods_period "
        "WHERE regency_code = '3272' AND state = 'OPEN') p",
        [settings.POLICY.count_cap + 50],
    )


def height(page: Page, place: str) -> float:
    return float(page.locator(place).first.bounding_box()["height"])  # type: ignore[index]


@pytest.mark.parametrize("language", ["id", "en"])
def test_the_head_of_the_queue_stays_on_its_lines(live: Portal, language: str) -> None:
    if not admin_sql("SELECT 1 FROM change_proposal WHERE nik LIKE '32720150109%%'"):
        many_wait()
    operator = live.open("operator.sukabumi")
    operator.carry({settings.LANGUAGE_COOKIE_NAME: language})
    operator.go(REVIEW)
    page = operator.page
    head = page.locator(".pd-review__list .pd-selbar")
    words = {"id": "lebih dari 10.000", "en": "more than"}
    expect(head.locator("b")).to_contain_text(words[language])
    assert height(page, ".pd-selbar") <= HEAD
    nav = page.locator(".pd-decide__nav").bounding_box()
    bar = page.locator(".pd-decide .btn-primary").first.bounding_box()
    assert nav and bar and abs(nav["y"] - bar["y"]) < bar["height"], "one line"
    assert_fits(page)
    operator.look(f"queue-many-{language}")
    page.locator("[data-pick-all]").check()
    assert height(page, ".pd-selbar") <= HEAD
    page.locator(
        "summary", has_text={"id": "Putuskan", "en": "Decide"}[language]
    ).click()
    page.locator("[data-pick-every]").check()
    page.keyboard.press("Escape")
    expect(head.locator("[data-picked-said]")).not_to_contain_text("10")
    assert height(page, ".pd-selbar") <= HEAD
    operator.picture(f"queue-every-{language}")
