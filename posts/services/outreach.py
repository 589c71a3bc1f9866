"""Events and series of outreach: planned, moved, cancelled, held, prolonged."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services import record
from posts.models import (
    EventState,
    OutreachEvent,
    OutreachOfficer,
    OutreachSeries,
    Visit,
)
from posts.rules.recurrence import LONGEST, BadRule, Rule, days, differences
from posts.services.errors import PostError
from regions.models import Region

FACTS = (
    *("kind", "title", "place", "latitude", "longitude", "starts", "till"),
    "is_public",
)
ENDED = "Rangkaian berakhir"
"""Why a date is cancelled whose series ends earlier; kept as it is, in Indonesian."""
_NEXT = {
    EventState.PLANNED: (EventState.CANCELLED, EventState.HELD),
    EventState.HELD: (EventState.PLANNED, EventState.HELD),
    EventState.CANCELLED: (EventState.PLANNED, EventState.HELD),
}
"""To a state, from which ones; a held event with people goes nowhere else."""


@transaction.atomic
def plan_event(
    *, actor: Any, regency: str, kecamatan: str, facts: dict[str, Any], day: date
) -> OutreachEvent:
    """Plan one date. Raises PostError for a kecamatan of elsewhere, half a map point
    and hours that run backwards."""
    event = OutreachEvent(regency_code=regency, kecamatan=kecamatan, day=day)
    _write(actor, event, facts)
    _record(actor, "outreach.save", event)
    return event


@transaction.atomic
def plan_series(
    *, actor: Any, regency: str, kecamatan: str, facts: dict[str, Any], rule: Rule
) -> OutreachSeries:
    """Plan a series and each of its dates. Raises PostError as `plan_event` does, and
    for a rule without a date or longer than a year."""
    found = _days(rule)
    if not found:
        raise PostError(_("Tidak ada tanggal dalam rangkaian ini."))
    series = OutreachSeries(regency_code=regency, kecamatan=kecamatan)
    series.freq, series.weekday, series.nth = rule.freq, rule.weekday, rule.nth
    series.first, series.until = rule.first, rule.until
    _write(actor, series, facts)
    _add_dates(actor, series, found)
    _record(actor, "outreach.series", series, dates=len(found))
    return series


@transaction.atomic
def change_event(
    *,
    actor: Any,
    event: OutreachEvent,
    facts: dict[str, Any],
    day: date,
    onwards: bool = False,
) -> OutreachEvent:
    """Change one date; with `onwards` the facts also of the later planned ones of its
    series, each on its own day. Raises PostError, and for moving what is not planned.
    """
    row: OutreachEvent = OutreachEvent.objects.select_for_update().get(pk=event.pk)
    if day != row.day and row.state != EventState.PLANNED:
        raise PostError(_("Hanya kegiatan yang direncanakan dapat dipindah."))
    row.day = day
    _write(actor, row, facts)
    if onwards and row.series is not None:
        _write(actor, row.series, facts)
        for later in later_of(row):
            _write(actor, later, facts)
    _record(actor, "outreach.save", row, onwards=onwards)
    return row


def later_of(event: OutreachEvent) -> list[OutreachEvent]:
    """Planned dates of its series after this one."""
    if event.series_id is None or event.series_day is None:
        return []
    rows = OutreachEvent.objects.filter(
        series_id=event.series_id,
        series_day__gt=event.series_day,
        state=EventState.PLANNED,
    )
    return list(rows.order_by("series_day"))


@transaction.atomic
def set_event_state(
    *, actor: Any, event: OutreachEvent, state: str, reason: str = "", note: str = ""
) -> OutreachEvent:
    """Say that an event was held (with a note of what came of it), cancel it with a
    reason, or plan it again. Its series is not touched.

    Raises PostError: for another step, without a reason, before its day, and for
    leaving HELD once people were met.
    """
    row: OutreachEvent = OutreachEvent.objects.select_for_update().get(pk=event.pk)
    if row.state not in _NEXT.get(state, ()):  # type: ignore[call-overload]
        raise PostError(_("Langkah ini tidak berlaku bagi keadaan kegiatan sekarang."))
    if state == EventState.CANCELLED and not reason.strip():
        raise PostError(_("Tulis alasan pembatalan."))
    if state == EventState.HELD and row.day > timezone.localdate():
        raise PostError(_("Kegiatan ini belum tiba tanggalnya."))
    if state != EventState.HELD and Visit.objects.filter(event=row).exists():
        raise PostError(_("Sudah ada orang yang ditemui pada kegiatan ini."))
    row.state = state
    row.reason = reason.strip()[:200] if state == EventState.CANCELLED else ""
    row.note = note.strip()[:400] if state == EventState.HELD else ""
    row.updated_by_name = str(actor or "")[:150]
    row.save()
    _record(actor, "outreach.state", row, state=state)
    return row


@transaction.atomic
def end_series(*, actor: Any, series: OutreachSeries, until: date) -> tuple[int, int]:
    """Let a series end on another day: later dates that are planned are cancelled,
    missing ones and those that an earlier end cancelled are planned. Gives how many.

    Dates that were moved, held or cancelled for a reason of their own stay, and nothing
    changes in the past. Raises PostError for an end before today or more than a year
    from now.
    """
    row: OutreachSeries = OutreachSeries.objects.select_for_update().get(pk=series.pk)
    today = timezone.localdate()
    if until < today:
        raise PostError(_("Rangkaian tidak dapat berakhir di masa lalu."))
    first = max(row.first, today)
    wanted = _days(row.rule._replace(first=first, until=until))
    rows = row.events.select_for_update().filter(series_day__gte=first)
    standing = {one.series_day: one for one in rows if one.series_day}
    new, gone = differences(wanted, standing)
    ended = [standing[day] for day in gone]
    ended = [one for one in ended if one.state == EventState.PLANNED]
    back = [standing[day] for day in wanted if day in standing]
    back = [one for one in back if _ended_with_it(one)]
    for one in ended:
        _turn(one, EventState.CANCELLED, ENDED)
    for one in back:
        _turn(one, EventState.PLANNED, "")
    row.until, row.updated_by_name = until, str(actor or "")[:150]
    row.save()
    _add_dates(actor, row, new)
    planned = len(new) + len(back)
    _record(actor, "outreach.series", row, added=planned, ended=len(ended))
    return planned, len(ended)


def _ended_with_it(event: OutreachEvent) -> bool:
    return event.state == EventState.CANCELLED and event.reason == ENDED


def _turn(event: OutreachEvent, state: str, reason: str) -> None:
    event.state, event.reason = state, reason
    event.save(update_fields=["state", "reason", "updated_at"])


def _days(rule: Rule) -> list[date]:
    try:
        return days(rule)
    except BadRule:
        raise PostError(
            _("Rangkaian paling lama %(n)s hari, berakhir sesudah mulainya.")
            % {"n": LONGEST.days}
        ) from None


def _add_dates(actor: Any, series: OutreachSeries, found: list[date]) -> None:
    """An event on each day, with the officers of the last one before."""
    last = series.events.order_by("-series_day").first()
    officers = list(last.officers.all()) if last else []
    facts = {name: getattr(series, name) for name in FACTS}
    place = {"regency_code": series.regency_code, "kecamatan": series.kecamatan}
    made = OutreachEvent.objects.bulk_create(
        OutreachEvent(
            **place,
            **facts,
            series=series,
            series_day=day,
            day=day,
            updated_by_name=str(actor or "")[:150],
        )
        for day in found
    )
    OutreachOfficer.objects.bulk_create(
        OutreachOfficer(
            **place,
            event=event,
            account_id=one.account_id,
            name=one.name,
            is_substitute=one.is_substitute,
        )
        for event in made
        for one in officers
    )


def _write(
    actor: Any, row: OutreachEvent | OutreachSeries, facts: dict[str, Any]
) -> None:
    inside = row.kecamatan.startswith(row.regency_code) and len(row.kecamatan) == 6
    there = Region.objects.districts(row.regency_code).filter(code=row.kecamatan)
    if not inside or (row.pk is None and not there.exists()):
        raise PostError(_("Pilih kecamatan di kab/kota ini."))
    for name in FACTS:
        if name in facts:
            setattr(row, name, facts[name])
    if (row.latitude is None) != (row.longitude is None):
        raise PostError(_("Isi lintang dan bujur, atau kosongkan keduanya."))
    if row.till <= row.starts:
        raise PostError(_("Jam selesai harus sesudah jam mulai."))
    row.updated_by_name = str(actor or "")[:150]
    row.save()


def _record(
    actor: Any, action: str, row: OutreachEvent | OutreachSeries, **data: Any
) -> None:
    record(
        actor=actor,
        action=action,
        regency_code=row.regency_code,
        subject=str(row.public_id),
        data={"kecamatan": row.kecamatan, **data},
    )
