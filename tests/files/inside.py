"""The reader's child in this process, for properties of its rows: it starts in 0.1 s.

tests/hostile proves the child itself, its limits and its death.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from unittest.mock import patch

from files.parsing.look import look
from files.parsing.read import read
from files.parsing.refusal import Refused
from files.readers import child, refusal


def _look(command: str, path: Path, limits: Any = None, **given: Any) -> Any:
    with _said():
        return look(path, 400_000_000)


def _read(path: Path, limits: Any, **given: Any) -> Iterator[Any]:
    with _said():
        for one in read(path, **given):
            told = {"rows": one.rows, "ragged": one.ragged, "totals": one.totals}
            yield told, one.data


@contextmanager
def _said() -> Iterator[None]:
    try:
        yield
    except Refused as refused:
        raise refusal(refused.code) from None


@contextmanager
def inside() -> Iterator[None]:
    """What starts a child meanwhile works here."""
    with patch.object(child, "run", _look), patch.object(child, "read", _read):
        yield
