"""A file that somebody asked for: where it lies, until when, and who may fetch it."""

import uuid
from typing import Any, Self

from django.db import models
from django.db.models.functions import Now
from django.utils import timezone


class ExportFileQuerySet(models.QuerySet["ExportFile"]):
    """Asked-for files; the database itself shows a person only the own ones."""

    def of(self, regency: str) -> Self:
        """Files of one regency."""
        return self.filter(regency_code=regency)

    def asked_by(self, actor: Any) -> Self:
        """Files of one account that it has not deleted; nothing for nobody."""
        if actor is None or actor.pk is None:
            return self.none()
        return self.filter(actor_id=actor.pk, removed_at=None)


class ExportFile(models.Model):
    """One asked-for file. It has bytes from `ready_at` until it expires."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    regency_code = models.CharField("kab/kota", max_length=4)
    source = models.CharField("daftar", max_length=60)
    query = models.TextField("saringan", blank=True)
    format = models.CharField("bentuk", max_length=4)
    actor_id = models.BigIntegerField("nomor peminta")
    actor_name = models.CharField("peminta", max_length=150)
    job_id = models.BigIntegerField("nomor pekerjaan", null=True)
    protected = models.BooleanField("berkata sandi", default=False)
    secret = models.TextField("sandi terenkripsi", blank=True)
    name = models.CharField("nama berkas", max_length=120, blank=True)
    path = models.CharField("tempat", max_length=200, blank=True)
    sha256 = models.CharField("sidik berkas", max_length=64, blank=True)
    rows = models.BigIntegerField("baris", default=0)
    size = models.BigIntegerField("ukuran", default=0)
    asked_at = models.DateTimeField("diminta", db_default=Now())
    ready_at = models.DateTimeField("siap", null=True)
    expires_at = models.DateTimeField("kedaluwarsa", null=True)
    removed_at = models.DateTimeField("dihapus", null=True)
    downloads = models.PositiveIntegerField("kali diunduh", default=0)

    objects = ExportFileQuerySet.as_manager()

    class Meta:
        verbose_name = "berkas ekspor"
        verbose_name_plural = "berkas ekspor"
        ordering = ["-id"]
        indexes = [models.Index(fields=["actor_id", "-id"], name="export_actor")]

    def __str__(self) -> str:
        return self.name or self.source

    @property
    def is_ready(self) -> bool:
        """Whether its bytes were written (they may have expired since)."""
        return self.ready_at is not None

    @property
    def is_expired(self) -> bool:
        """Whether its time is over."""
        return self.expires_at is not None and self.expires_at <= timezone.now()


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Saved views; the database itself shows the own ones and the office's shared."""

    def of(self, regency: str, page: str) -> Self:
        """Those of one list of one regency, by name."""
        return self.filter(regency_code=regency, page=page).order_by("name", "id")


class SavedView(models.Model):
    """Filter, columns and order of a list under a name of one's own.

    `query` is a query string without words that were searched for and without the
    place in the list, so it names nobody.
    """

    regency_code = models.CharField("kab/kota", max_length=4)
    page = models.CharField("daftar", max_length=60)
    name = models.CharField("nama", max_length=40)
    query = models.TextField("saringan", max_length=2000, blank=True)
    shared = models.BooleanField("untuk sekantor", default=False)
    owner_id = models.BigIntegerField("nomor pemilik")
    owner_name = models.CharField("pemilik", max_length=150)
    saved_at = models.DateTimeField("disimpan", db_default=Now())

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        verbose_name = "tampilan tersimpan"
        verbose_name_plural = "tampilan tersimpan"
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "page", "owner_id", "name"],
                name="saved_view_once",
            )
        ]

    def __str__(self) -> str:
        return self.name
