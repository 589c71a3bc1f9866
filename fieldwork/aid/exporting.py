"""Results of a programme as files, for two readers with columns of their own.

The kelurahan sees what the roll says of its people; the social office gets its own
file back with the answer beside it, and nothing of the roll.
"""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import QueryDict

from audit.services import Persons
from fieldwork.aid.filters import RecipientFilter, order_of
from fieldwork.aid.models import Programme
from fieldwork.aid.selectors import keys_of, recipients_of
from fieldwork.aid.tables import RecipientTable
from fieldwork.rules.aid import Match
from files.exports import Column
from files.exports.sources import Prepared, columns_shown
from voters.selectors import past_places

CHUNK = 2_000
VILLAGE_KIND = "aid.village.export"
SOCIAL_KIND = "aid.social.export"
VILLAGE_COLUMNS = [
    Column("No Penerima", 18),
    Column("NIK", 20),
    Column("Nama", 32),
    Column("JK", 6),
    Column("Alamat", 36),
    Column("Kelurahan", 20),
    Column("RW", 6),
    Column("RT", 6),
    Column("Kecocokan", 24),
    Column("Hasil", 18),
    Column("Diperiksa", 14),
]
SOCIAL_COLUMNS = [
    Column("No Penerima", 18),
    Column("NIK", 20),
    Column("NKK", 20),
    Column("Nama", 32),
    Column("Tanggal Lahir", 14),
    Column("JK", 6),
    Column("Alamat", 36),
    Column("Kelurahan", 20),
    Column("RW", 6),
    Column("RT", 6),
    Column("Hasil", 18),
    Column("Diperiksa", 14),
]
OWN = frozenset({"NKK", "Tanggal Lahir"})
"""Columns of the social office that the page has not: they always go back to it."""


def _rows(user: Any, regency: str, query: QueryDict, using: str) -> tuple[Any, Any]:
    districts, villages = past_places(regency)
    programmes = Programme.objects.using(using).of(regency)
    asked = query.get("program", "")
    known = [one.pk for one in programmes if str(one.public_id) == asked]
    found = RecipientFilter(
        query,
        queryset=recipients_of(user, regency, using).filter(programme__in=known),
        regency=regency,
        districts=districts,
        villages=villages,
    )
    return found.qs.order_by(*order_of(query)), villages


def _named(
    found: Any, user: Any, regency: str, using: str, persons: Persons
) -> Iterator[Any]:
    """The recipients, each kept for the ledger under the key of the voter they are."""
    every = found.iterator(chunk_size=CHUNK)
    while some := list(islice(every, CHUNK)):
        for key in keys_of(user, regency, some, using):
            persons.add(key)
        yield from some


def village_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The recipients that `user` sees, with what they are to the roll."""
    rows, villages = _rows(user, regency, query, using)
    persons = Persons()

    def lines(found: Any) -> Iterator[tuple[Any, ...]]:
        for one in _named(found, user, regency, using, persons):
            yield (
                *(one.number, one.nik, one.name, one.sex, one.address),
                *(villages.get(one.kelurahan, one.place), one.rw, one.rt),
                *(one.get_match_display(), one.get_answer_display(), one.answered_on),
            )

    return Prepared(
        name=f"penerima-bantuan-{regency}",
        columns=VILLAGE_COLUMNS,
        rows=rows,
        lines=lines,
        persons=persons,
    )


def social_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The social office's own columns and the answer; no place that the roll told.

    A NIK that is somebody else's is left out: the file would carry it on.
    """
    rows, _villages = _rows(user, regency, query, using)
    persons = Persons()

    def lines(found: Any) -> Iterator[tuple[Any, ...]]:
        for one in _named(found, user, regency, using, persons):
            rw, rt = ("", "") if one.by_roll else (one.rw, one.rt)
            nik = "" if one.match == Match.OTHER else one.nik
            yield (
                *(one.number, nik, one.nkk, one.name, one.birth_date, one.sex),
                *(one.address, one.place, rw, rt),
                *(one.get_answer_display(), one.answered_on),
            )

    return Prepared(
        name=f"hasil-bantuan-{regency}",
        columns=_chosen(query),
        rows=rows,
        lines=lines,
        persons=persons,
    )


def _chosen(query: QueryDict) -> list[Column]:
    """The social office's columns, without those that the page was told to hide."""
    shown = columns_shown(RecipientTable, SOCIAL_COLUMNS, query)
    return [
        whole if whole.label in OWN else one
        for whole, one in zip(SOCIAL_COLUMNS, shown, strict=True)
    ]
