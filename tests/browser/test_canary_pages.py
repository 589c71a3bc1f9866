"""What Chromium asks for, shows above a page and gets as an error is searched for NIKs.

No portal is needed: the answers are the test's own, the browser is a real one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

from launcher import chromium as chromium_of
from tests.audit.leaks import NIK, run_of_its_own
from tests.canary import Cage

pytestmark = pytest.mark.browser
SITE = "http://portal.test"


@pytest.fixture
def cage(tmp_path: Path) -> Iterator[Cage]:
    made = Cage(tmp_path / "cage")
    made.open_browsers()
    yield made
    made.close()


def _answered(route: Route) -> None:
    """Every address exists; one that ends in a figure answers with that status."""
    word = route.request.url.rstrip("/").rsplit("/", 1)[-1]
    status = int(word) if word.isdigit() and len(word) == 3 else 200
    body = f"<p>pemilih {NIK}</p>"
    route.fulfill(status=status, body=body, content_type="text/html")


@pytest.fixture
def context(chromium: Browser, cage: Cage) -> Iterator[BrowserContext]:
    made = chromium.new_context(base_url=SITE)
    made.route("**/*", _answered)
    yield made
    made.close()


def found(cage: Cage, tmp_path: Path) -> list[str]:
    return [Path(line.split(":")[0]).name for line in cage.findings(tmp_path, {NIK})]


def _goes(page: Page) -> None:
    page.goto(f"/pemilih/?nik={NIK}")


def _fetches(page: Page) -> None:
    page.goto("/")
    page.evaluate(f"fetch('/cari/{NIK}/')")


def _fetches_apart(page: Page) -> None:
    page.goto("/")
    page.evaluate("fetch('/cari/?nik=3272+0141+9990+0001')")


def _pushes(page: Page) -> None:
    page.goto("/")
    page.evaluate(f"history.pushState({{}}, '', '/pemilih/{NIK}/')")


def _asks_in_vain(page: Page) -> None:
    page.goto("/")
    page.route("**/putus/**", lambda route: route.abort())
    page.evaluate(f"fetch('/putus/{NIK}/').catch(() => 0)")


def _in_a_second_tab(page: Page) -> None:
    page.context.new_page().goto(f"/{NIK}/")


@pytest.mark.parametrize(
    "leak", [_goes, _fetches, _fetches_apart, _pushes, _asks_in_vain, _in_a_second_tab]
)
def test_an_address_in_chromium_is_caught(
    cage: Cage, context: BrowserContext, tmp_path: Path, leak: Callable[[Page], None]
) -> None:
    page = context.new_page()
    leak(page)
    page.wait_for_timeout(100)
    assert found(cage, tmp_path) == ["urls.txt"]


def test_a_page_of_the_browser_itself_is_heard_too(
    cage: Cage, chromium: Browser, tmp_path: Path
) -> None:
    page = chromium.new_page()
    page.route("**/*", _answered)
    page.goto(f"{SITE}/{NIK}/404")
    page.wait_for_timeout(100)
    page.context.close()
    assert found(cage, tmp_path) == ["error-pages.txt", "urls.txt"]


class Refusing(BaseHTTPRequestHandler):
    """A server that knows nothing, and says so with a NIK."""

    def do_GET(self) -> None:
        self.send_error(404, explain=NIK)

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing: it would be a line on the run's own output."""


def test_what_a_person_asks_for_beside_the_page_is_heard_too(
    cage: Cage, context: BrowserContext, tmp_path: Path
) -> None:
    with ThreadingHTTPServer(("127.0.0.1", 0), Refusing) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        address = f"http://127.0.0.1:{server.server_port}/{NIK}/"
        assert context.new_page().request.get(address).status == 404
        server.shutdown()
        thread.join()
    assert found(cage, tmp_path) == ["error-pages.txt", "urls.txt"]


@pytest.mark.parametrize("status", [200, 302, 400, 404, 500])
def test_an_error_page_in_chromium_is_caught(
    cage: Cage, context: BrowserContext, tmp_path: Path, status: int
) -> None:
    """A page that worked may show a NIK to whom it showed it."""
    page = context.new_page()
    page.goto("/")
    page.evaluate(f"fetch('/{status}', {{redirect: 'manual'}})")
    page.wait_for_timeout(100)
    for _turn in range(50):  # on a busy machine the body of an error comes later
        if status < 400 or found(cage, tmp_path):
            break
        page.wait_for_timeout(100)
    assert found(cage, tmp_path) == (["error-pages.txt"] if status >= 400 else [])
    assert cage.unread == 0


LEAKING = """
from playwright.sync_api import sync_playwright
from tests import databases

def test_leak():
    databases.server()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        page = browser.new_context().new_page()
        page.route("**/*", lambda route: route.fulfill(status=404, body="x" + NIK))
        page.goto("http://portal.test/?nik=" + NIK)
        browser.close()
"""


def test_a_leak_in_chromium_fails_the_run(tmp_path: Path) -> None:
    flags = [flag for flag in chromium_of.FLAGS if flag != "--headless"]
    program = str(chromium_of.ensure())
    told: dict[str, Any] = {
        "CHROMIUM": program,
        "FLAGS": flags,
        "NIK": "3272010101900001",
    }
    facts = "".join(f"{name} = {value!r}\n" for name, value in told.items())
    ended = run_of_its_own(tmp_path, facts + LEAKING)
    said = [line for line in ended.stdout.splitlines() if "NIK leaked" in line]
    assert sorted("urls.txt" in line for line in said) == [False, True]
    assert sum("error-pages.txt" in line for line in said) == 1
    assert ended.returncode == 1
