"""What Bawaslu advised or found in its uji petik, and what became of each person."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from plenos.querysets import AdviceQuerySet, AdviceVoterQuerySet


class AdviceKind(models.TextChoices):
    """Advice (saran perbaikan) or the results of a sample (uji petik)."""

    SARAN = "SARAN", _("Saran perbaikan")
    UJI_PETIK = "UJI_PETIK", _("Hasil uji petik")


class AdviceState(models.TextChoices):
    """Where the follow-up stands."""

    OPEN = "OPEN", _("Belum dijawab")
    WORKING = "WORKING", _("Ditindaklanjuti")
    DONE = "DONE", _("Selesai")
    DECLINED = "DECLINED", _("Tidak ditindaklanjuti")


UNFINISHED = (AdviceState.OPEN, AdviceState.WORKING)


class Finding(models.TextChoices):
    """What the sample found of one person."""

    MATCH = "SESUAI", _("Sesuai")
    MISMATCH = "TIDAK_SESUAI", _("Tidak sesuai")


class Advice(models.Model):
    """A letter of Bawaslu, its deadline and the office's answer; names nobody."""

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("jenis", max_length=9, choices=AdviceKind.choices)
    institution = models.CharField("lembaga", max_length=120)
    letter_no = models.CharField("nomor surat", max_length=80)
    letter_on = models.DateField("tanggal surat")
    received_on = models.DateField("diterima", null=True, blank=True)
    due_on = models.DateField("batas waktu", null=True, blank=True)
    subject = models.TextField("isi")
    answer = models.TextField("jawaban", blank=True)
    answer_no = models.CharField("nomor jawaban", max_length=80, blank=True)
    answered_on = models.DateField("tanggal jawaban", null=True, blank=True)
    state = models.CharField(
        "tindak lanjut",
        max_length=8,
        choices=AdviceState.choices,
        default=AdviceState.OPEN,
    )
    entered_by_id = models.BigIntegerField(null=True)
    entered_by_name = models.CharField("dicatat oleh", max_length=150)
    entered_at = models.DateTimeField("dicatat", db_default=Now())
    updated_by_name = models.CharField("diubah oleh", max_length=150, blank=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = AdviceQuerySet.as_manager()

    class Meta:
        verbose_name = "saran"
        verbose_name_plural = "saran"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "institution", "letter_no", "kind"],
                name="advice_letter_once",
            )
        ]

    def __str__(self) -> str:
        return self.letter_no

    @property
    def seen(self) -> str:
        """Which letter a page showed, for the save that it sends."""
        return self.updated_at.isoformat()

    @property
    def is_unfinished(self) -> bool:
        """Whether somebody still has to do something about it."""
        return self.state in UNFINISHED


class AdviceVoter(models.Model):
    """A person whom a letter names: a reference to the roll, never a NIK.

    Row security by kelurahan (plenos/sql/reopening.sql).
    """

    regency_code = models.CharField(max_length=4)
    advice = models.ForeignKey(Advice, on_delete=models.PROTECT, related_name="people")
    voter_id = models.BigIntegerField()
    kelurahan = models.CharField(max_length=10)
    finding = models.CharField(
        "hasil", max_length=12, choices=Finding.choices, blank=True
    )
    note = models.CharField("keterangan", max_length=200, blank=True)
    proposal_id = models.BigIntegerField(null=True)
    added_by_name = models.CharField(max_length=150)
    added_at = models.DateTimeField(db_default=Now())

    objects = AdviceVoterQuerySet.as_manager()

    class Meta:
        verbose_name = "orang dalam saran"
        verbose_name_plural = "orang dalam saran"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["advice", "voter_id"], name="advice_voter_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.advice_id} {self.pk}"
