"""How many bear a name is kept from search to search, and is what a count gives."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import connection, transaction
from psycopg2 import sql

from plenos.selectors.verify import verify
from tests.roles import admin_sql, as_worker, login_sql
from voters.services.hearing import count_bearers, hear
from voters.services.opening import lock_roll, read_roll

REGENCY = "3272"
KEPT = """
SELECT spelt, n FROM name_sound WHERE regency_code = '3272' AND n <> 0 ORDER BY 1
"""
DUE = """
SELECT hashtextextended(name, 0), count(*) FROM voter
WHERE regency_code = '3272' AND status IN ('ACTIVE', 'HELD') GROUP BY 1 ORDER BY 1
"""
STANDING = """
SELECT (SELECT event_id FROM name_count WHERE regency_code = '3272'),
  (SELECT max(id) FROM voter_event WHERE regency_code = '3272')
"""
NEW = """
INSERT INTO voter (regency_code, nik, name, birth_date, marital_status, sex, kelurahan)
VALUES ('3272', %s, %s, '1990-01-05', 'S', 'L', '3272011001')
"""


def count() -> None:
    """Bring it up to now, and insist that it is what the roll gives."""
    with as_worker(), transaction.atomic():
        read_roll(REGENCY)
        count_bearers(REGENCY)
    assert_kept()


def assert_kept() -> None:
    assert admin_sql(KEPT) == admin_sql(DUE)
    ((counted, last),) = admin_sql(STANDING)
    assert counted == last


def change(assignment: str, place: int) -> None:
    """As an applied change does: the trigger writes the events."""
    admin_sql(
        f"UPDATE voter SET {assignment} WHERE id IN (SELECT id FROM voter"
        " WHERE regency_code = '3272' AND status = 'ACTIVE' ORDER BY id"
        " OFFSET %s LIMIT 5)",
        [place],
    )


CHANGES = {
    "names": "name = name || ' BIN SALIM'",
    "one name for five": "name = 'NAMA YANG BARU'",
    "no name": "address = address || 'X'",
    "removed": "status = 'INELIGIBLE', status_reason = 'MENINGGAL'",
    "held": "status = 'HELD', status_reason = 'MASALAH'",
    "removed under another name": "name = 'LAIN', status = 'INELIGIBLE',"
    " status_reason = 'GANDA'",
}


def test_an_opened_roll_is_counted(stocked: Any) -> None:
    assert admin_sql(KEPT)
    assert_kept()


@pytest.mark.parametrize("what", CHANGES)
def test_it_follows_what_changes(stocked: Any, what: str) -> None:
    before = admin_sql(KEPT)
    change(CHANGES[what], 0)
    assert (admin_sql(DUE) == before) is (what in ("no name", "held"))
    count()
    assert (admin_sql(KEPT) == before) is (what in ("no name", "held"))


def test_it_follows_one_change_after_another(stocked: Any) -> None:
    for at, assignment in enumerate([*CHANGES.values()] * 2):
        change(assignment, at * 3)
        if at % 3 == 2:
            count()
    admin_sql(
        "UPDATE voter SET status = 'ACTIVE', status_reason = ''"
        " WHERE regency_code = '3272' AND status_reason = 'MENINGGAL'"
    )
    admin_sql(NEW, ["3272010501900055", "ORANG YANG BELUM DIDENGAR"])
    count()
    count()


@pytest.mark.parametrize("lost", ["both, in a crash", "the mark", "one in two"])
def test_what_is_lost_is_counted_anew(stocked: Any, lost: str) -> None:
    change(CHANGES["names"], 0)
    if lost == "both, in a crash":
        admin_sql("TRUNCATE name_sound, name_count")
    else:
        admin_sql("DELETE FROM name_count")
    if lost == "one in two":
        admin_sql("UPDATE name_sound SET n = n + 7 WHERE mod(spelt, 2) = 0")
    count()


def test_a_roll_loaded_since_is_counted_anew(stocked: Any) -> None:
    """An opening is one event for everybody: no names stand in it."""
    with as_worker(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('app.opening', 'on', true)")
        cursor.execute(NEW, ["3272010501900056", "DIBUKA KEMUDIAN"])
    count()


@contextmanager
def searching_beside(what_it_waits_for: str) -> Iterator[None]:
    """Another search begins to count inside, has to wait, and ends afterwards."""
    begun, ended = threading.Event(), threading.Event()

    def searching() -> None:
        try:
            begun.set()
            with as_worker(), transaction.atomic():
                read_roll(REGENCY)
                count_bearers(REGENCY)
        finally:
            ended.set()
            connection.close()

    other = threading.Thread(target=searching)
    with as_worker(), transaction.atomic():
        yield
        other.start()
        assert begun.wait(10)
        assert not ended.wait(0.5), f"it did not wait for {what_it_waits_for}"
    other.join(10)
    assert ended.is_set()
    assert_kept()


def test_two_searches_do_not_count_the_same_events_twice(stocked: Any) -> None:
    change(CHANGES["names"], 0)
    with searching_beside("the other search"):
        read_roll(REGENCY)
        count_bearers(REGENCY)


def test_nobody_writes_the_roll_while_it_is_counted(stocked: Any) -> None:
    """A writer that began before has the lower number, and would be left out."""
    with searching_beside("the writer"), connection.cursor() as cursor:
        lock_roll(REGENCY)
        cursor.execute(NEW, ["3272010501900057", "YANG SEDANG DITULIS"])


def test_the_worker_alone_reads_it(stocked: Any) -> None:
    for role in ("web", "gate", "supervisor"):
        with pytest.raises(Exception, match="permission denied"):
            login_sql(role, "SELECT * FROM name_count")


def test_verify_tells_a_wrong_count_until_something_happens(stocked: Any) -> None:
    def found() -> list[int]:
        with as_worker():
            return [one.found for one in verify(REGENCY) if one.check == "name_counts"]

    assert found() == []
    admin_sql(
        "UPDATE name_sound SET n = n + 1 WHERE spelt IN (SELECT spelt FROM name_sound"
        " WHERE regency_code = '3272' ORDER BY spelt LIMIT 3)"
    )
    assert found() == [3]
    change(CHANGES["no name"], 0)
    assert found() == []


def test_two_that_hear_twice_never_wait_for_each_other(stocked: Any) -> None:
    """One has heard A and wants B, the other has heard B and wants A."""
    ready, errors = threading.Barrier(2, timeout=10), list[Exception]()

    def hearing(first: str, second: str) -> None:
        try:
            with as_worker(), transaction.atomic():
                for name in (first, second):
                    asked = sql.SQL("SELECT {}::text AS name").format(sql.Literal(name))
                    hear(f"d0_{first[-1]}_", asked, {"regency": REGENCY})
                    with contextlib.suppress(threading.BrokenBarrierError):
                        ready.wait(0.5)
        except Exception as error:
            errors.append(error)
        finally:
            connection.close()

    both = [
        threading.Thread(target=hearing, args=pair)
        for pair in (("NAMA 1", "NAMA 2"), ("NAMA 2", "NAMA 1"))
    ]
    for one in both:
        one.start()
    for one in both:
        one.join(20)
    assert errors == []
    heard = admin_sql(
        "SELECT count(*) FROM name_sound WHERE spelt IN"
        " (hashtextextended('NAMA 1', 0), hashtextextended('NAMA 2', 0))"
    )
    assert heard == [(2,)]
