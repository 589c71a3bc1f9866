"""The move of a whole kelurahan as one bare UPDATE; needs no Django."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

TARGET = "003"
PLACE = "SELECT min(kelurahan) FROM voter WHERE regency_code = %s"
WARM = "SELECT count(v.*) FROM voter v WHERE regency_code = %s"
_UPDATE = """
UPDATE voter SET tps = %s, row_version = row_version + 1
WHERE regency_code = %s AND kelurahan = %s AND status IN ('ACTIVE', 'HELD')
"""


def timed_update(cursor: Any, regency: str, commit: Callable[[], Any]) -> float:
    """Seconds of the same move as one UPDATE with its commit, caches warm."""
    cursor.execute(WARM, [regency])
    cursor.execute(PLACE, [regency])
    place = cursor.fetchone()[0]
    begun = time.perf_counter()
    cursor.execute(_UPDATE, [TARGET, regency, place])
    commit()
    return time.perf_counter() - begun
