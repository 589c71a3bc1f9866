"""Finds a Chromium for the browser tests, or brings Debian's when that is allowed."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path

from launcher.errors import LauncherError

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PLACES = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# The closed or quiet network of a test machine must not be asked for anything.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
INSTALL = (
    "Pasang dengan salah satu:\n"
    "  sudo apt-get install -y chromium\n"
    "  .venv/bin/playwright install chromium\n"
    "atau sebutkan berkasnya: PDPB_CHROMIUM=/jalur/ke/chromium make test"
)


def find() -> Path | None:
    """Return ``PDPB_CHROMIUM``, the system's Chromium, or Playwright's own."""
    given = os.environ.get("PDPB_CHROMIUM")
    if given:
        return Path(given)
    for name in NAMES:
        found = shutil.which(name)
        if found:
            return Path(found)
    for place in map(Path, PLACES):
        if place.exists():
            return place
    default = Path.home() / ".cache" / "ms-playwright"
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH") or default)
    own = sorted(cache.glob("chromium-*/chrome-*/chrome"))
    return own[-1] if own else None


def ensure() -> Path:
    """Return a Chromium that has loaded a page here, installing Debian's when root.

    Raises LauncherError with the line that installs one.
    """
    program = find()
    if program is None and os.geteuid() == 0 and shutil.which("apt-get"):
        _install()
        program = find()
    if program is None:
        raise LauncherError(f"Chromium untuk tes peramban tidak ditemukan. {INSTALL}")
    _try(program)
    return program


def _install() -> None:
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (
        ["apt-get", "-qq", "update"],
        ["apt-get", "-qq", "install", "-y", "--no-install-recommends", "chromium"],
    ):
        done = subprocess.run(
            command, env=environment, capture_output=True, text=True, check=False
        )
    if done.returncode != 0:
        raise LauncherError(
            f"Pemasangan Chromium dari Debian gagal:\n{done.stderr.strip()[-1500:]}\n"
            f"{INSTALL}"
        )


def _try(program: Path) -> None:
    """Load a page once: the first start of a fresh install is slow, a broken one ends
    here and not in the middle of the tests."""
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        command = [str(program), *FLAGS, f"--user-data-dir={profile}", "--dump-dom"]
        try:
            done = subprocess.run(
                [*command, "data:text/html,<p>siap</p>"],
                capture_output=True,
                text=True,
                timeout=120,
                check=False,
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise LauncherError(
                f"{program} tidak dapat dijalankan: {error}\n{INSTALL}"
            ) from error
    if "siap" not in done.stdout:
        raise LauncherError(
            f"{program} tidak dapat membuka halaman:\n{done.stderr.strip()[-1500:]}\n"
            f"{INSTALL}"
        )
