"""Every Indonesian region, and the spellings that lead to it."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from regions import services
from regions.models import Alias, Level, Region
from regions.querysets import code_after
from tests.roles import as_worker


def test_every_region_is_loaded_once(portal: str) -> None:
    with as_worker():
        total = services.load_regions()
        assert Region.objects.count() == total
        assert services.load_regions() == total
        assert Alias.objects.count() == total
    levels = {level: Region.objects.filter(level=level).count() for level in Level}
    assert levels[Level.PROVINCE] == 38
    assert levels[Level.REGENCY] == 514
    assert levels[Level.DISTRICT] > 7_000
    assert levels[Level.VILLAGE] > 80_000
    village = Region.objects.get(code="3272011001")
    assert village.dotted == "32.72.01.1001"
    assert village.parent is not None
    assert village.parent.parent_id == "3272"


def test_of_two_who_load_regions_at_a_time_the_second_waits(
    portal: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from regions.services import loading

    real, told = loading._copy, list[Any]()

    def second() -> None:
        try:
            with as_worker():
                told.append(services.load_regions())
        except Exception as error:
            told.append(error)
        finally:
            connection.close()

    other = threading.Thread(target=second)

    def beside(*given: Any) -> None:
        monkeypatch.setattr(loading, "_copy", real)
        other.start()
        other.join(1.5)
        told.append(other.is_alive())
        real(*given)

    monkeypatch.setattr(loading, "_copy", beside)
    with as_worker():
        total = services.load_regions()
        other.join(60)
        assert told == [True, total]
        assert Region.objects.count() == Alias.objects.count() == total


def test_a_range_holds_a_region_and_what_is_below(shared_stocked: str) -> None:
    assert Region.objects.districts("3272").count() == 7
    assert Region.objects.villages("3272").count() == 33
    within = Region.objects.within("3101")
    assert within.count() == 1 + 2 + 6
    assert str(within.first()) == "Kabupaten Administrasi Kepulauan Seribu"


@pytest.mark.parametrize(
    ("prefix", "after"), [("32", "33"), ("3279", "327:"), ("3272", "3273")]
)
def test_the_end_of_a_range(prefix: str, after: str) -> None:
    assert code_after(prefix) == after
    assert prefix < prefix + "99" < after


@pytest.mark.parametrize(
    ("name", "key"),
    [("Gunung Puyuh", "GUNUNGPUYUH"), ("P. Tidung", "PTIDUNG"), ("", "")],
)
def test_spellings_meet(name: str, key: str) -> None:
    assert services.spelling_key(name) == key


@pytest.mark.parametrize(
    ("name", "tidy"),
    [
        ("KOTA SUKABUMI", "Kota Sukabumi"),
        ("DKI JAKARTA", "DKI Jakarta"),
        ("Baros", "Baros"),
    ],
)
def test_tidy_names(name: str, tidy: str) -> None:
    assert services.tidy_name(name) == tidy
