"""Region codes are Kemendagri's without dots; a scope is a range of them (design 2)."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from regions.querysets import ChangeQuerySet, RegionQuerySet


class Level(models.IntegerChoices):
    """Length of a code tells its level: 2, 4, 6, 10 characters."""

    PROVINCE = 2, "Provinsi"
    REGENCY = 4, "Kabupaten/kota"
    DISTRICT = 6, "Kecamatan"
    VILLAGE = 10, "Kelurahan/desa"


class Region(models.Model):
    """One region; codes have validity dates because regions split and are renamed."""

    code = models.CharField("kode", primary_key=True, max_length=10)
    level = models.PositiveSmallIntegerField("tingkat", choices=Level.choices)
    parent = models.ForeignKey(
        "self",
        null=True,
        on_delete=models.PROTECT,
        related_name="children",
        verbose_name="induk",
    )
    name = models.CharField("nama", max_length=120)
    valid_from = models.DateField("berlaku sejak", null=True, blank=True)
    valid_to = models.DateField("berlaku sampai", null=True, blank=True)

    objects = RegionQuerySet.as_manager()

    class Meta:
        verbose_name = "wilayah"
        verbose_name_plural = "wilayah"
        ordering = ["code"]
        indexes = [models.Index(fields=["level", "code"], name="region_level_code")]

    def __str__(self) -> str:
        return self.name

    @property
    def dotted(self) -> str:
        """Code as Kemendagri prints it: 32.72.01.1001."""
        code = self.code
        parts = [code[:2], code[2:4], code[4:6], code[6:]]
        return ".".join(part for part in parts if part)


class Alias(models.Model):
    """Another spelling of a region's name, upper case, letters and digits only."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="aliases")
    key = models.CharField("ejaan", max_length=120)

    class Meta:
        verbose_name = "ejaan wilayah"
        verbose_name_plural = "ejaan wilayah"
        constraints = [
            models.UniqueConstraint(fields=["region", "key"], name="alias_once")
        ]

    def __str__(self) -> str:
        return self.key


class Border(models.Model):
    """Borders of a regency's kecamatan or kelurahan, from a file of the office."""

    regency_code = models.CharField("kab/kota", max_length=4)
    level = models.PositiveSmallIntegerField("tingkat", choices=Level.choices)
    areas = models.JSONField("bidang")
    unknown = models.JSONField("tidak dikenal", default=list)
    missing = models.PositiveIntegerField("tanpa bidang", default=0)
    kept_by_name = models.CharField("diunggah oleh", max_length=150)
    kept_at = models.DateTimeField("diunggah", auto_now=True)

    class Meta:
        verbose_name = "batas wilayah"
        verbose_name_plural = "batas wilayah"
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "level"], name="border_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.regency_code} {self.level}"


class RegionChange(models.Model):
    """A renaming, split, merger or move of kelurahan: its law, its map, its two people.

    `applies_from` is the day from which the portal uses it: never before the period in
    which it was applied, whatever day the law named. `done` tells what became of the
    regions themselves, so that it can be taken back.
    """

    class Kind(models.TextChoices):
        """What happens to the regions."""

        SPLIT = "SPLIT", _("Pemekaran")
        MERGE = "MERGE", _("Penggabungan")
        MOVE = "MOVE", _("Pindah kecamatan")
        RENAME = "RENAME", _("Ganti nama")

    class State(models.TextChoices):
        """From the map to the roll and back."""

        DRAFT = "DRAFT", _("Disusun")
        ASKED = "ASKED", _("Menunggu orang kedua")
        CONFIRMED = "CONFIRMED", _("Disetujui")
        APPLIED = "APPLIED", _("Diterapkan")
        UNDONE = "UNDONE", _("Diurungkan")
        REFUSED = "REFUSED", _("Dibatalkan")

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("jenis", max_length=6, choices=Kind.choices)
    state = models.CharField(
        "keadaan", max_length=9, choices=State.choices, default=State.DRAFT
    )
    basis_no = models.CharField("nomor dasar hukum", max_length=120)
    basis_on = models.DateField("tanggal dasar hukum")
    effective_on = models.DateField("berlaku sejak")
    period_code = models.CharField("periode", max_length=7, blank=True)
    applies_from = models.DateField("dipakai sejak", null=True)
    note = models.CharField("catatan", max_length=200, blank=True)
    counts = models.JSONField("hasil", default=dict)
    done = models.JSONField("yang dibuat", default=dict)
    prepared_by_id = models.BigIntegerField(null=True)
    prepared_by_name = models.CharField("disusun oleh", max_length=150)
    prepared_by_chair = models.BooleanField(default=False)
    prepared_at = models.DateTimeField("disusun", db_default=Now())
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField("orang kedua", max_length=150, blank=True)
    decided_at = models.DateTimeField("diputus", null=True)
    applied_at = models.DateTimeField("diterapkan", null=True)
    undone_by_name = models.CharField("diurungkan oleh", max_length=150, blank=True)
    undone_at = models.DateTimeField("diurungkan", null=True)

    objects = ChangeQuerySet.as_manager()

    class Meta:
        verbose_name = "perubahan wilayah"
        verbose_name_plural = "perubahan wilayah"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["regency_code", "-id"], name="region_change_list")
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code"],
                condition=models.Q(state__in=["ASKED", "CONFIRMED"]),
                name="one_region_change_under_way",
            ),
            models.CheckConstraint(
                condition=~models.Q(state__in=["CONFIRMED", "APPLIED", "UNDONE"])
                | (
                    models.Q(decided_by_id__isnull=False)
                    & ~models.Q(decided_by_id=models.F("prepared_by_id"))
                ),
                name="region_change_by_two",
            ),
        ]

    def __str__(self) -> str:
        return self.basis_no

    @property
    def is_draft(self) -> bool:
        """Whether its map can still be changed."""
        return self.state == self.State.DRAFT


class RegionChangeLine(models.Model):
    """One line of the old -> new map: a kelurahan, a RW or an RT, and where to."""

    change = models.ForeignKey(
        RegionChange, on_delete=models.CASCADE, related_name="lines"
    )
    number = models.PositiveIntegerField("baris")
    old_code = models.CharField("kode lama", max_length=10)
    rw = models.CharField("RW", max_length=3, blank=True)
    rt = models.CharField("RT", max_length=3, blank=True)
    new_code = models.CharField("kode baru", max_length=10)
    new_name = models.CharField("nama baru", max_length=120, blank=True)
    new_district = models.CharField("nama kecamatan baru", max_length=120, blank=True)
    new_rw = models.CharField("RW baru", max_length=3, blank=True)
    new_rt = models.CharField("RT baru", max_length=3, blank=True)

    class Meta:
        verbose_name = "baris peta wilayah"
        verbose_name_plural = "baris peta wilayah"
        ordering = ["number", "rw", "rt"]
        constraints = [
            models.UniqueConstraint(
                fields=["change", "old_code", "rw", "rt"], name="region_line_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.old_code} {self.new_code}"


class RegionName(models.Model):
    """A name of a region with the days on which it was in use in the portal."""

    region = models.ForeignKey(Region, on_delete=models.CASCADE, related_name="names")
    change = models.ForeignKey(
        RegionChange, on_delete=models.CASCADE, related_name="names"
    )
    name = models.CharField("nama", max_length=120)
    valid_from = models.DateField("berlaku sejak", null=True)
    valid_to = models.DateField("berlaku sampai", null=True)

    class Meta:
        verbose_name = "nama wilayah"
        verbose_name_plural = "nama wilayah"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class RegionFollowed(models.Model):
    """A row of another room that followed a change: its place before and after it."""

    change = models.ForeignKey(
        RegionChange, on_delete=models.CASCADE, related_name="followed"
    )
    regency_code = models.CharField(max_length=4)
    follower = models.CharField(max_length=40)
    row_id = models.BigIntegerField()
    before = models.JSONField()
    after = models.JSONField()

    class Meta:
        verbose_name = "baris yang mengikuti"
        verbose_name_plural = "baris yang mengikuti"
        indexes = [
            models.Index(fields=["change", "follower", "row_id"], name="followed_rows")
        ]

    def __str__(self) -> str:
        return f"{self.follower} {self.row_id}"
