"""Decisions about one proposal: accept, reject, hold, coklit, refer.

Each locks the proposal first; who comes second is told who decided and when. A question
and a duplicate need two accounts: the first acceptance waits as SECOND (design 8).
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.services import record
from voters.models import (
    UNDECIDED,
    ChangeProposal,
    CodeList,
    Evidence,
    Kind,
    ProposalState,
    RejectReason,
    Status,
    TmsReason,
    Voter,
)
from voters.models.proposals import NAME_ONLY
from voters.rules.partial import DROPPED, NUMBER, tied
from voters.rules.proof import is_number
from voters.selectors.codes import is_offered
from voters.selectors.pairing import PAIR, partner_ids
from voters.selectors.reading import ELEMENT_LABELS
from voters.services.errors import (
    AlreadyDecided,
    NeedsEvidence,
    NeedsSecondPerson,
    NotDecidable,
)
from voters.services.keeping import follow, refuse_without_keeper
from voters.services.standing import AGE, bring_into, hold_open, refuse_outdated
from voters.verified import is_removal_of_visited

REMOVALS = frozenset({Kind.TMS, Kind.TIDAK_ADA})
TWO_PEOPLE = frozenset({Kind.TIDAK_ADA, Kind.MUNCUL_KEMBALI})
FIELD = "COKLIT"
"""Warning of a proposal that verification at the door made or proved."""
OF_THE_FIELD = frozenset({Kind.TMS, Kind.PEMULIHAN})


def needs_two(proposal: ChangeProposal) -> bool:
    """Whether two accounts must accept: questions, candidates of a list of low trust,
    duplicates, whoever is only alike to somebody of another regency, and what the door
    brought or proved."""
    if proposal.kind in TWO_PEOPLE or proposal.is_candidate:
        return True
    if proposal.kind == Kind.TMS and (
        proposal.category == TmsReason.GANDA or NAME_ONLY in proposal.warnings
    ):
        return True
    return proposal.kind in OF_THE_FIELD and FIELD in proposal.warnings


def asks_two(proposal: ChangeProposal) -> bool:
    """`needs_two`, or a removal of somebody whom the door has looked at (L16)."""
    return needs_two(proposal) or is_removal_of_visited(proposal)


def has_proof(proposal: ChangeProposal) -> bool:
    """Whether an evidence kind and a number or a scan stand beside the proposal."""
    if not proposal.evidence_kind:
        return False
    return is_number(proposal.evidence_no) or (
        Evidence.objects.filter(
            regency_code=proposal.regency_code,
            proposal_id=proposal.pk,
            withdrawn_at=None,
        )
        .exclude(file="")
        .exists()
    )


def locked(regency: str, public_id: Any) -> ChangeProposal:
    """The proposal, locked, in an open period; raises DoesNotExist, ClosedPeriod.

    One of a closed period is of the open one from here on, once it is saved.
    """
    period = hold_open(regency)
    rows = ChangeProposal.objects.of(regency).select_for_update()
    proposal: ChangeProposal = rows.get(public_id=public_id)
    bring_into(period, proposal)
    return proposal


def require_undecided(regency: str, public_id: Any, seen: str) -> ChangeProposal:
    """The locked proposal, still as the decider saw it.

    seen: its state, or ChangeProposal.seen; "" asks nothing. Raises AlreadyDecided,
    NotDecidable where another row has renewed it since.
    """
    proposal = locked(regency, public_id)
    state, _colon, origin = seen.partition(":")
    if proposal.state not in UNDECIDED or (state and proposal.state != state):
        raise AlreadyDecided(
            proposal.decided_by_name or proposal.first_by_name,
            date_format(
                timezone.localtime(proposal.decided_at or proposal.created_at),
                "j M Y H.i.s",
            ),
            str(ProposalState(proposal.state).label),
        )
    if origin and proposal.seen != seen:
        raise NotDecidable(
            _("Kiriman yang lebih baru mengubah isi usulan ini; periksa lagi.")
        )
    return proposal


def _free(regency: str, public_id: Any, seen: str) -> ChangeProposal:
    """The locked proposal, undecided, and not half accepted with its partner."""
    proposal = require_undecided(regency, public_id, seen)
    if PAIR in proposal.new:
        raise NotDecidable(_("Koreksi NIK ini menunggu orang kedua; buka lagi dahulu."))
    return proposal


def _refuse_half_a_pair(proposal: ChangeProposal) -> None:
    """Raise NotDecidable where accepting alone would make two people, or none."""
    if partner_ids(proposal):
        raise NotDecidable(
            _(
                "Usulan ini berpasangan: NIK terkoreksi. Putuskan keduanya bersama, "
                "atau nyatakan dua orang yang berbeda."
            )
        )


def decide(proposal: ChangeProposal, actor: Any, state: str, note: str = "") -> None:
    """Write a decision and its entry in the ledger; the caller has locked the row."""
    proposal.state = state
    proposal.decided_by_id = getattr(actor, "pk", None)
    proposal.decided_by_name = str(actor or "sistem")[:150]
    proposal.decided_at = timezone.now()
    if note:
        proposal.note = note[:400]
    _save(proposal)
    follow(proposal)
    record(
        actor=actor,
        action=f"proposal.{state.lower()}",
        regency_code=proposal.regency_code,
        subject=str(proposal.public_id),
        data={"kind": proposal.kind},
    )


def _save(proposal: ChangeProposal) -> None:
    fields = {
        field.name: getattr(proposal, field.name)
        for field in proposal._meta.concrete_fields
        if field.name not in {"id", "regency_code", "public_id", "created_at"}
    }
    ChangeProposal.objects.of(proposal.regency_code).filter(pk=proposal.pk).update(
        **fields
    )


def accept(
    *,
    actor: Any,
    regency: str,
    public_id: Any,
    seen: str = "",
    elements: Iterable[str] | None = None,
    left_reason: str = "",
    category: str = "",
    evidence_kind: str = "",
    evidence_no: str = "",
    note: str = "",
) -> ChangeProposal:
    """Accept a proposal; `elements` takes only some of an UBAH or PINDAH DALAM.

    What is left is refused in the same decision, for `left_reason` (of RejectReason,
    LAIN with a note); some elements cannot be apart (rules.partial). A removal needs a
    TMS reason (`category` for a TIDAK ADA), an evidence kind and a number or a scan.
    Raises AlreadyDecided, NeedsEvidence, NeedsSecondPerson, NotDecidable, ClosedPeriod.
    """
    with transaction.atomic():
        proposal = _free(regency, public_id, seen)
        if proposal.kind == Kind.NIK_GANDA_ORANG:
            raise NotDecidable(
                _("Satu NIK untuk dua orang diteruskan ke Dukcapil, tidak diterima.")
            )
        _refuse_half_a_pair(proposal)
        refuse_outdated(proposal, category or proposal.category)
        if evidence_kind:
            if not is_offered(CodeList.EVIDENCE, evidence_kind):
                raise NeedsEvidence(_("Jenis bukti tidak dikenal."))
            proposal.evidence_kind = evidence_kind
        if evidence_no:
            proposal.evidence_no = evidence_no[:80]
        if elements is not None:
            _take(proposal, frozenset(elements), left_reason, note)
        _require_grounds(proposal, category)
        refuse_without_keeper(proposal)
        if not asks_two(proposal) or _is_second(proposal, actor):
            decide(proposal, actor, ProposalState.ACCEPTED, note)
        else:
            proposal.first_by_id = getattr(actor, "pk", None)
            proposal.first_by_name = str(actor or "sistem")[:150]
            decide(proposal, actor, ProposalState.SECOND, note)
    return proposal


def _is_second(proposal: ChangeProposal, actor: Any) -> bool:
    if proposal.state != ProposalState.SECOND:
        return False
    if actor is None or proposal.first_by_id == actor.pk:
        raise NeedsSecondPerson(proposal.first_by_name)
    return True


def _require_grounds(proposal: ChangeProposal, category: str) -> None:
    if proposal.kind in REMOVALS:
        reason = category or proposal.category
        if reason not in TmsReason.values:
            raise NeedsEvidence(_("Pilih sebab TMS."))
        proposal.category = reason
        said = proposal.new
        if reason != TmsReason.DI_BAWAH_UMUR:
            # What a row says of the age goes with that reason alone.
            said = {name: said[name] for name in said if name not in AGE}
        proposal.new = {
            **said,
            "status": Status.INELIGIBLE.value,
            "status_reason": reason,
        }
    asks = proposal.kind in REMOVALS | TWO_PEOPLE or proposal.is_candidate
    if asks and not has_proof(proposal):
        raise NeedsEvidence(
            _("Perlu bukti: pilih jenisnya, lalu isi nomor atau unggah pindaiannya.")
        )


def _take(
    proposal: ChangeProposal, chosen: frozenset[str], reason: str, note: str
) -> None:
    """Refuse the elements that are not chosen; reopening brings them back."""
    if proposal.kind not in (Kind.UBAH, Kind.PINDAH_DALAM):
        return
    offered = {name: value for name, value in proposal.new.items() if name != DROPPED}
    taken = {name: value for name, value in offered.items() if name in chosen}
    if not taken:
        raise NotDecidable(_("Pilih paling sedikit satu unsur, atau tolak usulannya."))
    left = {name: value for name, value in offered.items() if name not in chosen}
    if not left:
        return
    _refuse_torn(proposal, offered, chosen)
    check_reason(reason, note)
    proposal.reject_reason = reason
    proposal.new = {**taken, DROPPED: {**proposal.new.get(DROPPED, {}), **left}}
    proposal.elements = list(taken)


def _refuse_torn(
    proposal: ChangeProposal, offered: dict[str, Any], chosen: frozenset[str]
) -> None:
    """Raise NotDecidable where a choice tears apart what only stands together."""
    people = Voter.objects.of(proposal.regency_code)
    person = people.filter(pk=proposal.voter_id or 0).values(*NUMBER).first() or {}
    together = tied({**person, **proposal.old}, offered, chosen)
    if together:
        names = ", ".join(str(ELEMENT_LABELS[name]) for name in together)
        raise NotDecidable(
            _("Unsur ini hanya dapat diambil bersama atau ditolak bersama: %(names)s.")
            % {"names": names}
        )


def reject(
    *,
    actor: Any,
    regency: str,
    public_id: Any,
    reason: str,
    note: str = "",
    seen: str = "",
) -> ChangeProposal:
    """Refuse one proposal alone; LAIN needs a note. Pages call pairing.reject.

    Raises AlreadyDecided, NotDecidable, ClosedPeriod.
    """
    check_reason(reason, note)
    with transaction.atomic():
        proposal = _free(regency, public_id, seen)
        proposal.reject_reason = reason
        decide(proposal, actor, ProposalState.REJECTED, note)
    return proposal


def check_reason(reason: str, note: str) -> None:
    """Raise NotDecidable unless the reason is known, and explained where it must be."""
    if not is_offered(CodeList.REJECT, reason):
        raise NotDecidable(_("Pilih alasan penolakan."))
    if reason == RejectReason.LAIN and not note.strip():
        raise NotDecidable(_("Alasan lain perlu catatan."))


def check_until(until: date | None) -> date:
    """Raise NotDecidable unless the date lies ahead."""
    if until is None or until <= timezone.localdate():
        raise NotDecidable(_("Pilih tanggal sesudah hari ini."))
    return until


def hold(
    *,
    actor: Any,
    regency: str,
    public_id: Any,
    until: date | None,
    note: str = "",
    seen: str = "",
) -> ChangeProposal:
    """Put off the decision until a date ahead; the proposal stays undecided.

    Raises AlreadyDecided, NotDecidable, ClosedPeriod.
    """
    day = check_until(until)
    with transaction.atomic():
        proposal = _free(regency, public_id, seen)
        proposal.hold_until = day
        decide(proposal, actor, ProposalState.HOLD, note)
    return proposal


def send_to_coklit(
    *, actor: Any, regency: str, public_id: Any, note: str = "", seen: str = ""
) -> ChangeProposal:
    """Mark for coklit terbatas, undecided. Raises AlreadyDecided, ClosedPeriod."""
    with transaction.atomic():
        proposal = _free(regency, public_id, seen)
        decide(proposal, actor, ProposalState.COKLIT, note)
    return proposal


def refer(
    *, actor: Any, regency: str, public_id: Any, note: str = "", seen: str = ""
) -> ChangeProposal:
    """Pass one NIK of two people on to Dukcapil; nobody is struck (domain rule 14).

    Raises AlreadyDecided, NotDecidable, ClosedPeriod.
    """
    with transaction.atomic():
        proposal = _free(regency, public_id, seen)
        if proposal.kind != Kind.NIK_GANDA_ORANG:
            raise NotDecidable(_("Hanya NIK ganda orang diteruskan ke Dukcapil."))
        decide(proposal, actor, ProposalState.REFERRED, note)
    return proposal
