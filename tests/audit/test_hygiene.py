"""No NIK in a log, an address or an error page; nothing inline; nothing kept by caches.

The whole run is searched besides (tests/canary.py); these name the places one by one.
"""

from __future__ import annotations

import io
import logging
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.core.checks import run_checks
from django.db import OperationalError, connection
from django.test import Client, RequestFactory, override_settings
from django.urls import get_resolver, path, reverse

from kpu_portal import checks
from kpu_portal.settings.logs import ScrubbingFormatter, scrub
from launcher.postgres import SETTINGS
from tests import databases
from tests.roles import admin_sql, as_worker, login_sql
from tests.voters import desk

ROOT = databases.REPOSITORY
NIK = "3272014107900001"
MASKED = "327201••••••••••"
WRITTEN = [
    NIK,
    "3272 0141 0790 0001",
    "327201 410790 0001",
    "3272.0141.0790.0001",
    "327201-410790-0001",
    "3272\u00a00141\u00a00790\u00a00001",
]


# -- logs --------------------------------------------------------------------------


@pytest.mark.parametrize("nik", WRITTEN)
def test_a_log_masks_a_nik_however_it_is_written(nik: str) -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(ScrubbingFormatter("%(message)s"))
    logger = logging.getLogger("tests.hygiene")
    logger.addHandler(handler)
    try:
        logger.warning("pemilih %s dibuka", nik)
        try:
            raise ValueError(f"Key (nik)=({nik}) already exists")
        except ValueError:
            logger.exception("gagal")
    finally:
        logger.removeHandler(handler)
    assert nik not in out.getvalue()
    assert out.getvalue().count(MASKED) == 2


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-24 18:25:47,123 INFO job=7 token=12",
        "0198f2c4-1a1b-7c2d-83e4-44f55556a666",
        "32720110012",
        "+62 812 3456 7890",
    ],
)
def test_a_log_leaves_other_numbers_alone(text: str) -> None:
    assert scrub(text) == text


def test_no_logger_of_django_writes_past_the_mask() -> None:
    for name in ("django", "django.request", "django.server", "django.db.backends"):
        assert logging.getLogger(name).handlers == [], name


def test_a_command_that_fails_prints_no_nik() -> None:
    code = f"import kpu_portal.settings.logs\nraise ValueError('nik ({NIK})')"
    ended = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True
    )
    assert ended.returncode == 1
    assert NIK not in ended.stderr.splitlines()[-1]
    assert MASKED in ended.stderr


# -- error pages -------------------------------------------------------------------


def _fails(request: Any) -> Any:
    raise RuntimeError(f"Key (nik)=({NIK}) already exists")


urlpatterns = [path("gagal/", _fails), *get_resolver("kpu_portal.urls").url_patterns]


@pytest.mark.parametrize(
    ("url", "status"),
    [
        ("/gagal/", 500),
        (f"/{NIK}/", 400),
        (f"/masuk/?next={NIK}", 400),
        (f"/tidak/ada/{NIK[:15]}", 404),
    ],
)
def test_error_pages_say_nothing_about_a_person(
    shared_portal: str, url: str, status: int, caplog: pytest.LogCaptureFixture
) -> None:
    client = Client(raise_request_exception=False)
    with override_settings(ROOT_URLCONF=__name__, DEBUG=False):
        answer = client.get(url)
    assert answer.status_code == status
    assert NIK[:15] not in answer.content.decode()
    assert "RuntimeError" not in answer.content.decode()


def test_the_report_of_an_error_is_masked() -> None:
    from django.conf import settings
    from django.utils.module_loading import import_string

    reporter = import_string(settings.DEFAULT_EXCEPTION_REPORTER)
    try:
        _fails(None)
    except RuntimeError:
        report = reporter(RequestFactory().post("/", {"q": NIK}), *sys.exc_info())
    for text in (report.get_traceback_text(), report.get_traceback_html()):
        assert NIK not in text
        assert MASKED in text


# -- addresses ---------------------------------------------------------------------


def _patterns(patterns: Any) -> Iterator[Any]:
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _patterns(pattern.url_patterns)
        yield pattern


def test_no_url_has_room_for_a_nik() -> None:
    # Of closed lists: whatever stands in none of them is 404.
    words = {"regency", "province", "period", "kind", "source", "kelurahan"}
    for pattern in _patterns(get_resolver().url_patterns):
        for name, converter in pattern.pattern.converters.items():
            kind = type(converter).__name__
            assert kind != "StringConverter" or name in words, pattern
            assert "nik" not in name


def test_a_search_sends_nik_in_the_body_only(
    shared_stocked: str, cast: Any, sign_in: Callable[[Any], Any]
) -> None:
    client = sign_in(cast.operator_a)
    voter = desk.voters(cast.operator_a, 1)[0]
    search = reverse("voters:search", args=["3272"])
    assert client.get(search, {"q": NIK}).status_code == 400
    assert client.get(search).status_code == 405
    assert voter.nik not in client.post(search, {"q": voter.nik})["Location"]
    page = client.get(reverse("voters:list", args=["3272"])).content.decode()
    form = re.search(rf'<form[^>]*action="{search}"[^>]*>', page)
    assert form
    assert 'method="post"' in form[0]


def test_a_nik_in_an_address_is_refused_and_recorded(
    portal: str, cast: Any, sign_in: Callable[[Any], Any]
) -> None:
    client = sign_in(cast.operator_a)
    url = reverse("voters:list", args=["3272"])
    assert client.get(url, {"nama": NIK}).status_code == 400
    rows = admin_sql(
        "SELECT data::text FROM audit_ledgerentry WHERE action = 'refused.number'"
    )
    assert len(rows) == 1
    assert NIK not in rows[0][0]


@pytest.mark.parametrize("digits", ["0" * 16, "3272013207900001", "3272014113900001"])
def test_sixteen_digits_that_are_no_nik_may_stand_in_an_address(
    shared_portal: str, client: Client, digits: str
) -> None:
    assert client.get("/masuk/", {"sidik": digits}).status_code == 200


def test_personal_pages_are_kept_by_nobody(
    shared_stocked: str, cast: Any, sign_in: Callable[[Any], Any]
) -> None:
    client = sign_in(cast.operator_a)
    voter = desk.voters(cast.operator_a, 1)[0]
    for name, args in {
        "voters:list": ["3272"],
        "voters:detail": ["3272", voter.public_id],
        "voters:review": ["3272"],
        "voters:export": ["3272"],
        "audit:trail": ["3272", voter.public_id],
        "audit:trail_export": ["3272", voter.public_id],
    }.items():
        answer = client.get(reverse(name, args=args))
        assert answer.status_code == 200, name
        assert "no-store" in answer["Cache-Control"], name


# -- content security --------------------------------------------------------------

INLINE = re.compile(
    r"<style|<script(?![^>]*(?:\bsrc=|type=.application/json))|\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|javascript:",
    re.IGNORECASE,
)


@pytest.mark.parametrize(
    "template",
    sorted((ROOT / "templates").rglob("*.html")),
    ids=lambda file: str(file.relative_to(ROOT / "templates")),
)
def test_no_template_has_anything_inline(template: Path) -> None:
    text = re.sub(r"{#.*?#}", "", template.read_text(encoding="utf-8"))
    assert INLINE.findall(text) == []


def test_the_policy_allows_nothing_inline(client: Client, shared_portal: str) -> None:
    answer = client.get("/masuk/")
    policy = answer["Content-Security-Policy"]
    for directive in ("object-src", "base-uri", "frame-ancestors"):
        assert f"{directive} 'none'" in policy
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "unsafe" not in policy
    assert "default-src 'self'" in policy
    assert INLINE.findall(client.get("/masuk/").content.decode()) == []


# -- PostgreSQL --------------------------------------------------------------------


def _server_log() -> str:
    """The whole log: the embedded server's file, or what another server tells of its
    own. One that keeps no log of its own cannot be tried, and the test says so."""
    log = databases.HOME / "log" / "postgresql.log"
    if log.exists():
        return log.read_bytes().decode(errors="replace")
    [[name]] = admin_sql("SELECT pg_current_logfile()")
    assert name, "the server of DATABASE_URL needs logging_collector = on"
    [[text]] = admin_sql("SELECT pg_read_file(%s)", [name])
    return str(text)


def test_the_server_writes_no_value_of_a_failed_statement(portal: str) -> None:
    """A duplicate key, a bad value, a check: each names the NIK in its own way."""
    insert = (
        "INSERT INTO voter (regency_code, nik, name, birth_date, marital_status, sex,"
        f" kelurahan) VALUES ('3272', '{NIK}', 'X', %s, 'B', 'L', '3272011001')"
    )
    start = len(_server_log())
    login_sql("worker", insert, ["1990-01-01"])
    for statement, values in (
        (insert, ["1990-01-01"]),
        (insert, [NIK]),
        ("SELECT %s::date", [NIK]),
        (f"SELECT 1/0 AS a{NIK}", []),
        (f"SELECT a{NIK}", []),
    ):
        with pytest.raises(Exception, match=r".") as caught:
            login_sql("worker", statement, values)
        assert caught.value is not None
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(0.1)")
    assert NIK not in _server_log()[start:]


def test_the_embedded_server_and_the_container_are_quiet() -> None:
    compose = yaml.safe_load((ROOT / "docker" / "compose.yaml").read_text())
    flags = dict(
        word.removeprefix("-c").split("=", 1)
        for word in compose["services"]["postgres"]["command"][1:]
    )
    for name in (
        *("log_min_messages", "log_min_error_statement", "log_error_verbosity"),
        *("log_parameter_max_length", "log_parameter_max_length_on_error"),
        *("log_min_duration_statement", "log_statement"),
    ):
        assert SETTINGS[name] in checks.QUIET[name]
        assert flags[name] in checks.QUIET[name]


def test_check_deploy_is_content_with_the_tests_server(portal: str) -> None:
    assert checks.server_keeps_quiet(None) == []
    registered = run_checks(tags=["security"], include_deployment_checks=True)
    assert not [m for m in registered if str(m.id).startswith("pdpb.")]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("log_min_messages", "warning"),
        ("log_min_error_statement", "error"),
        ("log_error_verbosity", "default"),
        ("log_parameter_max_length", "-1"),
        ("log_parameter_max_length_on_error", "100"),
        ("log_min_duration_statement", "0"),
        ("log_statement", "mod"),
        ("log_duration", "on"),
        ("log_min_duration_sample", "0"),
        ("log_transaction_sample_rate", "0.5"),
        ("debug_print_parse", "on"),
        ("debug_print_rewritten", "on"),
        ("debug_print_plan", "on"),
        ("auto_explain.log_min_duration", "0"),
        ("pgaudit.log", "all"),
    ],
)
def test_check_deploy_warns_of_a_talkative_server(
    portal: str, name: str, value: str
) -> None:
    database = connection.settings_dict["NAME"]
    admin_sql(f"ALTER DATABASE \"{database}\" SET {name} = '{value}'")
    with as_worker():
        every = run_checks(tags=["security"], include_deployment_checks=True)
    [warning] = [one for one in every if str(one.id).startswith("pdpb.")]
    assert warning.id == "pdpb.W001"
    assert f"{name} = {value}" in warning.msg
    assert f"Setel {name} = " in (warning.hint or "")


def test_every_setting_of_the_check_is_tried() -> None:
    [marks] = test_check_deploy_warns_of_a_talkative_server.pytestmark
    assert {name for name, _value in marks.args[1]} == checks.QUIET.keys()


def test_check_deploy_says_when_it_could_not_look(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refused() -> None:
        raise OperationalError("no server")

    monkeypatch.setattr(checks.connection, "cursor", refused)
    [message] = checks.server_keeps_quiet(None)
    assert message.id == "pdpb.I001"
