"""The demo's own processes over a database of the bench, and a Chromium before them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    ViewportSize,
    sync_playwright,
)

from bench.rig import Rig
from launcher import chromium, demo, messages, ports
from launcher.children import Roster, run_step
from launcher.services import Services

SIZE: ViewportSize = {"width": 1366, "height": 768}
LONG = 600_000.0
"""Milliseconds: a page that keeps a person waiting is a figure, not a failure."""
SETTINGS = "bench.office_settings"


@contextlib.contextmanager
def served(rig: Rig, database: str) -> Iterator[str]:
    """Start web, worker and beat as the demo does; give the address, stop them after.

    Raises LauncherError when one of them does not stand up.
    """
    messages.compile_all()
    command = demo.manage("collectstatic", "--no-input", "-v", "0")
    run_step(command, rig.environment(database, None), rig.home.log / "setup.log")
    servers = Services(rig.home, rig.database_url, rig.redis_url)
    port, roster = ports.pick(), Roster(rig.home)
    address = f"http://{ports.LOOPBACK}:{port}"
    try:
        for child in demo.programs(rig.home, servers, port, dev=False):
            role = child.environment["PDPB_DB_ROLE"]
            child.environment |= rig.environment(database, role)
            if child.name == "web":
                child.environment["DJANGO_SETTINGS_MODULE"] = SETTINGS
            roster.start(child)
        demo.wait_for_page(f"{address}{demo.LOGIN}", roster)
        yield address
    finally:
        roster.stop()


@contextlib.contextmanager
def chromium_at(address: str) -> Iterator[BrowserContext]:
    """One person's browser, whose addresses are those of the portal."""
    program = chromium.ensure()
    flags = [flag for flag in chromium.FLAGS if flag != "--headless"]
    with sync_playwright() as playwright:
        browser: Browser = playwright.chromium.launch(
            executable_path=str(program), args=flags
        )
        context = browser.new_context(
            viewport=SIZE, base_url=address, locale="id-ID", timezone_id="Asia/Jakarta"
        )
        context.set_default_timeout(60_000)
        context.set_default_navigation_timeout(LONG)
        yield context
        browser.close()


@dataclass
class Desk:
    """A signed-in person: the page of the work, another beside it, and the pictures."""

    rig: Rig
    database: str
    context: BrowserContext
    page: Page
    other: Page
    pictures: Path
    taken: int = 0

    def picture(self, name: str, *, whole: bool = True, within: float = LONG) -> None:
        """Keep what the page of the work shows now; within: milliseconds."""
        self.taken += 1
        path = self.pictures / f"{self.taken:02d}-{name}.png"
        self.page.screenshot(path=path, full_page=whole, timeout=within)

    def sql(self, query: str) -> list[tuple[object, ...]]:
        """Ask the database past the portal."""
        with (
            self.rig.administrator(self.database) as opened,
            opened.cursor() as cursor,
        ):
            cursor.execute(query)
            found: list[tuple[object, ...]] = cursor.fetchall()
            return found


def sign_in(desk: Desk, username: str, password: str) -> None:
    """Sign in by the forms, with the code of the demo's app."""
    page = desk.page
    page.goto(demo.LOGIN)
    page.locator("[name=login]").fill(username)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url("**/masuk/langkah-kedua/**")
    code = desk.rig.child("office_code", desk.database, username=username)
    page.locator("[name=code]").fill(code)
    page.get_by_role("button", name="Masuk").click()
    page.wait_for_url(lambda url: "/masuk/" not in url)


READ = """() => {
  const one = performance.getEntriesByType("navigation")[0];
  return (one.responseEnd - one.requestStart) / 1000;
}"""


def opened(page: Page, path: str) -> float:
    """Open a page; seconds from the request to the last byte of the answer.

    Raises AssertionError when the portal answers anything but 200.
    """
    answer = page.goto(path)
    assert answer is not None and answer.status == 200, f"{path}: {answer}"
    return float(page.evaluate(READ))
