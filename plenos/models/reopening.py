"""A closed period that is opened once more, and what that changed in its recap."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from periods.models import Period
from plenos.models.advice import Advice
from plenos.models.recaps import Recap
from plenos.querysets import RegencyQuerySet


class ReopeningState(models.TextChoices):
    """ASKED waits for the second person, CONFIRMED for the job, OPEN for the freeze."""

    ASKED = "ASKED", _("Diminta")
    CONFIRMED = "CONFIRMED", _("Disetujui")
    OPEN = "OPEN", _("Dibuka kembali")
    CLOSED = "CLOSED", _("Dibekukan lagi")
    REFUSED = "REFUSED", _("Ditolak")


UNDER_WAY = (ReopeningState.ASKED, ReopeningState.CONFIRMED, ReopeningState.OPEN)


class Reopening(models.Model):
    """Who asked for it and who confirmed, why, on whose advice, and until when."""

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    period = models.ForeignKey(
        Period,
        on_delete=models.PROTECT,
        related_name="reopenings",
        verbose_name="periode",
    )
    version = models.PositiveSmallIntegerField("versi yang dibuka")
    state = models.CharField(
        "keadaan",
        max_length=9,
        choices=ReopeningState.choices,
        default=ReopeningState.ASKED,
    )
    reason = models.TextField("alasan")
    institution = models.CharField("atas saran", max_length=120)
    letter_no = models.CharField("nomor surat", max_length=80)
    letter_on = models.DateField("tanggal surat")
    advice = models.ForeignKey(
        Advice, on_delete=models.PROTECT, null=True, related_name="reopenings"
    )
    until = models.DateField("sampai")
    asked_by_id = models.BigIntegerField()
    asked_by_name = models.CharField("diminta oleh", max_length=150)
    asked_by_chair = models.BooleanField(default=False)
    asked_at = models.DateTimeField("diminta", db_default=Now())
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField("orang kedua", max_length=150, blank=True)
    decided_at = models.DateTimeField("diputus", null=True)
    opened_at = models.DateTimeField("dibuka", null=True)
    closed_at = models.DateTimeField("dibekukan lagi", null=True)

    objects = RegencyQuerySet.as_manager()

    class Meta:
        verbose_name = "pembukaan kembali"
        verbose_name_plural = "pembukaan kembali"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code"],
                condition=models.Q(state__in=["ASKED", "CONFIRMED", "OPEN"]),
                name="one_reopening_under_way",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["CONFIRMED", "OPEN", "CLOSED"])
                | (
                    models.Q(decided_by_id__isnull=False)
                    & ~models.Q(decided_by_id=models.F("asked_by_id"))
                ),
                name="reopening_by_two",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.regency_code} {self.version}"

    @property
    def days_late(self) -> int:
        """Days past the date it was granted until; 0 when in time or over."""
        if self.state != ReopeningState.OPEN:
            return 0
        return max(0, (timezone.localdate() - self.until).days)

    @property
    def chair_name(self) -> str:
        """The chair among the two."""
        return self.asked_by_name if self.asked_by_chair else self.decided_by_name


class RecapChange(models.Model):
    """A figure that version n+1 prints otherwise, and how many people are behind it."""

    recap = models.ForeignKey(Recap, on_delete=models.PROTECT, related_name="changes")
    regency_code = models.CharField("kab/kota", max_length=4)
    kelurahan = models.CharField("kelurahan", max_length=10)
    column = models.CharField("kolom", max_length=10)
    category = models.CharField("kategori", max_length=20, blank=True, default="")
    old_male = models.BigIntegerField()
    old_female = models.BigIntegerField()
    new_male = models.BigIntegerField()
    new_female = models.BigIntegerField()
    people = models.BigIntegerField("orang")

    class Meta:
        verbose_name = "perbedaan rekap"
        verbose_name_plural = "perbedaan rekap"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["recap", "kelurahan", "column", "category"],
                name="recap_change_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kelurahan} {self.column}"
