"""A whole portal for the browser: servers, web, worker and beat, and a Chromium.

The processes are those of the demo, in a database and a folder of their own. Nothing is
replaced: a page that works here works for an operator. They serve every module in turn:
each finds a fresh database under the one name that they know, and empty folders.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.test import Client
from playwright.sync_api import (
    Browser,
    Error,
    Page,
    Response,
    expect,
    sync_playwright,
)

from accounts.sign_in import open_session
from kpu_portal.demo.accounts import PASSWORD, code_of
from launcher import chromium as chromium_of
from launcher import demo, messages, ports, processes
from launcher.children import Child, Roster, run_step
from launcher.home import Home
from launcher.services import Services
from tests import databases
from tests.browser import axe_run
from tests.roles import admin_sql
from tests.workers import broker_number

SCREENS = databases.REPOSITORY / "var" / "screens"
SIZE = {"width": 1366, "height": 768}
GRAVE = {"serious", "critical"}
MOVES = 3
"""How often a page may move on by itself while another is asked for."""
expect.set_options(timeout=15_000)
_came_by_the_forms: set[str] = set()
_seen_by_axe: set[str] = set()


@dataclass
class Portal:
    """A running portal: its address, its database, its folder."""

    address: str
    database: str
    home: Home
    browser: Browser
    screens: Path
    roster: Roster
    keeps: bool | tuple[str, ...] = ()
    """Of which pictures a file is kept: all, or those names."""
    _taken: int = 0
    _sessions: list[Session] = field(default_factory=list)
    _used: set[tuple[str, str]] = field(default_factory=set)

    def open(self, username: str = "", **options: Any) -> Session:
        """A browser of its own, signed in when a user is named: by the forms the first
        time in a run, afterwards with a session made beside them."""
        address = options.pop("base_url", self.address)
        context = self.browser.new_context(
            viewport=options.pop("viewport", SIZE),
            base_url=address,
            locale="id-ID",
            timezone_id="Asia/Jakarta",
            accept_downloads=True,
            **options,
        )
        session = Session(self, context.new_page(), address)
        self._sessions.append(session)
        if username in _came_by_the_forms:
            session.carry(signed_in(username))
            session.go("/")
        elif username:
            session.sign_in(username)
            _came_by_the_forms.add(username)
        return session

    def manage(self, *arguments: str) -> str:
        """Run a command beside the portal, on its database and files; gives stdout."""
        environment = databases.environment(self.database)
        done = subprocess.run(
            demo.manage(*arguments),
            cwd=databases.REPOSITORY,
            env={**environment, "PDPB_HOME": str(self.home.path)},
            check=False,
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout + done.stderr
        return done.stdout

    def code(self, username: str) -> str:
        """A code of the account's app that was not used before: each works once."""
        for steps in (0, 1, -1):
            code = code_of(username, steps=steps)
            if (username, code) not in self._used:
                self._used.add((username, code))
                return code
        time.sleep(30)
        return self.code(username)

    def stop(self, name: str) -> None:
        """End one of the portal's processes, with its group."""
        stop_child(self._child(name))

    def start(self, name: str, **environment: str) -> None:
        """Start it again, with more or other environment."""
        child = self._child(name)
        child.environment.update(environment)
        self.roster.start(child)

    def _child(self, name: str) -> Child:
        return next(one for one in self.roster.children if one.name == name)

    def next_screen(self, name: str) -> Path:
        """A JPEG takes a third of the time of a PNG of the same page."""
        self._taken += 1
        return self.screens / f"{self._taken:02d}-{name}.jpg"

    def close(self) -> None:
        for session in self._sessions:
            session.page.context.close()


def signed_in(username: str) -> dict[str, str]:
    """The cookies of a new session of an account, its second factor given."""
    from accounts.models import User

    client = Client()
    open_session(client, User.objects.get(username=username))
    return {name: one.value for name, one in client.cookies.items() if one.value}


def stop_child(child: Child) -> None:
    """End a process of the portal, with its group."""
    assert child.process is not None
    processes.stop(child.process, [(signal.SIGTERM, 8.0), (signal.SIGKILL, 8.0)])


class Session:
    """One person in front of one browser, whose complaints are kept."""

    def __init__(self, portal: Portal, page: Page, address: str) -> None:
        self.portal = portal
        self.page = page
        self.address = address
        self.complaints: list[str] = []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self._heard)

    def _heard(self, message: Any) -> None:
        # A refused request is what some tests are after; the answer is asserted there.
        # What a page still asked for when a person left it was wanted by nobody.
        expected = ("Failed to load resource", "htmx:sendAbort", "htmx:afterRequest")
        if message.type == "error" and not any(one in message.text for one in expected):
            self.complaints.append(message.text)

    def sign_in(self, username: str) -> None:
        """Sign in by the forms, as a person does, with the code of the demo's app."""
        self.page.goto("/masuk/")
        self.page.locator("[name=login]").fill(username)
        self.page.locator("[name=password]").fill(PASSWORD)
        self.page.get_by_role("button", name="Masuk").click()
        expect(self.page).to_have_url(re.compile("/masuk/langkah-kedua/"))
        self.page.locator("[name=code]").fill(self.portal.code(username))
        self.page.get_by_role("button", name="Masuk").click()
        expect(self.page).not_to_have_url(re.compile("/masuk/"))

    def carry(self, cookies: dict[str, str]) -> None:
        """Have the browser hold these cookies, as if the portal had set them."""
        self.page.context.add_cookies(
            [
                {"name": name, "value": value, "url": self.address}
                for name, value in cookies.items()
            ]
        )

    def go(self, address: str, status: int = 200) -> None:
        """Open an address of the portal and insist on the status of the answer."""
        answer = self._gone_to(address)
        assert answer is not None
        assert answer.status == status, f"{address}: {answer.status}"

    def _gone_to(self, address: str) -> Response | None:
        """The page may move on by itself in that moment: it is let arrive, and left."""
        for _move in range(MOVES):
            try:
                return self.page.goto(address)
            except Error as error:
                if "interrupted by another navigation" not in error.message:
                    raise
            self.page.wait_for_load_state()
        return self.page.goto(address)

    def look(self, name: str) -> Path:
        """Let axe and the console have their say, and keep a picture where asked;
        gives where it lies.

        axe sees each name once in a run: the steps that several modules take (apply,
        record, freeze) come to the same page again.
        """
        kept = self.picture(name)
        if name not in _seen_by_axe:
            axe(self.page)
            _seen_by_axe.add(name)
        assert not self.complaints, f"{self.page.url}: {self.complaints}"
        return kept

    def picture(self, name: str) -> Path:
        """Keep a picture of the whole page, for people to look at, where the module
        KEEPS_PICTURES (all or these) or PDPB_SCREENS is set; gives where it lies."""
        path, keeps = self.portal.next_screen(name), self.portal.keeps
        if keeps is True or keeps and name in keeps:
            self.page.screenshot(path=path, full_page=True)
        return path

    def post(self, path: str, **fields: str) -> int:
        """POST as this person from outside a form; gives the status."""
        cookies = {one["name"]: one["value"] for one in self.page.context.cookies()}
        answer = self.page.request.post(
            path,
            form={"csrfmiddlewaretoken": cookies.get("csrftoken", ""), **fields},
            headers={"Referer": self.portal.address + path},
            max_redirects=0,
        )
        return answer.status

    def download(self, click: Callable[[], None]) -> Path:
        """Do the click and give the file that came."""
        with self.page.expect_download() as coming:
            click()
        return self._kept(coming.value)

    def _kept(self, download: Any) -> Path:
        path = self.portal.home.path / "downloads" / download.suggested_filename
        path.parent.mkdir(exist_ok=True)
        download.save_as(path)
        return path


def axe(page: Page) -> None:
    """Insist that axe finds nothing serious or critical on the page."""
    found = axe_run.found(page, {"resultTypes": ["violations"]})
    grave = [
        f"{one['id']} ({one['impact']}): {one['help']}\n    "
        + "\n    ".join(one["nodes"][:4])
        for one in found
        if one["impact"] in GRAVE
    ]
    light = [one["id"] for one in found if one["impact"] not in GRAVE]
    if light:
        print(f"axe, minor at {page.url}: {', '.join(light)}")  # noqa: T201
    assert not grave, f"axe at {page.url}:\n  " + "\n  ".join(grave)


def assert_fits(page: Page) -> None:
    """Insist that the page does not scroll sideways."""
    inner, outer = page.evaluate(
        "[document.documentElement.scrollWidth, document.documentElement.clientWidth]"
    )
    assert inner <= outer, f"{page.url}: {inner} px of content in {outer} px"


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The system's Chromium; Playwright brings none of its own."""
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # Playwright runs a loop beside us
    program = chromium_of.ensure()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(program),
            args=[flag for flag in chromium_of.FLAGS if flag != "--headless"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The static files as the web server hands them out, gathered once a run."""
    home = Home(tmp_path_factory.mktemp("static"))
    home.prepare()
    run_step(
        demo.manage("collectstatic", "--no-input", "-v", "0"),
        {**os.environ, "PDPB_HOME": str(home.path)},
        home.log / "setup.log",
    )
    return home.path / "static"


class House:
    """The portal's processes, started once, and the database that they work in."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.database = f"pdpb_test_{os.getpid()}_browser"
        self.roster = Roster(home)
        self.address = ""
        self._usual: dict[str, dict[str, str]] = {}

    def open(self) -> None:
        """Start what does not run, with the environment that it began with."""
        if not self.address:
            self._start()
        for child in self.roster.children:
            usual = self._usual[child.name]
            if child.environment != usual or child in self.roster.fallen():
                stop_child(child)
                child.environment = dict(usual)
                self.roster.start(child)
        demo.wait_for_page(f"{self.address}{demo.LOGIN}", self.roster)

    def _start(self) -> None:
        port = ports.pick()
        running = Services(self.home, databases.server().database_url, _own_broker())
        environment = {
            "PDPB_ROLES_FILE": str(databases.ROLES_FILE),
            "PDPB_DB_NAME": self.database,
            "PDPB_TLS": "0",
            "PDPB_INBOX": str(self.home.path / "inbox"),
            # A job that waits for another is looked for so often.
            "PDPB_SWEEP_SECONDS": "2",
            # The template's second factors are sealed with the key of this process.
            "DJANGO_SECRET_KEY": settings.SECRET_KEY,
        }
        self.address = f"http://{ports.LOOPBACK}:{port}"
        for child in demo.programs(self.home, running, port, dev=False):
            child.environment.update(environment)
            self._usual[child.name] = dict(child.environment)
            self.roster.start(child)

    def clear(self) -> None:
        """Let the work of a module end, then take its files away."""
        open_jobs = "SELECT 1 FROM jobs_job WHERE state IN ('QUEUED', 'RUNNING')"
        processes.wait_until(lambda: not admin_sql(open_jobs), 20)
        for folder in ("media", "inbox", "downloads"):
            shutil.rmtree(self.home.path / folder, ignore_errors=True)
        self.home.prepare()
        (self.home.path / "media" / "tmp").mkdir(mode=0o700, parents=True)


@pytest.fixture(scope="session")
def house(collected: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    home = Home(tmp_path_factory.mktemp("portal"))
    home.prepare()
    messages.compile_all()
    shutil.copytree(collected, home.path / "static", dirs_exist_ok=True)
    made = House(home)
    yield made
    made.roster.stop()


@pytest.fixture(scope="module")
def shared_stocked(_open_databases: None, house: House) -> Iterator[str]:
    """`stocked` for a module, under the name that the portal's processes know."""
    with databases.clone("stocked", house.database) as name:
        yield name


@pytest.fixture(scope="module")
def live(
    request: pytest.FixtureRequest,
    chromium: Browser,
    house: House,
    shared_stocked: str,
) -> Iterator[Portal]:
    """The demo's processes over a copy of `stocked`; one for all tests of a module."""
    _give_passwords()
    screens = SCREENS / request.module.__name__.rpartition(".")[2]
    shutil.rmtree(screens, ignore_errors=True)
    screens.mkdir(parents=True)
    house.open()
    portal = Portal(
        house.address, shared_stocked, house.home, chromium, screens, house.roster
    )
    always = getattr(request.module, "KEEPS_PICTURES", ())
    portal.keeps = True if os.environ.get("PDPB_SCREENS") else always
    try:
        yield portal
    finally:
        portal.close()
        house.clear()
        _keep_logs(house.home, screens)


def _keep_logs(home: Home, screens: Path) -> None:
    """Beside the pictures, what the processes said."""
    for log in home.log.glob("*.log"):
        shutil.copy(log, screens / log.name)


def _give_passwords() -> None:
    """The template holds hashes of quick tests; the real web knows other kinds."""
    hasher = Argon2PasswordHasher()
    admin_sql(
        "UPDATE accounts_user SET password = %s",
        [hasher.encode(PASSWORD, hasher.salt())],
    )


def _own_broker() -> str:
    """Another database of Valkey than that of other runs, and nothing left in it."""
    parts = urlsplit(databases.server().redis_url)
    address = urlunsplit(parts._replace(path=f"/{broker_number('portal')}"))
    import redis

    with redis.Redis.from_url(address) as broker:
        broker.flushdb()
    return address


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """What every open browser shows when a test fails, beside the other pictures."""
    report = yield
    portal = getattr(item, "funcargs", {}).get("live")
    if report.when == "call" and report.failed and portal is not None:
        for number, session in enumerate(portal._sessions):
            path = portal.screens / f"failed-{item.name}-{number}.png"
            session.page.screenshot(path=path)
    return report


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What is measured is this process; these tests work in the portal's processes."""
    here = Path(__file__).parent
    for item in items:
        if item.path.is_relative_to(here):
            item.add_marker(pytest.mark.no_cover)
