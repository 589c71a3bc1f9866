"""When a digest by e-mail falls due: full hours of the office's own clock."""

from datetime import datetime, timedelta

NONE, DAILY, WEEKLY = "NONE", "DAILY", "WEEKLY"
DAYS_OF_A_WEEK = 7


def slots(now: datetime, back: int) -> list[datetime]:
    """Full hours up to `now` that still count, the oldest first.

    `now` is a local moment; `back` says how many hours late a digest may still go out,
    after a server that stood still. 0 gives the present hour alone.
    """
    last = _full(now)
    return [last - timedelta(hours=ago) for ago in range(back, -1, -1)]


def falls_on(rhythm: str, weekday: int, hour: int, slot: datetime) -> bool:
    """Whether a choice (Monday is 0) means this local hour."""
    if rhythm == NONE or slot.hour != hour:
        return False
    return rhythm == DAILY or slot.weekday() == weekday


def next_slot(rhythm: str, weekday: int, hour: int, after: datetime) -> datetime | None:
    """The first hour after a local moment that a choice means; None for NONE."""
    if rhythm == NONE:
        return None
    day = _full(after).replace(hour=hour)
    days = (day + timedelta(days=n) for n in range(DAYS_OF_A_WEEK + 1))
    return next(
        one for one in days if one > after and falls_on(rhythm, weekday, hour, one)
    )


def _full(moment: datetime) -> datetime:
    return moment.replace(minute=0, second=0, microsecond=0)
