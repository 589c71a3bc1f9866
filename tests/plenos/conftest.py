"""A small roll whose opening is frozen, and a month of every kind of event on it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.scope import scoped_as
from tests.roles import as_worker
from tests.stages import Stage

REGENCY = "3272"
MARCHES = [
    # TMS, a move between kelurahan, a corrected sex, an edit, a hold, one newcomer
    "UPDATE voter SET status = 'INELIGIBLE', status_reason = 'MENINGGAL' "
    "WHERE regency_code = '3272' AND dpid IN ('50', '100', '151')",
    "UPDATE voter SET kelurahan = '3272021002' "
    "WHERE regency_code = '3272' AND dpid IN ('1', '2', '3', '4', '5')",
    "UPDATE voter SET sex = 'L' WHERE regency_code = '3272' AND dpid = '7'",
    "UPDATE voter SET name = 'NAMA BARU' WHERE regency_code = '3272' AND dpid = '8'",
    "UPDATE voter SET status = 'HELD', status_reason = 'RAGU' "
    "WHERE regency_code = '3272' AND dpid = '9'",
    "INSERT INTO voter (regency_code, nik, name, birth_date, marital_status, sex, "
    "kelurahan, tps) VALUES ('3272', '3272010101079901', 'WARGA BARU', "
    "'2007-01-01', 'B', 'P', '3272011001', '001')",
]


def run(*statements: str) -> None:
    """Statements of the worker, each in a transaction of its own."""
    with as_worker():
        for statement in statements:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute(statement)


def load_opening(regency: str, first: str, second: str, people: int) -> Any:
    """A made-up roll over two kelurahan, frozen as 2026-10; gives the open period."""
    from periods import services as periods
    from plenos.services import record_opening

    with as_worker():
        with transaction.atomic(), connection.cursor() as cursor:
            period = periods.open_period(actor=None, regency=regency, code="2026-10")
            cursor.execute(
                "SELECT set_config('app.opening', 'on', true), "
                "set_config('app.period', %s, true)",
                [str(period.pk)],
            )
            cursor.execute(
                "INSERT INTO voter (regency_code, dpid, nik, name, birth_date, "
                "marital_status, sex, kelurahan, tps, address, rt, rw) "
                "SELECT %(r)s, g::text, %(r)s || lpad(g::text, 12, '0'), "
                "'WARGA ' || lpad(g::text, 4, '0'), '1980-05-06', 'S', "
                "CASE WHEN g %% 2 = 0 THEN 'L' ELSE 'P' END, "
                "CASE WHEN g %% 3 = 0 THEN %(b)s ELSE %(a)s END, '001', "
                "'JL MELATI', '001', '002' FROM generate_series(1, %(n)s) g",
                {"r": regency, "a": first, "b": second, "n": people},
            )
        return record_opening(actor=None, period=period)


def record_plenary(
    actor: Any, period: Any, seen: str | None = None, **facts: Any
) -> Any:
    """A complete record of the plenary."""
    from plenos.services import save_plenary

    with transaction.atomic(), scoped_as(actor):
        return save_plenary(
            actor=actor,
            period=period,
            seen=seen,
            facts={
                "number": "12/PL.02.1-BA/3272/2026",
                "held_on": max(dt.date(2026, 11, 24), period.starts_on),
                "hour": dt.time(9, 0),
                "place": "Aula KPU",
                "agenda": "Rekapitulasi",
                "decision": "Menetapkan rekapitulasi.",
                "copies": 3,
                **facts,
            },
            signatories=[
                {"name": "AGUS HASAN", "title": "Ketua", "order": 1},
                {"name": "BUDI RAMA", "title": "Anggota", "order": 2},
            ],
            attendance=[
                {"institution": "Bawaslu", "name": "SITI", "title": "", "present": True}
            ],
            inputs=[
                {
                    "institution": "Bawaslu",
                    "input": "Periksa pemilih ganda.",
                    "follow_up": "Sudah diperiksa.",
                    "note": "",
                }
            ],
        )


def freeze_now(actor: Any, period: Any, **params: Any) -> Any:
    """The freeze job, run in this process as the worker."""
    from jobs.services import run_here

    with as_worker():
        return run_here(
            actor=actor,
            kind="freeze",
            regency=period.regency_code,
            params={"period": period.code, **params},
        )


def user(username: str) -> Any:
    """An account of the template."""
    from accounts.models import User

    return User.objects.get(username=username)


def open_month() -> Any:
    """2026-11, whatever has become of it."""
    from periods.models import Period

    return Period.objects.get(regency_code=REGENCY, code="2026-11")


def _freeze() -> None:
    record_plenary(user("operator.sukabumi"), open_month())
    freeze_now(user("ketua.sukabumi"), open_month())


def _publish() -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    from plenos.services import publish, store_scan

    scan = SimpleUploadedFile("ba.pdf", b"%PDF-1.7\n1 0 obj\nendobj\n%%EOF\n")
    actor, month = user("operator.sukabumi"), open_month()
    with transaction.atomic(), scoped_as(actor):
        store_scan(actor=actor, plenary=month.plenaries.first(), upload=scan)
        publish(actor=actor, plenary=month.plenaries.first())


OPENED = Stage("opened", lambda: load_opening(REGENCY, "3272011001", "3272021002", 200))
MONTH = Stage("month", lambda: run(*MARCHES), after=OPENED)
FROZEN = Stage("frozen_month", _freeze, after=MONTH)
PUBLISHED = Stage("published_month", _publish, after=FROZEN)


@pytest.fixture
def opened(_open_databases: None) -> Iterator[Any]:
    """3272 with 200 voters: opening frozen, 2026-11 open and untouched."""
    with OPENED.copy():
        yield open_month()


@pytest.fixture
def month(_open_databases: None) -> Iterator[Any]:
    """`opened` with events in 2026-11."""
    with MONTH.copy():
        yield open_month()


@pytest.fixture
def frozen_month(_open_databases: None) -> Iterator[Any]:
    """`month` decided and frozen; gives its period."""
    with FROZEN.copy():
        yield open_month()


@pytest.fixture
def published_month(_open_databases: None) -> Iterator[Any]:
    """`frozen_month` signed and published."""
    with PUBLISHED.copy():
        yield open_month()
