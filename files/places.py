"""Whose file a stored path is: each regency's lie in folders of its own."""

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
