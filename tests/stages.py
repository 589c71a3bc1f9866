"""States of the office that many tests begin with: each is brought about once in a
process, and copied like a template afterwards."""

from __future__ import annotations

import contextlib
import os
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path

from django.conf import settings
from django.db import connections

from tests import databases


class Stage:
    """`portal` after some work, or an earlier stage after some more.

    What the work puts into the store of files is put there again for every copy, for a
    test may spoil it.
    """

    def __init__(
        self, name: str, fill: Callable[[], object], after: Stage | None = None
    ) -> None:
        self.name, self.fill, self.after = name, fill, after
        self._files: dict[Path, bytes] = {}
        self._database = ""

    def database(self) -> str:
        """Name of the database in this state; it is made when it does not stand yet."""
        if not self._database:
            source = self.after.database() if self.after else ""
            name = f"pdpb_test_{os.getpid()}_{self.name}_{uuid.uuid4().hex[:4]}"
            databases.create(name, source or databases.template("portal"))
            databases.drop_at_the_end(name)
            before = _stored()
            with databases.pointed_at(name):
                self.fill()
                connections.close_all()
            added = _stored() - before
            self._files = {path: path.read_bytes() for path in added}
            self._database = name
        return self._database

    @contextlib.contextmanager
    def copy(self) -> Iterator[str]:
        """A database in this state for one test."""
        source = self.database()
        self._put_back()
        with databases.copy(source) as name:
            yield name

    def _put_back(self) -> None:
        if self.after:
            self.after._put_back()
        for path, content in self._files.items():
            if not path.exists() or path.read_bytes() != content:
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_bytes(content)


def _stored() -> set[Path]:
    folder = Path(settings.MEDIA_ROOT)
    return {path for path in folder.rglob("*") if path.is_file()}
