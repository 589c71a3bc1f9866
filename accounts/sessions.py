"""Sessions that know whose they are, so that an account's can be ended at once."""

from typing import Any

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore

from accounts.scope import revoke


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
