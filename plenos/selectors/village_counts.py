"""What the list of kelurahan shows of each, kept until the regency's work moves.

The figures themselves are thousands of rows of RTs; the list needs their digest and
four sums. They are kept signed, so that nothing but the portal's own count is shown.
"""

import json
from typing import NamedTuple

from django.core import signing
from django.db import connections

from periods.models import Period
from plenos import contributions
from plenos.rules import village as rules
from plenos.rules.village import Row

SALT = "plenos.village_counts"


class Counts(NamedTuple):
    """One kelurahan: the digest of its figures, and its proposals by outcome."""

    sha256: str
    made: int
    applied: int
    refused: int
    still_open: int


def counts_of(period: Period, kelurahan: str, rows: list[Row]) -> Counts:
    """The counts that a kelurahan's figures give."""
    digest = rules.digest(period.regency_code, period.code, kelurahan, rows)
    return Counts(digest, *rules.totals(rows))


def kept_counts(period: Period, using: str) -> tuple[dict[str, Counts] | None, bool]:
    """Counts that still hold, None without them; whether new ones are to be kept.

    Nothing is kept for who reads a part of the regency (plenos/sql/village_counts.sql).
    """
    with connections[using].cursor() as cursor:
        cursor.execute("SELECT * FROM village_counts(%s, %s, %s)", _about(period))
        [(kept, may_keep)] = cursor.fetchall()
    if kept is None:
        return None, may_keep
    try:
        told = json.loads(_signer(period).unsign(kept))
    except signing.BadSignature:
        return None, False
    return {kelurahan: Counts(*facts) for kelurahan, *facts in told}, False


def keep_counts(period: Period, counts: dict[str, Counts], using: str) -> None:
    """Keep what was counted in this transaction after `kept_counts` asked for it."""
    text = json.dumps([[kelurahan, *facts] for kelurahan, facts in counts.items()])
    signed = _signer(period).sign(text)
    with connections[using].cursor() as cursor:
        cursor.execute(
            "SELECT keep_village_counts(%s, %s, %s, %s)", [*_about(period), signed]
        )


def _about(period: Period) -> list[str | int]:
    sources = ",".join(source.name for source in contributions.sources())
    return [period.regency_code, period.pk, sources]


def _signer(period: Period) -> signing.Signer:
    return signing.Signer(salt=f"{SALT}/{period.regency_code}/{period.code}")
