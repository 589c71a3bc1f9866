"""A long work is a row: what, for which regency, how far, by whom, and how it ended."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from jobs import registry


class State(models.TextChoices):
    """Where a job stands."""

    QUEUED = "QUEUED", _("Menunggu")
    RUNNING = "RUNNING", _("Berjalan")
    DONE = "DONE", _("Selesai")
    FAILED = "FAILED", _("Gagal")
    CANCELLED = "CANCELLED", _("Dibatalkan")


OPEN_STATES = (State.QUEUED, State.RUNNING)
ENDED_STATES = (State.DONE, State.FAILED, State.CANCELLED)


class Job(models.Model):
    """Truth about one long work; Celery carries only the wake-up."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    regency_code = models.CharField("kab/kota", max_length=4)
    kind = models.CharField("jenis", max_length=40)
    params = models.JSONField("masukan", default=dict)
    writing = models.BooleanField("menulis daftar", default=True)
    weight = models.BigIntegerField("baris yang diperkirakan", default=0)
    state = models.CharField(
        "keadaan", max_length=10, choices=State.choices, default=State.QUEUED
    )
    stage = models.CharField("tahap", max_length=60, blank=True)
    done = models.BigIntegerField("selesai", default=0)
    total = models.BigIntegerField("jumlah", default=0)
    unit = models.CharField("satuan", max_length=20, default="baris")
    asked_by_id = models.BigIntegerField("nomor peminta", null=True)
    asked_by_name = models.CharField("peminta", max_length=150, blank=True)
    # Written by a trigger (jobs/sql/asked_before.sql), whoever tries a job again.
    asked_before = ArrayField(
        models.BigIntegerField(),
        verbose_name="peminta sebelumnya",
        default=list,
        db_default=[],
        editable=False,
    )
    created_at = models.DateTimeField("dibuat", auto_now_add=True)
    started_at = models.DateTimeField("mulai", null=True)
    stage_started_at = models.DateTimeField("mulai tahap", null=True)
    ended_at = models.DateTimeField("berakhir", null=True)
    seen_at = models.DateTimeField("dibaca peminta", null=True)
    heartbeat_at = models.DateTimeField("denyut", null=True)
    lease_until = models.DateTimeField("sewa sampai", null=True)
    settled_at = models.DateTimeField("menyimpan", null=True)
    """Written in the transaction of the effect; without it nothing has changed."""
    attempts = models.PositiveSmallIntegerField("percobaan", default=0)
    token = models.BigIntegerField("nomor pagar", default=0)
    worker = models.CharField("pekerja", max_length=80, blank=True)
    cancel_requested = models.BooleanField("minta batal", default=False)
    error = models.TextField("galat", blank=True)
    timings = models.JSONField("detik per tahap", default=dict)
    result = models.JSONField("hasil", default=dict)

    turn: int | None = None
    """Of a waiting job, among those of every office; set by jobs.bell.tell()."""
    writer: "Job | None" = None
    """The office's job that it waits for; set there too."""

    class Meta:
        verbose_name = "pekerjaan"
        verbose_name_plural = "pekerjaan"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["regency_code", "-id"], name="job_regency"),
            # The frame of every page counts them; the finished ones grow by the year.
            models.Index(
                fields=["regency_code"],
                condition=models.Q(state__in=["QUEUED", "RUNNING"]),
                name="job_open",
            ),
            # So does the bell, of one account.
            models.Index(
                fields=["asked_by_id"],
                condition=models.Q(
                    seen_at__isnull=True, state__in=["DONE", "FAILED", "CANCELLED"]
                ),
                name="job_unread",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code"],
                condition=models.Q(state="RUNNING", writing=True),
                name="one_writing_job_per_regency",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.regency_code}"

    @property
    def is_open(self) -> bool:
        """Whether it waits or runs."""
        return self.state in OPEN_STATES

    @property
    def percent(self) -> int:
        """Done of total, 0 to 100."""
        return min(100, self.done * 100 // self.total) if self.total else 0

    @property
    def title(self) -> str:
        """What people call it; "" leaves the choice to the page."""
        return registry.label_of(self.kind)

    @property
    def stage_label(self) -> str:
        """The stage in words."""
        return registry.stage_label(self.kind, self.stage)

    @property
    def stage_does(self) -> str:
        """What the stage does, in a sentence; "" where nobody says it."""
        return registry.stage_does(self.kind, self.stage)

    @property
    def stage_place(self) -> tuple[int, int] | None:
        """Which stage of how many it is in."""
        return registry.stage_place(self.kind, self.stage)


class PeriodicRun(models.Model):
    """A slot of time in which a periodic work has been taken on by one worker."""

    name = models.CharField("nama", max_length=60)
    slot = models.BigIntegerField("jatah waktu")
    taken_at = models.DateTimeField("diambil", auto_now_add=True)

    class Meta:
        verbose_name = "jatah berkala"
        verbose_name_plural = "jatah berkala"
        constraints = [
            models.UniqueConstraint(
                fields=["name", "slot"], name="periodic_once_a_slot"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.slot}"
