"""One decision about everything a filter shows, in one statement.

Questions and duplicates are never accepted here, nor removals without evidence or those
that another regency must keep the person for: they are left out, and the outcome says
how many and why.
"""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from files.lists import PickError, require_same
from voters.models import ChangeProposal, CodeList, Evidence, Kind, ProposalState
from voters.models.proposals import DISPUTED, LOW_TRUST, NAME_ONLY
from voters.rules.proof import is_number
from voters.selectors.codes import is_offered
from voters.selectors.pairing import pairs_sql
from voters.services.deciding import (
    FIELD,
    OF_THE_FIELD,
    check_reason,
    check_until,
)
from voters.services.errors import NotDecidable
from voters.services.exchange_sides import EXCHANGE, release_all
from voters.services.handover_sides import take_turns_of
from voters.services.keeping import free_links
from voters.services.row_pairs import rest
from voters.services.standing import hold_open
from voters.verified import removals

Rows = QuerySet[ChangeProposal, ChangeProposal]
OPEN = ("OPEN", "HOLD", "COKLIT")
ONE_BY_ONE = (
    Q(kind__in=(Kind.TIDAK_ADA, Kind.MUNCUL_KEMBALI, Kind.NIK_GANDA_ORANG))
    | Q(kind=Kind.TMS, category="GANDA")
    | Q(kind__in=OF_THE_FIELD, warnings__contains=[FIELD])
    | Q(warnings__overlap=[LOW_TRUST, NAME_ONLY, DISPUTED])
)

NUMBERED = Q(evidence_no__regex="[[:alnum:]]")
"""A dash is no number of a paper (rules.proof.is_number)."""


@dataclass
class Outcome:
    """How many were decided, and how many were left out, by reason."""

    decided: int
    left_out: dict[str, int] = field(default_factory=dict)


def _proven(regency: str) -> Q:
    scans = Evidence.objects.filter(
        regency_code=regency, proposal_id=OuterRef("pk"), withdrawn_at=None
    ).exclude(file="")
    return ~Q(evidence_kind="") & (NUMBERED | Q(Exists(scans)))


def _newcomers_in_pairs(regency: str) -> RawSQL:
    """BARU that may be a voter under a corrected NIK: each is decided with it."""
    query = f"SELECT p.newcomer_id FROM ({pairs_sql()}) p"  # noqa: S608
    parts = query.split("%(regency)s")
    return RawSQL("%s".join(parts), [regency] * (len(parts) - 1))  # noqa: S611


def plan(
    *, rows: Rows, regency: str, decision: str, evidence: bool = False
) -> tuple[Rows, dict[str, int]]:
    """What a bulk decision would touch, and what it leaves out, by reason.

    `rows` is the filter's result in the person's scope; `evidence`: the decision
    brings evidence of its own.
    """
    waiting = rows.filter(regency_code=regency, state__in=OPEN)
    left = {"second": rows.filter(regency_code=regency, state="SECOND").count()}
    if decision in ("accept", "reject"):
        alone = ONE_BY_ONE
        if decision == "accept":
            alone |= removals(regency) | Q(new__has_key=EXCHANGE)
        left["questions"] = waiting.filter(alone).count()
        waiting = waiting.exclude(alone)
        paired = Q(kind=Kind.BARU, pk__in=_newcomers_in_pairs(regency))
        left["pairs"] = waiting.filter(paired).count()
        waiting = waiting.exclude(paired)
    if decision == "accept":
        bare = Q(kind=Kind.TMS) & (Q(category="") | ~_proven(regency))
        if evidence:
            bare = Q(kind=Kind.TMS, category="")
        left["evidence"] = waiting.filter(bare).count()
        waiting = waiting.exclude(bare)
    return waiting, {name: n for name, n in left.items() if n}


def decide_bulk(
    *,
    actor: Any,
    regency: str,
    rows: Rows,
    decision: str,
    expected: int | None = None,
    mark: str = "",
    reason: str = "",
    until: date | None = None,
    evidence_kind: str = "",
    evidence_no: str = "",
    note: str = "",
) -> Outcome:
    """Accept, reject, hold or send to coklit everything that waits in `rows`.

    `expected` is the number that the person confirmed, `mark` (files.lists.mark_of)
    which they were. Raises NotDecidable (others by now, unknown decision, missing
    reason or date), ClosedPeriod.
    """
    changes = _changes(decision, reason, until, note, evidence_kind, evidence_no)
    with transaction.atomic():
        hold_open(regency)
        waiting, left = plan(
            rows=rows,
            regency=regency,
            decision=decision,
            evidence=bool(evidence_kind and is_number(evidence_no)),
        )
        take_turns_of(waiting)
        numbers = list(waiting.select_for_update().values_list("pk", flat=True))
        _require_confirmed(numbers, expected, mark)
        decided = (
            ChangeProposal.objects.of(regency)
            .filter(pk__in=numbers)
            .update(
                decided_by_id=getattr(actor, "pk", None),
                decided_by_name=str(actor or "sistem")[:150],
                decided_at=timezone.now(),
                **changes,
            )
        )
        if decision == "reject":
            free_links(regency, numbers)
            rest(regency, numbers)
            release_all(regency)
        record(
            actor=actor,
            action=f"proposal.bulk.{decision}",
            regency_code=regency,
            data={"decided": decided, "left_out": left},
        )
    return Outcome(decided, left)


def _require_confirmed(numbers: list[int], expected: int | None, mark: str) -> None:
    """Raise NotDecidable where they are not those that the person said yes to."""
    if expected is not None and len(numbers) != expected:
        raise NotDecidable(
            _("Jumlah usulan berubah dari %(then)s menjadi %(now)s; periksa lagi.")
            % {"then": expected, "now": len(numbers)}
        )
    if mark:
        try:
            require_same(mark, numbers)
        except PickError as error:
            raise NotDecidable(str(error)) from None


def _changes(
    decision: str,
    reason: str,
    until: date | None,
    note: str,
    evidence_kind: str,
    evidence_no: str,
) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    if note:
        changes["note"] = note[:400]
    if decision == "accept":
        changes["state"] = ProposalState.ACCEPTED
        if evidence_kind and is_number(evidence_no):
            if not is_offered(CodeList.EVIDENCE, evidence_kind):
                raise NotDecidable(_("Jenis bukti tidak dikenal."))
            changes["evidence_kind"] = Coalesce(
                NullIf(F("evidence_kind"), Value("")), Value(evidence_kind)
            )
            changes["evidence_no"] = Case(
                When(NUMBERED, then=F("evidence_no")), default=Value(evidence_no[:80])
            )
    elif decision == "reject":
        check_reason(reason, note)
        changes |= {"state": ProposalState.REJECTED, "reject_reason": reason}
    elif decision == "hold":
        changes |= {"state": ProposalState.HOLD, "hold_until": check_until(until)}
    elif decision == "coklit":
        changes["state"] = ProposalState.COKLIT
    else:
        raise NotDecidable(_("Keputusan ini tidak dapat dibuat sekaligus."))
    return changes
