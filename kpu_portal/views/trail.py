"""Who looked at one voter's data, when and what for; as a page and as a file.

Stands here because it gathers the keys under which several rooms show a person.
"""

from collections.abc import Iterator
from typing import cast
from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import translation
from django.utils.timezone import localtime
from django.views.decorators.http import require_GET

from accounts.access import OFFICE, role_required
from accounts.models import User
from audit import selectors
from audit.models import LedgerEntry
from audit.services import record
from fieldwork.aid.models import Recipient
from files import exports
from kpu_portal.ui.actions import action_word
from plenos.selectors.readers import shown_keys
from voters.models import ChangeProposal, Voter
from voters.views.roll import PURPOSES, voter_or_404

COLUMNS = [
    exports.Column("Waktu", 20),
    exports.Column("Pelaku", 30),
    exports.Column("Tindakan", 28),
    exports.Column("Tujuan", 40),
    exports.Column("Catatan nomor", 14),
]


def keys_of(voter: Voter) -> list[UUID]:
    """Every key under which the ledger may have kept this voter."""
    proposals = ChangeProposal.objects.of(voter.regency_code)
    own = proposals.filter(voter_id=voter.pk) | proposals.filter(nik=voter.nik)
    # Of whom the viewer could not see on the roll, or who was likely alone so far.
    helped = Recipient.objects.of(voter.regency_code).filter(voter_id=voter.pk)
    return [
        voter.public_id,
        *own.values_list("public_id", flat=True),
        *helped.values_list("public_id", flat=True),
        *shown_keys(voter.regency_code, voter.public_id),
    ]


def purpose_word(code: str) -> str:
    """A purpose in words; "" when none was asked."""
    return str(PURPOSES.get(code, code))


@require_GET
@role_required(OFFICE)
def trail(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """Entries that showed this voter, newest first."""
    voter = voter_or_404(request, regency, public_id)
    numbers = selectors.trail_numbers(regency, keys_of(voter))
    asked = request.GET.get("halaman", "1")
    if not asked.isdecimal():
        raise Http404
    page = Paginator(numbers, settings.POLICY.page_rows).get_page(asked)
    entries = LedgerEntry.objects.filter(pk__in=list(page)).order_by("-id")
    rows = [
        {
            "entry": entry,
            "action": action_word(entry.action),
            "purpose": purpose_word(entry.purpose),
        }
        for entry in entries
    ]
    context = {"regency": regency, "voter": voter, "rows": rows, "page": page}
    answer = render(request, "audit/trail.html", context)
    _record(request, voter, "trail.view")
    return answer


@require_GET
@role_required(OFFICE)
def export(request: HttpRequest, regency: str, public_id: UUID) -> HttpResponse:
    """The same as xlsx, for the voter who asks (within 3 x 24 hours)."""
    voter = voter_or_404(request, regency, public_id)
    entries = selectors.trail(regency, keys_of(voter))
    with translation.override("id"):  # a paper of the office
        exported = exports.export(
            actor=request.user,
            regency=regency,
            name=f"jejak-pemilih-{str(voter.public_id)[:8]}",
            columns=COLUMNS,
            rows=_lines(entries),
            notes=[f"Siapa melihat data pemilih ini: {voter.name}"],
            action="trail.export",
            data={"voter": str(voter.public_id)},
            request=request,
        )
    _record(request, voter, "trail.view")
    return cast(HttpResponse, exports.response(exported))


def _lines(entries: object) -> Iterator[tuple[object, ...]]:
    for entry in cast("list[LedgerEntry]", entries):
        yield (
            localtime(entry.recorded_at).strftime("%d-%m-%Y %H:%M:%S"),
            entry.actor_name,
            action_word(entry.action),
            purpose_word(entry.purpose),
            entry.pk,
        )


def _record(request: HttpRequest, voter: Voter, action: str) -> None:
    """The trail shows a person by name too; it is recorded after it was read."""
    record(
        actor=cast(User, request.user),
        action=action,
        regency_code=voter.regency_code,
        subject=str(voter.public_id),
        persons=[voter.public_id],
        request=request,
    )
