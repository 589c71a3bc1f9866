"""A delivery of a whole regency, as an operator brings it in: by the browser."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import Error, Page

from bench.data import REGENCY
from bench.office_portal import LONG, Desk, opened
from bench.office_watch import Watch
from bench.rig import BenchError

HOME = f"/kab/{REGENCY}"
UPLOAD = f"{HOME}/kiriman/unggah/"
ROLL = f"{HOME}/pemilih/"
PATIENCE = 45 * 60.0
PAUSE = 2_000
"""Milliseconds between two looks at another page while the work is under way."""


@dataclass
class Taken:
    """Seconds of the steps, and of the pages that were opened beside them."""

    upload: float = 0.0
    run: float = 0.0
    search: float = 0.0
    beside: dict[str, list[float]] = field(default_factory=dict)

    def add(self, what: str, seconds: float) -> None:
        self.beside.setdefault(what, []).append(seconds)


def bring_in(desk: Desk, watch: Watch, file: Path) -> Taken:
    """Upload, confirm, follow to the end; the page of the work shows the report.

    Raises BenchError when the portal refuses the file or the work ends otherwise.
    """
    taken, looks = Taken(), _looks(desk)
    taken.upload = _upload(desk, file, taken, looks)
    desk.picture("recognised")
    page = desk.page
    page.get_by_label("Potret lengkap", exact=True).check()
    begun = time.perf_counter()
    page.get_by_role("button", name="Mulai", exact=True).click(no_wait_after=True)
    page.wait_for_selector("[data-job-state]")
    desk.picture("progress-first")
    taken.run = _follow(desk, watch, taken, looks, begun)
    desk.picture("report-while-duplicates-are-searched")
    begun = time.perf_counter()
    _search(desk, taken, looks, begun)
    taken.search = time.perf_counter() - begun
    page.reload()
    desk.picture("report")
    return taken


def _upload(
    desk: Desk, file: Path, taken: Taken, looks: Iterator[tuple[str, float]]
) -> float:
    """Choose the file and send it; seconds until the portal shows what it is."""
    page = desk.page
    opened(page, UPLOAD)
    page.locator("input[type=file]").set_input_files(file)
    page.locator("[name=letter_no]").fill("470/812/Disdukcapil/2026")
    desk.picture("file-chosen")
    begun = time.perf_counter()
    button = page.get_by_role("button", name="Unggah dan kenali")
    button.click(no_wait_after=True)
    shown = False
    while not re.search(r"/kiriman/[0-9a-f-]{36}/", page.url):
        if time.perf_counter() - begun > PATIENCE:
            raise BenchError("the upload does not end")
        if page.locator(".pd-error").count():
            raise BenchError(f"refused: {page.locator('.pd-error').first.inner_text()}")
        if not shown and page.locator("[data-upload-told]:not([hidden])").count():
            shown = True
            _quietly(desk, "uploading")
        what, seconds = next(looks)
        taken.add(f"{what}, beside the upload", seconds)
        page.wait_for_timeout(PAUSE / 4)
    page.wait_for_load_state()
    return time.perf_counter() - begun


def _follow(
    desk: Desk,
    watch: Watch,
    taken: Taken,
    looks: Iterator[tuple[str, float]],
    begun: float,
) -> float:
    """Watch the page until it is the report by itself; seconds since the start."""
    page, stages = desk.page, set[str]()
    while not _has(page, "text=Sepuluh hasil"):
        if time.perf_counter() - begun > PATIENCE:
            raise BenchError("the reconciliation does not end")
        if _has(page, "[data-job-state=FAILED]") or "/plafon/" in page.url:
            raise BenchError(f"it ended otherwise: {page.inner_text('main')[:800]}")
        what, seconds = next(looks)
        taken.add(f"{what}, beside the run", seconds)
        now = watch.seen[-1].stage if watch.seen else ""
        if now and now not in stages:
            stages.add(now)
            _quietly(desk, f"progress-{now.lower()}")
        page.wait_for_timeout(PAUSE)
    return time.perf_counter() - begun


def _search(
    desk: Desk, taken: Taken, looks: Iterator[tuple[str, float]], begun: float
) -> None:
    """Wait on the report for the search of duplicates, whose card stands on it."""
    page = desk.page
    while _has(page, "[data-job-state=QUEUED], [data-job-state=RUNNING]"):
        if time.perf_counter() - begun > PATIENCE:
            raise BenchError("the search for duplicates does not end")
        what, seconds = next(looks)
        taken.add(f"{what}, beside the search", seconds)
        page.wait_for_timeout(PAUSE)


def _has(page: Page, selector: str) -> bool:
    """Whether it stands on the page; no, in the moment in which the page reloads."""
    try:
        return page.locator(selector).count() > 0
    except Error:
        page.wait_for_load_state()
        return page.locator(selector).count() > 0


def _quietly(desk: Desk, name: str) -> None:
    """A picture, where the page does not go away under it."""
    try:
        desk.picture(name, whole=False, within=5_000)
    except Error as error:
        print(f"no picture of {name}: {error.message.splitlines()[0]}")


def _looks(desk: Desk) -> Iterator[tuple[str, float]]:
    """Without end: the list of voters, then one voter by NIK; what, and seconds."""
    niks = numbers(desk)
    while True:
        yield "list of voters", opened(desk.other, ROLL)
        yield "NIK look-up", look_up(desk.other, next(niks))


def numbers(desk: Desk) -> Iterator[str]:
    """NIKs of voters from all over the roll, again and again."""
    rows: list[Any] = desk.sql(
        "SELECT nik FROM voter TABLESAMPLE SYSTEM (1) "
        f"WHERE regency_code = '{REGENCY}' AND status = 'ACTIVE' LIMIT 200"
    )
    while True:
        for (nik,) in rows:
            yield nik


def look_up(page: Page, nik: str) -> float:
    """Ask the field of the frame for a NIK; seconds until the person is shown."""
    field_ = page.locator("#cari")
    field_.fill(nik)
    begun = time.perf_counter()
    with page.expect_navigation(
        url=re.compile(r"/pemilih/[0-9a-f-]{36}/"), timeout=LONG
    ):
        field_.press("Enter")
    return time.perf_counter() - begun
