"""Proposes what an officer enters at the desk: one person with documents, in one act.

`propose` of proposing.py makes each proposal; here stands what the desk asks beyond it:
the grounds of a removal, of a corrected NIK and of a reinstatement (rules J).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from periods.models import Period
from voters.models import ChangeProposal, EvidenceDraft, Kind, Status, Voter
from voters.rules import nik as nik_rules
from voters.rules.proof import is_number
from voters.services.drafts import take_over
from voters.services.errors import InvalidProposal, NeedsEvidence
from voters.services.proposing import propose

SOURCE = "Portal"


@dataclass(frozen=True)
class Grounds:
    """What a proposal rests on: kind, number, scans, the day, and a note."""

    evidence_kind: str = ""
    evidence_no: str = ""
    event_date: date | None = None
    note: str = ""
    drafts: Sequence[EvidenceDraft] = ()

    @property
    def is_proof(self) -> bool:
        """Whether a kind, and a number or a scan, are there (domain rule 12)."""
        return bool(
            self.evidence_kind and (is_number(self.evidence_no) or len(self.drafts))
        )

    def said(self) -> dict[str, Any]:
        """The arguments of propose()."""
        return {
            "evidence_kind": self.evidence_kind,
            "evidence_no": self.evidence_no.strip(),
            "event_date": self.event_date,
            "note": self.note,
        }


def propose_by_hand(
    *,
    actor: Any,
    regency: str,
    period: Period,
    kind: str,
    nik: str,
    voter: Voter | None = None,
    category: str = "",
    new: dict[str, Any],
    grounds: Grounds,
) -> ChangeProposal:
    """Propose one change to one person with all of its documents, or nothing of it.

    `nik` is the number that the officer saw. Raises ClosedPeriod, InvalidProposal,
    AlreadyProposed, NeedsEvidence, BadEvidence.
    """
    require_grounds(kind, voter, new, grounds)
    with transaction.atomic():
        made = propose(
            actor=actor,
            regency=regency,
            period=period,
            kind=kind,
            nik=nik,
            voter=voter,
            category=category,
            new=new,
            source=SOURCE,
            warnings=_warnings(regency, voter, new),
            **grounds.said(),
        )
        take_over(
            actor=actor,
            regency=regency,
            proposals=[made],
            drafts=grounds.drafts,
            kind=grounds.evidence_kind or "LAIN",
            number=grounds.evidence_no.strip(),
        )
    return made


def require_grounds(
    kind: str, voter: Voter | None, new: dict[str, Any], grounds: Grounds
) -> None:
    """Raise NeedsEvidence or InvalidProposal where the desk asks for more (rule J1).

    A removal, the reinstatement of somebody struck and a corrected NIK need a kind of
    evidence with its number or scan; a corrected NIK also says why.
    """
    corrects = voter is not None and new.get("nik", voter.nik) != voter.nik
    struck = voter is not None and voter.status == Status.INELIGIBLE
    asks = kind == Kind.TMS or corrects or (kind == Kind.PEMULIHAN and struck)
    if asks and not grounds.is_proof:
        raise NeedsEvidence(
            _("Perlu bukti: pilih jenisnya, lalu isi nomor atau unggah pindaiannya.")
        )
    if corrects and not grounds.note.strip():
        raise InvalidProposal(_("Tulis di catatan mengapa NIK dikoreksi."))


def _warnings(regency: str, voter: Voter | None, new: dict[str, Any]) -> list[str]:
    """What a corrected NIK contradicts; of a newcomer propose() says it itself."""
    nik = str(new.get("nik") or "")
    if voter is None or nik == voter.nik or nik_rules.problem(nik):
        return []
    born = new.get("birth_date") or voter.birth_date
    if not isinstance(born, date):
        return []
    return nik_rules.warnings(nik, born, new.get("sex") or voter.sex, regency)
