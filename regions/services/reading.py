"""Reads what others send as of today: codes and names of before a change of regions."""

from pathlib import Path
from typing import Any

from django.db import connection
from psycopg2 import sql

from regions.models import Region
from regions.selectors import applied_changes, successor

MOVED = Path(__file__).parents[1] / "sql" / "moved.sql"


def to_present(read: sql.Composable, regency: str) -> None:
    """Bring rows of a landing table (line, kelurahan, rw, rt) to where they are now.

    Rule Y8; in the caller's transaction, as the worker.
    """
    text = MOVED.read_text(encoding="utf-8")
    lines = [one for one in text.split("\n") if not one.startswith("--")]
    query: Any = sql.SQL("\n".join(lines)).format(read=read)
    for change in applied_changes(regency):
        with connection.cursor() as cursor:
            cursor.execute(query, {"change": change})


def successors(regency: str) -> dict[str, str]:
    """Ended kelurahan whose people all went to one other: its code and that one's.

    A name that both bear means the one that stands.
    """
    ended = Region.objects.within(regency).filter(level=10).exclude(valid_to=None)
    codes = ended.values_list("code", flat=True)
    return {code: now for code in codes if (now := successor(code)) != code}
