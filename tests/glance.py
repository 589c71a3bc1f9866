"""A page of a test client in a Chromium: what its scripts do, without the processes of
a whole portal. Two seconds a look, where the browser tests need a minute to begin.
"""

from __future__ import annotations

import html
import json
import re
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.db import connections

from launcher import chromium

KINDS = {"js": "text/javascript", "css": "text/css", "svg": "image/svg+xml"}
OUT = re.compile(r'<pre id="glance-out">(.*?)</pre>', re.S)
DRIVER = """<pre id="glance-out"></pre><script type="module">
const sleep = (ms) => new Promise((go) => setTimeout(go, ms));
const until = async (true_) => {
  for (let n = 0; n < 200 && !true_(); n += 1) await sleep(25);
  return true_();
};
const press = (key) => document.body.dispatchEvent(
  new KeyboardEvent("keydown", { key, bubbles: true, cancelable: true }));
const out = document.getElementById("glance-out");
window.addEventListener("load", async () => {
  try { out.textContent = JSON.stringify(await (async () => { %s })()); }
  catch (error) { out.textContent = JSON.stringify({ error: String(error) }); }
});
</script>"""


@dataclass
class Desk:
    """What the browser asked for; `slow` seconds pass before a POST is answered."""

    client: Any
    slow: float = 0.0
    missing: tuple[str, ...] = ()
    asked: list[tuple[str, str, str]] = field(default_factory=list)
    """Method, path, and the X-Usulan header of each request for a page."""


@cache
def _program() -> Path:
    return chromium.ensure()


def look(desk: Desk, address: str, script: str) -> Any:
    """Open an address and run the body of a function; what that returns.

    `sleep(ms)`, `until(test)` and `press(key)` are at hand. Raises AssertionError with
    what went wrong in the page.
    """
    with (
        _served(desk, script) as base,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile,
    ):
        done = subprocess.run(
            [
                str(_program()),
                *chromium.FLAGS,
                f"--user-data-dir={profile}",
                "--window-size=1366,768",
                "--virtual-time-budget=20000",
                "--dump-dom",
                base + address,
            ],
            capture_output=True,
            text=True,
            timeout=180,
            check=False,
        )
    found = OUT.search(done.stdout)
    assert found and found[1], (done.stdout[-2000:], done.stderr[-2000:])
    told = json.loads(html.unescape(found[1]))
    assert not (isinstance(told, dict) and "error" in told), told
    return told


@contextmanager
def _served(desk: Desk, script: str) -> Iterator[str]:
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            path = self.path.partition("?")[0]
            if any(one in path for one in desk.missing):
                self._say(404, b"", "text/plain")
            elif path.startswith(settings.STATIC_URL):
                self._file(path.removeprefix(settings.STATIC_URL))
            else:
                self._page("get", {})

        def do_POST(self) -> None:
            length = int(self.headers["Content-Length"] or 0)
            time.sleep(desk.slow)
            kind = self.headers["Content-Type"]
            self._page(
                "generic",
                {"data": self.rfile.read(length), "content_type": kind},
                "POST",
            )

        def _page(self, way: str, given: dict[str, Any], *first: str) -> None:
            names = ("X-Usulan", "X-Usulan-Dari", "HX-Request", "HX-Current-URL")
            said = {one: self.headers[one] for one in names if one in self.headers}
            part = said.get("X-Usulan", "")
            with lock:
                desk.asked.append((self.command, self.path, part))
                try:
                    ask = getattr(desk.client, way)
                    answer = ask(*first, self.path, headers=said, **given)
                    body = (
                        b"".join(answer.streaming_content)
                        if answer.streaming
                        else answer.content
                    )
                finally:
                    connections.close_all()
            kind = answer.headers.get("Content-Type", "text/plain")
            if b"</body>" in body:
                body = body.replace(b"</body>", (DRIVER % script).encode() + b"</body>")
            self._say(answer.status_code, body, kind)

        def _file(self, name: str) -> None:
            found = finders.find(name)
            if not isinstance(found, str):
                self._say(404, b"", "text/plain")
                return
            with open(found, "rb") as file:
                kind = KINDS.get(name.rpartition(".")[2], "application/octet-stream")
                self._say(200, file.read(), kind)

        def _say(self, status: int, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing on the screen of the tests."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
