"""A download of SIDALIH or a DHS beside the roll: the file's facts, a row a difference.

Rows are a second copy of personal data; retention removes them (kpu_portal.retention).
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from voters.querysets import RegencyRowsQuerySet, ScopedQuerySet
from voters.rules.sidalih import Outcome

OUTCOMES = [
    (Outcome.EQUAL.value, _("Sama")),
    (Outcome.DIFFERS.value, _("Berbeda")),
    (Outcome.ONLY_SIDALIH.value, _("Hanya di SIDALIH")),
    (Outcome.CONFLICT.value, _("DPID bertentangan")),
    (Outcome.UNREADABLE.value, _("Tidak terbaca")),
    (Outcome.ONLY_ROLL.value, _("Belum dientri di SIDALIH")),
]
"""In the order of the tiles; the last one is no row of the file."""


class SidalihComparison(models.Model):
    """One download; `fields` is {field: column}, `result` the job's counts.

    `area` is the code of the place of which the file is the whole list: only there can
    somebody be missing from it. Empty: a part of a list, nobody is missing.
    """

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    area = models.CharField("cakupan", max_length=10, blank=True)
    filename = models.CharField("berkas", max_length=200)
    file = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField("sha256", max_length=64)
    recognised = models.JSONField(default=dict)
    fields = models.JSONField(default=dict)
    job_id = models.BigIntegerField(null=True)
    propose_job_id = models.BigIntegerField(null=True)
    result = models.JSONField("hasil", default=dict)
    received_by_id = models.BigIntegerField(null=True)
    received_by_name = models.CharField("pengunggah", max_length=150, blank=True)
    received_at = models.DateTimeField("diunggah", db_default=Now())
    ended_at = models.DateTimeField(null=True)
    forgotten_at = models.DateTimeField(null=True)

    objects = RegencyRowsQuerySet.as_manager()

    class Meta:
        db_table = "sidalih_comparison"
        verbose_name = "pembandingan SIDALIH"
        verbose_name_plural = "pembandingan SIDALIH"

    def __str__(self) -> str:
        return self.filename


class SidalihRow(models.Model):
    """One row of a download, or one voter whom it does not name (without `line_no`).

    `why` is the conflict, what makes the row unreadable, or why its person left the
    roll. `roll` and `told` hold the elements that differ; of somebody the roll does not
    know `told` holds all of them. `batch` is set when somebody asked for a proposal.
    """

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    comparison_id = models.BigIntegerField("pembandingan")
    line_no = models.BigIntegerField("baris", null=True)
    outcome = models.CharField("hasil", max_length=12, choices=OUTCOMES)
    why = models.CharField("sebab", max_length=20, blank=True)
    dpid = models.CharField("DPID", max_length=40, blank=True)
    nik = models.CharField("NIK", max_length=16, blank=True)
    name = models.CharField("nama", max_length=120, blank=True)
    kelurahan = models.CharField("kelurahan", max_length=10)
    voter_id = models.BigIntegerField("pemilih", null=True)
    elements = ArrayField(
        models.CharField(max_length=20), verbose_name="unsur", default=list
    )
    roll = models.JSONField("portal", default=dict)
    told = models.JSONField("SIDALIH", default=dict)
    cells = models.JSONField("isian", null=True)
    sheet = models.CharField("lembar", max_length=8, blank=True)
    sheet_done = models.BooleanField("sudah ditandai", default=False)
    batch = models.UUIDField("permintaan usulan", null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        db_table = "sidalih_row"
        verbose_name = "baris pembandingan"
        verbose_name_plural = "baris pembandingan"
        constraints = [
            models.UniqueConstraint(
                fields=["comparison_id", "line_no"], name="sidalih_row_line_once"
            )
        ]
        indexes = [
            models.Index(fields=["regency_code", "public_id"], name="sidalih_row_key"),
            models.Index(
                fields=["comparison_id", "outcome", "id"], name="sidalih_row_outcome"
            ),
            models.Index(
                fields=["comparison_id", "voter_id"], name="sidalih_row_voter"
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)
