"""Who turns 17 in a window of days (Law 7/2017 art. 198).

The other way round than voters.rules.eligibility, which asks of one person: here the
window gives the births, so that one range of the index answers for a regency.
"""

from datetime import date, timedelta

AGE = 17
HALF_YEAR = timedelta(days=183)


def last_birth(day: date) -> date:
    """The latest birth of somebody who is 17 on a day.

    Of a 29 February it is a 28 February: who was born on 1 March turns 17 a day later.
    """
    try:
        return day.replace(year=day.year - AGE)
    except ValueError:
        return date(day.year - AGE, 2, 28)


def births(first: date, last: date) -> tuple[date, date]:
    """Earliest and latest birth of who turns 17 from `first` to `last`, both within."""
    return last_birth(first - timedelta(days=1)) + timedelta(days=1), last_birth(last)


def half_year(day: date) -> tuple[date, date]:
    """The window that a school event looks for: the day itself and half a year on."""
    return day, day + HALF_YEAR
