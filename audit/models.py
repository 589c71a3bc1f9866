"""The ledger of touches that change no voter: sign-ins, reads, exports, refusals.

The table belongs to the role pdpb_ledger; the portal's logins can insert and read
it, and can neither change nor remove a row.
"""

from django.db import models


class LedgerEntry(models.Model):
    """One touch: who, when, what, in which regency, why."""

    recorded_at = models.DateTimeField("waktu", auto_now_add=True)
    actor_id = models.BigIntegerField("nomor akun", null=True)
    actor_name = models.CharField("pelaku", max_length=150)
    action = models.CharField("tindakan", max_length=60)
    regency_code = models.CharField("kab/kota", max_length=4, blank=True)
    subject = models.CharField("objek", max_length=120, blank=True)
    data = models.JSONField("rincian", default=dict)
    address = models.GenericIPAddressField("alamat jaringan", null=True)

    class Meta:
        verbose_name = "catatan jejak"
        verbose_name_plural = "catatan jejak"
        ordering = ["-id"]
        indexes = [models.Index(fields=["regency_code", "-id"], name="ledger_regency")]

    def __str__(self) -> str:
        return f"{self.action} {self.subject}"
