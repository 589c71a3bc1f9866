"""The roll and the review queue as files: their columns, rows and filters."""

from collections.abc import Iterator
from typing import Any

from django.http import QueryDict

from audit.services import Persons
from files import exports
from files.exports.sources import Prepared
from voters import selectors
from voters.filters import ProposalFilter, VoterFilter
from voters.models import ChangeProposal, Voter
from voters.models.codes import category_word
from voters.orders import QUEUE_ORDERS, ROLL_ORDERS, order_of, ordered

CHUNK = 5_000
ROLL_COLUMNS = [
    exports.Column("NIK", 20),
    exports.Column("Nama", 32),
    exports.Column("JK", 6),
    exports.Column("Tanggal lahir", 14, shown="birth_date"),
    exports.Column("Status kawin", 8, shown="marital_status"),
    exports.Column("Alamat", 40),
    exports.Column("RT", 6, shown="rt"),
    exports.Column("RW", 6, shown="rt"),
    exports.Column("Kelurahan", 20),
    exports.Column("TPS", 6),
    exports.Column("Status", 12),
    # Only for who shows them on the page.
    exports.Column("Disabilitas", 12, off=True),
    exports.Column("No. KK", 20, field="nkk", off=True),
]
_ROLL_FIELDS = (
    *("nik", "name", "sex", "birth_date", "marital_status", "address"),
    *("rt", "rw", "kelurahan", "tps", "status"),
    *("disability", "nkk", "public_id"),
)
PROPOSAL_COLUMNS = [
    exports.Column("Nomor", 10),
    exports.Column("Jenis", 18),
    exports.Column("NIK", 20),
    exports.Column("Nama", 32),
    exports.Column("Kelurahan", 20),
    exports.Column("Kategori atau sebab", 24, shown="about"),
    exports.Column("Unsur", 32, shown="about"),
    exports.Column("Keadaan", 20),
    exports.Column("Sumber", 24),
    exports.Column("Dibuat", 12, shown="created_at"),
    exports.Column("Pemutus", 28),
    # Only for who shows them on the page.
    exports.Column("Tanggal peristiwa", 14, off=True),
    exports.Column("Jenis bukti", 24, shown="evidence", off=True),
]


def roll_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The roll that `user` sees, cut by the words of the list's address."""
    districts, villages = selectors.place_names(regency)
    found = VoterFilter(
        query,
        queryset=Voter.objects.using(using).in_scope_of(user).of(regency),
        regency=regency,
        districts=districts,
        villages=villages,
    )
    persons = Persons()
    return Prepared(
        name=f"pemilih-{regency}",
        columns=ROLL_COLUMNS,
        rows=found.qs.order_by(*order_of(query, ROLL_ORDERS)),
        lines=lambda rows: _voters(rows, villages, persons),
        persons=persons,
    )


def proposal_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The proposals that `user` sees, cut by the words of the queue's address."""
    districts, villages = selectors.past_places(regency)
    found = ProposalFilter(
        query,
        queryset=ChangeProposal.objects.using(using).in_scope_of(user).of(regency),
        regency=regency,
        districts=districts,
        villages=villages,
        user=user,
    )
    persons = Persons()
    return Prepared(
        name=f"usulan-{regency}",
        columns=PROPOSAL_COLUMNS,
        rows=ordered(found.qs, order_of(query, QUEUE_ORDERS)),
        lines=lambda rows: _proposals(rows, villages, persons),
        persons=persons,
    )


def _voters(
    rows: Any, places: dict[str, str], persons: Persons
) -> Iterator[tuple[Any, ...]]:
    """A server-side cursor's worth at a time, and who is in it."""
    place = _ROLL_FIELDS.index("kelurahan")
    for *line, key in rows.values_list(*_ROLL_FIELDS).iterator(chunk_size=CHUNK):
        persons.add(key)
        line[place] = places.get(line[place], line[place])
        yield tuple(line)


def _proposals(
    rows: Any, places: dict[str, str], persons: Persons
) -> Iterator[tuple[Any, ...]]:
    labels = selectors.ELEMENT_LABELS
    for one in rows.iterator(chunk_size=CHUNK):
        persons.add(one.public_id)
        yield (
            one.pk,
            one.get_kind_display(),
            one.nik,
            one.name,
            places.get(one.kelurahan, one.kelurahan),
            str(category_word(one.category)) if one.category else "",
            ", ".join(str(labels.get(name, name)) for name in one.elements),
            one.get_state_display(),
            one.source,
            one.created_at.date(),
            one.decided_by_name,
            one.event_date,
            one.get_evidence_kind_display() if one.evidence_kind else "",
        )
