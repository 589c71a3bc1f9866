"""Whether the keys of the portal work for an account; kept with it, read at sign-in."""

from typing import Any

from voters.models import KeyChoice

IN_SESSION = "keys_off"
"""Where the session carries the choice, so that no page asks for it."""


def choose_keys(*, actor: Any, is_off: bool) -> None:
    """Switch the keys off or on for the account, from the next page on everywhere."""
    KeyChoice.objects.update_or_create(user_id=actor.pk, defaults={"is_off": is_off})


def carry_choice(request: Any, user: Any) -> None:
    """Let a new session know what the account chose."""
    if KeyChoice.objects.filter(user_id=user.pk, is_off=True).exists():
        request.session[IN_SESSION] = True
