"""Opens and closes periods; only the freeze of a plenary closes one (design 9)."""

from typing import Any

from django.conf import settings
from django.db import IntegrityError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from periods import rules
from periods.models import Period, State


class PeriodError(Exception):
    """A period cannot be opened, closed or written to; the message is for people."""


class PeriodClosed(PeriodError):
    """A write into a CLOSED period."""


def next_code(code: str) -> str:
    """Code of the period to open after `code`, of the kind this portal works in."""
    return rules.following(code, settings.POLICY.period_kind)


def current(regency: str) -> Period | None:
    """The open period of a regency, or None."""
    found: Period | None = Period.objects.open(regency).first()
    return found


def hold_open(regency: str) -> Period | None:
    """`current`, which nobody closes before the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock_shared(hashtext('period'), %s)",
            [int(regency)],
        )
    return current(regency)


def wait_for_writers(regency: str) -> None:
    """Let whoever holds the open period finish; nobody begins before the commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtext('period'), %s)", [int(regency)]
        )


def require_open(period: Period) -> None:
    """Refuse to go on when the period is closed by now; raises PeriodClosed."""
    state = Period.objects.filter(pk=period.pk).values_list("state", flat=True).first()
    if state == State.SUSPENDED:
        raise PeriodClosed(
            _(
                "Periode %(code)s menunggu: periode sebelumnya dibuka kembali. "
                "Tidak ada yang berubah."
            )
            % {"code": period.code}
        )
    if state != State.OPEN:
        raise PeriodClosed(
            _("Periode %(code)s sudah ditutup; tidak ada yang berubah.")
            % {"code": period.code}
        )


@transaction.atomic
def open_period(*, actor: Any, regency: str, code: str) -> Period:
    """Open the period `code` of a regency with the dates of the rule.

    Raises PeriodError for a code that names no period, for a period that stood before
    and while another one is open.
    """
    try:
        dates = rules.dates(code)
    except rules.BadCode as error:
        raise PeriodError(
            _("Kode periode tidak dikenal: %(code)s.") % {"code": code}
        ) from error
    try:
        with transaction.atomic():
            period = Period.objects.create(
                regency_code=regency,
                code=code,
                kind=rules.kind_of(code),
                starts_on=dates.starts_on,
                reference_date=dates.reference_date,
                cutoff_on=dates.cutoff_on,
                plenary_on=dates.plenary_on,
            )
    except IntegrityError as error:
        raise PeriodError(_why_not(regency, code)) from error
    record(actor=actor, action="period.open", regency_code=regency, subject=code)
    return period


@transaction.atomic
def close(period: Period, *, actor: Any = None) -> Period:
    """Close the open period; called by plenos alone. Raises PeriodClosed when it is."""
    wait_for_writers(period.regency_code)
    now = timezone.now()
    closed = Period.objects.filter(pk=period.pk, state=State.OPEN).update(
        state=State.CLOSED, closed_at=now
    )
    if not closed:
        require_open(period)
    period.state, period.closed_at = State.CLOSED, now
    record(
        actor=actor,
        action="period.close",
        regency_code=period.regency_code,
        subject=period.code,
    )
    return period


@transaction.atomic
def reopen(period: Period, *, actor: Any = None) -> Period:
    """Open the last closed period once more; the open one waits. Gives the one waiting.

    Called by plenos alone, which knows when it may be. Raises PeriodError when the
    period is not the last closed one or no period is open after it.
    """
    wait_for_writers(period.regency_code)
    waiting = current(period.regency_code)
    last = Period.objects.of(period.regency_code).filter(state=State.CLOSED).first()
    if waiting is None or last is None or last.pk != period.pk:
        raise PeriodError(
            _("Hanya periode terakhir yang ditutup dapat dibuka kembali.")
        )
    _set(waiting, State.SUSPENDED)
    _set(period, State.OPEN)
    period.closed_at = None
    period.save(update_fields=["closed_at"])
    record(
        actor=actor,
        action="period.reopen",
        regency_code=period.regency_code,
        subject=period.code,
        data={"waiting": waiting.code},
    )
    return waiting


@transaction.atomic
def open_after(period: Period, *, actor: Any) -> Period:
    """The period after a closed one: the one that waited for it, or a new one."""
    regency = period.regency_code
    waiting = Period.objects.filter(regency_code=regency, state=State.SUSPENDED).first()
    if waiting is None:
        return open_period(actor=actor, regency=regency, code=next_code(period.code))
    _set(waiting, State.OPEN)
    record(
        actor=actor,
        action="period.resume",
        regency_code=regency,
        subject=waiting.code,
    )
    return waiting


def _set(period: Period, state: State) -> None:
    period.state = state
    period.save(update_fields=["state"])


def _why_not(regency: str, code: str) -> str:
    opened = current(regency)
    if opened is not None and opened.code != code:
        return _("Periode %(code)s masih terbuka.") % {"code": opened.code}
    return _("Periode %(code)s sudah ada.") % {"code": code}
