"""Update posts: what a kecamatan tells its people."""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from posts.querysets import BulletinQuerySet, KecamatanQuerySet


class BulletinState(models.TextChoices):
    """A post officer writes and sends in; the office publishes and archives."""

    DRAFT = "DRAFT", _("Draf")
    SENT = "SENT", _("Menunggu kantor")
    PUBLISHED = "PUBLISHED", _("Terbit")
    ARCHIVED = "ARCHIVED", _("Diarsipkan")


class Bulletin(models.Model):
    """One bulletin of a kecamatan: plain text with few marks (posts/rules/text.py).

    A visitor sees PUBLISHED ones only, by row security (posts/sql/security.sql).
    """

    regency_code = models.CharField("kab/kota", max_length=4)
    kecamatan = models.CharField("kecamatan", max_length=6)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    period_code = models.CharField("periode", max_length=7, blank=True)
    title = models.CharField("judul", max_length=120)
    body = models.TextField("isi")
    state = models.CharField(
        "keadaan",
        max_length=9,
        choices=BulletinState.choices,
        default=BulletinState.DRAFT,
    )
    pinned = models.BooleanField("disematkan", default=False)
    author_id = models.BigIntegerField(null=True)
    author_name = models.CharField("penulis", max_length=150)
    made_at = models.DateTimeField("ditulis", db_default=Now())
    updated_at = models.DateTimeField("diubah", auto_now=True)
    published_at = models.DateTimeField("terbit", null=True)
    published_by_name = models.CharField("diterbitkan oleh", max_length=150, blank=True)

    objects = BulletinQuerySet.as_manager()

    class Meta:
        verbose_name = "kabar"
        verbose_name_plural = "kabar"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["kecamatan", "state"], name="bulletin_by_place")
        ]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(state="PUBLISHED")
                | models.Q(published_at__isnull=False),
                name="bulletin_published_when",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def seen(self) -> str:
        """Which text and pictures a page showed, for the step that it sends."""
        return self.updated_at.isoformat()


class BulletinPicture(models.Model):
    """A picture of a bulletin, with the words that stand for it."""

    regency_code = models.CharField("kab/kota", max_length=4)
    kecamatan = models.CharField("kecamatan", max_length=6)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    bulletin = models.ForeignKey(
        Bulletin, on_delete=models.CASCADE, related_name="pictures"
    )
    file = models.CharField("berkas", max_length=200)
    words = models.CharField("keterangan gambar", max_length=160)

    objects = KecamatanQuerySet.as_manager()

    class Meta:
        verbose_name = "gambar kabar"
        verbose_name_plural = "gambar kabar"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.words
