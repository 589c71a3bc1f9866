"""Recaps that are frozen, who was counted in them, and the plenary that decided them.

Frozen tables are written once, by the job that freezes; the web role may only read
them (plenos/sql/security.sql).
"""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from periods.models import Period
from plenos.querysets import PlenaryQuerySet, RegencyQuerySet
from voters.querysets import ScopedQuerySet


class Column(models.TextChoices):
    """Columns of the recap; the first nine are the terms of the identity."""

    SEBELUM = "SEBELUM", "Sebelumnya"
    BARU = "BARU", "Baru"
    PEMULIHAN = "PEMULIHAN", "Pemulihan"
    TMS = "TMS", "TMS"
    MASUK = "MASUK", "Masuk"
    KELUAR = "KELUAR", "Keluar"
    KOREKSI = "KOREKSI", "Koreksi JK"
    WILAYAH = "WILAYAH", "Penyesuaian wilayah"
    SEKARANG = "SEKARANG", "Sekarang"
    UBAH = "UBAH", "Ubah data"
    DITAHAN = "DITAHAN", "Ditahan"
    LOKSUS = "LOKSUS", "Lokasi khusus"


class Recap(models.Model):
    """One frozen recap of a period; a correction is a new version, never a change."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    regency_code = models.CharField("kab/kota", max_length=4)
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, related_name="recaps", verbose_name="periode"
    )
    version = models.PositiveSmallIntegerField("versi", default=1)
    is_opening = models.BooleanField("pembuka", default=False)
    computed_at = models.DateTimeField("dihitung", db_default=Now())
    frozen_by_id = models.BigIntegerField(null=True)
    frozen_by_name = models.CharField("dibekukan oleh", max_length=150, blank=True)
    head = models.CharField("kepala rantai", max_length=64, blank=True)
    sha256 = models.CharField("sidik rekap", max_length=64)
    annexes = models.JSONField("lampiran kegiatan", default=dict, blank=True)

    objects = RegencyQuerySet.as_manager()

    class Meta:
        verbose_name = "rekap"
        verbose_name_plural = "rekap"
        ordering = ["-period__starts_on", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "version"], name="recap_version_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.regency_code} {self.version}"


class RecapLine(models.Model):
    """One cell of a frozen recap: kelurahan, sex, column, category."""

    recap = models.ForeignKey(Recap, on_delete=models.PROTECT, related_name="lines")
    regency_code = models.CharField("kab/kota", max_length=4)
    kelurahan = models.CharField("kelurahan", max_length=10)
    sex = models.CharField("jenis kelamin", max_length=1)
    column = models.CharField("kolom", max_length=10, choices=Column.choices)
    category = models.CharField("kategori", max_length=20, blank=True)
    n = models.BigIntegerField("jumlah")

    class Meta:
        verbose_name = "baris rekap"
        verbose_name_plural = "baris rekap"
        constraints = [
            models.UniqueConstraint(
                fields=["recap", "kelurahan", "sex", "column", "category"],
                name="recap_cell_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kelurahan} {self.column} {self.n}"


class RecapDraft(models.Model):
    """A draft somebody kept: its figures and who made it when; never changed."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    regency_code = models.CharField("kab/kota", max_length=4)
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, related_name="drafts", verbose_name="periode"
    )
    number = models.PositiveIntegerField("nomor")
    made_at = models.DateTimeField("disimpan", db_default=Now())
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField("oleh", max_length=150)
    note = models.CharField("catatan", max_length=200, blank=True)
    balanced = models.BooleanField("seimbang")
    male = models.BigIntegerField("L")
    female = models.BigIntegerField("P")
    sha256 = models.CharField("sidik", max_length=64)
    cells = models.JSONField("angka")

    objects = RegencyQuerySet.as_manager()

    class Meta:
        verbose_name = "draf rekap"
        verbose_name_plural = "draf rekap"
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "number"], name="recap_draft_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.regency_code} {self.number}"


class PaperKind(models.TextChoices):
    """Files that come out of a period."""

    MINUTES_PDF = "BA_PDF", _("Berita Acara (PDF)")
    MINUTES_DOCX = "BA_DOCX", _("Berita Acara (Word)")
    WORKBOOK = "XLSX", _("Rekap (xlsx)")


class RecapFile(models.Model):
    """A paper of a frozen recap: where its bytes are kept, and their digest."""

    recap = models.ForeignKey(Recap, on_delete=models.PROTECT, related_name="files")
    regency_code = models.CharField("kab/kota", max_length=4)
    kind = models.CharField("jenis", max_length=7, choices=PaperKind.choices)
    path = models.CharField("tempat", max_length=200)
    size = models.PositiveIntegerField("ukuran")
    sha256 = models.CharField("sidik berkas", max_length=64)
    made_at = models.DateTimeField("dibuat", db_default=Now())

    objects = RegencyQuerySet.as_manager()

    class Meta:
        verbose_name = "berkas rekap"
        verbose_name_plural = "berkas rekap"
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["recap", "kind"], name="recap_file_once")
        ]

    def __str__(self) -> str:
        return self.path


class PeriodMember(models.Model):
    """A voter counted in a frozen period, at the version of that day.

    The table is LIST-partitioned by regency_code (plenos/sql/members.sql).
    """

    regency_code = models.CharField(max_length=4)
    period_id = models.BigIntegerField()
    voter_id = models.BigIntegerField()
    row_version = models.IntegerField()
    kelurahan = models.CharField(max_length=10)
    sex = models.CharField(max_length=1)
    tps = models.CharField(max_length=3)
    since_version = models.SmallIntegerField(default=1)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        db_table = "period_member"
        verbose_name = "anggota periode"
        verbose_name_plural = "anggota periode"

    def __str__(self) -> str:
        return f"{self.period_id}"


class ChainSeal(models.Model):
    """Head of the hash chain over a regency's events up to one freeze."""

    regency_code = models.CharField("kab/kota", max_length=4)
    period = models.ForeignKey(
        Period, on_delete=models.PROTECT, related_name="seals", verbose_name="periode"
    )
    version = models.PositiveSmallIntegerField("versi", default=1)
    previous_head = models.CharField("kepala sebelumnya", max_length=64, blank=True)
    head = models.CharField("kepala", max_length=64)
    events = models.BigIntegerField("peristiwa")
    after_id = models.BigIntegerField("sesudah nomor", default=0)
    last_id = models.BigIntegerField("sampai nomor", default=0)
    sealed_at = models.DateTimeField("disegel", db_default=Now())

    objects = RegencyQuerySet.as_manager()

    class Meta:
        verbose_name = "segel rantai"
        verbose_name_plural = "segel rantai"
        constraints = [
            models.UniqueConstraint(
                fields=["period", "version"], name="seal_version_once"
            )
        ]

    def __str__(self) -> str:
        return self.head[:12]


class PlenaryState(models.TextChoices):
    """Where the plenary of a period stands."""

    DRAFT = "DRAFT", "Draf"
    FROZEN = "FROZEN", "Beku"
    SIGNED = "SIGNED", "Ditandatangani"
    PUBLISHED = "PUBLISHED", "Terbit"
    SUPERSEDED = "SUPERSEDED", "Diganti"


class Plenary(models.Model):
    """The open plenary meeting of one period and what it decided.

    A period that was reopened has one for each version of its recap, newest first.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    regency_code = models.CharField("kab/kota", max_length=4)
    period = models.ForeignKey(
        Period,
        on_delete=models.PROTECT,
        related_name="plenaries",
        verbose_name="periode",
    )
    version = models.PositiveSmallIntegerField("versi", default=1)
    state = models.CharField(
        "keadaan",
        max_length=10,
        choices=PlenaryState.choices,
        default=PlenaryState.DRAFT,
    )
    number = models.CharField("nomor Berita Acara", max_length=80, blank=True)
    held_on = models.DateField("tanggal", null=True)
    hour = models.TimeField("jam mulai", null=True)
    place = models.CharField("tempat", max_length=200, blank=True)
    agenda = models.TextField("acara", blank=True)
    decision = models.TextField("keputusan", blank=True)
    copies = models.PositiveSmallIntegerField("rangkap", default=3)
    frozen_at = models.DateTimeField("dibekukan", null=True)
    scan = models.CharField("pindaian", max_length=200, blank=True)
    scan_sha256 = models.CharField("sidik pindaian", max_length=64, blank=True)
    signed_at = models.DateTimeField("pindaian diterima", null=True)
    published_at = models.DateTimeField("terbit", null=True)
    published_by_name = models.CharField("diterbitkan oleh", max_length=150, blank=True)
    updated_by_name = models.CharField("diubah oleh", max_length=150, blank=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)

    objects = PlenaryQuerySet.as_manager()

    class Meta:
        verbose_name = "pleno"
        verbose_name_plural = "pleno"
        ordering = ["period_id", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "version"], name="plenary_version_once"
            )
        ]

    def __str__(self) -> str:
        return self.number or str(self.period)

    @property
    def seen(self) -> str:
        """Which record a page showed, for the save that it sends."""
        return self.updated_at.isoformat()


class Signatory(models.Model):
    """Who signs the minutes, in order."""

    plenary = models.ForeignKey(
        Plenary, on_delete=models.CASCADE, related_name="signatories"
    )
    name = models.CharField("nama", max_length=120)
    title = models.CharField("jabatan", max_length=80)
    order = models.PositiveSmallIntegerField("urutan", default=0)

    class Meta:
        verbose_name = "penanda tangan"
        verbose_name_plural = "penanda tangan"
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class PlenaryAttendance(models.Model):
    """An institution that was invited, and who came for it."""

    plenary = models.ForeignKey(
        Plenary, on_delete=models.CASCADE, related_name="attendance"
    )
    institution = models.CharField("instansi", max_length=120)
    name = models.CharField("nama", max_length=120, blank=True)
    title = models.CharField("jabatan", max_length=80, blank=True)
    present = models.BooleanField("hadir", default=True)

    class Meta:
        verbose_name = "kehadiran"
        verbose_name_plural = "kehadiran"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.institution


class PlenaryInput(models.Model):
    """What an institution asked or advised, and what the office did about it."""

    plenary = models.ForeignKey(
        Plenary, on_delete=models.CASCADE, related_name="inputs"
    )
    institution = models.CharField("instansi", max_length=120)
    input = models.TextField("masukan")
    follow_up = models.TextField("tindak lanjut", blank=True)
    note = models.CharField("keterangan", max_length=200, blank=True)

    class Meta:
        verbose_name = "masukan"
        verbose_name_plural = "masukan"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.institution
