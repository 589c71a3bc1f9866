"""Lists to print per station and per RT, and the stations in numbers, as files."""

from collections.abc import Container, Iterator
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, Func, IntegerField, Value
from django.db.models.functions import Cast
from django.http import HttpRequest, QueryDict

from audit.services import Persons
from files import exports
from files.exports.sources import Prepared
from files.lists import wanted_format
from regions.models import Region
from voters import selectors
from voters.filters_tps import StationsFilter, in_order, order_of
from voters.models import Voter
from voters.selectors.settings import setting
from voters.selectors.tps import Station, Village, by_village, numbers

BY_RT = "rt"
"""Word of `menurut` for one page an RT; without it there is one a station."""
CAPACITY = "station_voters"
CHUNK = 2_000
LIST_COLUMNS = [
    exports.Column("No", 5),
    exports.Column("No. KK", 15, field="nkk"),
    exports.Column("NIK", 15),
    exports.Column("Nama", 26),
    exports.Column("Tempat lahir", 14),
    exports.Column("Tanggal lahir", 11),
    exports.Column("Status kawin", 6),
    exports.Column("JK", 4),
    exports.Column("Alamat", 26),
    exports.Column("RT", 5),
    exports.Column("RW", 5),
    exports.Column("Disabilitas", 6),
    exports.Column("KTP-el", 6),
    exports.Column("Keterangan", 12),
    exports.Column("TPS", 5),
]
"""The elements of a by-name list (Law 7/2017 art. 202, and those that KPU's form adds);
files.exports.fields masks the numbers."""
_FIELDS = (
    *("nkk", "nik", "name", "birth_place", "birth_date", "marital_status", "sex"),
    *("address", "rt", "rw", "disability", "ektp_status", "remark", "tps"),
)
NUMBER_COLUMNS = [
    exports.Column("Kecamatan", 22),
    exports.Column("Kelurahan", 22),
    exports.Column("TPS", 8),
    exports.Column("Jenis", 16),
    exports.Column("L", 8),
    exports.Column("P", 8),
    exports.Column("L + P", 8, field="jumlah"),
    exports.Column("Kapasitas", 10),
    exports.Column("Sisa", 8),
]


def station_list(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """A kelurahan's voters by station or by RT, one page each, as `user` may see them.

    The words: `kelurahan`; `tps` ("-" for those without), `rw` and `rt` cut it;
    `menurut=rt` has one page an RT.
    """
    districts, villages = selectors.place_names(regency)
    kelurahan = query.get("kelurahan", "")
    rows = Voter.objects.using(using).in_scope_of(user).of(regency).counted()
    rows = rows.filter(kelurahan=kelurahan)
    said = []
    for name, label in (("tps", "TPS"), ("rw", "RW"), ("rt", "RT")):
        word = query.get(name)
        if word is None:
            continue
        value = "" if word == "-" else word
        rows = rows.filter(**{name: value})
        said.append(f"{label} {value or '-'}")
    parts = ("rw", "rt") if query.get("menurut") == BY_RT else ("tps",)
    place = villages.get(kelurahan, kelurahan)
    cut = f"-{'-'.join(said)}".replace(" ", "-").lower() if said else ""
    persons = Persons()
    return Prepared(
        name=f"daftar-{kelurahan}{cut}",
        columns=LIST_COLUMNS,
        rows=rows.order_by(*parts, "rw", "rt", "nkk", "name", "id"),
        lines=lambda found: _people(found, parts, persons),
        persons=persons,
        title="Daftar pemilih",
        notes=[
            f"Kelurahan {place}, Kecamatan {districts.get(kelurahan[:6], '-')}"
            + (f", {', '.join(said)}" if said else "")
        ],
        parts=parts,
    )


def _people(
    rows: Any, parts: tuple[str, ...], persons: Persons
) -> Iterator[tuple[Any, ...]]:
    """Numbered from one on each page."""
    page, no = None, 0
    at = [_FIELDS.index(name) for name in parts]
    found = rows.values_list(*_FIELDS, "public_id")
    for *line, key in found.iterator(chunk_size=CHUNK):
        here = [line[n] for n in at]
        no = no + 1 if here == page else 1
        page = here
        persons.add(key)
        yield (no, *line)


VILLAGES = "station.village.export"
VILLAGE_COLUMNS = [
    exports.Column("Kelurahan", 22),
    exports.Column("Kecamatan", 22),
    exports.Column("TPS", 8),
    exports.Column("Lokasi khusus", 12),
    exports.Column("L", 8),
    exports.Column("P", 8),
    exports.Column("L+P", 8, field="jumlah"),
    exports.Column("Tanpa TPS", 10),
    exports.Column("Di atas kapasitas", 16),
]


def lines_of(regency: str, query: QueryDict, using: str = "default") -> list[Village]:
    """The kelurahan that the words of the list's address ask for, in its order."""
    districts, villages = selectors.place_names(regency)
    capacity = setting(CAPACITY, regency)
    found = by_village(numbers(regency, using=using), capacity).values()
    known = [one for one in found if one.code in villages]
    cut = StationsFilter(query, districts=districts).cut(known)
    return in_order(cut, order_of(query.get("sort", "")))


def village_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The list of kelurahan with their stations summed up, as its page shows it."""
    districts, villages = selectors.place_names(regency)
    lines = {one.code: one for one in lines_of(regency, query, using)}
    place = Func(
        Value(list(lines), output_field=ArrayField(CharField())),
        Cast("code", CharField()),
        function="array_position",
        output_field=IntegerField(),
    )
    rows = Region.objects.using(using).filter(code__in=lines).order_by(place)
    return Prepared(
        name=f"tps-kelurahan-{regency}",
        columns=VILLAGE_COLUMNS,
        rows=rows,
        lines=lambda found: (
            _summed(lines[one.code], districts, villages) for one in found
        ),
    )


def _summed(
    one: Village, districts: dict[str, str], villages: dict[str, str]
) -> tuple[Any, ...]:
    return (
        villages[one.code],
        districts.get(one.code[:6], one.code[:6]),
        *(one.stations, one.sites, one.male, one.female, one.total),
        *(one.without, one.over),
    )


def numbers_file(
    request: HttpRequest, regency: str, places: Container[str], name: str
) -> exports.Exported:
    """Every station of the kelurahan `places` in numbers, no person."""
    districts, villages = selectors.place_names(regency)
    found = [one for one in numbers(regency) if one.kelurahan in places]
    return exports.export(
        actor=request.user,
        regency=regency,
        name=name,
        columns=NUMBER_COLUMNS,
        rows=_stations(found, districts, villages, setting(CAPACITY, regency)),
        format=wanted_format(request.GET),
        action="station.export",
        sheet="TPS dalam angka",
        request=request,
    )


def _stations(
    found: list[Station],
    districts: dict[str, str],
    villages: dict[str, str],
    capacity: int,
) -> Iterator[tuple[Any, ...]]:
    for one in found:
        regular = one.tps and not one.is_site
        kind = "Lokasi khusus" if one.is_site else "Reguler"
        yield (
            districts.get(one.kelurahan[:6], one.kelurahan[:6]),
            villages.get(one.kelurahan, one.kelurahan),
            one.tps or "tanpa TPS",
            kind if one.tps else "",
            one.male,
            one.female,
            one.total,
            capacity if regular else "",
            capacity - one.total if regular else "",
        )
