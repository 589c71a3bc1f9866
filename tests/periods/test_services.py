"""One period of a regency is open; a closed one takes nothing."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import Error

from audit.models import LedgerEntry
from periods import services
from periods.models import Period
from periods.services import PeriodClosed, PeriodError
from tests.roles import as_worker


@pytest.fixture
def worker(portal: str) -> Iterator[None]:
    with as_worker():
        yield


def opened(code: str = "2026-11", regency: str = "3272") -> Period:
    return services.open_period(actor=None, regency=regency, code=code)


def test_it_works(worker: None) -> None:
    period = opened()
    assert services.current("3272") == period
    assert services.current("3101") is None
    assert (period.is_open, period.kind, str(period)) == (True, "MONTH", "2026-11")
    services.require_open(period)
    services.close(period)
    assert services.current("3272") is None
    assert not Period.objects.get().is_open
    assert opened("2026-12").code == services.next_code("2026-11")
    actions = (
        LedgerEntry.objects.using("gate")
        .order_by("id")
        .values_list("action", flat=True)
    )
    assert list(actions)[-3:] == ["period.open", "period.close", "period.open"]


def test_two_are_never_open(worker: None) -> None:
    opened()
    with pytest.raises(PeriodError, match="2026-11 masih terbuka"):
        opened("2026-12")
    with pytest.raises(PeriodError, match="sudah ada"):
        opened("2026-11")
    assert opened(regency="3101").is_open


def test_a_code_that_is_none(worker: None) -> None:
    with pytest.raises(PeriodError, match="tidak dikenal"):
        opened("November")


def test_a_closed_period_takes_nothing(worker: None) -> None:
    period = opened()
    services.close(period)
    with pytest.raises(PeriodClosed):
        services.require_open(period)
    with pytest.raises(PeriodClosed):
        services.close(period)


def test_web_opens_and_closes_no_period(portal: str) -> None:
    with as_worker():
        period = opened()
    with pytest.raises(Error, match="permission denied"):
        services.close(period)


@pytest.mark.parametrize(
    ("code", "title"),
    [
        ("2026-11", "November 2026"),
        ("2026-T4", "Triwulan IV 2026"),
        ("2026-S2", "Semester II 2026"),
    ],
)
def test_titles(code: str, title: str) -> None:
    assert Period(code=code).title == title
