"""The operator's month, from sign-in to what Bawaslu reads, in a real browser."""

from __future__ import annotations

from typing import Any

import pytest

from tests.browser import delivery_steps as delivery
from tests.browser import plenary_steps as plenary
from tests.browser import review_steps as review
from tests.browser import roll_steps as roll
from tests.browser.conftest import Portal
from tests.browser.pictures import seen

pytestmark = [pytest.mark.browser, pytest.mark.slow]
KEEPS_PICTURES = (
    *("home", "voter", "recognised", "report", "review", "applied", "recap"),
    *("frozen", "published", "province", "supervisor"),
)
"""A picture of each step, in var/screens/test_walk; of more in a run that asks."""


def test_the_month_from_a_file_to_a_published_recap(
    live: Portal, demo_files: Any
) -> None:
    operator = live.open("operator.sukabumi")
    roll.see_home(operator)
    roll.read_roll(operator)
    delivery.upload(operator, demo_files)
    delivery.correct_mapping(operator)
    delivery.run(operator)
    delivery.check_report(operator, demo_files)
    delivery.upload_again(operator, demo_files)
    review.decide_some(operator)
    review.undo_delivery(operator)
    review.take_back(operator)
    review.correct_a_nik(operator, live)
    review.accept_in_bulk(operator, "BARU")
    review.accept_in_bulk(operator, "PINDAH_DALAM")
    review.accept_removal(operator)
    review.ask_two_people(operator, live)
    review.apply_all(operator)
    roll.read_history(operator)
    review.undo_one(operator)
    now = plenary.read_recap(operator)
    plenary.record_meeting(operator)
    plenary.freeze(live.open("ketua.sukabumi"))
    plenary.take_papers(operator, now)
    plenary.sign_and_publish(operator)
    plenary.province_reads(live, now)
    plenary.supervisor_reads(live)
    live.manage("verify", "--regency", "3272")
    for step in KEEPS_PICTURES:
        paths = sorted(live.screens.glob(f"[0-9][0-9]-{step}.jpg"))
        assert paths, step
        for path in paths:
            assert not seen(live.browser, path).is_blank, path
