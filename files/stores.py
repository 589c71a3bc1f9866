"""Storage backends of shared folders: a mounted folder, and whatever fsspec reaches.

S3 is django-storages' own. Both write over what stands: a copy is repeated until it is
whole.
"""

from __future__ import annotations

import datetime as dt
import errno
import os
from typing import IO, Any

from django.core.files import File
from django.core.files.storage import FileSystemStorage, Storage
from django.utils import timezone

_CHANGED = ("mtime", "LastModified", "modifiedTime", "updated", "created")
"""Where the file systems of fsspec keep when a file was last written."""


class PlainFolder(FileSystemStorage):
    """A folder that other people write into: links are neither listed nor followed.

    It must be there: one that is not mounted is not made anew on the server's own disk.
    """

    def __init__(self, location: str) -> None:
        super().__init__(location=location, allow_overwrite=True)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Folders and plain files below `path`."""
        folders, files = [], []
        with os.scandir(self.path(path)) as found:
            for one in found:
                if one.is_dir(follow_symlinks=False):
                    folders.append(one.name)
                elif one.is_file(follow_symlinks=False):
                    files.append(one.name)
        return folders, files

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK
        handle: IO[Any] = os.fdopen(os.open(self.path(name), flags), mode)
        return File(handle, name)

    def _save(self, name: str, content: File[Any]) -> str:
        if not os.path.isdir(self.location):
            raise FileNotFoundError(errno.ENOENT, os.strerror(errno.ENOENT))
        if os.path.islink(self.path(name)):
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        return str(super()._save(name, content))  # type: ignore[misc]


class FsspecStorage(Storage):
    """A folder behind an address of fsspec, say gdrive://Folder or sftp://host/folder."""

    def __init__(self, url: str, **options: Any) -> None:
        from fsspec.core import url_to_fs

        self.system, self.root = url_to_fs(url, **options)

    def _path(self, name: str) -> str:
        return f"{self.root.rstrip('/')}/{name}".rstrip("/")

    def _open(self, name: str, mode: str = "rb") -> File[Any]:
        return File(self.system.open(self._path(name), mode), name)

    def _save(self, name: str, content: File[Any]) -> str:
        path = self._path(name)
        self.system.makedirs(path.rpartition("/")[0], exist_ok=True)
        with self.system.open(path, "wb") as out:
            for chunk in content.chunks():
                out.write(chunk)
        return name

    def get_available_name(self, name: str, max_length: int | None = None) -> str:
        """The name itself: what stands there is written over."""
        return name

    def delete(self, name: str) -> None:
        """Remove a file; nothing happens when there is none."""
        if self.exists(name):
            self.system.rm_file(self._path(name))

    def exists(self, name: str) -> bool:
        """Whether something stands there."""
        return bool(self.system.exists(self._path(name)))

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        """Folders and files below `path`."""
        folders: list[str] = []
        files: list[str] = []
        for one in self.system.ls(self._path(path), detail=True, refresh=True):
            name = str(one["name"]).rstrip("/").rpartition("/")[2]
            (folders if one["type"] == "directory" else files).append(name)
        return folders, files

    def size(self, name: str) -> int:
        """Bytes of a file."""
        return int(self.system.info(self._path(name))["size"])

    def get_modified_time(self, name: str) -> dt.datetime:
        """When a file was last written, as far as its file system says."""
        facts = self.system.info(self._path(name))
        told = next((facts[key] for key in _CHANGED if facts.get(key)), 0)
        if isinstance(told, str):
            told = dt.datetime.fromisoformat(told)
        if not isinstance(told, dt.datetime):
            told = dt.datetime.fromtimestamp(float(told), dt.UTC)
        return told if timezone.is_aware(told) else told.replace(tzinfo=dt.UTC)
