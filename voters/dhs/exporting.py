"""Rows of a comparison as a file: numbers in full, for who looks them up in SIDALIH."""

from collections.abc import Iterator
from itertools import islice
from typing import Any
from uuid import UUID

from django.http import QueryDict

from audit.services import Persons
from files.exports import Column
from files.exports.sources import Prepared
from voters.dhs import words
from voters.dhs.filters import SidalihRowFilter
from voters.dhs.selectors import keys_of, rows_of
from voters.filters_sidalih import SHEET_WORDS
from voters.models import SidalihComparison, SidalihRow
from voters.selectors import ELEMENT_LABELS, past_places

KIND = "sidalih.compare.export"
CHUNK = 2_000
COLUMNS = [
    Column("Baris", 8),
    Column("Hasil", 24),
    Column("DPID", 16),
    Column("NIK", 20),
    Column("Nama", 32),
    Column("Kelurahan", 20),
    Column("Unsur", 28),
    Column("Portal", 40),
    Column("SIDALIH", 40),
    Column("Keterangan", 40),
    Column("Lembar", 12),
]


def comparison_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The rows that `user` sees of one comparison (`?banding=`), by the filter."""
    districts, villages = past_places(regency)
    found = SidalihRowFilter(
        query,
        queryset=_asked(user, regency, query.get("banding", ""), using),
        regency=regency,
        districts=districts,
        villages=villages,
    )
    persons = Persons()

    def lines(rows: Any) -> Iterator[tuple[Any, ...]]:
        every = rows.iterator(chunk_size=CHUNK)
        while some := list(islice(every, CHUNK)):
            keys = keys_of(user, regency, some, using)
            for one in some:
                persons.add(keys.get(one.voter_id or 0, one.public_id))
                yield _line(one, villages)

    return Prepared(
        name=f"banding-sidalih-{regency}",
        columns=COLUMNS,
        rows=found.qs.order_by("id"),
        lines=lines,
        persons=persons,
    )


def _asked(user: Any, regency: str, asked: str, using: str) -> Any:
    """Rows of the comparison that the address names; none for a name that is none."""
    try:
        key = UUID(asked)
    except ValueError:
        return SidalihRow.objects.using(using).none()
    every = SidalihComparison.objects.using(using).in_scope_of(user).of(regency)
    comparison = every.filter(public_id=key).first()
    if comparison is None:
        return SidalihRow.objects.using(using).none()
    return rows_of(user, comparison, using)


def _line(one: SidalihRow, places: dict[str, str]) -> tuple[Any, ...]:
    sides = [
        "; ".join(f"{label}: {value}" for label, value in told)
        for told in (
            words.side(one, False, places, masked=False),
            words.side(one, True, places, masked=False),
        )
    ]
    return (
        *(one.line_no, one.get_outcome_display(), one.dpid, one.nik, one.name),
        places.get(one.kelurahan, ""),
        ", ".join(str(ELEMENT_LABELS[name]) for name in one.elements),
        *sides,
        words.reason(one),
        str(SHEET_WORDS[one.sheet]) if one.sheet else "",
    )
