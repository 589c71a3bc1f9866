"""The ledger of touches that change no voter: sign-ins, reads, exports, refusals.

The tables belong to the role pdpb_ledger; the portal's logins can insert and read
them, and can neither change nor remove a row.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class LedgerEntry(models.Model):
    """One touch: who, when, what, in which regency, why."""

    recorded_at = models.DateTimeField("waktu", auto_now_add=True)
    actor_id = models.BigIntegerField("nomor akun", null=True)
    actor_name = models.CharField("pelaku", max_length=150)
    action = models.CharField("tindakan", max_length=60)
    regency_code = models.CharField("kab/kota", max_length=4, blank=True)
    subject = models.CharField("objek", max_length=120, blank=True)
    purpose = models.CharField("tujuan", max_length=120, blank=True, db_default="")
    data = models.JSONField("rincian", default=dict)
    address = models.GenericIPAddressField("alamat jaringan", null=True)

    class Meta:
        verbose_name = "catatan jejak"
        verbose_name_plural = "catatan jejak"
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["regency_code", "-id"], name="ledger_regency"),
            models.Index(fields=["actor_id", "recorded_at"], name="ledger_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"


class PersonsShown(models.Model):
    """Whom an entry of the ledger showed, by opaque key; a long export has several.

    Apart from the entry, so that the ledger itself can be read by people who may not
    know which voter was looked at (Bawaslu), and row security guards this half.
    """

    entry_id = models.BigIntegerField("nomor catatan")
    regency_code = models.CharField("kab/kota", max_length=4)
    recorded_at = models.DateTimeField("waktu")
    persons = ArrayField(models.UUIDField(), verbose_name="orang")

    class Meta:
        verbose_name = "orang yang terlihat"
        verbose_name_plural = "orang yang terlihat"
        db_table = "ledger_persons"

    def __str__(self) -> str:
        return f"{self.entry_id}: {len(self.persons)}"
