"""When a reminder is due, what a telephone number is, and whose codes are whose."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from partners.codes import DELIVERING, ONLY_INVITED, InstitutionKind
from partners.rules import AGREEMENT_STEPS, REQUEST_STEPS, phone_is_sound, step_due
from reconciliation.models import Sender
from reconciliation.rules import institutions

TODAY = date(2026, 11, 29)


@pytest.mark.parametrize(
    ("left", "steps", "after", "due"),
    [
        (61, AGREEMENT_STEPS, False, None),
        (60, AGREEMENT_STEPS, False, 60),
        (31, AGREEMENT_STEPS, False, 60),
        (30, AGREEMENT_STEPS, False, 30),
        (7, AGREEMENT_STEPS, False, 7),
        (5, AGREEMENT_STEPS, False, 7),
        (0, AGREEMENT_STEPS, False, 7),
        (-1, AGREEMENT_STEPS, False, None),
        (4, REQUEST_STEPS, True, None),
        (3, REQUEST_STEPS, True, 3),
        (0, REQUEST_STEPS, True, 0),
        (-90, REQUEST_STEPS, True, 0),
    ],
)
def test_the_latest_step_that_has_come(
    left: int, steps: tuple[int, ...], after: bool, due: int | None
) -> None:
    assert step_due(TODAY + timedelta(left), TODAY, steps, after=after) == due


@pytest.mark.parametrize(
    ("text", "sound"),
    [
        ("", True),
        ("0266-221122", True),
        ("+62 (266) 221.122", True),
        ("lantai 2", False),
        ("112", False),
        ("3272 0141 0190 0001", False),
    ],
)
def test_what_a_telephone_number_is(text: str, sound: bool) -> None:
    assert phone_is_sound(text) is sound


def test_kinds_that_deliver_are_the_institutions_of_the_deliveries() -> None:
    behind = {one.institution for one in institutions.INSTITUTIONS.values()}
    assert behind == DELIVERING
    assert not DELIVERING & ONLY_INVITED
    for code in DELIVERING:
        assert InstitutionKind(code).label == Sender(code).label
    assert institutions.sender_of("dukcapil") == "dukcapil"
    assert institutions.sender_of("bawaslu") == ""
    assert institutions.senders_of("bawaslu") == []
    assert institutions.senders_of("kelurahan") == ["kelurahan", "kelurahan-daftar"]
