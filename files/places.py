"""Whose file a stored path is: each regency's lie in folders of its own."""

from collections.abc import Collection
from datetime import datetime

from django.core.files.storage import default_storage

NOWHERE = frozenset({"", ".", ".."})


def lies_in(path: str, regency: str) -> bool:
    """Whether `path` is `folder/regency/…`, said plainly: no step goes up or aside.

    A request that wrote a row or a job's arguments may have named any path (see
    THREAT_MODEL.md), and the storage follows `..` as long as it stays in its root.
    """
    parts = path.replace("\\", "/").split("/")
    return len(parts) > 2 and parts[1] == regency and NOWHERE.isdisjoint(parts)


def is_kept(path: str, regency: str) -> bool:
    """Whether the regency's file of this path is in the store."""
    return lies_in(path, regency) and default_storage.exists(path)


def unnamed(folder: str, known: Collection[str], before: datetime) -> list[str]:
    """Paths `folder/regency/…` in the store, older than `before` and not `known`.

    Read what is known first: a file that comes since is younger.
    """
    if not default_storage.exists(folder):
        return []
    found = [
        f"{folder}/{regency}/{name}"
        for regency in default_storage.listdir(folder)[0]
        for name in default_storage.listdir(f"{folder}/{regency}")[1]
    ]
    return [
        path
        for path in found
        if path not in known and default_storage.get_modified_time(path) < before
    ]
