"""Keeps what a new version of a recap prints otherwise than the one before it."""

from django.db import connection

from plenos.migration_sql import read
from plenos.models import ChainSeal, Recap, RecapChange
from plenos.rules.recap import TERMS, add_up
from plenos.selectors.recap import frozen

LEVEL = 10
"""Digits of a kelurahan's code."""


def keep_changes(recap: Recap) -> int:
    """Write the differences of a version just frozen; gives how many lines they are.

    A line is a kelurahan and a column; `people` counts whom the events since the seal
    of the version before touched. Runs in the transaction of the freeze.
    """
    before = Recap.objects.get(period_id=recap.period_id, version=recap.version - 1)
    old = add_up(frozen(before).cells, LEVEL)
    new = add_up(frozen(recap).cells, LEVEL)
    people = _people(recap)
    rows = []
    for place in sorted(old.keys() | new.keys()):
        was, now = old.get(place, {}), new.get(place, {})
        for column in sorted({column for column, _sex in was.keys() | now.keys()}):
            then = [was.get((column, sex), 0) for sex in "LP"]
            is_now = [now.get((column, sex), 0) for sex in "LP"]
            if then != is_now:
                rows.append(
                    RecapChange(
                        recap=recap,
                        regency_code=recap.regency_code,
                        kelurahan=place,
                        column=column,
                        old_male=then[0],
                        old_female=then[1],
                        new_male=is_now[0],
                        new_female=is_now[1],
                        people=people.get((place, column), 0),
                    )
                )
    RecapChange.objects.bulk_create(rows)
    return len(rows)


def _people(recap: Recap) -> dict[tuple[str, str], int]:
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
        return {(place, column): n for place, column, n in cursor.fetchall()}
