"""One proposal beside the queue: what the page and the fragment say of it."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from voters import selectors
from voters.forms import EvidenceForm
from voters.models import (
    UNDECIDED,
    ChangeProposal,
    CodeList,
    Evidence,
    ProposalState,
    ReviewClaim,
    TmsReason,
    Voter,
)
from voters.models.codes import category_word
from voters.models.proposals import PRACTICE_VINTAGE
from voters.rules.claims import subject_of
from voters.rules.partial import DROPPED
from voters.rules.reasons import fits
from voters.selectors.codes import entry_of, offered
from voters.selectors.families import family_of
from voters.selectors.handover import enrolled_others
from voters.selectors.pairing import NOT_PAIR
from voters.selectors.reading import WARNING_RULES
from voters.selectors.reporting import reports_of
from voters.selectors.settings import setting
from voters.services import take_person
from voters.services.deciding import REMOVALS, asks_two, has_proof
from voters.services.handover import may_name
from voters.services.handover_sides import OTHER, handover_of
from voters.services.pairing import CORRECTED, changes_of
from voters.services.reopening import REOPENABLE
from voters.services.withdrawing import may_withdraw
from voters.views.roll import person_of


def shown(
    request: HttpRequest,
    regency: str,
    current: ChangeProposal,
    places: dict[str, str],
    rows: Any,
    evidence: EvidenceForm | None = None,
) -> dict[str, Any]:
    """What templates/voters/_proposal.html needs; `rows` are the scope's proposals.

    evidence: the form of one more paper as it came back; none yet is empty.
    """
    pair = _pair(current, rows)
    voter_id = pair.get("absent", current).voter_id
    people = Voter.objects.in_scope_of(person_of(request)).of(regency)
    voter = people.filter(pk=voter_id).first() if voter_id else None
    compared = current
    if voter and "newcomer" in pair:
        compared = ChangeProposal(new=changes_of(pair["newcomer"], voter))
        pair["digits"] = selectors.differing_digits(voter.nik, pair["newcomer"].nik)
    papers = list(
        Evidence.objects.filter(regency_code=regency, proposal_id=current.pk).order_by(
            "id"
        )
    )
    other = None
    if "absent" not in pair:
        other = selectors.other_source(current, rows) or selectors.row_apart(papers)
    undecided = current.state in UNDECIDED
    query = request.GET.urlencode()
    return {
        "regency": regency,
        "current": current,
        "query": f"?{query}" if query else "",
        "voter": voter,
        "pair": pair,
        "other": other,
        "family": family_of(rows, current),
        "may_withdraw": may_withdraw(request.user, current),
        "category_label": category_word(current.category),
        "village": places.get(current.kelurahan, current.kelurahan),
        "rows": selectors.comparison(compared, voter, places, other),
        "partial": undecided and current.kind in ("UBAH", "PINDAH_DALAM"),
        "part_refused": not undecided and DROPPED in current.new,
        "reject_label": _reason_word(current.reject_reason),
        "warnings": [
            (selectors.WARNING_LABELS.get(code, code), WARNING_RULES.get(code, ""))
            for code in current.warnings
        ],
        "undecided": undecided,
        "reopenable": current.state in REOPENABLE,
        "state_label": ProposalState(current.state).label,
        "removal": current.kind in REMOVALS and "absent" not in pair,
        "needs_proof": _needs_proof(pair.get("absent", current)),
        "needs_two": asks_two(current) or "absent" in pair,
        "evidence": papers,
        "reports": reports_of(person_of(request), current),
        "evidence_form": evidence or EvidenceForm(),
        "reject_reasons": [
            (code, word)
            for code, word in offered(CodeList.REJECT)
            if fits(code, current.kind)
        ],
        "tms_reasons": TmsReason.choices,
        "evidence_kinds": offered(CodeList.EVIDENCE),
        "hold_until": timezone.localdate()
        + timedelta(days=setting("hold_days", regency)),
        **_between(regency, current),
    }


def _between(regency: str, current: ChangeProposal) -> dict[str, Any]:
    """The other regency of a move, and its hand-over; no query for anything else."""
    if not may_name(current) and OTHER not in current.new:
        return {}
    others = enrolled_others(regency)
    code = current.new.get(OTHER, "")
    return {
        "handover": handover_of(current),
        "may_name": may_name(current),
        "others": others,
        "other_regency": others.get(code, code),
    }


def _reason_word(code: str) -> str:
    found = entry_of(CodeList.REJECT, PRACTICE_VINTAGE, code) if code else None
    return found.word if found else ""


def claimed(
    request: HttpRequest,
    current: ChangeProposal,
    claims: dict[str, ReviewClaim],
    *,
    take: bool,
) -> dict[str, Any]:
    """Who holds the proposal: taken for this account where it is free and `take`.

    Gives holder (somebody else's claim, None without), asked_by (a colleague who waits
    for this account) and the address and subject for the forms.
    """
    user = person_of(request)
    subject = subject_of(current.voter_id, current.pk)
    holder = selectors.holder_of(claims, current, user.pk)
    # Who decided first cannot complete it, and is not to keep the second out.
    is_first = current.state == "SECOND" and current.first_by_id == user.pk
    wanted = take and holder is None and current.state in UNDECIDED and not is_first
    if wanted and not take_person(actor=user, proposal=current):
        rows = ReviewClaim.objects.of(current.regency_code).live()
        holder = rows.filter(subject=subject).exclude(user_id=user.pk).first()
    mine = claims.get(subject)
    waiting = mine is not None and mine.user_id == user.pk and mine.asked_by_name
    return {
        "holder": holder if current.state in UNDECIDED else None,
        "asked_by": waiting or "",
        "claim_url": reverse(
            "voters:claim", args=[current.regency_code, current.public_id]
        ),
    }


def _needs_proof(proposal: ChangeProposal) -> bool:
    asks = proposal.kind in REMOVALS or proposal.is_question or proposal.is_candidate
    return asks and proposal.kind != "NIK_GANDA_ORANG" and not has_proof(proposal)


def _pair(current: ChangeProposal, rows: Any) -> dict[str, Any]:
    """What the page says of a corrected NIK.

    `absent`, `newcomer` and `partner` where exactly two belong together; `several`
    where more do; `merged` names the other of a pair that was decided, `refused` or
    not; `parted`.
    """
    if not current.is_undecided:
        mate = current.new.get(selectors.PAIR)
        if not mate:
            return {}
        refused = current.state == "REJECTED" and current.reject_reason != CORRECTED
        return {"merged": mate, "refused": refused}
    if current.kind not in selectors.PAIRED_KINDS:
        return {}
    found = selectors.partners(current, rows)
    if not found:
        return {"parted": NOT_PAIR in current.warnings}
    partner = selectors.only_partner(current, rows)
    if partner is None:
        return {"several": found}
    is_absent = current.kind == "TIDAK_ADA"
    return {
        "partner": partner,
        "absent": current if is_absent else partner,
        "newcomer": partner if is_absent else current,
    }
