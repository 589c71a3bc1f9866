"""Pairs that may be one person as a file, cut by the words of the list's address."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import QueryDict

from audit.services import Persons
from files import exports
from files.exports.sources import Prepared
from voters import selectors
from voters.filters import DuplicateFilter
from voters.models import DuplicatePair, Voter
from voters.orders import PAIR_ORDERS, order_of, ordered
from voters.selectors.duplicates import rules_of
from voters.tables_duplicates import bits, files_behind, name_a, name_b, state_word

CHUNK = 2_000
COLUMNS = [
    exports.Column("Nomor", 10),
    exports.Column("Nama A", 32, shown="voter_a"),
    exports.Column("NIK A", 20),
    exports.Column("Kelurahan A", 20),
    exports.Column("TPS A", 6),
    exports.Column("Nama B", 32, shown="voter_b"),
    exports.Column("NIK B", 20),
    exports.Column("Kelurahan B", 20),
    exports.Column("TPS B", 6),
    exports.Column("Tingkat", 16),
    exports.Column("Bobot", 8),
    exports.Column("Asal", 24),
    exports.Column("Aturan", 48),
    exports.Column("Keadaan", 20),
    exports.Column("Catatan", 40),
    exports.Column("Pemutus", 28),
]


def duplicate_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The pairs that `user` sees; numbers of persons are masked by the field list."""
    districts, villages = selectors.place_names(regency)
    found = DuplicateFilter(
        query,
        queryset=DuplicatePair.objects.using(using).in_scope_of(user).of(regency),
        regency=regency,
        districts=districts,
        villages=villages,
    )
    people = Voter.objects.using(using).in_scope_of(user).of(regency)
    persons = Persons()
    return Prepared(
        name=f"ganda-{regency}",
        columns=COLUMNS,
        rows=ordered(found.qs, order_of(query, PAIR_ORDERS), falling=True),
        lines=lambda rows: _lines(regency, rows, people, villages, persons),
        persons=persons,
    )


def _lines(
    regency: str, rows: Any, people: Any, places: dict[str, str], persons: Persons
) -> Iterator[tuple[Any, ...]]:
    """Pairs a chunk at a time, each with one look-up of its people."""
    every = rows.iterator(chunk_size=CHUNK)
    while pairs := list(islice(every, CHUNK)):
        numbers = {n for one in pairs for n in (one.voter_a, one.voter_b) if n}
        known = people.in_bulk(numbers)
        names = {number: voter.name for number, voter in known.items()}
        files = files_behind(regency, pairs)
        for voter in known.values():
            persons.add(voter.public_id)
        for one in pairs:
            a, b = known.get(one.voter_a), known.get(one.voter_b)
            yield (
                one.pk,
                name_a(one, names, files),
                a.nik if a else "",
                places.get(one.kelurahan_a, one.kelurahan_a),
                a.tps if a else "",
                name_b(one, names, files),
                b.nik if b else "",
                places.get(one.kelurahan_b, one.kelurahan_b),
                b.tps if b else "",
                one.get_tier_display(),
                bits(one.score),
                one.get_origin_display(),
                "; ".join(rules_of(one)),
                state_word(one),
                one.note,
                one.decided_by_name,
            )
