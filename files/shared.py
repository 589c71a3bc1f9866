"""One way to a shared folder, wherever it lies: mounted, in a bucket, behind fsspec.

What a backend raises becomes StoreError, so that a caller tells "not there now" from a
fault of its own.
"""

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import IO, Any

from django.core.files.base import ContentFile
from django.core.files.storage import Storage


class StoreError(OSError):
    """The shared folder does not answer, or refuses."""


@contextmanager
def _guarded() -> Iterator[None]:
    try:
        yield
    except OSError:
        raise
    except Exception as error:
        # Every backend has errors of its own. Their words may hold keys or addresses.
        raise StoreError(type(error).__name__) from error


class Shared:
    """A shared folder as the portal uses it; names are relative to it."""

    def __init__(self, store: Storage) -> None:
        self.store = store

    def entries(self, path: str) -> tuple[list[str], list[str]]:
        """Names of folders and of files below `path`, sorted. Raises OSError."""
        with _guarded():
            folders, files = self.store.listdir(path)
        return sorted(filter(None, folders)), sorted(filter(None, files))

    def mark(self, name: str) -> list[int]:
        """Size and time of a file: the same twice, it stood still. Raises OSError."""
        with _guarded():
            changed = self.store.get_modified_time(name)
            return [self.store.size(name), int(changed.timestamp() * 1_000_000)]

    def copy_to(self, name: str, copy: IO[bytes]) -> str:
        """Copy a file into `copy`, left at its start; its SHA-256. Raises OSError."""
        found = hashlib.sha256()
        with _guarded(), self.store.open(name) as file:
            while block := file.read(1 << 20):
                found.update(block)
                copy.write(block)
        copy.seek(0)
        return found.hexdigest()

    def digest(self, name: str) -> str:
        """SHA-256 of a file, "" where there is none. Raises OSError."""
        with _guarded():
            if not self.store.exists(name):
                return ""
            found: Any = hashlib.sha256()
            with self.store.open(name) as file:
                while block := file.read(1 << 20):
                    found.update(block)
        return str(found.hexdigest())

    def write(self, name: str, content: bytes) -> None:
        """Write a file whole, over what stands there. Raises OSError."""
        with _guarded():
            self.store.save(name, ContentFile(content))

    def remove(self, name: str) -> None:
        """Remove a file. Raises OSError."""
        with _guarded():
            self.store.delete(name)
