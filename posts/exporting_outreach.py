"""Events as a file, without a person; and who turns 17, for an office by name.

Of somebody under 17 no number and no birth date leaves the portal: name, sex, kelurahan
and the month are what a school is asked with (UU 27/2022 art. 4: data of children).
"""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.http import QueryDict

from audit.services import Persons
from files.exports import Column
from files.exports.sources import Prepared
from posts.models import OutreachEvent
from posts.rules.seventeen import births
from posts.selectors import kecamatan_names, kecamatan_past
from posts.selectors.outreach import turning, with_figures
from posts.tables_outreach import EventFilter, WindowForm
from regions.models import Region
from regions.querysets import code_after
from voters.models import COUNTED, NotYetEligible, Voter
from voters.rules.eligibility import seventeen_on
from voters.selectors import village_names

CHUNK = 1_000
EVENT_COLUMNS = [
    *(
        Column("Tanggal", 12),
        Column("Mulai", 8, shown="starts"),
        Column("Sampai", 8, shown="starts"),
    ),
    *(Column("Kegiatan", 40), Column("Jenis", 14), Column("Kecamatan", 22)),
    *(Column("Tempat", 40), Column("Keadaan", 16), Column("Alasan batal", 30)),
    *(Column("Orang ditemui", 10), Column("Laporan", 10), Column("Catatan", 40)),
]
TURNING_COLUMNS = [
    *(Column("Nama", 32), Column("JK", 6), Column("Kelurahan", 22)),
    Column("Bulan genap 17", 14),
]


def event_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The events that `user` sees, cut by the words of the list's address."""
    every = OutreachEvent.objects.using(using).in_scope_of(user).of(regency)
    names = kecamatan_past(regency)
    return Prepared(
        name=f"kegiatan-{regency}",
        columns=EVENT_COLUMNS,
        rows=with_figures(EventFilter(query, names=names).cut(every)).order_by(
            *(("day", "id") if query.get("sort") == "day" else ("-day", "-id"))
        ),
        lines=lambda rows: _events(rows.iterator(chunk_size=1_000), names),
    )


def turning_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """Who turns 17 in the window of the address, of the residents that `user` sees."""
    form = WindowForm(query, names=kecamatan_names(regency))
    rows = NotYetEligible.objects.using(using).in_scope_of(user).of(regency)
    rows = rows.filter(left_by__isnull=True, birth_date__range=births(*form.window()))
    if place := form.said("kecamatan"):
        rows = rows.filter(kelurahan__gte=place, kelurahan__lt=code_after(place))
    counted = Voter.objects.using(using).of(regency).counted()
    rows = rows.exclude(Exists(counted.filter(nik=OuterRef("nik")))).order_by(
        "kelurahan", "birth_date", "id"
    )
    names = village_names(regency)
    # Who was struck as a minor waits here, and is of the roll all the same.
    struck = Voter.objects.using(using).of(regency).exclude(status__in=COUNTED)
    persons = Persons()
    return Prepared(
        name=f"genap-17-{regency}",
        columns=TURNING_COLUMNS,
        rows=rows,
        lines=lambda found: _turning(found, names, struck, persons),
        persons=persons,
    )


FIGURE_COLUMNS = [
    *(Column("Kelurahan", 24), Column("L", 8), Column("P", 8), Column("Jumlah", 10)),
]


def turning_figures(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """How many turn 17, by kelurahan, in the window of the address; no person."""
    form = WindowForm(query, names=kecamatan_names(regency))
    place = form.said("kecamatan") or user.by_name_scope
    found = turning(regency, place, *form.window(), using=using) if place else []
    figures = {one.kelurahan: one for one in found}
    return Prepared(
        name=f"angka-genap-17-{regency}",
        columns=FIGURE_COLUMNS,
        rows=Region.objects.using(using).filter(code__in=figures).order_by("code"),
        lines=lambda rows: (
            (
                one.name,
                figures[one.code].male,
                figures[one.code].female,
                figures[one.code].n,
            )
            for one in rows
        ),
    )


def _events(
    rows: Iterable[OutreachEvent], names: dict[str, str]
) -> Iterator[tuple[Any, ...]]:
    for one in rows:
        yield (
            *(one.day, f"{one.starts:%H.%M}", f"{one.till:%H.%M}", one.title),
            *(one.get_kind_display(), names.get(one.kecamatan, one.kecamatan)),
            *(one.place, one.get_state_display(), one.reason),
            *(one.met, one.taken, one.note),  # type: ignore[attr-defined]
        )


def _turning(
    rows: "QuerySet[NotYetEligible]",
    names: dict[str, str],
    struck: "QuerySet[Voter]",
    persons: Persons,
) -> Iterator[tuple[Any, ...]]:
    every = rows.iterator(chunk_size=CHUNK)
    while some := list(islice(every, CHUNK)):
        known = struck.filter(nik__in=[one.nik for one in some])
        for public_id in known.values_list("public_id", flat=True):
            persons.add(public_id)
        for one in some:
            yield (
                one.data.get("name", ""),
                one.data.get("sex", ""),
                names.get(one.kelurahan, one.kelurahan),
                f"{seventeen_on(one.birth_date):%Y-%m}",
            )
