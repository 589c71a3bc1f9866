"""Hand-overs between regencies: naming the other side, confirming, declining, renewing.

Each is one transaction in the own regency. What follows for the other side the
database's triggers do in the same transaction, so that no step can be half done.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import DatabaseError, IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from periods.models import Period
from voters.models import (
    DECLINE_REASONS,
    UNDECIDED,
    BaruCategory,
    ChangeProposal,
    Handover,
    HandoverState,
    Kind,
    ProposalState,
    TmsReason,
    Voter,
)
from voters.rules import handover as rules
from voters.selectors import handover as reading
from voters.selectors.handover import enrolled_others, regency_name
from voters.services.deciding import locked
from voters.services.errors import (
    AlreadyProposed,
    InvalidProposal,
    NotDecidable,
)
from voters.services.handover_sides import OTHER, handover_of, set_clock
from voters.services.proposing import HANDED_OVER, propose
from voters.services.standing import hold_open

SOURCE = "Serah terima"
RULE_IN, RULE_OUT = HANDED_OVER, "O4"
NAMES = {
    (Kind.TMS.value, TmsReason.PINDAH.value),
    (Kind.BARU.value, BaruCategory.PINDAH_MASUK.value),
}
"""Kind and category of a proposal that may name another regency."""
NAMEABLE = frozenset({*UNDECIDED, ProposalState.ACCEPTED, ProposalState.APPLIED})
_TAKEN = ("birth_place", "marital_status", "disability", "ektp_status")
"""Elements that the taking side may have from the other one's record."""
NOT_YOURS = "PDX11"


def may_name(proposal: ChangeProposal) -> bool:
    """Whether the proposal is a move that may name the other regency."""
    move = (proposal.kind, proposal.category) in NAMES
    return move and proposal.state in NAMEABLE


def name_other(
    *, actor: Any, regency: str, public_id: Any, other: str
) -> ChangeProposal:
    """Say whither a TMS pindah goes, or whence a pindah masuk comes.

    A newcomer is asked for at once, a removal is offered when it is applied. A regency
    that is not of this installation gets a note and no hand-over. Raises NotDecidable
    (no move, decided otherwise, another one was named and has been told), ClosedPeriod.
    """
    with transaction.atomic():
        proposal = locked(regency, public_id)
        if not may_name(proposal):
            raise NotDecidable(
                _("Hanya TMS pindah dan pindah masuk menyebut kab/kota lain.")
            )
        if not other or other == regency:
            raise NotDecidable(_("Pilih kab/kota lain."))
        if proposal.new.get(OTHER) == other:
            return proposal
        if handover_of(proposal) is not None:
            raise NotDecidable(
                _("Serah terimanya sudah dibuka dengan kab/kota yang disebut semula.")
            )
        set_clock(actor)
        rows = ChangeProposal.objects.of(regency).filter(pk=proposal.pk)
        if other in enrolled_others(regency):
            proposal.new = {**proposal.new, OTHER: other}
            rows.update(new=proposal.new)
        else:
            words = _("Kab/kota lain: %(name)s, di luar instalasi ini.")
            said = f"{proposal.note} {words % {'name': regency_name(other)}}"
            proposal.note = said.strip()[:400]
            proposal.new = _without_other(proposal)
            rows.update(note=proposal.note, new=proposal.new)
        _record(actor, regency, "name", str(proposal.public_id), {"other": other})
    return proposal


def unname_other(*, actor: Any, regency: str, public_id: Any) -> ChangeProposal:
    """Take back which regency a move names, as long as that one was not told.

    A delivery names it too, and may be wrong. Raises NotDecidable, ClosedPeriod.
    """
    with transaction.atomic():
        proposal = locked(regency, public_id)
        if handover_of(proposal) is not None or not may_name(proposal):
            raise NotDecidable(
                _("Serah terimanya sudah dibuka dengan kab/kota yang disebut semula.")
            )
        proposal.new = _without_other(proposal)
        rows = ChangeProposal.objects.of(regency).filter(pk=proposal.pk)
        rows.update(new=proposal.new)
        _record(actor, regency, "name", str(proposal.public_id), {"other": ""})
    return proposal


def _without_other(proposal: ChangeProposal) -> dict[str, Any]:
    return {key: value for key, value in proposal.new.items() if key != OTHER}


def confirm(
    *,
    actor: Any,
    regency: str,
    public_id: Any,
    place: Mapping[str, Any],
    evidence_kind: str = "",
    evidence_no: str = "",
    note: str = "",
) -> ChangeProposal:
    """Say yes: the own half becomes a proposal, which the usual review decides.

    The taking side brings the new address in `place`; the other one nothing. An open
    proposal of the same person and kind is taken instead of a second one. Raises
    NotDecidable (answered, own half, no such record, recorded already), ClosedPeriod,
    InvalidProposal, AlreadyProposed.
    """
    with transaction.atomic():
        period = hold_open(regency)
        one = _require_answerable(_found(regency, public_id), regency)
        facts = {
            **_asked(one, _own_half(one, regency), place),
            "evidence_kind": evidence_kind or one.payload.get("evidence_kind", ""),
            "evidence_no": (evidence_no or one.payload.get("evidence_no", "")).strip(),
            "note": _ground(one, regency, note),
        }
        made = _standing(one, regency) or _proposed(actor, one, regency, period, facts)
        # Only now: every decision locks the proposal first, then its hand-over.
        _answerable(regency, public_id)
        set_clock(actor)
        made.new = {**made.new, OTHER: one.other(regency)}
        ChangeProposal.objects.of(regency).filter(pk=made.pk).update(new=made.new)
        _record(actor, regency, "confirm", str(one.public_id), {})
    return made


def _proposed(
    actor: Any, one: Handover, regency: str, period: Period, facts: dict[str, Any]
) -> ChangeProposal:
    """The own half as a proposal; who came second is told that it is answered."""
    try:
        return propose(
            actor=actor,
            regency=regency,
            period=period,
            source=SOURCE,
            event_date=_day(one.payload.get("event_date")),
            **facts,
        )
    except AlreadyProposed:
        _answerable(regency, one.public_id)
        raise


def _own_half(one: Handover, regency: str) -> Voter | None:
    """The voter who leaves, None for a newcomer; raises NotDecidable otherwise."""
    own = _own_record(one, regency)
    leaves = one.leaves(regency)
    if leaves == (own is None):
        raise NotDecidable(
            _("Tidak ada pemilih aktif dengan NIK ini di sini.")
            if leaves
            else _("NIK ini sudah aktif di sini; tidak perlu usulan baru.")
        )
    return own


def already(*, actor: Any, regency: str, public_id: Any) -> Handover:
    """Say yes without a proposal: the record is as the hand-over wants it already.

    The taking side has the NIK in its roll; the other one has it no more. Raises
    NotDecidable.
    """
    with transaction.atomic():
        one = _answerable(regency, public_id)
        stage = "from_stage" if one.leaves(regency) else "to_stage"
        _say(one, actor, answer="CONFIRMED", **{stage: rules.APPLIED})
        # The database knows the number alone, which may have been corrected.
        if one.leaves(regency) and _own_record(one, regency) is not None:
            raise NotDecidable(_("Orang ini masih aktif di sini; usulkan TMS pindah."))
        _record(actor, regency, "already", str(one.public_id), {})
    return one


def decline(
    *, actor: Any, regency: str, public_id: Any, reason: str, note: str = ""
) -> Handover:
    """Say no, with a reason. Raises NotDecidable (no reason, LAIN without a note)."""
    if reason not in DECLINE_REASONS:
        raise NotDecidable(_("Pilih alasan penolakan."))
    if reason == "LAIN" and not note.strip():
        raise NotDecidable(_("Alasan lain perlu catatan."))
    with transaction.atomic():
        one = _answerable(regency, public_id)
        _say(one, actor, answer="DECLINED", reason=reason, note=note.strip()[:400])
        _record(actor, regency, "decline", str(one.public_id), {"reason": reason})
    return one


def renew(*, actor: Any, regency: str, public_id: Any) -> Handover:
    """Ask the other side once more, with a new clock. Raises NotDecidable."""
    with transaction.atomic():
        one = _locked(regency, public_id)
        if not one.opens(regency) or one.state not in rules.MAY_RENEW:
            raise NotDecidable(_("Serah terima ini tidak menunggu diminta lagi."))
        _say(one, actor, answer="", reason="", note="", expired_at=None)
        _record(actor, regency, "renew", str(one.public_id), {})
    return one


def end_overdue(today: date) -> int:
    """Mark what nobody answered in time; gives how many. Running it twice is once."""
    rows = Handover.objects.filter(state__in=rules.UNANSWERED, due_on__lt=today)
    return _update_free(rows, expired_at=timezone.now())


def due_payloads(before: datetime) -> Any:
    """Hand-overs that ended before, and still say who they were about.

    Those whose person may stand in two rolls stay readable.
    """
    rows = Handover.objects.filter(ended_at__lt=before).exclude(payload={})
    return rows.exclude(pk__in=rows.in_both().values("pk"))


def forget_payloads(before: datetime) -> int:
    """Take the person out of them; gives how many."""
    return _update_free(due_payloads(before), payload={}, number_hash=None)


def _update_free(rows: Any, **facts: Any) -> int:
    """Update those that nobody holds now; the others are for the next time.

    A job may hold one of them and want another: waiting for it could stop both.
    """
    with transaction.atomic():
        found = Handover.objects.filter(pk__in=rows.values("pk")).order_by("pk")
        free = found.select_for_update(skip_locked=True).values_list("pk", flat=True)
        return int(Handover.objects.filter(pk__in=list(free)).update(**facts))


def _own_record(one: Handover, regency: str) -> Voter | None:
    """The record that the regency counts, whoever asks (selectors.handover)."""
    people, proposals = Voter.objects.of(regency), ChangeProposal.objects.of(regency)
    return reading.own_record(one, regency, people, proposals)


def _found(regency: str, public_id: Any) -> Handover:
    one: Handover = Handover.objects.of(regency).get(public_id=public_id)
    return one


def _locked(regency: str, public_id: Any) -> Handover:
    rows = Handover.objects.of(regency).select_for_update()
    one: Handover = rows.get(public_id=public_id)
    return one


def _answerable(regency: str, public_id: Any) -> Handover:
    """The hand-over, locked; raises NotDecidable where this side has no say now."""
    return _require_answerable(_locked(regency, public_id), regency)


def _require_answerable(one: Handover, regency: str) -> Handover:
    if one.opens(regency):
        raise NotDecidable(_("Kab/kota lain yang menjawab serah terima ini."))
    if one.state not in rules.MAY_ANSWER:
        state = str(HandoverState(one.state).label).lower()
        raise NotDecidable(_("Serah terima ini sudah %(state)s.") % {"state": state})
    return one


def _standing(one: Handover, regency: str) -> ChangeProposal | None:
    """An open proposal of the same move that the office has anyway."""
    kind, category = Kind.TMS, TmsReason.PINDAH.value
    if not one.leaves(regency):
        kind, category = Kind.BARU, BaruCategory.PINDAH_MASUK.value
    rows = ChangeProposal.objects.of(regency).filter(
        nik=one.payload.get("nik", ""),
        kind=kind,
        category=category,
        state__in=[*UNDECIDED, ProposalState.ACCEPTED],
    )
    found: ChangeProposal | None = rows.select_for_update().first()
    return found


def _asked(
    one: Handover, own: Voter | None, place: Mapping[str, Any]
) -> dict[str, Any]:
    """Arguments of propose() for the own half."""
    if own is not None:
        return {
            "kind": Kind.TMS,
            "nik": own.nik,
            "voter": own,
            "category": TmsReason.PINDAH,
            "new": {},
            "rule": RULE_OUT,
        }
    person = one.payload
    if not person:
        raise InvalidProposal(_("Data orangnya sudah dihapus sesuai aturan retensi."))
    known = {name: person[name] for name in _TAKEN if person.get(name)}
    return {
        "kind": Kind.BARU,
        "nik": person["nik"],
        "category": BaruCategory.PINDAH_MASUK,
        "rule": RULE_IN,
        "new": {
            **known,
            **{name: person[name] for name in ("name", "birth_date", "sex")},
            **{name: value for name, value in place.items() if value},
        },
    }


def _ground(one: Handover, regency: str, note: str) -> str:
    """Who on the other side stands behind it, and what the own side noted."""
    words = _("Serah terima dari %(place)s, %(who)s, %(day)s.") % {
        "place": regency_name(one.other(regency)),
        "who": one.opened_by_name or _("sistem"),
        "day": f"{timezone.localtime(one.opened_at):%d-%m-%Y}",
    }
    return f"{words} {note.strip()}".strip()


def _day(text: Any) -> date | None:
    return date.fromisoformat(text) if text else None


def _say(one: Handover, actor: Any, **facts: Any) -> None:
    """Write an answer; raises NotDecidable where the database refuses it."""
    set_clock(actor)
    facts.setdefault("answered_by_name", str(actor or "sistem")[:150])
    facts.setdefault("answered_at", timezone.now())
    try:
        with transaction.atomic():
            Handover.objects.filter(pk=one.pk).update(**facts)
    except IntegrityError:
        raise NotDecidable(
            _("Serah terima lain untuk orang ini sedang berjalan.")
        ) from None
    except DatabaseError as error:
        if getattr(error.__cause__, "pgcode", "") != NOT_YOURS:
            raise
        raise NotDecidable(
            _("Jawaban ini tidak cocok dengan daftar kantor; muat ulang halamannya.")
        ) from error
    one.refresh_from_db()


def _record(
    actor: Any, regency: str, what: str, subject: str, data: dict[str, Any]
) -> None:
    record(
        actor=actor,
        action=f"handover.{what}",
        regency_code=regency,
        subject=subject,
        data=data,
    )


def active_twice(regency: str) -> list[int]:
    """Hand-overs whose person counts in both rolls now; the worker asks."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT handover_id FROM handover_twice(%s)", [regency])
        return [row[0] for row in cursor.fetchall()]
