"""Takes a citizen's report: a receipt, and a proposal that the office reviews."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from periods.models import Period
from voters import desks
from voters.models import (
    ChangeProposal,
    CitizenReport,
    Kind,
    Relation,
    ReportChannel,
    ReportKind,
    Status,
    TmsReason,
    Voter,
)
from voters.rules.by_hand import without_left_station
from voters.services.errors import AlreadyProposed, InvalidProposal
from voters.services.evidence import add_evidence
from voters.services.proposing import propose, require_open

CODE_LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
"""Without 0 O, 1 I L: a citizen reads the code off paper."""
CODE_LENGTH = 8
MOST_DOCUMENTS = 5
CLICKED_TWICE = timedelta(minutes=1)
SOURCE_OF = {
    ReportChannel.POST: "pos",
    ReportChannel.OUTREACH: "sapa warga",
    ReportChannel.RESPONDER: "pesan warga",
    ReportChannel.DESK: "meja kantor",
}
"""What the review queue names as source when the desk has no name of its own."""


@dataclass(frozen=True)
class Said:
    """What a citizen says and shows. `voter` is None for BARU alone.

    `new` holds canonical elements; a PINDAH with a kelurahan in it stays inside the
    regency, without one it leaves. `documents` are uploads.
    """

    kind: str
    voter: Voter | None = None
    nik: str = ""
    category: str = ""
    new: dict[str, Any] = field(default_factory=dict)
    relation: str = Relation.SELF.value
    contact: str = ""
    evidence_kind: str = ""
    evidence_no: str = ""
    event_date: date | None = None
    note: str = ""
    documents: Sequence[Any] = ()


@transaction.atomic
def take(
    *,
    actor: Any,
    regency: str,
    period: Period,
    channel: str,
    said: Said,
    source_ref: str = "",
    source_name: str = "",
) -> CitizenReport:
    """Take one report and propose what it asks for, with source and evidence.

    `source_ref` is the caller's own reference (a post, an event); `source_name` stands
    in the review queue. The same change reported again by somebody else joins the
    proposal that is open; "nothing to change" pressed twice is one report. Raises
    ClosedPeriod, InvalidProposal, AlreadyProposed, BadEvidence.
    """
    require_open(period)
    _check(said)
    if said.kind == ReportKind.TETAP and (again := _just_taken(actor, period, said)):
        return again
    source = (source_name or SOURCE_OF[ReportChannel(channel)])[:40]
    key, number = _number(regency, period)
    proposal = None
    if said.kind != ReportKind.TETAP:
        proposal = _proposal(actor, regency, period, said, source)
        _keep_evidence(actor, regency, proposal, said, number)
    report: CitizenReport = CitizenReport.objects.create(
        pk=key,
        regency_code=regency,
        number=number,
        period_id=period.pk,
        channel=channel,
        proposal_id=proposal.pk if proposal else None,
        source_ref=source_ref[:60],
        source_name=source,
        taken_by_id=getattr(actor, "pk", None),
        taken_by_name=str(actor or "")[:150],
        **_told(said),
    )
    record(
        actor=actor,
        action="report.take",
        regency_code=regency,
        subject=number,
        persons=[said.voter.public_id] if said.voter else [],
        data={"kind": said.kind, "channel": channel},
    )
    desks.announce(actor, report)
    return report


def _told(said: Said) -> dict[str, Any]:
    """What the report keeps of what was said, and the code that its bearer gets."""
    return {
        "check_code": "".join(
            secrets.choice(CODE_LETTERS) for _n in range(CODE_LENGTH)
        ),
        "kind": said.kind,
        "voter_id": said.voter.pk if said.voter else None,
        "kelurahan": said.voter.kelurahan if said.voter else said.new["kelurahan"],
        "relation": said.relation,
        "contact": said.contact[:80],
    }


def _just_taken(actor: Any, period: Period, said: Said) -> CitizenReport | None:
    """The same report of the same account a moment ago; the second click waits here."""
    voter_id = said.voter.pk if said.voter else 0
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('report'), hashtext(%s))",
            [f"{period.regency_code} {voter_id}"],
        )
    rows = CitizenReport.objects.of(period.regency_code).filter(
        period_id=period.pk,
        voter_id=voter_id,
        kind=ReportKind.TETAP,
        taken_by_id=getattr(actor, "pk", None),
        taken_at__gt=timezone.now() - CLICKED_TWICE,
    )
    found: CitizenReport | None = rows.order_by("-id").first()
    return found


def _check(said: Said) -> None:
    if said.kind not in ReportKind.values or said.relation not in Relation.values:
        raise InvalidProposal(_("Pilih jenis laporan dan pelapornya."))
    if (said.voter is None) != (said.kind == ReportKind.BARU):
        raise InvalidProposal(_("Laporan ini perlu satu pemilih dari daftar."))
    gone = said.voter is not None and said.voter.status == Status.INELIGIBLE
    if said.kind == ReportKind.TETAP and gone:
        raise InvalidProposal(_("Orang ini tidak lagi terdaftar."))
    if len(said.documents) > MOST_DOCUMENTS:
        raise InvalidProposal(
            _("Paling banyak %(n)s foto dokumen.") % {"n": MOST_DOCUMENTS}
        )


def _number(regency: str, period: Period) -> tuple[int, str]:
    """The report's key, and the number people see: kab/kota, period, serial."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('citizen_report_id_seq')")
        key = int(cursor.fetchone()[0])
    return key, f"{regency}-{period.code.replace('-', '')[2:]}-{key:05d}"


def _asked(said: Said) -> dict[str, Any]:
    """Kind, category and elements of the proposal that a report asks for."""
    if said.kind == ReportKind.BARU:
        return {"kind": Kind.BARU.value, "category": said.category, "new": said.new}
    if said.kind == ReportKind.MENINGGAL:
        reason = TmsReason.MENINGGAL.value
        return {"kind": Kind.TMS.value, "category": reason, "new": {}}
    if said.kind == ReportKind.PINDAH and not said.new.get("kelurahan"):
        reason = TmsReason.PINDAH.value
        return {"kind": Kind.TMS.value, "category": reason, "new": {}}
    new, voter = said.new, said.voter
    if voter is not None:
        new = without_left_station(new, kelurahan=voter.kelurahan, tps=voter.tps)
    return {"kind": Kind.UBAH.value, "category": "", "new": new}


def _proposal(
    actor: Any, regency: str, period: Period, said: Said, source: str
) -> ChangeProposal:
    asked = _asked(said)
    nik = said.voter.nik if said.voter else said.nik
    try:
        return propose(
            actor=actor,
            regency=regency,
            period=period,
            nik=nik,
            voter=said.voter,
            source=source,
            evidence_kind=said.evidence_kind,
            evidence_no=said.evidence_no,
            event_date=said.event_date,
            note=said.note,
            **asked,
        )
    except AlreadyProposed:
        joined = _same(actor, regency, nik, asked)
        if joined is None:
            raise
        return joined


def _same(
    actor: Any, regency: str, nik: str, asked: dict[str, Any]
) -> ChangeProposal | None:
    """The open proposal that asks for just this, unless this account reported it.

    Only removals join: of two corrections or newcomers the office must see both.
    """
    if asked["kind"] != Kind.TMS:
        return None
    rows = ChangeProposal.objects.of(regency).undecided()
    same: ChangeProposal | None = rows.filter(
        nik=nik, kind=asked["kind"], category=asked["category"]
    ).first()
    mine = CitizenReport.objects.of(regency).filter(
        taken_by_id=getattr(actor, "pk", None)
    )
    if same is None or mine.filter(proposal_id=same.pk).exists():
        return None
    return same


def _keep_evidence(
    actor: Any, regency: str, proposal: ChangeProposal, said: Said, number: str
) -> None:
    """Each document; a number without one, where the proposal does not bear it yet."""
    uploads: list[Any] = list(said.documents)
    if said.evidence_no and not uploads and proposal.evidence_no != said.evidence_no:
        uploads = [None]
    for upload in uploads:
        add_evidence(
            actor=actor,
            regency=regency,
            public_id=proposal.public_id,
            kind=said.evidence_kind or "LAIN",
            number=said.evidence_no,
            upload=upload,
            source=_("Laporan %(no)s") % {"no": number},
        )
