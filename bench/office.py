"""An office of four million tries a delivery as a new user would: in the browser.

The demo's processes stand over a database with one regency's roll. An operator signs
in, uploads a snapshot as large as the roll, follows its progress, opens the review and
decides by keys. What the pages say is held against the tables. Pictures and the
progress, second by second, stay in var/bench/office.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from statistics import median
from typing import Any

from playwright.sync_api import Error

from bench import office_queue as queue
from bench import scaled
from bench.copying import copy_seconds, plain
from bench.data import REGENCY, Files
from bench.figures import Figure
from bench.measures import EMPTY, Bench, load, say
from bench.office_delivery import HOME, ROLL, Taken, bring_in, look_up, numbers
from bench.office_portal import Desk, chromium_at, opened, served, sign_in
from bench.office_watch import SEARCH, STAGES, Watch
from bench.rig import FILES, BenchError

DATABASE = "bench_office"
OPERATOR = "operator.sukabumi"
PICTURES = FILES / "office"
EMPTY_PAGE = f"{HOME}/kosong/"
ROUNDS = 10
PAGE_GOAL = 3.0
VALUES = 10
LARGE = 1_000_000
"""From here on a run is long enough to show every stage and ten places of the bar."""


def office(bench: Bench, sizes: list[int]) -> None:
    """Try it with the largest of the sizes."""
    voters = max(sizes)
    say(f"generating {voters:,} voters (kept between runs)")
    made = scaled.made(voters)
    copy = _prepare(bench, made)
    shutil.rmtree(PICTURES, ignore_errors=True)
    PICTURES.mkdir(parents=True)
    password = bench.rig.child("office_accounts", DATABASE)
    try:
        with served(bench.rig, DATABASE) as address, chromium_at(address) as context:
            pages = context.new_page(), context.new_page()
            desk = Desk(bench.rig, DATABASE, context, *pages, PICTURES)
            _walk(bench, desk, made, copy, password)
    except (AssertionError, Error) as error:
        raise BenchError(f"in the browser: {error}") from error
    finally:
        _keep_logs(bench.rig.home.log)
        bench.rig.drop(DATABASE)


def _prepare(bench: Bench, made: Files) -> float:
    """Load the roll; seconds of a server-side COPY of the snapshot."""
    rig = bench.rig
    load(rig, EMPTY, DATABASE, made)
    bare = plain(made.snapshot, rig.home.path / "plain.csv")
    copy_seconds(rig, DATABASE, bare)
    seconds = copy_seconds(rig, DATABASE, bare)
    bare.path.unlink()
    return seconds


def _walk(bench: Bench, desk: Desk, made: Files, copy: float, password: str) -> None:
    say("signing in")
    sign_in(desk, OPERATOR, password)
    idle = _idle(desk)
    watch = Watch(desk.page)
    watch.begin(desk.context)
    say(f"uploading {made.snapshot.stat().st_size / 1e6:.0f} MB and following it")
    try:
        taken = bring_in(desk, watch, made.snapshot)
    finally:
        watch.keep(PICTURES / "progress.csv")
    _times(bench, made, taken, copy)
    _beside(bench, taken, idle)
    _progress(bench, watch, made.voters)
    say("holding the report against the tables")
    _counts(bench, desk, made)
    say("opening the review")
    _queue(bench, desk)
    _lists(bench, desk)


def _check(bench: Bench, what: str, wrong: list[str]) -> None:
    """A figure that must be nothing."""
    told = f"office, wrong: {what}"
    detail = "; ".join(wrong[:5])
    bench.add(Figure(told, float(len(wrong)), 0, "", detail=detail))


def _idle(desk: Desk) -> dict[str, float]:
    """Seconds of the two pages that are opened beside the work, while nothing runs."""
    taken = [opened(desk.page, ROLL) for _turn in range(ROUNDS + 2)]
    niks = numbers(desk)
    looked = [look_up(desk.page, next(niks)) for _turn in range(ROUNDS)]
    return {"list of voters": median(taken[2:]), "NIK look-up": median(looked)}


def _times(bench: Bench, made: Files, taken: Taken, copy: float) -> None:
    size = made.snapshot.stat().st_size / 1e6
    steps = {
        "upload, from the click to what was recognised": taken.upload,
        "run, from the click to the report": taken.run,
        "search for duplicates behind it": taken.search,
        "all three": taken.upload + taken.run + taken.search,
    }
    for what, seconds in steps.items():
        bench.add(
            Figure(
                f"office of {made.voters:,}: {what} / COPY",
                seconds / copy,
                detail=f"{seconds:.1f} s / {copy:.2f} s, {size:.0f} MB",
            )
        )


def _beside(bench: Bench, taken: Taken, idle: dict[str, float]) -> None:
    for what, seconds in taken.beside.items():
        calm = idle[what.partition(",")[0]]
        bench.add(
            Figure(
                f"office: {what}, the slowest / idle",
                max(seconds) / calm,
                detail=f"{max(seconds) * 1000:.0f} ms, median "
                f"{median(seconds) * 1000:.0f} ms of {len(seconds)} / "
                f"{calm * 1000:.0f} ms",
            )
        )


def _progress(bench: Bench, watch: Watch, voters: int) -> None:
    _check(bench, "a bar that falls", watch.falls())
    values, named = watch.values(), watch.stages()
    known = [*STAGES, *SEARCH]
    wrong = [f"unknown stage {name}" for name in named if name not in known]
    if voters >= LARGE:
        wrong += [f"{name} was never shown" for name in STAGES if name not in named]
        few = [f"{values} different places"] if values < VALUES else []
        _check(bench, f"at least {VALUES} places of the bar", few)
    order = [known.index(name) for name in named if name in known]
    wrong += [f"stages came as {', '.join(named)}"] if order != sorted(order) else []
    _check(bench, "the stages named", wrong)
    still, line = watch.longest_silence()
    bench.add(
        Figure(
            "office: longest time in which progress said nothing new",
            still,
            unit="s",
            detail=f"{line!r}; {values} places of the bar, {', '.join(named)}",
        )
    )


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text) or 0)


def _counts(bench: Bench, desk: Desk, made: Files) -> None:
    """The report on screen, the tables, the planted outcomes and the file agree."""
    page, wrong = desk.page, []
    table = page.locator("table", has=page.locator("caption", has_text="Sepuluh hasil"))
    rows = table.locator("tbody tr")
    shown = [_number(text) for text in rows.locator("td.pd-strong").all_inner_texts()]
    total = _number(table.locator("tfoot td.pd-num").first.inner_text())
    lines = _lines(made.snapshot)
    kept: Any = desk.sql(
        "SELECT rows, counts FROM reconciliation_delivery "
        f"WHERE regency_code = '{REGENCY}'"
    )[0]
    if not total == sum(shown) == lines == kept[0]:
        wrong.append(
            f"{total:,} on screen, their sum {sum(shown):,}, {lines:,} lines, "
            f"{kept[0]:,} kept"
        )
    planted = sorted(n for n in made.expected().values() if n)
    told = sorted(n for n in shown if n)
    if not told == planted == sorted(n for n in kept[1].values() if n):
        wrong.append(f"outcomes {told} on screen, {planted} planted, {kept[1]} kept")
    wrong += _linked(desk, rows)
    wrong += _sums(desk)
    _check(bench, f"report, tables and file of {lines:,} rows", wrong)


def _lines(file: Path) -> int:
    with file.open("rb") as lines:
        return sum(1 for _line in lines) - 1


def _linked(desk: Desk, rows: Any) -> list[str]:
    """Figures of the report that lead to a list of other length."""
    counted: dict[Any, Any] = dict(
        desk.sql(  # type: ignore[arg-type]
            "SELECT outcome, count(*) FROM reconciliation_deliveryrow "
            f"WHERE regency_code = '{REGENCY}' GROUP BY outcome"
        )
    )
    wrong = []
    for row in rows.all():
        link = row.locator("a[href*='hasil=']")
        if not link.count():
            continue
        found = re.search(r"hasil=(\w+)", str(link.first.get_attribute("href")))
        code = found[1] if found else ""
        n = _number(row.locator("td.pd-strong").inner_text())
        if n != counted.get(code):
            wrong.append(f"{code}: {n:,} on screen, {counted.get(code)} rows")
    return wrong


def _sums(desk: Desk) -> list[str]:
    """Proposals and pairs that the report tells, beside those that are there."""
    text = desk.page.locator(".pd-stages").inner_text()
    found = {
        "usulan": "SELECT count(*) FROM change_proposal",
        "pasangan": "SELECT count(*) FROM duplicate_pair",
    }
    wrong = []
    for word, query in found.items():
        told = re.search(rf"([\d.]+) {word}", text)
        n = desk.sql(f"{query} WHERE regency_code = '{REGENCY}'")[0][0]
        if told is None or _number(told[1]) != n:
            wrong.append(f"{told and told[0]} on screen, {n} {word}")
    return wrong


def _queue(bench: Bench, desk: Desk) -> None:
    rows = queue.waiting(desk)
    for word, name in (("", "number"), ("risiko", "risk"), ("kecamatan", "place")):
        _check(
            bench, f"queue by {name}, two pages", queue.out_of_order(desk, rows, word)
        )
    if not queue.by_places(rows):
        _check(bench, "queue by number", ["numbers do not run through the kelurahan"])
    for word, name in (("", "number"), ("?urut=risiko", "risk")):
        what = f"first page by {name}, {len(rows):,} wait"
        _page(bench, desk, what, queue.QUEUE + word)
    states, seconds, back = queue.decide(desk)
    expected = {"ACCEPTED": 6, "REJECTED": 3, "OPEN": 1}
    wrong = [] if states == expected else [f"{states} where {expected} was pressed"]
    wrong += [] if back == "OPEN" else [f"taken back, yet {back}"]
    _check(bench, "ten by keys, one taken back", wrong)
    bench.add(
        Figure(
            "office: from a decision's key to the next on screen, median",
            median(seconds) * 1000,
            unit="ms",
            detail=f"slowest {max(seconds) * 1000:.0f} ms of {len(seconds)}",
        )
    )
    print(f"the first by risk, accepted by its key: {queue.first_by_risk(desk)}")


def _page(
    bench: Bench, desk: Desk, what: str, path: str, goal: float | None = PAGE_GOAL
) -> None:
    """A page beside an empty one, opened in turn: a busy moment falls on both."""
    empty, full = list[float](), list[float]()
    for _turn in range(ROUNDS + 2):
        empty.append(opened(desk.page, EMPTY_PAGE))
        full.append(opened(desk.page, path))
    calm, seconds = median(empty[2:]), median(full[2:])
    bench.add(
        Figure(
            f"office: {what} / an empty signed-in page",
            seconds / calm,
            goal,
            detail=f"{seconds * 1000:.0f} ms / {calm * 1000:.0f} ms",
        )
    )


def _lists(bench: Bench, desk: Desk) -> None:
    wrong = queue.duplicates_out_of_order(desk)
    _check(bench, "pairs, the heaviest first", wrong)
    _page(bench, desk, "list of pairs", queue.DUPLICATES)
    for name, path, goal in (
        ("deliveries", f"{HOME}/kiriman/", PAGE_GOAL),
        ("jobs", f"{HOME}/pekerjaan/", PAGE_GOAL),
        ("home", f"{HOME}/", None),
    ):
        _page(bench, desk, name, path, goal)
        desk.picture(name)
    job = desk.sql(
        "SELECT public_id::text FROM jobs_job WHERE kind = 'reconcile' "
        "ORDER BY id DESC LIMIT 1"
    )[0][0]
    opened(desk.page, f"{HOME}/pekerjaan/{job}/")
    desk.picture("job")


def _keep_logs(log: Path) -> None:
    """Beside the pictures, what the processes said."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    for one in log.glob("*.log"):
        shutil.copy(one, PICTURES / one.name)
