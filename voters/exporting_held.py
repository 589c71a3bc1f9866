"""What waits with a date as a file."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict

from audit.services import Persons
from files import exports
from files.exports.sources import Prepared
from voters import selectors
from voters.filters_held import HeldFilter
from voters.models import HeldItem, Kind

COLUMNS = [
    exports.Column("Yang menunggu", 18),
    exports.Column("Usulan", 18),
    exports.Column("NIK", 20),
    exports.Column("Nama", 32),
    exports.Column("Kelurahan", 20),
    exports.Column("Sebab", 40),
    exports.Column("Tenggat", 12),
    exports.Column("Oleh", 28),
    exports.Column("Sejak", 12, off=True),
]


def held_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """What `user` sees of it, cut by the words of the list's address."""
    districts, villages = selectors.place_names(regency)
    found = HeldFilter(
        query,
        queryset=HeldItem.objects.using(using).in_scope_of(user).of(regency),
        regency=regency,
        districts=districts,
        villages=villages,
    )
    persons = Persons()
    return Prepared(
        name=f"ditahan-{regency}",
        columns=COLUMNS,
        rows=found.qs.order_by("due", "what", "id"),
        lines=lambda rows: _lines(rows, villages, persons),
        persons=persons,
    )


def _lines(
    rows: Any, places: dict[str, str], persons: Persons
) -> Iterator[tuple[Any, ...]]:
    for one in rows.iterator(chunk_size=2_000):
        persons.add(one.public_id)
        yield (
            one.get_what_display(),
            "" if one.is_voter else str(Kind(one.kind).label),
            one.nik,
            one.name,
            places.get(one.kelurahan, one.kelurahan),
            one.reason,
            one.until,
            one.by_name,
            one.since.date() if one.since else "",
        )
