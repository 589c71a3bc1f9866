"""What every page asks for and hardly ever changes, kept by the process for a while.

Code lists and settings are a few rows: a page reads them without a query. Another
process sees a change after `SECONDS` at the latest, the one that wrote it at once.
"""

import time
from collections.abc import Callable
from typing import Generic, TypeVar

from django.db import connection, transaction

SECONDS = 30.0
T = TypeVar("T")


class Kept(Generic[T]):
    """The result of `read`, kept per database."""

    def __init__(self, read: Callable[[], T]) -> None:
        self._read = read
        self._found: dict[str, tuple[float, T]] = {}

    def get(self) -> T:
        """The rows, read anew when they are older than `SECONDS`."""
        name = str(connection.settings_dict["NAME"])
        found = self._found.get(name)
        if found is not None and time.monotonic() - found[0] < SECONDS:
            return found[1]
        rows = self._read()
        self._found[name] = (time.monotonic(), rows)
        return rows

    def forget(self) -> None:
        """Read anew at once, and once more when the present transaction stands."""
        self._found.clear()
        transaction.on_commit(self._found.clear)
