"""Opens a closed period once more: two people decide, the worker does it (ADR 0007)."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import OFFICE_ROLES, Role
from audit.services import record
from jobs.models import Job
from jobs.services import enqueue
from periods import services as periods
from periods.models import Period, State
from plenos.documents import DocumentError
from plenos.models import Advice, Plenary, Reopening, ReopeningState, Signatory
from plenos.models.recaps import PlenaryAttendance
from plenos.models.reopening import UNDER_WAY
from plenos.rules.reopening import Standing, may_confirm, refusals
from plenos.selectors.recap import latest_recap
from plenos.services.freezing import lock_roll
from plenos.services.papers import keep_papers
from voters.models import UNDECIDED, ChangeProposal, VoterEvent


class ReopenError(Exception):
    """A reopening that was refused; the message is for the person."""


def why_not_reopen(period: Period) -> list[str]:
    """What stands against opening a period once more, as sentences; empty if nothing.

    Reads events, so it needs the office's scope or the worker's connection.
    """
    said = {
        "not_closed": _("Periode ini tidak sedang ditutup."),
        "opening": _("Periode pembuka tidak dibuka kembali: tidak ada plenonya."),
        "not_last": _("Hanya periode terakhir yang ditutup dapat dibuka kembali."),
        "no_next": _("Tidak ada periode terbuka sesudahnya."),
        "changes_after": _(
            "Periode berikutnya sudah punya perubahan yang diterapkan; "
            "perbaikan masuk ke periode itu."
        ),
        "under_way": _("Masih ada permintaan pembukaan kembali yang berjalan."),
    }
    return [said[name] for name in refusals(_standing(period))]


def _standing(period: Period, *, but: int | None = None) -> Standing:
    regency = period.regency_code
    state = Period.objects.values_list("state", flat=True).get(pk=period.pk)
    last = Period.objects.of(regency).filter(state=State.CLOSED).first()
    after = periods.current(regency)
    recap = latest_recap(period)
    events = VoterEvent.objects.filter(
        regency_code=regency, period_id=after.pk if after else 0
    )
    under_way = Reopening.objects.of(regency).filter(state__in=UNDER_WAY)
    under_way = under_way if but is None else under_way.exclude(pk=but)
    return Standing(
        is_closed=state == State.CLOSED and recap is not None,
        is_last_closed=last is not None and last.pk == period.pk,
        is_opening=recap is not None and recap.is_opening,
        next_is_open=after is not None and after.starts_on > period.starts_on,
        changes_after=state == State.CLOSED and events.exists(),
        under_way=under_way.exists(),
    )


@transaction.atomic
def ask_reopen(
    *,
    actor: Any,
    period: Period,
    reason: str,
    institution: str,
    letter_no: str,
    letter_on: date,
    until: date,
    advice: Advice | None = None,
) -> Reopening:
    """Ask for a closed period to be opened once more; a second person answers.

    Raises ReopenError when the rule is against it, when a fact is missing, and for a
    date that is past.
    """
    against = why_not_reopen(period)
    if against:
        raise ReopenError(" ".join(against))
    facts = (reason.strip(), institution.strip(), letter_no.strip())
    if not all(facts):
        raise ReopenError(_("Isi alasan, lembaga, dan nomor surat."))
    if letter_on > timezone.localdate():
        raise ReopenError(_("Tanggal surat belum tiba."))
    if until < timezone.localdate():
        raise ReopenError(_("Tanggal batas sudah lewat."))
    recap = latest_recap(period)
    try:
        with transaction.atomic():
            asked = Reopening.objects.create(
                regency_code=period.regency_code,
                period=period,
                version=recap.version if recap else 1,
                reason=facts[0],
                institution=facts[1][:120],
                letter_no=facts[2][:80],
                letter_on=letter_on,
                until=until,
                advice=advice,
                asked_by_id=actor.pk,
                asked_by_name=str(actor)[:150],
                asked_by_chair=actor.role == Role.CHAIR,
            )
    except IntegrityError as error:
        raise ReopenError(
            _("Masih ada permintaan pembukaan kembali yang berjalan.")
        ) from error
    _record(actor, "period.reopen.ask", asked)
    return asked


@transaction.atomic
def confirm_reopen(*, actor: Any, reopening: Reopening) -> Job:
    """The second person's yes: queue the reopening.

    Raises ReopenError for the asker, for a role that may not answer, for an answered
    request, and when the rule is against it by now.
    """
    asked = Reopening.objects.select_for_update().get(pk=reopening.pk)
    if asked.state != ReopeningState.ASKED:
        raise ReopenError(_("Permintaan ini sudah dijawab."))
    if not may_confirm(
        asker=asked.asked_by_id,
        asked_by_chair=asked.asked_by_chair,
        actor=actor.pk,
        role=actor.role,
    ):
        raise ReopenError(
            _("Permintaan ketua disetujui seorang anggota.")
            if asked.asked_by_chair
            else _("Permintaan ini diputus ketua dengan akunnya sendiri.")
        )
    _refuse_when_against(asked)
    _decide(asked, actor, ReopeningState.CONFIRMED)
    _record(actor, "period.reopen.confirm", asked)
    return enqueue(
        actor=actor,
        kind="reopen",
        regency=asked.regency_code,
        params={"reopening": asked.pk, "period": asked.period.code},
    )


@transaction.atomic
def refuse_reopen(*, actor: Any, reopening: Reopening) -> Reopening:
    """Refuse or withdraw a request that has not opened anything yet.

    Raises ReopenError when the period is open already or the request is over.
    """
    asked = Reopening.objects.select_for_update().get(pk=reopening.pk)
    waiting = (ReopeningState.ASKED, ReopeningState.CONFIRMED)
    if asked.state not in waiting or actor.role not in OFFICE_ROLES:
        raise ReopenError(_("Permintaan ini tidak dapat ditolak lagi."))
    _decide(asked, actor, ReopeningState.REFUSED)
    _record(actor, "period.reopen.refuse", asked)
    return asked


def reopen(
    *, actor: Any, reopening: Reopening, check: Callable[[], None] = lambda: None
) -> Reopening:
    """Do what two people decided: the worker's part, under the regency's lock.

    The period is OPEN, the one after it waits, what was undecided at the freeze comes
    back, and the next plenary of the period is begun. The version that stands stays in
    force for its readers. Raises ReopenError.
    """
    with transaction.atomic():
        check()
        lock_roll(reopening.regency_code)
        asked = Reopening.objects.select_for_update().get(pk=reopening.pk)
        period = Period.objects.get(pk=asked.period_id)
        if asked.state == ReopeningState.OPEN:
            return asked
        if asked.state != ReopeningState.CONFIRMED:
            raise ReopenError(_("Permintaan ini belum disetujui orang kedua."))
        _refuse_when_against(asked)
        _keep_what_stands(period)
        waiting = periods.reopen(period, actor=actor)
        _bring_back(period, waiting)
        _begin_plenary(asked)
        asked.state, asked.opened_at = ReopeningState.OPEN, timezone.now()
        asked.save(update_fields=["state", "opened_at"])
        _record(actor, "period.reopen.open", asked)
        check()
    return asked


def _refuse_when_against(asked: Reopening) -> None:
    against = refusals(_standing(asked.period, but=asked.pk))
    if against:
        sentences = why_not_reopen(asked.period)
        under_way = _("Masih ada permintaan pembukaan kembali yang berjalan.")
        raise ReopenError(" ".join(s for s in sentences if s != under_way))


def _keep_what_stands(period: Period) -> None:
    """Every paper of the version in force is kept before anything is opened."""
    recap = latest_recap(period)
    try:
        if recap is not None:
            keep_papers(period=period, recap=recap)
    except DocumentError as error:
        raise ReopenError(
            _("Naskah versi yang berlaku tidak dapat disimpan; hubungi admin.")
        ) from error


def _bring_back(period: Period, waiting: Period) -> None:
    """What nobody had decided at the freeze; what came after it waits with its period.

    Whoever turned eligible by the next reference date was proposed in the transaction
    of the freeze, so at the moment of the recap and not before it.
    """
    recap = latest_recap(period)
    if recap is None:
        return
    ChangeProposal.objects.of(period.regency_code).filter(
        period_id=waiting.pk,
        state__in=[*UNDECIDED, "ACCEPTED"],
        created_at__lt=recap.computed_at,
    ).update(period_id=period.pk)


def _begin_plenary(asked: Reopening) -> None:
    """The record of the next version, with who usually signs and comes."""
    before = Plenary.objects.filter(period_id=asked.period_id).first()
    fresh = Plenary.objects.create(
        regency_code=asked.regency_code,
        period_id=asked.period_id,
        version=asked.version + 1,
        place=before.place if before else "",
        copies=before.copies if before else 3,
    )
    for one in before.signatories.all() if before else ():
        Signatory.objects.create(
            plenary=fresh, name=one.name, title=one.title, order=one.order
        )
    for guest in before.attendance.all() if before else ():
        PlenaryAttendance.objects.create(
            plenary=fresh, institution=guest.institution, present=guest.present
        )


def _decide(asked: Reopening, actor: Any, state: ReopeningState) -> None:
    asked.state = state
    asked.decided_by_id, asked.decided_by_name = actor.pk, str(actor)[:150]
    asked.decided_at = timezone.now()
    asked.save()


def _record(actor: Any, action: str, asked: Reopening) -> None:
    record(
        actor=actor,
        action=action,
        regency_code=asked.regency_code,
        subject=asked.period.code,
        data={
            "version": asked.version,
            "letter": asked.letter_no,
            "institution": asked.institution,
            "until": asked.until.isoformat(),
        },
    )
