"""Region codes are Kemendagri's without dots; a scope is a range of them (design 2)."""

from django.db import models

from regions.querysets import RegionQuerySet


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
