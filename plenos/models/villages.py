"""What a kelurahan confirmed of its recap, and what a frozen version locked."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from periods.models import Period
from plenos.models.recaps import Recap
from voters.querysets import ScopedQuerySet


class ConfirmationState(models.TextChoices):
    """VALID stands until it is withdrawn, or replaced by a newer one."""

    VALID = "VALID", _("Berlaku")
    WITHDRAWN = "WITHDRAWN", _("Ditarik")
    REPLACED = "REPLACED", _("Diganti")


class VillageState(models.TextChoices):
    """Where a kelurahan stands (plenos.rules.village.state)."""

    NONE = "BELUM", _("Belum dikonfirmasi")
    CONFIRMED = "DIKONFIRMASI", _("Dikonfirmasi")
    CHANGED = "BERUBAH", _("Berubah sejak dikonfirmasi")


class VillageConfirmation(models.Model):
    """Somebody of a kelurahan said that its figures are right, and which they were.

    `paper_no` is filled when the office wrote it down from a paper. What was said is
    never changed; a row only ends (plenos/sql/villages.sql).
    """

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    period = models.ForeignKey(
        Period,
        on_delete=models.PROTECT,
        related_name="village_confirmations",
        verbose_name="periode",
    )
    kelurahan = models.CharField("kelurahan", max_length=10)
    state = models.CharField(
        "keadaan",
        max_length=9,
        choices=ConfirmationState.choices,
        default=ConfirmationState.VALID,
    )
    sha256 = models.CharField("sidik", max_length=64)
    figures = models.JSONField("angka")
    remark = models.CharField("catatan", max_length=400, blank=True)
    paper_no = models.CharField("nomor surat", max_length=80, blank=True)
    paper_on = models.DateField("tanggal surat", null=True)
    signed_by = models.CharField("dikonfirmasi oleh", max_length=150)
    entered_by_id = models.BigIntegerField(null=True)
    entered_by_name = models.CharField("dicatat oleh", max_length=150)
    confirmed_at = models.DateTimeField("dikonfirmasi", db_default=Now())
    ended_at = models.DateTimeField("berakhir", null=True)
    ended_by_name = models.CharField("diakhiri oleh", max_length=150, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "konfirmasi kelurahan"
        verbose_name_plural = "konfirmasi kelurahan"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "kelurahan"],
                condition=models.Q(state="VALID"),
                name="one_village_confirmation",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kelurahan} {self.state}"


class VillageRecap(models.Model):
    """The recap of a kelurahan as a frozen version locked it; never changed."""

    recap = models.ForeignKey(Recap, on_delete=models.PROTECT, related_name="villages")
    regency_code = models.CharField("kab/kota", max_length=4)
    kelurahan = models.CharField("kelurahan", max_length=10)
    state = models.CharField("keadaan", max_length=12, choices=VillageState.choices)
    sha256 = models.CharField("sidik", max_length=64)
    figures = models.JSONField("angka")
    made = models.IntegerField("usulan")
    applied = models.IntegerField("diterapkan")
    refused = models.IntegerField("ditolak")
    still_open = models.IntegerField("terbuka")
    confirmation = models.ForeignKey(
        VillageConfirmation, on_delete=models.PROTECT, null=True, related_name="locked"
    )

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = "rekap kelurahan"
        verbose_name_plural = "rekap kelurahan"
        ordering = ["kelurahan"]
        constraints = [
            models.UniqueConstraint(
                fields=["recap", "kelurahan"], name="village_recap_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kelurahan} {self.state}"
