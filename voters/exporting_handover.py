"""Hand-overs as a file."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, F, OuterRef, Subquery, When
from django.http import QueryDict
from django.utils import timezone

from audit.services import Persons
from files import exports
from files.exports.sources import Prepared
from voters.filters_handover import HandoverFilter
from voters.models import Handover, Voter
from voters.selectors.handover import enrolled_others, reason_word
from voters.tables_handover import turn_words

COLUMNS = [
    exports.Column("Nomor", 10),
    exports.Column("Nama", 32),
    exports.Column("NIK", 20),
    exports.Column("Arah", 10),
    exports.Column("Kab/kota lain", 24),
    exports.Column("Keadaan", 16),
    exports.Column("Menunggu", 24),
    exports.Column("Batas jawaban", 14),
    exports.Column("Alasan", 28),
    exports.Column("Catatan", 40),
    exports.Column("Pembuka", 28),
    exports.Column("Dibuka", 18),
    exports.Column("Penjawab", 28),
]


def handover_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """What `user` sees of them, cut by the words of the list's address."""
    others = enrolled_others(regency)
    found = HandoverFilter(
        query,
        queryset=Handover.objects.using(using).in_scope_of(user).of(regency),
        regency=regency,
        others=others,
    )
    persons = Persons()
    return Prepared(
        name=f"serah-terima-{regency}",
        columns=COLUMNS,
        rows=_with_own_key(found.qs, user, regency, using).order_by("due_on", "id"),
        lines=lambda rows: _lines(rows, regency, others, persons),
        persons=persons,
    )


def _with_own_key(rows: Any, user: Any, regency: str, using: str) -> Any:
    """`own`: key of the voter on this side's roll, as the person's trail knows it."""
    leaves = When(from_regency=regency, then=F("from_voter_id"))
    people = Voter.objects.using(using).in_scope_of(user).of(regency)
    mine = people.filter(pk=OuterRef("mine")).values("public_id")
    return rows.annotate(mine=Case(leaves, default=F("to_voter_id"))).annotate(
        own=Subquery(mine)
    )


def _lines(
    rows: Any, regency: str, others: dict[str, str], persons: Persons
) -> Iterator[tuple[Any, ...]]:
    for one in rows.iterator(chunk_size=2_000):
        persons.add(one.public_id)
        if one.own:
            persons.add(one.own)
        other = one.other(regency)
        yield (
            one.pk,
            one.name,
            one.payload.get("nik", ""),
            "Keluar" if one.leaves(regency) else "Masuk",
            others.get(other, other),
            str(one.get_state_display()),
            turn_words(one, regency),
            one.due_on,
            reason_word(one),
            one.note,
            one.opened_by_name,
            f"{timezone.localtime(one.opened_at):%Y-%m-%d %H:%M}",
            one.answered_by_name,
        )
