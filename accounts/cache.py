"""A cache in PostgreSQL that keeps JSON.

Django's own database cache unpickles what it finds. The web's login can write the
table, so SQL smuggled into a request would become code in the web process, which holds
the gate's password (ADR 0020). JSON is data and stays data.
"""

import json
from datetime import UTC, datetime
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection
from django.utils import timezone

_NEVER = datetime(9999, 1, 1, tzinfo=UTC)
_GET = "SELECT value FROM accounts_cache WHERE cache_key = %s AND expires > %s"
_SET = """INSERT INTO accounts_cache (cache_key, value, expires) VALUES (%s, %s, %s)
  ON CONFLICT (cache_key) DO UPDATE SET value = excluded.value,
    expires = excluded.expires"""
# Of several that add at once one wins, the others wait for it and lose.
_ADD = f"{_SET} WHERE accounts_cache.expires <= %s"
_TOUCH = "UPDATE accounts_cache SET expires = %s WHERE cache_key = %s AND expires > %s"


class JsonCache(BaseCache):
    """Numbers, texts, lists and mappings with text keys; nothing else can be kept."""

    def __init__(self, location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        """The value, or `default` when there is none or it is no JSON."""
        made = self.make_and_validate_key(key, version=version)
        with connection.cursor() as cursor:
            cursor.execute(_GET, [made, timezone.now()])
            row = cursor.fetchone()
        try:
            return default if row is None else json.loads(row[0])
        except ValueError:
            return default

    def set(
        self,
        key: str,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        """Keep the value. Raises TypeError for what JSON cannot carry."""
        made = self.make_and_validate_key(key, version=version)
        self._run(_SET, [made, json.dumps(value), self._until(timeout)])

    def add(
        self,
        key: str,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Keep the value unless the key has one; whether it was kept."""
        made = self.make_and_validate_key(key, version=version)
        values = [made, json.dumps(value), self._until(timeout), timezone.now()]
        return self._run(_ADD, values) > 0

    def touch(
        self, key: str, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None
    ) -> bool:
        """Give a key another end; whether it stood."""
        made = self.make_and_validate_key(key, version=version)
        return self._run(_TOUCH, [self._until(timeout), made, timezone.now()]) > 0

    def delete(self, key: str, version: int | None = None) -> bool:
        """Forget a key; whether it stood."""
        made = self.make_and_validate_key(key, version=version)
        return self._run("DELETE FROM accounts_cache WHERE cache_key = %s", [made]) > 0

    def clear(self) -> None:
        """Forget everything."""
        self._run("DELETE FROM accounts_cache", [])

    def _until(self, timeout: Any) -> datetime:
        ends = self.get_backend_timeout(timeout)
        return _NEVER if ends is None else datetime.fromtimestamp(ends, tz=UTC)

    @staticmethod
    def _run(statement: str, values: list[Any]) -> int:
        with connection.cursor() as cursor:
            cursor.execute(statement, values)
            return int(cursor.rowcount)


def expired(before: datetime) -> int:
    """How many rows ended before this moment."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM accounts_cache WHERE expires <= %s", [before]
        )
        return int(cursor.fetchone()[0])


def forget_expired(before: datetime) -> int:
    """Remove what ended before this moment; how many rows."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM accounts_cache WHERE expires <= %s", [before])
        return int(cursor.rowcount)
