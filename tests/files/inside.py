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


def _run(command: str, path: Path, limits: Any = None, **given: Any) -> dict[str, Any]:
    try:
        if command == "look":
            return look(path, 400_000_000)
        return {"rows": read(path, given["kind"], given["parts"], Path(given["out"]))}
    except Refused as refused:
        raise refusal(refused.code) from None


@contextmanager
def inside() -> Iterator[None]:
    """What starts a child meanwhile works here."""
    with patch.object(child, "run", _run):
        yield
