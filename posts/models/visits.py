"""Who came to a post or was met at an event, and why; names nobody."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from posts.models.outreach import OutreachEvent
from posts.models.places import Post
from posts.querysets import KecamatanQuerySet


class VisitKind(models.TextChoices):
    """What a visit was about: a kind of report, or a question alone."""

    BARU = "BARU", _("Pemilih baru")
    PINDAH = "PINDAH", _("Pindah")
    MENINGGAL = "MENINGGAL", _("Meninggal")
    PERBAIKAN = "PERBAIKAN", _("Perbaikan data")
    TETAP = "TETAP", _("Sudah terdaftar, tidak ada perubahan")
    BERTANYA = "BERTANYA", _("Bertanya saja")


class Visit(models.Model):
    """One person at a post or an event; `report_id` is the citizen's report it led to.

    `kelurahan` is where the person reported lives, "" where nobody was looked up.
    """

    regency_code = models.CharField("kab/kota", max_length=4)
    kecamatan = models.CharField("kecamatan", max_length=6)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    post = models.ForeignKey(
        Post, null=True, on_delete=models.PROTECT, related_name="visits"
    )
    event = models.ForeignKey(
        OutreachEvent, null=True, on_delete=models.PROTECT, related_name="visits"
    )
    kelurahan = models.CharField("kelurahan", max_length=10, blank=True)
    period_id = models.BigIntegerField("periode", null=True)
    at = models.DateTimeField("waktu", db_default=Now())
    kind = models.CharField("jenis", max_length=9, choices=VisitKind.choices)
    report_id = models.BigIntegerField("laporan", null=True)
    report_number = models.CharField("nomor laporan", max_length=24, blank=True)
    taken_by_id = models.BigIntegerField(null=True)
    taken_by_name = models.CharField("petugas", max_length=150, blank=True)

    objects = KecamatanQuerySet.as_manager()

    class Meta:
        verbose_name = "kunjungan"
        verbose_name_plural = "kunjungan"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["regency_code", "at"], name="visit_by_time"),
            models.Index(fields=["regency_code", "period_id"], name="visit_by_period"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["report_id"], name="visit_once_a_report"),
            models.CheckConstraint(
                condition=models.Q(post__isnull=False, event=None)
                | models.Q(post=None, event__isnull=False),
                name="visit_at_one_place",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def where(self) -> str:
        """Name of the post or the event."""
        return str(self.post or self.event)
