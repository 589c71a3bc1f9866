"""Decides pairs of records that may be one person: who stays, or that they are two.

Nothing here changes a voter: whoever goes gets a proposal TMS GANDA, which two accounts
accept and the application carries out.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from audit.services import record
from periods.models import Period
from voters.models import (
    ChangeProposal,
    DuplicatePair,
    Kind,
    PairState,
    TmsReason,
    Voter,
)
from voters.selectors.duplicates import STANDING, is_free, members_of, pairs_among
from voters.selectors.row_pairs import is_hidden
from voters.services.claiming import refuse_claimed_people
from voters.services.deciding import accept, send_to_coklit
from voters.services.errors import (
    AlreadyDecided,
    NeedsEvidence,
    NotDecidable,
)
from voters.services.keeping import KEEP, kept_by, lock_duplicates
from voters.services.proposing import propose
from voters.services.standing import hold_open

SOURCE = "Pasangan ganda"


def keep(
    *,
    actor: Any,
    regency: str,
    public_id: Any,
    keeper: Any,
    strike: Sequence[Any],
    evidence_kind: str = "",
    evidence_no: str = "",
    note: str = "",
    coklit: bool = False,
) -> list[ChangeProposal]:
    """Let `keeper` stay and propose the others of the cluster as TMS GANDA.

    `keeper` and `strike` are public ids of voters of the pair's cluster. The proposals
    wait for a second account, or with `coklit` for coklit terbatas. Raises
    NotDecidable (nobody to strike, not of this cluster, the keeper is to go),
    NeedsEvidence, AlreadyDecided, AlreadyProposed, Claimed, ClosedPeriod.
    """
    with transaction.atomic():
        period = open_period(regency)
        lock_duplicates(regency)
        pair = waiting_pair(regency, public_id)
        stays, gone = _chosen(pair, keeper, strike)
        refuse_claimed_people(actor, regency, [stays, *gone])
        _refuse_keeper_that_goes(regency, stays, gone)
        if not coklit and not (evidence_kind and evidence_no.strip()):
            raise NeedsEvidence(_("Perlu bukti: pilih jenisnya, lalu isi nomornya."))
        made = {}
        for voter in gone:
            proposal = propose(
                actor=actor,
                regency=regency,
                period=period,
                kind=Kind.TMS,
                nik=voter.nik,
                voter=voter,
                category=TmsReason.GANDA,
                new={},
                source=SOURCE,
                evidence_kind=evidence_kind,
                evidence_no=evidence_no,
                note=note,
                rule="GANDA",
            )
            _name_keeper(proposal, stays)
            made[voter.pk] = proposal
        _bind(pair, stays, made)
        said = {"actor": actor, "regency": regency, "note": note}
        decide = send_to_coklit if coklit else accept
        return [decide(**said, public_id=one.public_id) for one in made.values()]


def open_period(regency: str) -> Period:
    """The open period; raises ClosedPeriod."""
    return hold_open(regency)


def waiting_pair(regency: str, public_id: Any) -> DuplicatePair:
    """The pair, locked, without a decision; raises AlreadyDecided."""
    rows = DuplicatePair.objects.of(regency).select_for_update()
    pair: DuplicatePair = rows.get(public_id=public_id)
    if not is_free(pair):
        raise AlreadyDecided(
            pair.decided_by_name or pair.first_by_name,
            date_format(
                timezone.localtime(pair.decided_at or pair.found_at), "j M Y H.i.s"
            ),
            str(PairState(pair.state).label),
        )
    return pair


def _chosen(
    pair: DuplicatePair, keeper: Any, strike: Sequence[Any]
) -> tuple[Voter, list[Voter]]:
    """Keeper and the others, locked against no one: members that count today."""
    members = {str(one.public_id): one for one in members_of(pair) if one.is_counted}
    wanted = {str(one) for one in strike} - {str(keeper)}
    if not keeper:
        raise NotDecidable(_("Pilih dahulu catatan yang tetap."))
    if str(keeper) not in members or not wanted <= members.keys():
        raise NotDecidable(
            _("Pilihan ini tidak cocok lagi dengan kelompoknya; muat ulang halaman.")
        )
    if not wanted:
        raise NotDecidable(
            _("Pilih paling sedikit satu catatan yang ganda, dan satu yang tetap.")
        )
    return members[str(keeper)], [members[one] for one in sorted(wanted)]


def _refuse_keeper_that_goes(regency: str, stays: Voter, gone: list[Voter]) -> None:
    standing = ChangeProposal.objects.of(regency).filter(state__in=STANDING)
    if standing.filter(voter_id=stays.pk, kind__in=(Kind.TMS, Kind.TIDAK_ADA)).exists():
        raise NotDecidable(
            _(
                "%(name)s sedang diusulkan keluar dari daftar; putuskan usulan itu "
                "dahulu, atau pertahankan yang lain."
            )
            % {"name": stays.name}
        )
    if kept_by(regency, [one.pk for one in gone]).exists():
        raise NotDecidable(
            _(
                "Seorang di antaranya dipertahankan oleh usulan ganda lain yang belum "
                "diterapkan; putuskan usulan itu dahulu."
            )
        )


def _name_keeper(proposal: ChangeProposal, stays: Voter) -> None:
    proposal.new = {**proposal.new, KEEP: stays.pk}
    ChangeProposal.objects.of(proposal.regency_code).filter(pk=proposal.pk).update(
        new=proposal.new
    )


def _bind(pair: DuplicatePair, stays: Voter, made: dict[int, ChangeProposal]) -> None:
    """Tie the pairs among these voters to the proposal that answers them."""
    regency = pair.regency_code
    for one in pairs_among(regency, [stays.pk, *made]):
        struck = one.voter_b if one.voter_b in made else one.voter_a
        DuplicatePair.objects.of(regency).filter(pk=one.pk).update(
            proposal_id=made[struck or 0].pk, keep_voter=stays.pk
        )


def not_duplicate(
    *, actor: Any, regency: str, public_id: Any, note: str
) -> DuplicatePair:
    """Say that a pair is two people; it stays so until either record changes.

    Raises NotDecidable (no note, a row that nobody can see: the answer would hold for
    the pair of the roll as well), AlreadyDecided, Claimed, ClosedPeriod.
    """
    if not note.strip():
        raise NotDecidable(
            _("Tulis di catatan mengapa keduanya bukan orang yang sama.")
        )
    with transaction.atomic():
        open_period(regency)
        lock_duplicates(regency)
        pair = waiting_pair(regency, public_id)
        if is_hidden(pair):
            raise NotDecidable(
                _("Satu catatan pasangan ini tidak terlihat; jawabannya ditunda.")
            )
        refuse_claimed_people(actor, regency, members_of(pair))
        return write_answer(pair, actor, PairState.NOT_DUPLICATE, note)


def take_back(*, actor: Any, regency: str, public_id: Any) -> DuplicatePair:
    """Undo `not_duplicate`: the pair waits again.

    Raises NotDecidable, Claimed, ClosedPeriod.
    """
    with transaction.atomic():
        open_period(regency)
        lock_duplicates(regency)
        rows = DuplicatePair.objects.of(regency).select_for_update()
        pair: DuplicatePair = rows.get(public_id=public_id)
        if pair.state != PairState.NOT_DUPLICATE:
            raise NotDecidable(_("Pasangan ini tidak dinyatakan bukan ganda."))
        refuse_claimed_people(actor, regency, members_of(pair))
        return write_answer(pair, actor, PairState.OPEN, "")


def write_answer(
    pair: DuplicatePair, actor: Any, state: PairState, note: str
) -> DuplicatePair:
    """Write what somebody said of a pair, and its entry in the ledger."""
    facts: dict[str, Any] = {
        "state": state,
        "note": note[:400],
        "decided_by_id": getattr(actor, "pk", None),
        "decided_by_name": str(actor or "sistem")[:150],
        "decided_at": timezone.now(),
    }
    DuplicatePair.objects.of(pair.regency_code).filter(pk=pair.pk).update(**facts)
    for name, value in facts.items():
        setattr(pair, name, value)
    record(
        actor=actor,
        action=f"duplicate.{state.lower()}",
        regency_code=pair.regency_code,
        subject=str(pair.public_id),
    )
    return pair
