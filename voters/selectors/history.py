"""A voter's history: every event with who, when, why, and from which file and line."""

from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise

from voters.delivered import DeliveredFile, files_of
from voters.models import ChangeProposal, Kind, ProposalState, Voter, VoterEvent
from voters.models.codes import category_word, effect_word
from voters.rules.partial import DROPPED
from voters.selectors.reading import ELEMENT_LABELS, as_read


@dataclass(frozen=True)
class Moment:
    """One event, the proposal behind it, which elements it changed, and its file."""

    event: VoterEvent
    proposal: ChangeProposal | None
    changes: list[tuple[str | Promise, str, str]]
    can_undo: bool
    file: DeliveredFile | None = None

    @property
    def place(self) -> tuple[str, str] | None:
        """The line of the file, in words and with its address."""
        line = self.proposal.line_no if self.proposal else None
        return self.file.places.get(line) if self.file and line else None

    @property
    def refused(self) -> list[str | Promise]:
        """Elements of the same proposal that were refused when it was accepted."""
        new = self.proposal.new if self.proposal else {}
        return [ELEMENT_LABELS.get(name, name) for name in new.get(DROPPED, {})]

    @property
    def what(self) -> str:
        """What happened, in words, with its category or reason."""
        category = self.event.category
        words = effect_word(self.event.effect)
        return f"{words}, {category_word(category)}" if category else words


def history(
    voter: Voter, *, open_period: int | None, places: dict[str, str]
) -> list[Moment]:
    """Events of a voter, newest first (two queries, and one where a delivery spoke)."""
    events = list(
        VoterEvent.objects.filter(
            regency_code=voter.regency_code, voter_id=voter.pk
        ).order_by("-id")
    )
    proposals = {
        proposal.pk: proposal
        for proposal in ChangeProposal.objects.of(voter.regency_code).filter(
            voter_id=voter.pk
        )
    }
    files = files_of(voter.regency_code, _lines(events, proposals))
    moments = []
    for event in events:
        proposal = proposals.get(event.proposal_id or 0)
        can_undo = (
            proposal is not None
            and proposal.state == ProposalState.APPLIED
            and proposal.kind != Kind.WILAYAH
            and event.counter_of is None
            and event.period_id == open_period
        )
        file = files.get(proposal.delivery_id or 0) if proposal else None
        changes = _changes(event, places)
        moments.append(Moment(event, proposal, changes, can_undo, file))
    return moments


def _lines(
    events: list[VoterEvent], proposals: dict[int, ChangeProposal]
) -> dict[int, set[int]]:
    """Lines behind these events by delivery; a delivery alone has none."""
    lines: dict[int, set[int]] = {}
    for event in events:
        proposal = proposals.get(event.proposal_id or 0)
        if proposal is not None and proposal.delivery_id is not None:
            known = lines.setdefault(proposal.delivery_id, set())
            if proposal.line_no is not None:
                known.add(proposal.line_no)
    return lines


HIDDEN = frozenset({"nik", "nkk", "birth_date"})


def _changes(
    event: VoterEvent, places: dict[str, str]
) -> list[tuple[str | Promise, str, str]]:
    if event.before is None or event.after is None:
        return []
    found = []
    for name, label in ELEMENT_LABELS.items():
        old: Any = event.before.get(name)
        new: Any = event.after.get(name)
        if old != new:
            if name in HIDDEN:
                found.append((label, "•••", "•••"))
            else:
                found.append(
                    (label, as_read(old, name, places), as_read(new, name, places))
                )
    return found
