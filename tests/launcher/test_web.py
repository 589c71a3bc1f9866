"""The web server as the demo starts it: what one person sends keeps nobody waiting."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from launcher import demo, ports
from launcher.home import REPOSITORY

APPLICATION = """
def application(environ, start):
    left = int(environ.get("CONTENT_LENGTH") or 0)
    while left > 0 and (block := environ["wsgi.input"].read(min(left, 65536))):
        left -= len(block)
    start("200 OK", [("Content-Type", "text/plain")])
    return [b"there"]
"""
FORM = b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 600000000\r\n\r\n"


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    """The server of the demo with a page that reads whatever it is sent."""
    (tmp_path / "tiny.py").write_text(APPLICATION)
    number = ports.pick()
    *command, _portal = demo._granian(number)
    process = subprocess.Popen(
        [*command, "tiny:application"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path)},
        start_new_session=True,
    )
    try:
        end = time.monotonic() + 60
        while time.monotonic() < end:
            with contextlib.suppress(OSError):
                answered(number)
                break
            time.sleep(0.1)
        yield number
    finally:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()


def answered(port: int) -> bytes:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=5) as answer:
        return bytes(answer.read())


def test_pages_are_answered_while_slow_uploads_come_in(port: int) -> None:
    with contextlib.ExitStack() as stack:
        for _office in range(3):
            line = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            line.sendall(FORM + b"x" * 100_000)
        time.sleep(1)  # each is in the hands of a thread, which waits for the rest
        assert [answered(port) for _page in range(12)] == [b"there"] * 12


def test_the_container_serves_as_the_demo_does() -> None:
    written = (REPOSITORY / "docker" / "Dockerfile").read_text()
    command = demo._granian(8000)
    for name in ("--workers", "--blocking-threads"):
        value = command[command.index(name) + 1]
        assert f'"{name}", "{value}"' in written, name
