"""Acts that gave voters another polling station: who, where, how many."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from voters.querysets import ScopedQuerySet


class StationAct(models.TextChoices):
    """Voters without a station got one, or chosen voters got another."""

    ASSIGN = "ISI", _("Pengisian TPS")
    REMAP = "PINDAH", _("Pemetaan ulang")


class StationMove(models.Model):
    """One act; its proposals carry `group_key`, their states say where it stands.

    `moves` is what was confirmed: [[station, station, [voter, ...]], ...], from and to.
    The job makes the proposals of it; acts from before ADR 0062 have them already, and
    neither moves nor job.
    """

    regency_code = models.CharField("kab/kota", max_length=4)
    group_key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    period_id = models.BigIntegerField("periode")
    kelurahan = models.CharField("kelurahan", max_length=10)
    act = models.CharField("tindakan", max_length=6, choices=StationAct.choices)
    target = models.CharField("TPS tujuan", max_length=3, blank=True)
    voters = models.IntegerField("pemilih")
    moves = models.JSONField("perpindahan", default=list)
    note = models.CharField("catatan", max_length=400, blank=True)
    job_id = models.BigIntegerField("pekerjaan", null=True)
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField("oleh", max_length=150)
    made_at = models.DateTimeField("waktu", db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        db_table = "station_move"
        verbose_name = "pemindahan TPS"
        verbose_name_plural = "pemindahan TPS"
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["regency_code", "kelurahan"], name="station_move_place"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kelurahan} {self.act} {self.voters}"
