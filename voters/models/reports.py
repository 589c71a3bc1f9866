"""What a citizen reported: at a post, in the street, by message or at the office."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from voters.querysets import ScopedQuerySet


class ReportKind(models.TextChoices):
    """What is reported; TETAP proposes nothing and counts all the same."""

    BARU = "BARU", _("Pemilih baru")
    PINDAH = "PINDAH", _("Pindah")
    MENINGGAL = "MENINGGAL", _("Meninggal")
    PERBAIKAN = "PERBAIKAN", _("Perbaikan data")
    TETAP = "TETAP", _("Sudah terdaftar, tidak ada perubahan")


class ReportChannel(models.TextChoices):
    """Where it was taken."""

    POST = "POST", _("Pos kecamatan")
    OUTREACH = "OUTREACH", _("Sapa warga")
    RESPONDER = "RESPONDER", _("Pesan atau web")
    DESK = "DESK", _("Meja kantor")


class Relation(models.TextChoices):
    """Who reports, seen from the person reported."""

    SELF = "SELF", _("Yang bersangkutan")
    FAMILY = "FAMILY", _("Keluarga")
    NEIGHBOUR = "NEIGHBOUR", _("Tetangga, RT atau RW")
    OTHER = "OTHER", _("Lainnya")


class CitizenReport(models.Model):
    """A report, its receipt number and the proposal it became.

    The person is `voter_id`; somebody who is not on the roll stands once, in the
    proposal. There is no status here: it is read from the proposal
    (voters/rules/reporting.py). `source_ref` is opaque to this room: whose desk it was.
    """

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.CharField("nomor laporan", max_length=24, unique=True)
    check_code = models.CharField("kode cek", max_length=12)
    period_id = models.BigIntegerField("periode")
    kind = models.CharField("jenis", max_length=9, choices=ReportKind.choices)
    channel = models.CharField("jalur", max_length=9, choices=ReportChannel.choices)
    voter_id = models.BigIntegerField("pemilih", null=True)
    proposal_id = models.BigIntegerField("usulan", null=True)
    kelurahan = models.CharField("kelurahan", max_length=10)
    relation = models.CharField(
        "pelapor", max_length=9, choices=Relation.choices, default=Relation.SELF
    )
    contact = models.CharField("kontak pelapor", max_length=80, blank=True)
    source_ref = models.CharField("rujukan asal", max_length=60, blank=True)
    source_name = models.CharField("asal", max_length=40, blank=True)
    taken_by_id = models.BigIntegerField(null=True)
    taken_by_name = models.CharField("diterima oleh", max_length=150, blank=True)
    taken_at = models.DateTimeField("diterima", db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        db_table = "citizen_report"
        verbose_name = "laporan warga"
        verbose_name_plural = "laporan warga"
        ordering = ["-id"]
        indexes = [
            models.Index(
                fields=["regency_code", "proposal_id"], name="report_proposal"
            ),
            models.Index(fields=["regency_code", "source_ref"], name="report_source"),
            models.Index(fields=["regency_code", "taken_by_id"], name="report_taker"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(kind="TETAP", proposal_id__isnull=True)
                | (~models.Q(kind="TETAP") & models.Q(proposal_id__isnull=False)),
                name="report_has_proposal",
            ),
            models.CheckConstraint(
                condition=models.Q(kind="BARU") | models.Q(voter_id__isnull=False),
                name="report_has_person",
            ),
        ]

    def __str__(self) -> str:
        return self.number
