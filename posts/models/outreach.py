"""Outreach: events outside the office, one row a date; a series made many of them."""

import uuid
from datetime import date

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.models import Institution
from posts.models.places import map_address
from posts.querysets import EventQuerySet, KecamatanQuerySet
from posts.rules.recurrence import MONTHLY, WEEKLY, Rule


class EventKind(models.TextChoices):
    """Where people are met."""

    GREETING = "GREETING", _("Sapa warga")
    MARKET = "MARKET", _("Pasar")
    SCHOOL = "SCHOOL", _("Sekolah")
    OTHER = "OTHER", _("Lainnya")


class EventState(models.TextChoices):
    """A cancelled event keeps its reason; only a planned one is shown to the public."""

    PLANNED = "PLANNED", pgettext_lazy("kegiatan", "Direncanakan")
    HELD = "HELD", pgettext_lazy("kegiatan", "Dilaksanakan")
    CANCELLED = "CANCELLED", pgettext_lazy("kegiatan", "Batal")


class Frequency(models.TextChoices):
    """How a series comes back."""

    WEEKLY = WEEKLY, _("Tiap minggu")
    MONTHLY = MONTHLY, _("Tiap bulan")


class Outing(models.Model):
    """What an event and a series have in common: what, where and at which hours."""

    regency_code = models.CharField("kab/kota", max_length=4)
    kecamatan = models.CharField("kecamatan", max_length=6)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("jenis", max_length=8, choices=EventKind.choices)
    title = models.CharField("kegiatan", max_length=80)
    place = models.CharField("tempat", max_length=200)
    latitude = models.DecimalField(
        "lintang", max_digits=8, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        "bujur", max_digits=9, decimal_places=6, null=True, blank=True
    )
    starts = models.TimeField("mulai")
    till = models.TimeField("sampai")
    is_public = models.BooleanField("diumumkan", default=True)
    made_at = models.DateTimeField("dibuat", db_default=Now())
    updated_at = models.DateTimeField("diubah", auto_now=True)
    updated_by_name = models.CharField("diubah oleh", max_length=150, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.title

    @property
    def map_url(self) -> str:
        """The point on a public map; "" without one."""
        return map_address(self.latitude, self.longitude)


def _sound(name: str) -> list[models.BaseConstraint]:
    """Constraints of an outing: hours forwards, a whole map point or none."""
    return [
        models.CheckConstraint(
            condition=models.Q(till__gt=models.F("starts")), name=f"{name}_forwards"
        ),
        models.CheckConstraint(
            condition=models.Q(latitude__isnull=True, longitude__isnull=True)
            | models.Q(latitude__range=(-90, 90), longitude__range=(-180, 180)),
            name=f"{name}_point_whole",
        ),
    ]


class OutreachSeries(Outing):
    """A rule that dates come from; each date is an event with a row of its own."""

    freq = models.CharField("berulang", max_length=7, choices=Frequency.choices)
    weekday = models.PositiveSmallIntegerField("hari")
    nth = models.SmallIntegerField("urutan dalam bulan", default=0)
    first = models.DateField("mulai tanggal")
    until = models.DateField("sampai tanggal")

    objects = KecamatanQuerySet.as_manager()

    class Meta:
        verbose_name = "rangkaian kegiatan"
        verbose_name_plural = "rangkaian kegiatan"
        ordering = ["-id"]
        constraints = _sound("series")

    @property
    def rule(self) -> Rule:
        """As posts.rules.recurrence reads it."""
        return Rule(self.freq, self.weekday, self.nth, self.first, self.until)


class OutreachEvent(Outing):
    """One date. `series_day` is the day its series gave it: moved, it keeps that.

    A visitor sees planned ones that are announced, by row security
    (posts/sql/outreach.sql). `note` tells what came of it, beside who was met.
    """

    series = models.ForeignKey(
        OutreachSeries, null=True, on_delete=models.PROTECT, related_name="events"
    )
    series_day = models.DateField("tanggal menurut rangkaian", null=True)
    day = models.DateField("tanggal")
    state = models.CharField(
        "keadaan",
        max_length=9,
        choices=EventState.choices,
        default=EventState.PLANNED,
    )
    reason = models.CharField("alasan batal", max_length=200, blank=True)
    note = models.CharField("catatan hasil", max_length=400, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        verbose_name = "kegiatan"
        verbose_name_plural = "kegiatan"
        ordering = ["day", "id"]
        indexes = [
            models.Index(fields=["regency_code", "day", "id"], name="event_by_day"),
            models.Index(fields=["kecamatan", "day"], name="event_by_place"),
        ]
        constraints = [
            *_sound("event"),
            models.UniqueConstraint(
                fields=["series", "series_day"], name="event_once_a_day_of_series"
            ),
            models.CheckConstraint(
                condition=models.Q(series=None, series_day=None)
                | models.Q(series__isnull=False, series_day__isnull=False),
                name="event_has_day_of_series",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="CANCELLED") | ~models.Q(reason=""),
                name="event_cancelled_with_reason",
            ),
        ]

    @property
    def moved_from(self) -> date | None:
        """The day its series gave it, when it is another one."""
        return self.series_day if self.series_day != self.day else None


class OutreachOfficer(models.Model):
    """An account that works at an event, or stands in."""

    regency_code = models.CharField("kab/kota", max_length=4)
    kecamatan = models.CharField("kecamatan", max_length=6)
    event = models.ForeignKey(
        OutreachEvent, on_delete=models.PROTECT, related_name="officers"
    )
    account_id = models.BigIntegerField("nomor akun")
    name = models.CharField("nama", max_length=150)
    is_substitute = models.BooleanField("pengganti", default=False)

    objects = KecamatanQuerySet.as_manager()

    class Meta:
        verbose_name = "petugas kegiatan"
        verbose_name_plural = "petugas kegiatan"
        ordering = ["is_substitute", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "account_id"], name="officer_once_an_event"
            )
        ]

    def __str__(self) -> str:
        return self.name


class OutreachPartner(models.Model):
    """An institution that took part. Its name is kept: a kecamatan sees no partners."""

    regency_code = models.CharField("kab/kota", max_length=4)
    kecamatan = models.CharField("kecamatan", max_length=6)
    event = models.ForeignKey(
        OutreachEvent, on_delete=models.PROTECT, related_name="partners"
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="outreach"
    )
    name = models.CharField("instansi", max_length=120)
    note = models.CharField("yang dikerjakan bersama", max_length=200, blank=True)

    objects = KecamatanQuerySet.as_manager()

    class Meta:
        verbose_name = "instansi yang ikut"
        verbose_name_plural = "instansi yang ikut"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["event", "institution"], name="partner_once_an_event"
            )
        ]

    def __str__(self) -> str:
        return self.name
