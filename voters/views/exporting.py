"""The review queue as a file."""

from collections.abc import Iterator
from typing import Any, cast

from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from accounts.access import OFFICE, role_required
from audit.services import Persons
from files import exports
from files.lists import wanted_format
from voters import selectors
from voters.models.codes import category_word
from voters.views.review import filter_of
from voters.views.roll import person_of

COLUMNS = [
    exports.Column("Nomor", 10),
    exports.Column("Jenis", 18),
    exports.Column("NIK", 20, exports.mask_number),
    exports.Column("Nama", 32),
    exports.Column("Kelurahan", 20),
    exports.Column("Kategori atau sebab", 24),
    exports.Column("Unsur", 32),
    exports.Column("Keadaan", 20),
    exports.Column("Sumber", 24),
    exports.Column("Dibuat", 12),
    exports.Column("Pemutus", 28),
]


@role_required(OFFICE)
@require_GET
def export_proposals(request: HttpRequest, regency: str) -> HttpResponse:
    """The proposals of the present filter as a file; the NIK stays masked."""
    found = filter_of(request, regency)
    places = dict(found.filters["kelurahan"].extra["choices"])
    persons = Persons()
    exported = exports.export(
        actor=person_of(request),
        regency=regency,
        name=f"usulan-{regency}",
        columns=COLUMNS,
        rows=_lines(found.qs.order_by("id"), places, persons),
        persons=persons,
        format=wanted_format(request.GET),
        action="proposal.export",
        request=request,
    )
    return cast(HttpResponse, exports.response(exported))


def _lines(
    rows: Any, places: dict[str, str], persons: Persons
) -> Iterator[tuple[Any, ...]]:
    labels = selectors.ELEMENT_LABELS
    for one in rows.iterator(chunk_size=5_000):
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
        )
