"""What of a period has been entered into SIDALIH, and by whom."""

from django.db import models
from django.db.models.functions import Now

from voters.querysets import ScopedQuerySet


class SidalihEntry(models.Model):
    """One event of the roll that somebody has entered into SIDALIH."""

    regency_code = models.CharField("kab/kota", max_length=4)
    period_id = models.BigIntegerField("periode")
    event_id = models.BigIntegerField("peristiwa")
    kelurahan = models.CharField("kelurahan", max_length=10)
    done_by_id = models.BigIntegerField("nomor pengentri", null=True)
    done_by_name = models.CharField("dientri oleh", max_length=150)
    done_at = models.DateTimeField("dientri", db_default=Now())

    objects = ScopedQuerySet.as_manager()

    class Meta:
        db_table = "sidalih_entry"
        verbose_name = "entri SIDALIH"
        verbose_name_plural = "entri SIDALIH"
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "event_id"], name="sidalih_entry_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.regency_code} {self.event_id}"
