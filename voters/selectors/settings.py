"""Numbers of policy as they hold for an office on a day: the one typed way to ask."""

from datetime import date

from django.conf import settings
from django.utils import timezone

from voters.models.settings import OfficeSetting, kept
from voters.rules import settings as rules


def setting(name: str, regency: str, on: date | None = None) -> int:
    """The number of a regency on a day (today).

    Its own value, else the nation's, else what the server was started with. Raises
    KeyError for a number that no office sets.
    """
    if name not in rules.SETTINGS:
        raise KeyError(name)
    found = rules.in_force(_values(name), regency, on or timezone.localdate())
    return found.value if found else int(getattr(settings.POLICY, name))


def values_of(regency: str = "") -> list[OfficeSetting]:
    """Everything that was set, newest first; for one regency with the nation's."""
    places = {regency, rules.NATION}
    return [one for one in kept.get() if not regency or one.regency_code in places]


def _values(name: str) -> list[rules.Value]:
    return [
        rules.Value(
            row.pk, row.regency_code, row.value, row.valid_from, row.valid_until
        )
        for row in kept.get()
        if row.name == name
    ]
