"""Fixtures of every test: a database of its own, the cast of users, signing in.

No test runs inside a transaction of the test runner: services commit as they do in
production, and every test gets a copy of a template (tests/databases.py).
"""

from __future__ import annotations

import gc
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from tests import databases
from tests.workers import RealWorker

pytest_plugins = [
    *("tests.canary", "tests.measured", "tests.no_skips", "tests.order"),
    "tests.stores",
]
CAST = {
    "operator_a": "operator.sukabumi",
    "operator_a2": "operator2.sukabumi",
    "chair_a": "ketua.sukabumi",
    "member_a": "anggota.sukabumi",
    "operator_b": "operator.seribu",
    "chair_b": "ketua.seribu",
    "province": "provinsi.jabar",
    "province_b": "provinsi.dki",
    "supervisor": "bawaslu.sukabumi",
    "supervisor_b": "bawaslu.seribu",
    "supervisor_province": "bawaslu.jabar",
    "post": "pos.gunungpuyuh",
    "village": "kelurahan.1001",
    "head": "rw.1001",
    "neighbourhood": "rw.1001",
    "admin": "admin",
    "admin2": "admin2",
}
_runs: list[databases.Run] = []
# Other processes share the machine: how long an example takes proves nothing.
hypothesis.settings.register_profile(
    "shared machine",
    deadline=None,
    suppress_health_check=[hypothesis.HealthCheck.too_slow],
)
hypothesis.settings.load_profile("shared machine")


def pytest_sessionstart(session: pytest.Session) -> None:
    if not session.config.option.collectonly:
        _runs.append(databases.Run())


@pytest.hookimpl(trylast=True)
def pytest_collection_finish() -> None:
    """What is imported by now stays to the end: the collector need not look through it
    again and again, which was a twentieth of a run's Python."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    if _runs:
        _runs.pop().leave()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What a real worker had logged when its test failed."""
    report = yield
    for one in getattr(item, "funcargs", {}).values():
        if report.when == "call" and report.failed and isinstance(one, RealWorker):
            report.sections.append(("worker's log", one.said()[-6000:]))
    return report


@pytest.fixture(scope="session", autouse=True)
def _settings(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Plain HTTP, quick password hashes, files in a folder of the run, no lock-out."""
    from django.conf import settings
    from django.test import override_settings

    media = tmp_path_factory.mktemp("media")
    (media / "tmp").mkdir()
    static = tmp_path_factory.mktemp("static")
    storages = {
        **settings.STORAGES,
        "default": {
            **settings.STORAGES["default"],
            "OPTIONS": {"location": str(media), "file_permissions_mode": 0o600},
        },
    }
    with override_settings(
        SECURE_SSL_REDIRECT=False,
        SESSION_COOKIE_SECURE=False,
        CSRF_COOKIE_SECURE=False,
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        AXES_ENABLED=False,
        MEDIA_ROOT=media,
        STATIC_ROOT=static,
        FILE_UPLOAD_TEMP_DIR=str(media / "tmp"),
        STORAGES=storages,
        CELERY_BROKER_URL="redis://127.0.0.1:1/0",
    ):
        yield


@pytest.fixture(autouse=True)
def _indonesian() -> Iterator[None]:
    """A request leaves its language in the thread: the next test starts afresh."""
    from django.conf import settings
    from django.utils import translation

    yield
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture(scope="session", autouse=True)
def _no_broker() -> Iterator[None]:
    """A wake-up in a plain test goes nowhere; the job's row is the truth anyway."""
    from jobs import services

    patch = pytest.MonkeyPatch()
    patch.setattr(services.waking, "wake", lambda job_id: True)
    yield
    patch.undo()


@pytest.fixture(scope="session")
def _open_databases(django_db_blocker: Any) -> Iterator[None]:
    with django_db_blocker.unblock():
        yield


@pytest.fixture
def portal(_open_databases: None) -> Iterator[str]:
    """A database with regions, 3272 and 3101 enrolled, accounts, and no voters."""
    with databases.clone("portal") as name:
        yield name


@pytest.fixture(scope="module")
def shared_portal(_open_databases: None) -> Iterator[str]:
    """`portal` once for a module whose tests leave nothing behind."""
    with databases.clone("portal") as name:
        yield name


@pytest.fixture
def stocked(_open_databases: None) -> Iterator[str]:
    """3272 with 900 voters and 3101 with 300: 2026-10 closed, 2026-11 open."""
    with databases.clone("stocked") as name:
        yield name


@pytest.fixture(scope="module")
def shared_stocked(_open_databases: None) -> Iterator[str]:
    """`stocked` once for a module whose tests only read."""
    with databases.clone("stocked") as name:
        yield name


class Cast:
    """The users of the tests, by the name of their part."""

    def __getattr__(self, name: str) -> Any:
        from accounts.models import User

        if name not in CAST:
            raise AttributeError(name)
        return User.objects.get(username=CAST[name])


@pytest.fixture
def cast() -> Cast:
    """operator_a, operator_a2, chair_a, member_a (3272), operator_b, chair_b (3101),
    province, province_b, supervisor, supervisor_b, admin."""
    return Cast()


@pytest.fixture
def sign_in() -> Callable[[Any], Any]:
    """sign_in(user) gives a client that is signed in."""

    from django.test import Client

    from accounts.sign_in import open_session

    def signed_in(user: Any) -> Client:
        client = Client()
        open_session(client, user)
        return client

    return signed_in


@pytest.fixture
def bare_errors(monkeypatch: pytest.MonkeyPatch) -> None:
    """403 and 404 without their pages, for tests that meet thousands and read the
    status alone: the pages cost more than the refusals that are asked for."""
    from django.http import HttpResponse

    def bare(status: int) -> Callable[..., HttpResponse]:
        return lambda request, *args, **kwargs: HttpResponse(status=status)

    for status, view in ((403, "permission_denied"), (404, "page_not_found")):
        monkeypatch.setattr(f"django.views.defaults.{view}", bare(status))
        monkeypatch.setattr(
            f"kpu_portal.urls.handler{status}", bare(status), raising=False
        )


@pytest.fixture(scope="session")
def demo_files() -> Any:
    """Manifest of the made-up files of 3272 with 900 voters; .path("snapshot") etc."""
    return databases.demo_files("3272")


@pytest.fixture(scope="session")
def demo_dir(demo_files: Any) -> Path:
    """The folder of `demo_files`."""
    folder: Path = demo_files.directory
    return folder
