"""Takes back what one visit at the door brought, while nobody has decided on it.

A visit keeps traces: how each proposal it touched stood before and after, which of them
it made, and the paper it added. Undoing puts back what still stands as the visit left
it; what somebody wrote since stays.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from voters.models import (
    UNDECIDED,
    ChangeProposal,
    DuplicatePair,
    Evidence,
    ExchangeSide,
    Kind,
    ProposalState,
    RejectReason,
    Voter,
)
from voters.services.deciding import decide, locked
from voters.services.errors import AlreadyProposed, NotDecidable

DECISION = (
    *("state", "hold_until", "reject_reason"),
    *("decided_by_id", "decided_by_name", "decided_at"),
)
"""Columns that are put back together or not at all."""
BESIDE = ("note", "warnings", "evidence_kind", "evidence_no")
"""Columns that are put back one by one."""
DAYS, MOMENTS = frozenset({"hold_until"}), frozenset({"decided_at"})

Trace = dict[str, Any]


def watch(
    regency: str,
    proposal_id: int | None,
    voter: Voter | None,
    pair_id: int | None,
    side_id: int | None = None,
) -> list[Trace]:
    """How everything stands that a visit of this task may touch."""
    rows = ChangeProposal.objects.of(regency).filter(state__in=UNDECIDED)
    about = rows.filter(pk=proposal_id or 0)
    if voter is not None:
        about = about | rows.filter(nik=voter.nik, kind=Kind.TMS)
    seen: list[Trace] = [{"proposal": one.pk, "was": _image(one)} for one in about]
    pairs = DuplicatePair.objects.of(regency).waiting().filter(pk=pair_id or 0)
    sides = ExchangeSide.objects.of(regency).filter(pk=side_id or 0)
    seen += [{"pair": one.pk, "was": {"note": one.note}} for one in pairs]
    return seen + [{"side": one.pk, "was": {"note": one.note}} for one in sides]


def traces(
    regency: str, seen: list[Trace], made: ChangeProposal | None, papers: Iterable[int]
) -> list[Trace]:
    """What a visit did to what was seen before it, for `Visit.traces`."""
    people = ChangeProposal.objects.of(regency)
    proposals = people.in_bulk([one["proposal"] for one in seen if "proposal" in one])
    found: list[Trace] = []
    for one in seen:
        noted = _noted(regency, one)
        if noted is not None:
            now: Trace = {"note": noted.values_list("note", flat=True).get()}
        else:
            now = _image(proposals[one["proposal"]])
        if now != one["was"]:
            found.append({**one, "became": now})
    if made is not None and made.pk not in proposals:
        found.append({"made": made.pk})
    return found + [{"paper": number} for number in papers]


def _noted(regency: str, one: Trace) -> "QuerySet[Any] | None":
    """The pair or side that a trace is about; None for a proposal."""
    if "pair" in one:
        pairs: QuerySet[Any] = DuplicatePair.objects.of(regency)
        return pairs.filter(pk=one["pair"])
    if "side" in one:
        sides: QuerySet[Any] = ExchangeSide.objects.of(regency)
        return sides.filter(pk=one["side"])
    return None


def _image(proposal: ChangeProposal) -> Trace:
    values = {name: getattr(proposal, name) for name in (*DECISION, *BESIDE)}
    return {
        name: value.isoformat() if isinstance(value, date) else value
        for name, value in values.items()
    }


def _value(name: str, kept: Any) -> Any:
    if kept is None:
        return None
    if name in DAYS:
        return date.fromisoformat(kept)
    return datetime.fromisoformat(kept) if name in MOMENTS else kept


@transaction.atomic
def undo(*, actor: Any, regency: str, kept: list[Trace], note: str) -> None:
    """Take back what the traces say; a proposal that the visit made is refused.

    Raises NotDecidable where somebody has decided since, AlreadyProposed where a newer
    question stands in the place of the one that the visit answered, ClosedPeriod.
    """
    for one in kept:
        noted = _noted(regency, one)
        if "proposal" in one:
            _put_back(actor, regency, one)
        elif noted is not None:
            noted.filter(note=one["became"]["note"]).update(note=one["was"]["note"])
        elif "paper" in one:
            papers = Evidence.objects.filter(regency_code=regency, pk=one["paper"])
            papers.update(withdrawn_at=timezone.now())
        else:
            _refuse(actor, regency, one["made"], note)


def _locked(regency: str, number: int) -> ChangeProposal:
    key = ChangeProposal.objects.of(regency).values_list("public_id", flat=True)
    return locked(regency, key.get(pk=number))


def _refuse(actor: Any, regency: str, number: int, note: str) -> None:
    """End a proposal that the visit made, unless somebody accepted or refused it."""
    made = _locked(regency, number)
    if made.state not in UNDECIDED or made.state == ProposalState.SECOND:
        raise _decided(made)
    made.reject_reason = RejectReason.LAIN
    decide(made, actor, ProposalState.REJECTED, note)


def _put_back(actor: Any, regency: str, one: Trace) -> None:
    proposal = _locked(regency, one["proposal"])
    was, became, now = one["was"], one["became"], _image(proposal)
    untouched = all(now[name] == became[name] for name in DECISION)
    free = proposal.state in UNDECIDED and proposal.state != ProposalState.SECOND
    if not (untouched or free):
        raise _decided(proposal)
    names = [name for name in BESIDE if now[name] == became[name]]
    if untouched:
        names += DECISION
    changed = {name: _value(name, was[name]) for name in names}
    try:
        with transaction.atomic():
            rows = ChangeProposal.objects.of(regency).filter(pk=proposal.pk)
            rows.update(**changed, period_id=proposal.period_id)
    except IntegrityError:
        raise AlreadyProposed from None
    record(
        actor=actor,
        action="proposal.field_undone",
        regency_code=regency,
        subject=str(proposal.public_id),
        data={"kind": proposal.kind},
    )


def _decided(proposal: ChangeProposal) -> NotDecidable:
    who = proposal.decided_by_name or proposal.first_by_name
    return NotDecidable(
        _(
            "Usulan dari kunjungan ini sudah diputus %(who)s (%(state)s); buka lagi "
            "keputusan itu dahulu."
        )
        % {"who": who, "state": ProposalState(proposal.state).label}
    )
