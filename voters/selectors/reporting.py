"""Reads of citizens' reports: public status, one's own, those of a proposal."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voters.models import ChangeProposal, CitizenReport, Voter
from voters.rules import reporting as rules

STATUS_WORDS: dict[str, str | Promise] = {
    rules.RECEIVED: _("Diterima, menunggu diperiksa kantor"),
    rules.WORKING: _("Diproses"),
    rules.APPROVED: _("Disetujui, belum diterapkan"),
    rules.APPLIED: _("Diterapkan pada daftar pemilih"),
    rules.REFUSED: _("Ditolak"),
    rules.NOTED: _("Dicatat: tidak ada yang perlu diubah"),
}
WHY_WORDS: dict[str, str | Promise] = {
    "ORANG_LAIN": _("Data yang dilaporkan tidak cocok dengan orang di daftar."),
    "BUKTI": _("Bukti belum cukup. Lengkapi dokumen, lalu lapor kembali."),
    "SUDAH_BARU": _("Data di kantor sudah lebih baru."),
    "ISIAN": _("Isian laporan belum benar. Silakan lapor kembali."),
    "DIURUNGKAN": _("Perubahan diurungkan kantor. Hubungi pos atau kantor KPU."),
    "SUDAH_BERUBAH": _("Data pemilih telah berubah sejak laporan. Lapor kembali."),
    "LAIN": _("Hubungi pos atau kantor KPU dengan nomor laporan ini."),
}


@dataclass(frozen=True)
class PublicStatus:
    """What a visitor reads of a report: no person, no officer."""

    kind: str
    taken_at: datetime
    status: str
    why: str

    @property
    def word(self) -> str | Promise:
        """The status in words."""
        return STATUS_WORDS[self.status]

    @property
    def reason(self) -> str | Promise:
        """Why it was refused, in public words; "" unless it was."""
        return WHY_WORDS.get(self.why, "")


@dataclass(frozen=True)
class Own:
    """A report in the list of who took it."""

    report: CitizenReport
    name: str
    key: UUID | None
    status: str
    word: str | Promise


def public_status(number: str, code: str) -> PublicStatus | None:
    """The status behind a number and its check code; None for any other pair."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM report_status(%s, %s)", [number, code])
        row = cursor.fetchone()
    if row is None:
        return None
    kind, taken_at, state, reason = row
    return PublicStatus(kind, taken_at, *rules.status_of(state, reason or ""))


def own_reports(user: Any, regency: str, most: int) -> list[Own]:
    """The newest reports that an account took, with whom they are about."""
    rows = CitizenReport.objects.in_scope_of(user).of(regency)
    reports = list(rows.filter(taken_by_id=user.pk).order_by("-id")[:most])
    proposals = {
        one.pk: one
        for one in ChangeProposal.objects.of(regency)
        .in_scope_of(user)
        .filter(pk__in=[one.proposal_id for one in reports if one.proposal_id])
    }
    alone = [one.voter_id or 0 for one in reports if not one.proposal_id]
    voters = Voter.objects.of(regency).in_scope_of(user).filter(pk__in=alone)
    people = {one.pk: one for one in voters.only("regency_code", "public_id", "name")}
    found = []
    for one in reports:
        proposal = proposals.get(one.proposal_id or 0)
        who = proposal or people.get(one.voter_id or 0)
        state = None
        if one.proposal_id:
            state = proposal.state if proposal else ""
        status, _why = rules.status_of(state)
        name, key = (who.name, who.public_id) if who else ("", None)
        found.append(Own(one, name, key, status, STATUS_WORDS[status]))
    return found


def reports_of(user: Any, proposal: ChangeProposal) -> list[CitizenReport]:
    """Reports that led to a proposal, in the order they were taken."""
    rows = CitizenReport.objects.in_scope_of(user).of(proposal.regency_code)
    return list(rows.filter(proposal_id=proposal.pk).order_by("id"))
