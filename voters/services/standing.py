"""Whether what a proposal rests on still stands when somebody decides on it.

The last wall is voters/sql/apply.sql, which asks the same of everything that is
applied; here the person at the desk is told why.
"""

from datetime import date

from django.utils.translation import gettext as _

from periods import services as periods
from periods.models import Period, State
from voters.models import ChangeProposal, Kind, ProposalState, TmsReason, Voter
from voters.rules.eligibility import Person, is_eligible
from voters.selectors.pairing import PAIR
from voters.services.errors import ClosedPeriod, NotDecidable

STRIKING = frozenset({Kind.TMS, Kind.TIDAK_ADA})
ABOUT_A_NUMBER = STRIKING | {Kind.TAHAN}
AGE = ("birth_date", "marital_status")
"""What a minor is one by."""


def hold_open(regency: str) -> Period:
    """The open period, which nobody closes before the transaction ends.

    Call it before any row is locked. Raises ClosedPeriod.
    """
    period = periods.hold_open(regency)
    if period is None:
        raise ClosedPeriod
    return period


def bring_into(period: Period, proposal: ChangeProposal) -> None:
    """Move a proposal of a closed period, which would never be applied, to this one.

    What waits with a suspended period waits on. The caller saves it.
    """
    if proposal.period_id == period.pk:
        return
    closed = Period.objects.filter(pk=proposal.period_id, state=State.CLOSED)
    if closed.exists():
        proposal.period_id = period.pk


def refuse_outdated(proposal: ChangeProposal, reason: str) -> None:
    """Raise NotDecidable where accepting would be about somebody else, or no more true.

    reason: the TMS reason of the acceptance, "" for what strikes nobody.
    """
    if proposal.kind not in ABOUT_A_NUMBER | {Kind.MUNCUL_KEMBALI}:
        return
    people = Voter.objects.of(proposal.regency_code)
    voter = people.filter(pk=proposal.voter_id or 0).first()
    if voter is None:
        return
    if _is_of_another_number(proposal, voter):
        raise NotDecidable(_("NIK pemilih ini sudah dikoreksi; tolak usulan ini."))
    of_age = is_eligible(_person(proposal, voter), _day(proposal))
    if proposal.kind == Kind.MUNCUL_KEMBALI and not of_age:
        raise NotDecidable(
            _("Belum 17 tahun dan belum kawin pada tanggal acuan; tolak usulan ini.")
        )
    if reason != TmsReason.DI_BAWAH_UMUR or proposal.kind not in STRIKING:
        return
    if any(_is_overtaken(proposal, voter, name) for name in AGE):
        raise NotDecidable(
            _(
                "Tanggal lahir atau status kawin orang ini diubah sesudah kiriman itu; "
                "tolak usulan ini."
            )
        )
    if of_age:
        raise NotDecidable(
            _(
                "Menurut daftar, orang ini sudah 17 tahun atau kawin pada tanggal "
                "acuan. Perbaiki dahulu tanggal lahir atau status kawinnya, atau "
                "tolak usulan ini."
            )
        )


def _is_of_another_number(proposal: ChangeProposal, voter: Voter) -> bool:
    """Whether a row said it of a NIK that the voter no longer bears.

    What people say, they say of the person.
    """
    by_row = proposal.delivery_id is not None or proposal.kind == Kind.TIDAK_ADA
    if proposal.kind not in ABOUT_A_NUMBER or not by_row:
        return False
    return voter.nik != proposal.nik or _is_corrected(proposal)


def _is_overtaken(proposal: ChangeProposal, voter: Voter, name: str) -> bool:
    """Whether what a row says of an element was said of another value than now."""
    now = str(getattr(voter, name))
    told = proposal.new.get(name)
    return told is not None and now not in (told, proposal.old.get(name))


def _is_corrected(proposal: ChangeProposal) -> bool:
    """Whether a question's NIK was accepted as corrected and waits for its turn."""
    if proposal.kind != Kind.TIDAK_ADA:
        return False
    merged = ChangeProposal.objects.of(proposal.regency_code).filter(
        voter_id=proposal.voter_id, state=ProposalState.ACCEPTED, new__has_key=PAIR
    )
    return merged.exists()


def _person(proposal: ChangeProposal, voter: Voter) -> Person:
    told = proposal.new.get("birth_date")
    return Person(
        date.fromisoformat(told) if told else voter.birth_date,
        proposal.new.get("marital_status") or voter.marital_status,
    )


def _day(proposal: ChangeProposal) -> date:
    """Reference date of the period that would apply it."""
    days = Period.objects.filter(pk=proposal.period_id).values_list("reference_date")
    day: date = days.get()[0]
    return day
