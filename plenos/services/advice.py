"""Enters Bawaslu's advice and samples, and follows each person up by a proposal."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import Role
from audit.services import record
from periods import services as periods
from plenos.models import Advice, AdviceState, AdviceVoter, Finding
from plenos.services.meanwhile import saved_meanwhile
from voters import services as voters
from voters.models import ChangeProposal, Kind, Voter
from voters.services.errors import VoterError

FACTS = (
    *("kind", "institution", "letter_no", "letter_on", "received_on", "due_on"),
    *("subject", "answer", "answer_no", "answered_on", "state"),
)
SOURCE = "Bawaslu"
FOLLOW_UPS = (Kind.TMS, Kind.TAHAN, Kind.PEMULIHAN, Kind.UBAH)


class AdviceError(Exception):
    """Something about a letter that was refused; the message is for the person."""


class AdviceChanged(AdviceError):
    """Somebody else saved the letter since the page was opened."""


@dataclass(frozen=True)
class Named:
    """One person as a letter or sheet names them; lives as long as the request."""

    line: int
    nik: str
    finding: str = ""
    note: str = ""


@dataclass(frozen=True)
class Entered:
    """What came of a sheet: people entered, entered before, and lines not found."""

    added: int
    known: int
    missing: list[int]


@transaction.atomic
def save_advice(
    *,
    actor: Any,
    regency: str,
    facts: dict[str, Any],
    advice: Advice | None = None,
    seen: str | None = None,
) -> Advice:
    """Write a letter, new or changed, whole.

    seen: Advice.seen of the page that sends it; None asks nothing. Raises AdviceError
    for a letter entered before, and for a state that says it is finished without an
    answer; AdviceChanged when the letter is another than the page showed.
    """
    if advice is not None:
        row: Advice = Advice.objects.select_for_update().get(pk=advice.pk)
        if seen not in (None, row.seen):
            raise AdviceChanged(saved_meanwhile(row.updated_by_name, row.updated_at))
    else:
        row = Advice(
            regency_code=regency,
            entered_by_id=getattr(actor, "pk", None),
            entered_by_name=str(actor)[:150],
        )
    for name in FACTS:
        if name in facts:
            setattr(row, name, facts[name])
    finished = row.state in (AdviceState.DONE, AdviceState.DECLINED)
    if finished and not (row.answer.strip() and row.answered_on):
        raise AdviceError(_("Isi jawaban dan tanggalnya sebelum menyelesaikan."))
    row.updated_by_name = str(actor)[:150]
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError as error:
        raise AdviceError(_("Surat dengan nomor ini sudah dicatat.")) from error
    _record(actor, "advice.save" if advice else "advice.enter", row)
    return row


@transaction.atomic
def name_people(*, actor: Any, advice: Advice, people: Sequence[Named]) -> Entered:
    """Link the people of a letter to the roll, by NIK; the NIK itself is not kept.

    A person named before gets the new finding. Lines whose NIK is not on the roll of
    the actor's scope are given back by number. Raises AdviceError for nobody at all.
    """
    if not people:
        raise AdviceError(_("Tidak ada NIK yang dapat dibaca."))
    roll = Voter.objects.of(advice.regency_code).in_scope_of(actor)
    wanted = {one.nik for one in people}
    found: dict[str, Voter] = {}
    for voter in roll.numbered(wanted).order_by("status", "-pk"):
        kept = found.get(voter.nik)
        if kept is None or kept.status == "INELIGIBLE":
            found[voter.nik] = voter
    missing, added = [], 0
    for one in people:
        voter_found = found.get(one.nik)
        if voter_found is None:
            missing.append(one.line)
            continue
        _link, made = AdviceVoter.objects.update_or_create(
            advice=advice,
            voter_id=voter_found.pk,
            defaults={
                "regency_code": advice.regency_code,
                "kelurahan": voter_found.kelurahan,
                "finding": one.finding if one.finding in Finding.values else "",
                "note": one.note[:200],
                "added_by_name": str(actor)[:150],
            },
        )
        added += made
    known = len(people) - len(missing) - added
    _record(actor, "advice.people", advice, added=added, known=known)
    return Entered(added, known, missing)


@transaction.atomic
def propose_from(
    *,
    actor: Any,
    link: AdviceVoter,
    kind: str,
    category: str = "",
    new: dict[str, Any] | None = None,
) -> ChangeProposal:
    """Turn a finding "Tidak sesuai" or advice into a proposal with the letter as proof.

    Raises AdviceError: for "Sesuai", for a person proposed already, without an open
    period, and with what the roll's own rules refuse.
    """
    link = AdviceVoter.objects.select_for_update().get(pk=link.pk)
    advice = Advice.objects.select_for_update().get(pk=link.advice_id)
    if actor.role not in (Role.OPERATOR, Role.CHAIR, Role.MEMBER):
        raise AdviceError(_("Peran Anda tidak mengusulkan perubahan."))
    if link.finding == Finding.MATCH or link.proposal_id:
        raise AdviceError(_("Orang ini sesuai, atau sudah diusulkan."))
    if kind not in FOLLOW_UPS:
        raise AdviceError(_("Pilih jenis usulan."))
    period = periods.current(advice.regency_code)
    if period is None:
        raise AdviceError(_("Tidak ada periode yang terbuka."))
    voter = Voter.objects.of(advice.regency_code).in_scope_of(actor)
    person = voter.filter(pk=link.voter_id).first()
    if person is None:
        raise AdviceError(_("Pemilih tidak ditemukan di kab/kota ini."))
    try:
        made = voters.propose(
            actor=actor,
            regency=advice.regency_code,
            period=period,
            kind=kind,
            nik=person.nik,
            voter=person,
            category=category,
            new=new or {},
            source=SOURCE,
            evidence_kind="LAIN",
            evidence_no=advice.letter_no,
            note=link.note,
        )
    except VoterError as error:
        raise AdviceError(str(error)) from error
    link.proposal_id = made.pk
    link.save(update_fields=["proposal_id"])
    if advice.state == AdviceState.OPEN:
        advice.state = AdviceState.WORKING
        advice.save(update_fields=["state", "updated_at"])
    _record(actor, "advice.propose", advice, kind=kind)
    return made


def _record(actor: Any, action: str, advice: Advice, **data: Any) -> None:
    record(
        actor=actor,
        action=action,
        regency_code=advice.regency_code,
        subject=advice.letter_no,
        data={"kind": advice.kind, "state": advice.state, **data},
    )
