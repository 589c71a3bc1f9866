"""Every person of the tests is a canary: a NIK in a log, URL, error page or mail fails.

A run keeps what it would have written (Django's log as its handler writes it, addresses
asked and sent on to, error pages, mails) and reads what others wrote: PostgreSQL's log,
and every *.log below the run's temporary folder (Celery's workers, granian, launcher).
At the end each of these is searched for the NIK of every generated person.
"""

from __future__ import annotations

import functools
import logging
import re
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.mail.backends import locmem
from django.test import Client

from tests import databases

# A NIK written together or apart.
NUMBER = re.compile(r"(?<!\d)(?:\d[ .\u00a0-]?){15}\d(?!\d)")
PLAIN = re.compile(rb"(?<!\d)\d{16}(?!\d)")
MADE_BY_SQL = 5_000
"""tests/plenos and others make people with NIK 3272 + a number of twelve digits."""
ERROR = 400


def canaries(folders: Iterable[Path]) -> set[str]:
    """NIK of everybody in the files that the generator wrote, and of people by SQL."""
    found = {f"{code}{n:012d}" for code in (3272, 3101) for n in range(1, MADE_BY_SQL)}
    for folder in folders:
        for file in folder.rglob("*"):
            if file.is_file():
                found.update(n.decode() for n in PLAIN.findall(file.read_bytes()))
    return found


def everybody() -> set[str]:
    """The people of this run; made anew when an earlier run built its templates."""
    for regency in databases.SMALL:
        databases.demo_files(regency)
    return canaries(databases.HOME.glob("demo-*"))


def sightings(text: str, known: set[str]) -> list[str]:
    """Known NIKs in a text, masked for the report."""
    digits = (re.sub(r"\D", "", hit) for hit in NUMBER.findall(text))
    return sorted({f"{one[:6]}…{one[-2:]}" for one in digits if one in known})


class Cage:
    """Keeps what a run writes, and searches it at the end."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self.server_log = databases.HOME / "log" / "postgresql.log"
        self.server_from = (
            self.server_log.stat().st_size if self.server_log.exists() else 0
        )
        self._undo: list[Callable[[], None]] = []
        self._files = {
            name: (folder / f"{name}.txt").open("a", encoding="utf-8")
            for name in ("urls", "error-pages", "mails")
        }

    def keep(self, kind: str, text: str) -> None:
        """Write down something that left the portal, where it could hold a NIK."""
        if NUMBER.search(text):
            self._files[kind].write(text + "\n")

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
        self._wrap(locmem.EmailBackend, "send_messages", self._mails)

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
        self.keep("urls", f"{request.get('PATH_INFO', '')}?{query}")
        self.keep("urls", answer.headers.get("Location", ""))
        if answer.status_code >= ERROR and not answer.streaming:
            self.keep("error-pages", answer.content.decode(errors="replace"))

    def _mails(self, answer: Any, backend: Any, messages: Any) -> None:
        for message in messages:
            self.keep("mails", f"{message.subject}\n{message.body}")

    def findings(self, logs: Path, known: set[str] | None = None) -> list[str]:
        """One line for each place that holds a person's NIK."""
        people = everybody() if known is None else known
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
            if (seen := sightings(text, people))
        ]


_cage: list[Cage] = []
_found: list[str] = []


@pytest.hookimpl(trylast=True)
def pytest_sessionstart(session: pytest.Session) -> None:
    if session.config.option.collectonly:
        return
    factory = session.config._tmp_path_factory  # type: ignore[attr-defined]
    cage = Cage(factory.getbasetemp() / "canary")
    cage.open()
    _cage.append(cage)


@pytest.hookimpl(tryfirst=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Before the servers stop and the made-up files go."""
    if not _cage:
        return
    cage = _cage.pop()
    cage.close()
    if "server" in databases._found:  # else no test of this process met the portal
        _found.extend(cage.findings(cage.folder.parent))
    output = getattr(session.config, "workeroutput", None)
    if output is not None:  # a process of xdist: the first one reports
        output["canary"] = list(_found)
    elif _found:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: Any) -> None:
    _found.extend(getattr(node, "workeroutput", {}).get("canary", []))


def pytest_terminal_summary(terminalreporter: Any) -> None:
    for line in _found:
        terminalreporter.write_line(f"NIK bocor (NIK leaked): {line}", red=True)
