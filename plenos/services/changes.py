"""Keeps what a new version of a recap prints otherwise than the one before it."""

from django.db import connection

from plenos.migration_sql import read
from plenos.models import ChainSeal, Recap, RecapChange
from plenos.rules.recap import TERMS, add_up_reasons
from plenos.selectors.recap import frozen

LEVEL = 10
"""Digits of a kelurahan's code."""


def keep_changes(recap: Recap) -> int:
    """Write the differences of a version just frozen; gives how many lines they are.

    A line is a kelurahan and a column, or a category of one: a reason that is another
    now changes no column. `people` counts whom the events since the seal of the version
    before touched. Runs in the transaction of the freeze.
    """
    before = Recap.objects.get(period_id=recap.period_id, version=recap.version - 1)
    old = add_up_reasons(frozen(before).cells, LEVEL)
    new = add_up_reasons(frozen(recap).cells, LEVEL)
    people = _people(recap)
    rows = []
    for place in sorted(old.keys() | new.keys()):
        was, now = old.get(place, {}), new.get(place, {})
        for column, reason in sorted({key[:2] for key in was.keys() | now.keys()}):
            then = [was.get((column, reason, sex), 0) for sex in "LP"]
            is_now = [now.get((column, reason, sex), 0) for sex in "LP"]
            if then != is_now:
                rows.append(
                    RecapChange(
                        recap=recap,
                        regency_code=recap.regency_code,
                        kelurahan=place,
                        column=column,
                        category=reason,
                        old_male=then[0],
                        old_female=then[1],
                        new_male=is_now[0],
                        new_female=is_now[1],
                        people=people.get((place, column, reason), 0),
                    )
                )
    RecapChange.objects.bulk_create(rows)
    return len(rows)


def _people(recap: Recap) -> dict[tuple[str, ...], int]:
    seal = ChainSeal.objects.get(period_id=recap.period_id, version=recap.version)
    with connection.cursor() as cursor:
        cursor.execute(
            read("changes"),
            {
                "regency": recap.regency_code,
                "period": recap.period_id,
                "after": seal.after_id,
                "last": seal.last_id,
                "terms": [term for term in TERMS if term != "SEKARANG"],
            },
        )
        return {(*of,): n for *of, n in cursor.fetchall()}
