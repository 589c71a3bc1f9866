"""As whom the embedded PostgreSQL runs: it refuses root, and root is common in CI.

As root it runs as ``nobody``; where ``nobody`` cannot enter the folders of the virtual
environment or of the data, in a user namespace that only looks like ``nobody``; where
that is not allowed, as ``nobody`` with copies under /var/tmp. No right of an existing
folder is ever changed.
"""

from __future__ import annotations

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from launcher.errors import LauncherError

SPARE = Path("/var/tmp")  # noqa: S108 - the folder made in it is checked below
NAMESPACE = ("unshare", "-U", "--map-user=65534", "--map-group=65534")


@dataclass(frozen=True)
class ServerUser:
    """How to start a program of PostgreSQL, and where its files lie."""

    binaries: Path
    data: Path
    owner: tuple[int, int] | None = None
    prefix: tuple[str, ...] = ()
    options: dict[str, Any] = field(default_factory=dict)

    def command(self, program: str, *arguments: str) -> list[str]:
        return [*self.prefix, str(self.binaries / program), *arguments]

    def own(self, path: Path) -> None:
        """Give a file or a whole folder of ours to the user the server runs as."""
        if self.owner is None or not path.exists():
            return
        if (path.stat().st_uid, path.stat().st_gid) == self.owner:
            return
        for folder, names, files in os.walk(path):
            for name in (*names, *files):
                os.chown(Path(folder) / name, *self.owner, follow_symlinks=False)
        os.chown(path, *self.owner)


def choose(tree: Path, home: Path) -> ServerUser:
    """Return how PostgreSQL can run here.

    tree: the PostgreSQL of the wheel; home: the data folder of this portal.
    Raises LauncherError when no way works.
    """
    kept = home / "pg.path"
    data = Path(kept.read_text().strip()) if kept.exists() else home / "pg"
    options: dict[str, Any] = {"cwd": "/", "env": _environment()}
    if os.geteuid() != 0:
        return ServerUser(tree / "bin", data, options=options)
    nobody = _nobody()
    as_nobody = {
        **options,
        "user": nobody[0],
        "group": nobody[1],
        "extra_groups": [],
    }
    if _runs(tree, as_nobody) and _enters(data.parent, as_nobody):
        return ServerUser(tree / "bin", data, nobody, options=as_nobody)
    if not kept.exists() and _runs(tree, options, NAMESPACE):
        return ServerUser(tree / "bin", data, (0, 0), NAMESPACE, options)
    copy = _copied(tree)
    if not _runs(copy, as_nobody):
        raise LauncherError(
            "PostgreSQL bawaan tidak dapat dijalankan sebagai 'nobody'. Jalankan "
            "perintah ini sebagai pengguna biasa, atau sediakan server sendiri lewat "
            "DATABASE_URL dan REDIS_URL."
        )
    if not _enters(data.parent, as_nobody):
        data = _spare("data", str(home)) / "pg"
        if (home / "pg").exists():
            shutil.move(home / "pg", data)
        kept.write_text(f"{data}\n")
    return ServerUser(copy / "bin", data, nobody, options=as_nobody)


def _environment() -> dict[str, str]:
    """Return an environment without the caller's PG* settings and locale."""
    kept = ("PATH", "TMPDIR", "LD_LIBRARY_PATH")
    return {"LC_ALL": "C", "TZ": "UTC"} | {
        name: os.environ[name] for name in kept if name in os.environ
    }


def _nobody() -> tuple[int, int]:
    try:
        entry = pwd.getpwnam("nobody")
    except KeyError:
        return 65534, 65534
    return entry.pw_uid, entry.pw_gid


def _runs(tree: Path, options: dict[str, Any], prefix: tuple[str, ...] = ()) -> bool:
    """Say whether the server's program starts and its templates can be read."""
    checks = (
        [str(tree / "bin" / "postgres"), "--version"],
        ["test", "-r", str(tree / "share" / "postgres.bki")],
    )
    return all(_succeeds([*prefix, *check], options) for check in checks)


def _enters(folder: Path, options: dict[str, Any]) -> bool:
    return _succeeds(["test", "-x", str(folder)], options)


def _succeeds(command: list[str], options: dict[str, Any]) -> bool:
    try:
        done = subprocess.run(command, capture_output=True, check=False, **options)
    except OSError:
        return False
    return done.returncode == 0


def _copied(tree: Path) -> Path:
    """Copy the server to a folder of its own that anyone may enter, once."""
    mark = f"{tree}:{(tree / 'bin' / 'postgres').stat().st_mtime_ns}"
    target = _spare("postgresql", mark) / "pginstall"
    if not target.exists():
        half = target.with_name(f"pginstall.{os.getpid()}")
        shutil.copytree(tree, half, symlinks=True)
        for path in (half, *half.rglob("*")):
            if not path.is_symlink():
                executable = path.is_dir() or path.stat().st_mode & stat.S_IXUSR
                path.chmod(0o755 if executable else 0o644)
        half.rename(target)
    return target


def _spare(kind: str, mark: str) -> Path:
    digest = hashlib.sha256(mark.encode()).hexdigest()[:16]
    folder = SPARE / f"pdpb-{kind}-{digest}"
    try:
        folder.mkdir(mode=0o755)
        folder.chmod(0o755)
    except FileExistsError:
        found = folder.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid():
            raise LauncherError(
                f"{folder} sudah ada dan bukan milik pengguna ini; hapus dahulu."
            ) from None
    return folder
