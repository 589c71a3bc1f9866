"""Every person of the tests is a canary: a NIK in a log, URL, error page or mail fails.

A run keeps what it would have written, and reads what others wrote:

- Django's log as its handler writes it; addresses asked for and sent on to, and pages
  of 400 and more, by the test client and in Chromium; what monitoring reads (/sehat/);
  each mail as it is handed to whatever backend, with its head and every part;
- PostgreSQL's log, and every *.log below the run's temporary folder: Celery's workers
  and beat, granian (which keeps no access log, see test_canary.py), launcher.

At the end each of these is searched for the NIK of every generated person, and for
whatever else could be one's in an enrolled regency: tests write many by hand. What was
not searched is said in the summary.
"""

from __future__ import annotations

import email.header
import functools
import logging
import os
import re
import sys
from collections.abc import Callable, Collection, Container, Iterable
from email.message import Message
from pathlib import Path
from typing import Any
from urllib.parse import unquote_plus

import pytest
from django.conf import settings
from django.core.mail import EmailMessage
from django.test import Client

from tests import databases
from voters.rules import nik as rules

# A NIK written together or apart.
NUMBER = re.compile(r"(?<!\d)(?:\d[ .\u00a0-]?){15}\d(?!\d)")
PLAIN = re.compile(rb"(?<!\d)\d{16}(?!\d)")
GROUPED = re.compile(
    r"\d{16}|\d{6}([ .\u00a0-])\d{6}\1\d{4}|\d{4}(?:([ .\u00a0-])\d{4}){3}"
)
"""As people write a NIK; figures that stand beside each other by chance seldom do."""
MADE_BY_SQL = 5_000
"""tests/plenos and others make people with NIK 3272 + a number of twelve digits."""
ERROR = 400
MONITORED = ("/sehat/",)
KINDS = ("urls", "error-pages", "mails", "monitoring")
EXAMPLES = {
    "3272014101900001": "the form of a delivery shows it: CONTOH NAMA, born 01-01-1990",
    "3272010101100001": "the same form, as the NKK",
}
"""What may stand anywhere: nobody's, and printed in the portal's own help."""
REFUSED = {
    "3272014107900001": "tests/audit, tests/accounts: an address with a NIK is refused",
}
"""What tests put into an address on purpose; anywhere else it is a leak."""


class People(Container[str]):
    """Whoever may not be seen: the people of the run, and whoever could be one."""

    def __init__(self, made: Collection[str]) -> None:
        self.made = made

    def __contains__(self, number: object) -> bool:
        return number in self.made or (isinstance(number, str) and could_be(number))


def could_be(number: str) -> bool:
    """Whether it is the NIK of somebody in an enrolled regency, by the NIK's rule."""
    enrolled = number.startswith(tuple(databases.SMALL))
    return enrolled and number not in EXAMPLES and not rules.problem(number)


def canaries(folders: Iterable[Path]) -> set[str]:
    """NIK of everybody in the files that the generator wrote, and of people by SQL."""
    found = {f"{code}{n:012d}" for code in (3272, 3101) for n in range(1, MADE_BY_SQL)}
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file():
                found.update(n.decode() for n in PLAIN.findall(file.read_bytes()))
    return found


def everybody() -> People:
    """The people of this run; made anew when an earlier run built its templates."""
    for regency in databases.SMALL:
        databases.demo_files(regency)
    return People(canaries(databases.HOME.glob("demo-*")))


def sightings(text: str, known: Container[str], but: Container[str] = ()) -> list[str]:
    """Known NIKs in a text, masked for the report."""
    sure = known.made if isinstance(known, People) else known
    found = set()
    for hit in NUMBER.finditer(text):
        number = re.sub(r"\D", "", hit[0])
        seen = number in sure or (number in known and GROUPED.fullmatch(hit[0]))
        if seen and number not in but:
            found.add(f"{number[:6]}…{number[-2:]}")
    return sorted(found)


def words_of(mail: Message) -> str:
    """Everything a mail says: its head decoded, and every part of it."""
    said = [mail.as_string()]
    for part in mail.walk():
        for name, value in part.items():
            head = email.header.decode_header(str(value))
            said.append(f"{name}: {email.header.make_header(head)}")
        body = part.get_payload(decode=True)
        if isinstance(body, bytes):
            charset = part.get_content_charset() or "utf-8"
            said.append(body.decode(charset, errors="replace"))
    return "\n".join(said)


class Cage:
    """Keeps what a run writes, and searches it at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.server_log = databases.HOME / "log" / "postgresql.log"
        self.server_from = (
            self.server_log.stat().st_size if self.server_log.exists() else 0
        )
        self.unread = 0
        self._undo: list[Callable[[], None]] = []
        self._files = {
            name: (folder / f"{name}.txt").open("a", encoding="utf-8") for name in KINDS
        }

    def keep(self, kind: str, text: str) -> None:
        """Write down something that left the portal, where it could hold a NIK."""
        if NUMBER.search(text) and not self._files[kind].closed:
            self._files[kind].write(text + "\n")

    def address(self, url: str) -> None:
        """Write an address down, as it was sent and as a person reads it."""
        plain = unquote_plus(url)
        self.keep("urls", url if plain == url else f"{url}\n{plain}")

    def open(self) -> None:
        """Start listening."""
        handler = logging.FileHandler(self.folder / "django.txt", encoding="utf-8")
        line = settings.LOGGING["formatters"]["line"]
        from kpu_portal.settings.logs import ScrubbingFormatter

        handler.setFormatter(ScrubbingFormatter(line["format"]))
        logging.getLogger().addHandler(handler)
        self._undo.append(lambda: logging.getLogger().removeHandler(handler))
        self._undo.append(handler.close)
        self._wrap(Client, "request", self._request)
        # Every backend asks for it, also one that is handed mails without send().
        self._wrap(EmailMessage, "message", self._mail)

    def open_browsers(self) -> None:
        """Listen to every page of every browser that is opened from now on."""
        from playwright.sync_api import APIRequestContext, Browser

        self._wrap(Browser, "new_context", lambda made, *_, **__: self._listen(made))
        self._wrap(Browser, "new_page", lambda page, *_, **__: self._listen(page))
        for name in ("get", "post", "fetch"):
            self._wrap(APIRequestContext, name, lambda got, *_, **__: self._got(got))

    def close(self) -> None:
        """Stop listening."""
        for undo in reversed(self._undo):
            undo()
        self._undo.clear()
        for file in self._files.values():
            file.close()

    def _wrap(self, owner: Any, name: str, heard: Callable[..., None]) -> None:
        before = getattr(owner, name)

        @functools.wraps(before)
        def wrapper(*args: Any, **kwargs: Any) -> Any:
            answer = before(*args, **kwargs)
            heard(answer, *args, **kwargs)
            return answer

        setattr(owner, name, wrapper)
        self._undo.append(lambda: setattr(owner, name, before))

    def _request(self, answer: Any, client: Any, **request: Any) -> None:
        query = request.get("QUERY_STRING", "")
        path = request.get("PATH_INFO", "")
        self.address(f"{path}?{query}")
        self.address(answer.headers.get("Location", ""))
        if answer.streaming:
            return
        if answer.status_code >= ERROR:
            self.keep("error-pages", answer.content.decode(errors="replace"))
        if path in MONITORED:
            self.keep("monitoring", answer.content.decode(errors="replace"))

    def _mail(self, made: Message, *args: Any, **kwargs: Any) -> None:
        self.keep("mails", words_of(made))

    def _listen(self, place: Any) -> None:
        """A context of pages, or a page: what it asks for and gets."""
        place.on("request", lambda asked: self.address(asked.url))
        place.on("response", self._got)
        if hasattr(place, "new_page"):
            place.on("page", self._shown)
        else:
            self._shown(place)

    def _shown(self, page: Any) -> None:
        """Also what history.pushState puts above a page: it asks for nothing."""
        page.on("framenavigated", lambda frame: self.address(frame.url))

    def _got(self, response: Any) -> None:
        self.address(response.url)
        if response.status < ERROR:
            return
        try:
            self.keep("error-pages", response.text())
        except Exception:  # the page was left before its answer had come
            self.unread += 1

    def findings(self, logs: Path, known: Container[str] | None = None) -> list[str]:
        """One line for each place that holds a person's NIK."""
        people = everybody() if known is None else known
        sent = str(self.folder / "urls.txt")
        for file in self._files.values():
            if not file.closed:
                file.flush()
        texts = {
            str(file): file.read_text(encoding="utf-8", errors="replace")
            for file in [
                *sorted(self.folder.glob("*.txt")),
                *sorted(logs.rglob("*.log")),
            ]
            if file.is_file()
        }
        if self.server_log.exists():
            with self.server_log.open("rb") as handle:
                handle.seek(self.server_from)
                texts[str(self.server_log)] = handle.read().decode(errors="replace")
        return [
            f"{place}: {', '.join(seen[:3])} ({len(seen)} NIK)"
            for place, text in texts.items()
            if (seen := sightings(text, people, REFUSED if place == sent else ()))
        ]

    def blind(self) -> list[str]:
        """What this run could not search."""
        found = []
        if os.environ.get("DATABASE_URL"):
            found.append("log of PostgreSQL: DATABASE_URL names a server elsewhere")
        elif not self.server_log.exists():
            found.append(f"log of PostgreSQL: {self.server_log} is not there")
        if self.unread:
            found.append(f"{self.unread} answers that Chromium had left already")
        return found


_cage: list[Cage] = []
_found: list[str] = []
_blind: set[str] = set()


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    if session.config.option.collectonly:
        return
    factory = session.config._tmp_path_factory  # type: ignore[attr-defined]
    cage = Cage(factory.getbasetemp() / "canary")
    cage.open()
    _cage.append(cage)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Tests of the browser have imported its library by now."""
    if _cage and "playwright.sync_api" in sys.modules:
        _cage[0].open_browsers()


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Before the servers stop and the made-up files go."""
    if not _cage:
        return
    cage = _cage.pop()
    cage.close()
    if "server" in databases._found:  # else no test of this process met the portal
        _found.extend(cage.findings(cage.folder.parent))
        _blind.update(cage.blind())
    output = getattr(session.config, "workeroutput", None)
    if output is not None:  # a process of xdist: the first one reports
        output["canary"], output["blind"] = list(_found), sorted(_blind)
    elif _found:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: Any) -> None:
    output = getattr(node, "workeroutput", {})
    _found.extend(output.get("canary", []))
    _blind.update(output.get("blind", []))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for line in _found:
        terminalreporter.write_line(f"NIK bocor (NIK leaked): {line}", red=True)
    for line in sorted(_blind):
        told = f"TIDAK DIPERIKSA untuk NIK (NOT searched for NIKs): {line}"
        terminalreporter.write_line(told, yellow=True, bold=True)
