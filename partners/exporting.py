"""The room's lists as files; no contact's name, telephone or e-mail is in them."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import QueryDict
from django.utils import timezone

from files.exports import Column
from files.exports.sources import Prepared
from partners import filters
from partners.models import Activity, Agreement, DataRequest, Institution

INSTITUTIONS = [
    Column("Instansi", 40),
    Column("Jenis", 24),
    Column("Kode wilayah", 14, shown="region_code"),
    Column("Alamat", 40),
    Column("Diundang ke pleno", 18, shown="invited"),
    Column("Catatan", 40),
]
AGREEMENTS = [
    Column("Nomor PKS", 30),
    Column("Instansi", 40),
    Column("Tentang", 50),
    Column("Tanggal", 14),
    Column("Berakhir", 14),
    Column("SHA-256 pindaian", 66, shown="scan"),
]
REQUESTS = [
    Column("Nomor surat", 30),
    Column("Instansi", 40),
    Column("Tanggal surat", 14),
    Column("Data yang diminta", 60),
    Column("Dasar hukum", 60),
    Column("Batas waktu", 14),
    Column("Keadaan", 14),
    Column("Dijawab", 14),
]
ACTIVITIES = [
    Column("Kegiatan", 40),
    Column("Jenis", 24),
    Column("Tanggal", 14),
    Column("Tempat", 30),
    Column("Diundang", 60),
    Column("Hadir", 60),
    Column("Hasil", 60),
]


def institution_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The institutions that `user` sees, cut by the words of the list's address."""
    every = Institution.objects.using(using).in_scope_of(user).of(regency)
    _form, rows = filters.institutions(query, every, timezone.localdate())
    return _prepared(f"instansi-{regency}", INSTITUTIONS, rows, _institution)


def agreement_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The agreements of the present filter."""
    every = Agreement.objects.using(using).in_scope_of(user).of(regency)
    _form, rows = filters.agreements(query, every, timezone.localdate())
    return _prepared(f"pks-{regency}", AGREEMENTS, rows, _agreement)


def request_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The requests of the present filter."""
    every = DataRequest.objects.using(using).in_scope_of(user).of(regency)
    _form, rows = filters.requests(query, every, timezone.localdate())
    return _prepared(f"permintaan-{regency}", REQUESTS, rows, _request)


def activity_file(user: Any, regency: str, query: QueryDict, using: str) -> Prepared:
    """The joint activities of the present filter, with who was invited and came."""
    every = Activity.objects.using(using).in_scope_of(user).of(regency)
    _form, rows = filters.activities(query, every, timezone.localdate())
    rows = rows.prefetch_related("guests__institution")
    return _prepared(f"kegiatan-{regency}", ACTIVITIES, rows, _activity)


def _prepared(
    name: str,
    columns: Sequence[Column],
    rows: "QuerySet[Any]",
    line: Callable[[Any], tuple[Any, ...]],
) -> Prepared:
    def lines(found: "QuerySet[Any]") -> Iterator[tuple[Any, ...]]:
        return map(line, found.iterator(chunk_size=1_000))

    return Prepared(name=name, columns=columns, rows=rows.order_by("-id"), lines=lines)


def _institution(one: Institution) -> tuple[Any, ...]:
    invited = "ya" if one.invited else "tidak"
    facts = (one.name, one.get_kind_display(), one.region_code, one.address)
    return (*facts, invited, one.note)


def _agreement(one: Agreement) -> tuple[Any, ...]:
    facts = (one.number, one.institution.name, one.subject)
    return (*facts, one.signed_on, one.ends_on, one.scan_sha256)


def _request(one: DataRequest) -> tuple[Any, ...]:
    letter = (one.letter_no, one.institution.name, one.letter_on)
    asked = (one.data, one.legal_basis, one.due_on)
    return (*letter, *asked, one.get_state_display(), one.answered_on)


def _activity(one: Activity) -> tuple[Any, ...]:
    guests = sorted(one.guests.all(), key=lambda guest: guest.institution.name)
    invited = "; ".join(guest.institution.name for guest in guests)
    came = "; ".join(guest.institution.name for guest in guests if guest.came)
    facts = (one.subject, one.get_kind_display(), one.held_on, one.place)
    return (*facts, invited, came, one.result)
