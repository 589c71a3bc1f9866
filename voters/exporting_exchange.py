"""Duplicates between regencies, keyed hashes and letters to Dukcapil as files."""

from collections.abc import Iterator
from itertools import islice
from typing import Any

from django.http import QueryDict
from django.utils.translation import gettext as _

from audit.services import Persons
from files import exports
from files.exports.sources import Prepared
from voters import selectors
from voters.filters_exchange import DukcapilFilter, ExchangeFilter
from voters.models import (
    Answer,
    ChangeProposal,
    ExchangeHash,
    ExchangeSide,
    LetterAnswer,
    Voter,
)
from voters.orders import SIDE_ORDERS, order_of, ordered
from voters.rules.exchange import HEADINGS
from voters.selectors import exchange as reading
from voters.tables_exchange import STATES

CHUNK = 2_000
_SIDES = (
    *(("Nomor", 10), ("Nama", 32), ("NIK", 20), ("Kelurahan", 20), ("TPS", 6)),
    *(("Kab/kota lain", 24), ("Persamaan", 40), ("Aturan", 8), ("Jawaban", 18)),
    *(("Jawaban lain", 18), ("Catatan", 40), ("Penjawab", 28)),
)
_ASKED = (
    *(("Nomor", 10), ("NIK", 20), ("Nama dalam daftar", 30), ("Kelurahan", 20)),
    *(("Nama dalam data", 30), ("Keadaan", 14), ("Nomor surat", 24)),
    *(("Tanggal surat", 12), ("Jawaban", 30), ("Nomor jawaban", 24)),
    *(("Tanggal jawaban", 12), ("Catatan", 40)),
)
_ANNEX = (
    *(("No", 5), ("NIK", 20), ("Nama dalam daftar", 28), ("Tempat lahir daftar", 16)),
    *(("Lahir daftar", 12), ("JK daftar", 5), ("Nama dalam data", 28)),
    *(("Tempat lahir data", 16), ("Lahir data", 12), ("JK data", 5), ("Sumber", 20)),
)
_SHOWN = {"Nama": "voter_id"}
"""Columns of the page's table under another heading."""
SIDE_COLUMNS, ASKED_COLUMNS, ANNEX_COLUMNS = (
    [exports.Column(label, width, shown=_SHOWN.get(label, "")) for label, width in each]
    for each in (_SIDES, _ASKED, _ANNEX)
)
HASH_COLUMNS = [exports.Column(name, 20) for name in HEADINGS]


def exchange_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The sides that `user` sees, with the own record's name; NIK masked."""
    districts, villages = selectors.past_places(regency)
    others = reading.regency_names(regency[:2])
    found = ExchangeFilter(
        query,
        queryset=ExchangeSide.objects.using(using).in_scope_of(user).of(regency),
        regency=regency,
        districts=districts,
        villages=villages,
        others=others,
    )
    people = Voter.objects.using(using).in_scope_of(user).of(regency)
    persons = Persons()

    def lines(rows: Any) -> Iterator[tuple[Any, ...]]:
        every = rows.iterator(chunk_size=CHUNK)
        while sides := list(islice(every, CHUNK)):
            known = people.in_bulk({one.voter_id for one in sides})
            for voter in known.values():
                persons.add(voter.public_id)
            for one in sides:
                yield _side(one, known.get(one.voter_id), villages, others)

    return Prepared(
        name=f"ganda-antar-{regency}",
        columns=SIDE_COLUMNS,
        rows=ordered(found.qs, order_of(query, SIDE_ORDERS), falling=True),
        lines=lines,
        persons=persons,
    )


def _side(
    one: ExchangeSide,
    voter: Voter | None,
    villages: dict[str, str],
    others: dict[str, str],
) -> tuple[Any, ...]:
    return (
        one.pk,
        voter.name if voter else "",
        voter.nik if voter else "",
        villages.get(one.kelurahan, one.kelurahan),
        voter.tps if voter else "",
        others.get(one.other_regency, one.other_regency),
        reading.in_common(one),
        reading.numbers(one),
        str(Answer(one.answer).label),
        str(Answer(one.other_answer).label),
        one.note,
        one.answered_by_name,
    )


def hash_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The office's own keyed hashes and its answers about another installation's.

    A whole office only: the rows know no kelurahan.
    """
    hashes = ExchangeHash.objects.using(using).in_scope_of(user).of(regency)
    sides = ExchangeSide.objects.using(using).in_scope_of(user).of(regency)

    def lines(rows: Any) -> Iterator[tuple[str, ...]]:
        answers: dict[Any, list[tuple[str, str, str]]] = {}
        remote = sides.filter(remote=True).exclude(answer="")
        for side in remote:
            told = (side.other_regency, str(side.other_ref), side.answer)
            answers.setdefault(side.ref, []).append(told)
        for one in rows.iterator(chunk_size=CHUNK):
            for about in answers.get(one.ref, [("", "", "")]):
                yield (*_hash(one), *about)

    return Prepared(
        name=f"sidik-{regency}",
        columns=HASH_COLUMNS,
        rows=hashes.filter(by_file=False).order_by("ref"),
        lines=lines,
    )


def _hash(one: ExchangeHash) -> tuple[str, ...]:
    return (
        one.key_id,
        one.regency_code,
        str(one.ref),
        str(one.version),
        bytes(one.number_hash).hex(),
        bytes(one.person_hash).hex() if one.person_hash else "",
        bytes(one.print).hex(),
    )


def _asked(user: Any, regency: str, query: QueryDict, using: str) -> Any:
    districts, villages = selectors.past_places(regency)
    rows = ChangeProposal.objects.using(using).in_scope_of(user).of(regency)
    found = DukcapilFilter(
        query,
        queryset=reading.one_nik_two_people(rows),
        regency=regency,
        districts=districts,
        villages=villages,
    )
    return found.qs.order_by("-id"), villages


def dukcapil_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The NIK of two people that `user` sees, and what became of the letters."""
    rows, villages = _asked(user, regency, query, using)
    persons = Persons()

    def lines(rows: Any) -> Iterator[tuple[Any, ...]]:
        for one in rows.iterator(chunk_size=CHUNK):
            persons.add(one.public_id)
            answer = one.answer in LetterAnswer.values
            yield (
                one.pk,
                one.nik,
                one.old.get("name", ""),
                villages.get(one.kelurahan, one.kelurahan),
                one.name,
                str(STATES[reading.state_of(one)]),
                one.letter_no or "",
                one.letter_on,
                str(LetterAnswer(one.answer).label) if answer else "",
                one.answer_no or "",
                one.answer_on,
                one.answer_note or "",
            )

    return Prepared(
        name=f"nik-ganda-orang-{regency}",
        columns=ASKED_COLUMNS,
        rows=rows,
        lines=lines,
        persons=persons,
    )


def letter_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """Annex of one letter (`surat`): both people of each NIK, the number in full.

    No list that can be asked for as a job: it leaves by its own address alone.
    """
    kept = query.copy()
    kept["keadaan"] = ""
    number = kept.get("surat", "").strip()
    rows, _villages = _asked(user, regency, kept, using)
    rows = rows.filter(letter_no=number) if number else rows.none()
    persons = Persons()

    def lines(rows: Any) -> Iterator[tuple[Any, ...]]:
        for at, one in enumerate(rows.iterator(chunk_size=CHUNK), start=1):
            persons.add(one.public_id)
            yield (at, one.nik, *_person(one.old), *_person(one.new), one.source)

    return Prepared(
        name=f"lampiran-dukcapil-{regency}-{number}",
        columns=ANNEX_COLUMNS,
        rows=rows.order_by("id"),
        lines=lines,
        persons=persons,
    )


def _person(facts: dict[str, Any]) -> tuple[str, ...]:
    names = ("name", "birth_place", "birth_date", "sex")
    return tuple(str(facts.get(name) or "") for name in names)


def annex_title() -> str:
    """What stands above the annex."""
    return _("NIK GANDA ORANG untuk Dukcapil")
