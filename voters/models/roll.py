"""The roll: voters, their events, and the tallies that triggers keep.

The tables are LIST-partitioned by regency_code and made by SQL (voters/sql/roll.sql);
the models mirror them. `id` is unique by its sequence; the database key is
(regency_code, id).
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from voters.querysets import RegencyRowsQuerySet, ScopedQuerySet, VoterQuerySet


class Status(models.TextChoices):
    """ACTIVE and HELD count in the recap; INELIGIBLE does not."""

    ACTIVE = "ACTIVE", _("Aktif")
    HELD = "HELD", _("Ditahan")
    INELIGIBLE = "INELIGIBLE", _("TMS")


COUNTED = (Status.ACTIVE, Status.HELD)


class Sex(models.TextChoices):
    """Laki-laki, perempuan."""

    L = "L", _("Laki-laki")
    P = "P", _("Perempuan")


class TmsReason(models.TextChoices):
    """Why a voter no longer qualifies (A-DPB1 items 12-19)."""

    MENINGGAL = "MENINGGAL", _("Meninggal")
    GANDA = "GANDA", _("Ganda")
    DI_BAWAH_UMUR = "DI_BAWAH_UMUR", _("Belum 17 dan belum kawin")
    PINDAH = "PINDAH", _("Pindah keluar")
    TNI = "TNI", _("TNI")
    POLRI = "POLRI", _("Polri")
    WNA = "WNA", _("WNA")
    HAK_DICABUT = "HAK_DICABUT", _("Hak pilih dicabut")


class BaruCategory(models.TextChoices):
    """Why a voter is new (A-DPB1 items 21-25, and not recorded before)."""

    GENAP_17 = "GENAP_17", _("Genap 17 tahun")
    KAWIN = "KAWIN", _("Kawin sebelum 17")
    PURNA = "PURNA", _("Purna TNI/Polri")
    HAK_PULIH = "HAK_PULIH", _("Hak pilih dipulihkan")
    PINDAH_MASUK = "PINDAH_MASUK", _("Pindah masuk")
    BELUM_TERDATA = "BELUM_TERDATA", _("Belum terdata")


CANCELLED_ENTRY = "BATAL"
"""status_reason of a voter whose BARU was undone: not on the roll, never was."""


class Voter(models.Model):
    """One voter of one regency; only the worker writes it, by applying proposals."""

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    dpid = models.CharField("DPID", max_length=40, blank=True)
    nik = models.CharField("NIK", max_length=16)
    nkk = models.CharField("No. KK", max_length=16, blank=True)
    name = models.CharField("nama", max_length=120)
    birth_place = models.CharField("tempat lahir", max_length=80, blank=True)
    birth_date = models.DateField("tanggal lahir")
    marital_status = models.CharField("status kawin", max_length=1)
    sex = models.CharField("jenis kelamin", max_length=1, choices=Sex.choices)
    address = models.CharField("alamat", max_length=200, blank=True)
    rt = models.CharField("RT", max_length=3, blank=True)
    rw = models.CharField("RW", max_length=3, blank=True)
    kelurahan = models.CharField("kelurahan", max_length=10)
    tps = models.CharField("TPS", max_length=3, blank=True)
    is_special_site = models.BooleanField("lokasi khusus", default=False)
    disability = models.CharField("disabilitas", max_length=1, default="0")
    disability_vintage = models.CharField("daftar kode", max_length=4, default="2024")
    ektp_status = models.CharField("KTP-el", max_length=1, blank=True)
    remark = models.CharField("keterangan", max_length=120, blank=True)
    source = models.CharField("sumber", max_length=40, blank=True)
    status = models.CharField("status", max_length=10, choices=Status.choices)
    status_reason = models.CharField("sebab", max_length=20, blank=True)
    status_until = models.DateField("sampai", null=True)
    row_version = models.IntegerField("versi", default=1)
    change_id = models.BigIntegerField("usulan terakhir", null=True)

    objects = VoterQuerySet.as_manager()

    class Meta:
        db_table = "voter"
        verbose_name = "pemilih"
        verbose_name_plural = "pemilih"

    def __str__(self) -> str:
        return self.name

    @property
    def is_counted(self) -> bool:
        """Whether the recap counts this voter."""
        return self.status in COUNTED


class VoterEvent(models.Model):
    """What happened to a voter; written by trigger only, owned by pdpb_ledger.

    `effect` says in which recap column it counts and `sign` whether it adds or takes
    back; a counter-event (undo) carries the effect of the event it takes back.
    """

    regency_code = models.CharField(max_length=4)
    voter_id = models.BigIntegerField(null=True)
    operation = models.CharField(max_length=7)
    effect = models.CharField(max_length=12)
    sign = models.SmallIntegerField(default=1)
    category = models.CharField(max_length=20, blank=True)
    period_id = models.BigIntegerField(null=True)
    proposal_id = models.BigIntegerField(null=True)
    counter_of = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=200, blank=True)
    actor_id = models.BigIntegerField(null=True)
    actor_name = models.CharField(max_length=150)
    kelurahan_from = models.CharField(max_length=10, blank=True)
    kelurahan_to = models.CharField(max_length=10, blank=True)
    sex_from = models.CharField(max_length=1, blank=True)
    sex_to = models.CharField(max_length=1, blank=True)
    row_version = models.IntegerField(null=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    event_date = models.DateField(null=True)
    recorded_at = models.DateTimeField(db_default=Now())

    objects = RegencyRowsQuerySet.as_manager()

    class Meta:
        db_table = "voter_event"
        verbose_name = "peristiwa"
        verbose_name_plural = "peristiwa"

    def __str__(self) -> str:
        return f"{self.effect} {self.recorded_at:%Y-%m-%d}"


class PeriodTally(models.Model):
    """Recap columns of a period, kept by the event trigger."""

    regency_code = models.CharField(max_length=4)
    period_id = models.BigIntegerField()
    kelurahan = models.CharField(max_length=10)
    sex = models.CharField(max_length=1)
    column = models.CharField(max_length=10)
    category = models.CharField(max_length=20, blank=True)
    n = models.BigIntegerField()

    class Meta:
        db_table = "period_tally"
        constraints = [
            models.UniqueConstraint(
                fields=[
                    "regency_code",
                    "period_id",
                    "kelurahan",
                    "sex",
                    "column",
                    "category",
                ],
                name="period_tally_cell",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kelurahan} {self.column} {self.n}"


class RollTally(models.Model):
    """Voters by kelurahan, sex and status, kept by the event trigger."""

    regency_code = models.CharField(max_length=4)
    kelurahan = models.CharField(max_length=10)
    sex = models.CharField(max_length=1)
    status = models.CharField(max_length=10)
    n = models.BigIntegerField()

    class Meta:
        db_table = "roll_tally"
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "kelurahan", "sex", "status"],
                name="roll_tally_cell",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kelurahan} {self.sex} {self.n}"


class NotYetEligible(models.Model):
    """Someone who will qualify later: opening a period proposes those who now do.

    left_by: the deliveries that say the person died or left; null while the person
    waits. The row stays for a while, for a wrong delivery is undone.
    """

    regency_code = models.CharField(max_length=4)
    nik = models.CharField(max_length=16)
    birth_date = models.DateField()
    kelurahan = models.CharField(max_length=10)
    data = models.JSONField(default=dict)
    source = models.CharField(max_length=40, blank=True)
    delivery_id = models.BigIntegerField(null=True)
    line_no = models.BigIntegerField(null=True)
    seen_on = models.DateField(auto_now=True)
    left_by = ArrayField(models.BigIntegerField(), null=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        db_table = "not_yet_eligible"
        verbose_name = "belum waktunya"
        verbose_name_plural = "belum waktunya"
        constraints = [
            models.UniqueConstraint(fields=["regency_code", "nik"], name="not_yet_once")
        ]

    def __str__(self) -> str:
        return self.kelurahan
