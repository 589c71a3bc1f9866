"""Sessions that know whose they are, so that an account's can be ended at once."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts.scope import revoke

SIGNED_IN_AT = "signed_in_at"
SEEN_AT = "seen_at"
ADDRESS = "address"
"""Under these names a session keeps when it began, its last touch, and from where."""


class SessionStore(DatabaseStore):
    """Django's store over the table of this room."""

    @classmethod
    def get_model_class(cls) -> Any:
        """The model with the account's number."""
        from accounts.models import Session

        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """Fill in whose session it is; None before somebody has signed in."""
        instance: Any = super().create_model_instance(data)
        owner = data.get("_auth_user_id")
        instance.account_id = int(owner) if owner else None
        return instance


def end_sessions(account_id: int, *, but: str | None = None) -> int:
    """Delete the sessions of an account, all but one when named; give their number.

    Every scope token of the account ends with them, that of the session kept too:
    whoever keeps one asks for a new token (`request.wants_scope`).
    """
    from accounts.models import Session

    rows = Session.objects.filter(account_id=account_id)
    if but:
        rows = rows.exclude(session_key=but)
    revoke(account_id)
    return int(rows.delete()[0])


@dataclass(frozen=True)
class OwnSession:
    """What a person may know of a session of the own account; its key is not told."""

    mark: str
    since: datetime
    seen: datetime
    address: str
    is_this: bool


def own_sessions(account_id: int, *, this: str) -> list[OwnSession]:
    """Living sessions of an account, `this` key's first, then the last touched."""
    found = [_told(row, this) for row in _living(account_id)]
    return sorted(found, key=lambda one: (not one.is_this, -one.seen.timestamp()))


def end_own_session(account_id: int, *, mark: str, this: str) -> bool:
    """End the other session with this mark; whether there was one.

    Its token opens nothing without it; the tokens of the other sessions stay.
    """
    for row in _living(account_id):
        if row.session_key != this and constant_time_compare(_mark(row), mark):
            row.delete()
            return True
    return False


def _living(account_id: int) -> Any:
    from accounts.models import Session

    return Session.objects.filter(account_id=account_id, expire_date__gt=timezone.now())


def _mark(row: Any) -> str:
    return salted_hmac("accounts.sessions", row.session_key).hexdigest()


def _told(row: Any, this: str) -> OwnSession:
    data = row.get_decoded()
    return OwnSession(
        mark=_mark(row),
        since=datetime.fromtimestamp(data.get(SIGNED_IN_AT, 0), tz=UTC),
        seen=datetime.fromtimestamp(data.get(SEEN_AT, 0), tz=UTC),
        address=str(data.get(ADDRESS, "")),
        is_this=row.session_key == this,
    )
