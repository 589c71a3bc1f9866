"""Decides a corrected NIK: a TIDAK ADA and a BARU that are one person.

Accepted together by two accounts, the TIDAK ADA becomes the change of the one voter's
NIK (an UBAH, or a PINDAH DALAM where the place differs too) and the BARU is closed, so
there are never two people and never none. Refused, both are: one half alone would let
the other strike the voter, or add the voter once more. The marker PAIR in both keeps
the way back.
"""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from voters.migration_sql import ELEMENTS
from voters.models import (
    ChangeProposal,
    CodeList,
    Kind,
    ProposalState,
    RejectReason,
    Voter,
)
from voters.rules.by_hand import with_named_station
from voters.selectors.codes import is_offered
from voters.selectors.pairing import NOT_PAIR, PAIR, only_partner, partners
from voters.services import deciding
from voters.services.deciding import (
    check_reason,
    decide,
    has_proof,
    require_undecided,
)
from voters.services.errors import (
    AlreadyProposed,
    NeedsEvidence,
    NeedsSecondPerson,
    NotDecidable,
)
from voters.services.standing import bring_into, hold_open

CORRECTED = "NIK_TERKOREKSI"
"""reject_reason of the BARU that was the voter under a corrected NIK."""
UNTOLD = {"marital_status": "B", "disability": "0"}
"""What a BARU holds where its file was silent: it may not overwrite the voter."""


def accept_pair(
    *,
    actor: Any,
    regency: str,
    public_id: Any,
    seen: str = "",
    evidence_kind: str = "",
    evidence_no: str = "",
    note: str = "",
) -> ChangeProposal:
    """Accept both proposals of a pair as one change of NIK; `public_id` names either.

    The first account leaves both SECOND, another account completes it. Gives the
    proposal that carries the change. Raises NotDecidable (no pair, or several),
    AlreadyDecided, NeedsEvidence, NeedsSecondPerson, AlreadyProposed, ClosedPeriod.
    """
    with transaction.atomic():
        absent, newcomer = _locked_pair(regency, public_id, seen)
        if evidence_kind:
            if not is_offered(CodeList.EVIDENCE, evidence_kind):
                raise NeedsEvidence(_("Jenis bukti tidak dikenal."))
            absent.evidence_kind = evidence_kind
        if evidence_no:
            absent.evidence_no = evidence_no[:80]
        if not has_proof(absent):
            raise NeedsEvidence(
                _("Perlu bukti NIK yang benar: jenisnya, dan nomor atau pindaiannya.")
            )
        if not _is_second(absent, newcomer, actor):
            for one, other in ((absent, newcomer), (newcomer, absent)):
                one.new = {**one.new, PAIR: str(other.public_id)}
                one.first_by_id = getattr(actor, "pk", None)
                one.first_by_name = str(actor or "sistem")[:150]
                decide(one, actor, ProposalState.SECOND, note)
            return absent
        _merge(absent, newcomer)
        newcomer.reject_reason = CORRECTED
        decide(newcomer, actor, ProposalState.REJECTED, note)
        try:
            with transaction.atomic():
                decide(absent, actor, ProposalState.ACCEPTED, note)
        except IntegrityError:
            raise AlreadyProposed from None
    return absent


def _locked_pair(
    regency: str, public_id: Any, seen: str
) -> tuple[ChangeProposal, ChangeProposal]:
    """TIDAK ADA and BARU, locked in one order, still undecided and still a pair."""
    hold_open(regency)
    named = ChangeProposal.objects.of(regency).get(public_id=public_id)
    partner = only_partner(named)
    if partner is None:
        require_undecided(regency, public_id, seen)
        raise NotDecidable(
            _("Tidak ada tepat satu pasangan NIK terkoreksi untuk usulan ini.")
        )
    numbers = sorted((named.pk, partner.pk))
    rows = ChangeProposal.objects.of(regency).filter(pk__in=numbers)
    list(rows.order_by("id").select_for_update())
    named = require_undecided(regency, public_id, seen)
    partner = require_undecided(regency, partner.public_id, "")
    if partners(named) != [partner]:
        raise NotDecidable(_("Pasangan ini sudah berubah; muat ulang halamannya."))
    if named.kind == Kind.TIDAK_ADA:
        return named, partner
    return partner, named


def _is_second(absent: ChangeProposal, newcomer: ChangeProposal, actor: Any) -> bool:
    together = all(
        one.state == ProposalState.SECOND and one.new.get(PAIR) == str(other.public_id)
        for one, other in ((absent, newcomer), (newcomer, absent))
    )
    if not together:
        return False
    if actor is None or absent.first_by_id == actor.pk:
        raise NeedsSecondPerson(absent.first_by_name)
    return True


def changes_of(newcomer: ChangeProposal, voter: Voter) -> dict[str, Any]:
    """What the BARU changes of the voter: the NIK, and elements that it really tells.

    An empty element erases nothing; what the reader filled in for a silent file
    (UNTOLD) waits for the next comparison.
    """
    changes: dict[str, Any] = {"nik": newcomer.nik}
    for name in ELEMENTS:
        value = newcomer.new.get(name)
        if name == "nik" or value in ("", None) or UNTOLD.get(name) == value:
            continue
        if str(value) != str(getattr(voter, name)):
            changes[name] = value
    return with_named_station(changes, newcomer.new)


def _merge(absent: ChangeProposal, newcomer: ChangeProposal) -> None:
    """Turn the TIDAK ADA into the change of its voter."""
    voter = Voter.objects.of(absent.regency_code).get(pk=absent.voter_id or 0)
    changes = changes_of(newcomer, voter)
    moves = "kelurahan" in changes or "tps" in changes
    absent.kind = Kind.PINDAH_DALAM if moves else Kind.UBAH
    absent.category, absent.elements = "", list(changes)
    absent.base_version = voter.row_version
    absent.old = {name: str(getattr(voter, name)) for name in changes}
    absent.new = {**changes, PAIR: str(newcomer.public_id)}
    if newcomer.delivery_id == absent.delivery_id:
        absent.line_no = newcomer.line_no


def part(
    *, actor: Any, regency: str, public_id: Any, note: str, seen: str = ""
) -> ChangeProposal:
    """Declare that a pair is two people; each is decided alone from then on.

    The note says why. Raises NotDecidable (no pair, no note), AlreadyDecided,
    ClosedPeriod.
    """
    if not note.strip():
        raise NotDecidable(
            _("Tulis di catatan mengapa keduanya bukan orang yang sama.")
        )
    with transaction.atomic():
        absent, newcomer = _locked_pair(regency, public_id, seen)
        for one in (absent, newcomer):
            _free(one)
        newcomer.warnings = [*newcomer.warnings, NOT_PAIR]
        for one in (absent, newcomer):
            decide(one, actor, ProposalState.OPEN, note)
    return absent if str(absent.public_id) == str(public_id) else newcomer


def reject(
    *,
    actor: Any,
    regency: str,
    public_id: Any,
    reason: str,
    note: str = "",
    seen: str = "",
) -> ChangeProposal:
    """Refuse a proposal with a reason of RejectReason; of a pair, both halves.

    The voter then stays with the NIK of the roll, and nobody is added. "Not the same
    person" refuses no pair: `part` says that. Raises AlreadyDecided, NotDecidable,
    ClosedPeriod.
    """
    check_reason(reason, note)
    said = {"regency": regency, "public_id": public_id, "seen": seen}
    with transaction.atomic():
        named = ChangeProposal.objects.of(regency).get(public_id=public_id)
        if PAIR in named.new or only_partner(named) is None:
            return deciding.reject(actor=actor, reason=reason, note=note, **said)
        if reason == RejectReason.BUKAN_ORANG:
            raise NotDecidable(
                _(
                    "Bukan orang yang sama? Nyatakan dua orang yang berbeda, lalu "
                    "putuskan masing-masing."
                )
            )
        absent, newcomer = _locked_pair(**said)
        for one, other in ((absent, newcomer), (newcomer, absent)):
            _free(one)
            one.new = {**one.new, PAIR: str(other.public_id)}
            one.reject_reason = reason
            decide(one, actor, ProposalState.REJECTED, note)
    return absent if absent.pk == named.pk else newcomer


def rejoin(*, actor: Any, regency: str, public_id: Any) -> ChangeProposal:
    """Take `part` back on an undecided BARU. Raises NotDecidable, ClosedPeriod."""
    with transaction.atomic():
        newcomer = require_undecided(regency, public_id, "")
        if NOT_PAIR not in newcomer.warnings:
            raise NotDecidable(_("Usulan ini tidak pernah dipisah dari pasangannya."))
        newcomer.warnings = [code for code in newcomer.warnings if code != NOT_PAIR]
        decide(newcomer, actor, newcomer.state)
    return newcomer


def reopen_pair(*, actor: Any, proposal: ChangeProposal) -> ChangeProposal:
    """Take a common acceptance back while it is not applied; both wait again.

    `proposal` carries PAIR. Raises NotDecidable, AlreadyProposed, ClosedPeriod.
    """
    period = hold_open(proposal.regency_code)
    rows = ChangeProposal.objects.of(proposal.regency_code)
    both = list(
        rows.filter(public_id__in=(proposal.public_id, proposal.new[PAIR]))
        .order_by("id")
        .select_for_update()
    )
    for one in both:
        if one.state not in ("SECOND", "ACCEPTED", "REJECTED"):
            raise NotDecidable(
                _(
                    "Koreksi NIK ini sudah diterapkan atau gugur; urungkan "
                    "penerapannya, kiriman berikutnya menanyakannya lagi."
                )
            )
    for one in both:
        _free(one)
        bring_into(period, one)
        if one.kind != Kind.BARU:
            one.kind, one.line_no = Kind.TIDAK_ADA, None
            one.new, one.old, one.elements = {}, {}, []
    try:
        with transaction.atomic():
            for one in both:
                decide(one, actor, ProposalState.OPEN)
    except IntegrityError:
        raise AlreadyProposed from None
    return next(one for one in both if one.pk == proposal.pk)


def _free(one: ChangeProposal) -> None:
    one.new = {name: value for name, value in one.new.items() if name != PAIR}
    one.first_by_id, one.first_by_name, one.reject_reason = None, "", ""
