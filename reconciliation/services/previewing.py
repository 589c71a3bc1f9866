"""First rows of a stored file for the mapping screen, read once and not at each choice.

Opening a file takes a child process. The rows are persons' cells: they stay in the
memory of this process for a while and go into no cache beside it.
"""

import time
from collections import OrderedDict
from functools import partial
from pathlib import Path
from threading import Lock

from django.core.files.storage import default_storage

from files.readers import FileRefused, recognise
from reconciliation.models import Delivery
from reconciliation.rules import headers
from reconciliation.services.receiving import known_columns

KEPT_SECONDS = 15 * 60
"""How long somebody may take over a mapping before the file is read again."""
MOST_KEPT = 32
"""Files whose first rows are kept; the one that was asked for longest ago goes."""

Rows = list[list[str]]
Key = tuple[str, str, frozenset[tuple[str, str]]]

_kept: OrderedDict[Key, tuple[float, Rows]] = OrderedDict()
_lock = Lock()


def preview(delivery: Delivery) -> Rows:
    """First rows of the stored file; [] when it is gone or cannot be read.

    What is kept belongs to these bytes and to what this sender's headings are known
    to mean: a corrected mapping may find the headings in another row.
    """
    known = known_columns(delivery.regency_code, delivery.sender)
    key = (delivery.file, delivery.sha256, frozenset(known.items()))
    found = _remembered(key)
    if found is None:
        found = _read(delivery.file, known)
        if found:
            _remember(key, found)
    return found


def _read(file: str, known: dict[str, str]) -> Rows:
    is_header = partial(headers.looks_like_header, remembered=known)
    try:
        return recognise(Path(default_storage.path(file)), is_header).sample
    except (FileRefused, OSError):
        return []


def _remembered(key: Key) -> Rows | None:
    with _lock:
        until, rows = _kept.get(key, (0.0, []))
        if until <= time.monotonic():
            _kept.pop(key, None)
            return None
        _kept.move_to_end(key)
        return rows


def _remember(key: Key, rows: Rows) -> None:
    with _lock:
        _kept[key] = (time.monotonic() + KEPT_SECONDS, rows)
        while len(_kept) > MOST_KEPT:
            _kept.popitem(last=False)
