"""Documents that were uploaded beside a form which is not sent yet (ADR 0050)."""

import uuid

from django.db import models
from django.db.models.functions import Now

from voters.querysets import RegencyRowsQuerySet


class EvidenceDraft(models.Model):
    """One photograph or scan of one account, until the form takes it or a day is over.

    It was looked at and stripped like any evidence. The name of the file it came from
    is not kept: people write names and NIK into it.
    """

    regency_code = models.CharField(max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    owner_id = models.BigIntegerField()
    file = models.CharField(max_length=200)
    size = models.BigIntegerField()
    made_at = models.DateTimeField(db_default=Now())

    objects = RegencyRowsQuerySet.as_manager()

    class Meta:
        db_table = "evidence_draft"
        verbose_name = "konsep bukti"
        verbose_name_plural = "konsep bukti"
        indexes = [
            models.Index(fields=["regency_code", "owner_id"], name="draft_of_owner")
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def ending(self) -> str:
        """PDF, JPG or PNG: what the content showed itself to be."""
        return self.file.rsplit(".", 1)[-1].upper()
