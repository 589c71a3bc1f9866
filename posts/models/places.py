"""A post, who works there and when."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from posts.querysets import KecamatanQuerySet, PostQuerySet


class PostState(models.TextChoices):
    """Only an OPEN post is shown to the public."""

    DRAFT = "DRAFT", _("Draf")
    OPEN = "OPEN", _("Dibuka")
    CLOSED = "CLOSED", _("Ditutup")


def map_address(latitude: Decimal | None, longitude: Decimal | None) -> str:
    """A point on a public map; "" without one."""
    if latitude is None or longitude is None:
        return ""
    mark = f"?mlat={latitude}&mlon={longitude}"
    return f"https://www.openstreetmap.org/{mark}#map=18/{latitude}/{longitude}"


class Post(models.Model):
    """Pos Daftar Pemilih Berkelanjutan: where people of a kecamatan come to.

    `hours` maps a weekday ("0" is Monday) to [opens, closes]. `contact` is the
    office's. A visitor sees OPEN posts only, by row security (posts/sql/security.sql).
    """

    regency_code = models.CharField("kab/kota", max_length=4)
    kecamatan = models.CharField("kecamatan", max_length=6)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField("alamat halaman", max_length=80, unique=True)
    name = models.CharField("nama", max_length=80)
    place = models.CharField("tempat", max_length=200)
    latitude = models.DecimalField(
        "lintang", max_digits=8, decimal_places=6, null=True, blank=True
    )
    longitude = models.DecimalField(
        "bujur", max_digits=9, decimal_places=6, null=True, blank=True
    )
    hours = models.JSONField("jam buka", default=dict, blank=True)
    contact = models.CharField("kontak kantor", max_length=120, blank=True)
    bring = models.TextField("yang perlu dibawa", blank=True)
    photo = models.CharField("foto", max_length=200, blank=True)
    state = models.CharField(
        "status", max_length=6, choices=PostState.choices, default=PostState.DRAFT
    )
    made_at = models.DateTimeField("dibuat", db_default=Now())
    updated_at = models.DateTimeField("diubah", auto_now=True)
    updated_by_name = models.CharField("diubah oleh", max_length=150, blank=True)

    objects = PostQuerySet.as_manager()

    class Meta:
        verbose_name = "pos"
        verbose_name_plural = "pos"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["regency_code", "kecamatan"], name="post_by_place")
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(latitude__isnull=True, longitude__isnull=True)
                | models.Q(
                    latitude__range=(-90, 90),
                    longitude__range=(-180, 180),
                ),
                name="post_point_whole",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def map_url(self) -> str:
        """The point on a public map; "" without one."""
        return map_address(self.latitude, self.longitude)


class PostOfficer(models.Model):
    """Somebody who works at a post: an account of role POST, or a named substitute."""

    regency_code = models.CharField("kab/kota", max_length=4)
    kecamatan = models.CharField("kecamatan", max_length=6)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="officers")
    account_id = models.BigIntegerField("nomor akun", null=True, blank=True)
    name = models.CharField("nama", max_length=120)
    is_substitute = models.BooleanField("pengganti", default=False)
    is_active = models.BooleanField("aktif", default=True)

    objects = KecamatanQuerySet.as_manager()

    class Meta:
        verbose_name = "petugas pos"
        verbose_name_plural = "petugas pos"
        ordering = ["is_substitute", "name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["post", "account_id"],
                condition=models.Q(is_active=True, account_id__isnull=False),
                name="officer_once_a_post",
            ),
            models.CheckConstraint(
                condition=models.Q(account_id__isnull=False)
                | models.Q(is_substitute=True),
                name="officer_has_account",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Duty(models.Model):
    """One officer's turn at a post."""

    regency_code = models.CharField("kab/kota", max_length=4)
    kecamatan = models.CharField("kecamatan", max_length=6)
    post = models.ForeignKey(Post, on_delete=models.PROTECT, related_name="duties")
    officer = models.ForeignKey(
        PostOfficer, on_delete=models.PROTECT, related_name="duties"
    )
    day = models.DateField("tanggal")
    starts = models.TimeField("mulai")
    till = models.TimeField("sampai")

    objects = KecamatanQuerySet.as_manager()

    class Meta:
        verbose_name = "piket"
        verbose_name_plural = "piket"
        ordering = ["day", "starts", "id"]
        indexes = [models.Index(fields=["post", "day"], name="duty_by_day")]
        constraints = [
            models.UniqueConstraint(
                fields=["officer", "day", "starts"], name="duty_once"
            ),
            models.CheckConstraint(
                condition=models.Q(till__gt=models.F("starts")), name="duty_forwards"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.starts}"
