"""Who works where in the queue: a kecamatan for the day, a person for some minutes."""

from typing import Any

from django.db import models
from django.db.models.functions import Now

from voters.querysets import ScopedQuerySet

DISTRICT = "k"
"""First letter of a subject that is a kecamatan; others are one person."""


class ClaimQuerySet(ScopedQuerySet):
    """Claims."""

    def live(self) -> Any:
        """Those whose time has not run out, by the clock of the database."""
        return self.filter(until__gt=Now())


class ReviewClaim(models.Model):
    """A claim of one account on a kecamatan's queue or on one person of it.

    `subject` is what is held, and stands once a regency: "k327201" a kecamatan,
    "v123" a voter whoever proposes, "p456" a proposal of somebody not on the roll.
    After `until` it holds nothing; the row waits for the next holder. `kelurahan`
    is the code of the place, of a kecamatan six digits. Who waits is `asked_by_*`.
    """

    regency_code = models.CharField("kab/kota", max_length=4)
    subject = models.CharField("yang dipegang", max_length=24)
    kelurahan = models.CharField("wilayah", max_length=10)
    user_id = models.BigIntegerField("nomor pemegang")
    user_name = models.CharField("pemegang", max_length=150)
    taken_at = models.DateTimeField("dipegang sejak", db_default=Now())
    until = models.DateTimeField("sampai")
    asked_by_id = models.BigIntegerField(null=True)
    asked_by_name = models.CharField("peminta", max_length=150, blank=True)

    objects = ClaimQuerySet.as_manager()

    class Meta:
        db_table = "review_claim"
        verbose_name = "pegangan"
        verbose_name_plural = "pegangan"
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "subject"], name="claim_once"
            )
        ]
        indexes = [
            models.Index(fields=["regency_code", "user_id"], name="claim_of_account")
        ]

    def __str__(self) -> str:
        return self.subject

    @property
    def is_district(self) -> bool:
        """Whether a whole kecamatan is held."""
        return self.subject.startswith(DISTRICT)


class KeyChoice(models.Model):
    """Whether an account has switched the keys of the portal off (WCAG 2.1.4)."""

    user_id = models.BigIntegerField(primary_key=True)
    is_off = models.BooleanField("tombol dimatikan", default=False)

    class Meta:
        db_table = "key_choice"
        verbose_name = "pilihan tombol"
        verbose_name_plural = "pilihan tombol"

    def __str__(self) -> str:
        return "mati" if self.is_off else "hidup"
