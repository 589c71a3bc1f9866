"""Where one running portal keeps its files, so that two of them never mix."""

from __future__ import annotations

import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path

from launcher.errors import LauncherError

REPOSITORY = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Home:
    """The data folder (``PDPB_HOME``) and the places inside it."""

    path: Path

    @classmethod
    def from_environment(cls, given: str | os.PathLike[str] | None = None) -> Home:
        """Return the folder given, else ``PDPB_HOME``, else the repository's var."""
        chosen = given or os.environ.get("PDPB_HOME") or REPOSITORY / "var"
        return cls(Path(os.path.abspath(Path(chosen).expanduser())))

    @property
    def run(self) -> Path:
        return self.path / "run"

    @property
    def log(self) -> Path:
        return self.path / "log"

    @property
    def valkey(self) -> Path:
        return self.path / "valkey"

    @property
    def media(self) -> Path:
        return self.path / "media"

    @property
    def services_env(self) -> Path:
        return self.run / "services.env"

    def prepare(self) -> None:
        """Make the folders and prove that they can be written.

        Raises LauncherError when they cannot. Folders that already stand keep their
        rights; a parent folder is never touched.
        """
        try:
            self.path.mkdir(mode=0o755, parents=True, exist_ok=True)
            for folder in (self.run, self.log, self.media):
                folder.mkdir(mode=0o755, exist_ok=True)
            self.valkey.mkdir(mode=0o700, exist_ok=True)
            for folder in (self.path, self.run, self.log, self.media, self.valkey):
                with tempfile.TemporaryFile(dir=folder):
                    pass
        except OSError as error:
            raise LauncherError(
                f"Folder data {self.path} tidak dapat ditulisi ({error.strerror}).\n"
                "Beri izin tulis pada folder itu, atau pilih folder lain, misalnya:\n"
                "  PDPB_HOME=$HOME/pdpb make demo"
            ) from error

    def remove(self) -> None:
        """Remove what the launcher and the portal wrote into the folder, nothing else.

        Raises LauncherError when the folder is not a data folder of the portal.
        """
        if not self.path.exists():
            return
        if not (self.run.is_dir() or (self.path / "pg_admin").exists()):
            raise LauncherError(
                f"{self.path} bukan folder data portal; tidak ada yang dihapus."
            )
        kept = self.path / "pg.path"
        if kept.exists():
            shutil.rmtree(Path(kept.read_text().strip()), ignore_errors=True)
        for name in ("pg", "pg.new", "run", "log", "valkey", "media", "static"):
            shutil.rmtree(self.path / name, ignore_errors=True)
        for name in ("roles.json", "secret_key", "pg_admin", "pg.path"):
            (self.path / name).unlink(missing_ok=True)
        if self.path != REPOSITORY and not any(self.path.iterdir()):
            self.path.rmdir()


def write_private(path: Path, text: str) -> None:
    """Write a file that only its owner may read, whole or not at all."""
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(name, path)
