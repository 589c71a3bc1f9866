"""Pairs of records that may be one person (GANDA): suggestions, decided by people.

A pair holds codes and weights, never a name or a number: what stood left and right is
looked up when it is shown, under the viewer's own scope.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from voters.querysets import DuplicateQuerySet


class PairOrigin(models.TextChoices):
    """Where the two records stand."""

    ROLL = "ROLL", _("Dua pemilih dalam daftar")
    FILE = "FILE", _("Dua baris kiriman")
    BOTH = "BOTH", _("Daftar dan kiriman")
    LINK = "LINK", _("Baris tanpa NIK yang dapat dipakai")
    PROVINCE = "PROVINCE", _("Antar kab/kota")


class PairTier(models.TextChoices):
    """How sure the score is: TOP is looked at first."""

    TOP = "TOP", _("Sangat mungkin")
    LIST = "LIST", _("Mungkin")


class PairState(models.TextChoices):
    """OPEN and SECOND wait; a NOT_DUPLICATE stays until either record changes."""

    OPEN = "OPEN", _("Menunggu")
    SECOND = "SECOND", _("Menunggu orang kedua")
    NOT_DUPLICATE = "NOT_DUPLICATE", _("Bukan ganda")
    RESOLVED = "RESOLVED", _("Diselesaikan")
    STALE = "STALE", _("Kedaluwarsa")


class DuplicatePair(models.Model):
    """Two records that may be one person, with score and the reasons for it.

    `voter_a` < `voter_b` for two voters; a row of a delivery stands in `delivery_id`
    and `line_no` (the second one of the same file in `line_b`). `reasons` is a list of
    {element, level, weight} in hundredths of a bit; `rules` names the blocking rules
    that brought the two together; `print` tells whether a compared element changed.
    """

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    period_id = models.BigIntegerField("periode")
    origin = models.CharField("asal", max_length=8, choices=PairOrigin.choices)
    voter_a = models.BigIntegerField("pemilih A", null=True)
    version_a = models.IntegerField(null=True)
    voter_b = models.BigIntegerField("pemilih B", null=True)
    version_b = models.IntegerField(null=True)
    delivery_id = models.BigIntegerField("kiriman", null=True)
    line_no = models.BigIntegerField("baris", null=True)
    line_b = models.BigIntegerField("baris kedua", null=True)
    kelurahan_a = models.CharField("kelurahan A", max_length=10)
    kelurahan_b = models.CharField("kelurahan B", max_length=10)
    score = models.IntegerField("skor")
    tier = models.CharField("tingkat", max_length=4, choices=PairTier.choices)
    reasons = models.JSONField("alasan", default=list)
    rules = ArrayField(
        models.CharField(max_length=16), verbose_name="aturan", default=list
    )
    rules_version = models.CharField("versi aturan", max_length=16)
    cluster = models.BigIntegerField("kelompok", null=True)
    print = models.CharField(max_length=32)
    state = models.CharField(
        "keadaan", max_length=13, choices=PairState.choices, default=PairState.OPEN
    )
    keep_voter = models.BigIntegerField("pemilih yang tetap", null=True)
    proposal_id = models.BigIntegerField("usulan", null=True)
    note = models.CharField("catatan", max_length=400, blank=True)
    first_by_id = models.BigIntegerField(null=True)
    first_by_name = models.CharField("pemutus pertama", max_length=150, blank=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField("pemutus", max_length=150, blank=True)
    decided_at = models.DateTimeField("diputus", null=True)
    found_at = models.DateTimeField("ditemukan", db_default=Now())

    objects = DuplicateQuerySet.as_manager()

    class Meta:
        db_table = "duplicate_pair"
        verbose_name = "pasangan ganda"
        verbose_name_plural = "pasangan ganda"
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "public_id"], name="duplicate_public_id"
            ),
            models.UniqueConstraint(
                fields=["regency_code", "voter_a", "voter_b"],
                condition=models.Q(voter_b__isnull=False),
                name="duplicate_once",
            ),
            models.UniqueConstraint(
                fields=["regency_code", "delivery_id", "line_no", "voter_a", "line_b"],
                condition=models.Q(line_no__isnull=False),
                nulls_distinct=False,
                name="duplicate_line_once",
            ),
            models.CheckConstraint(
                condition=models.Q(voter_a__lt=models.F("voter_b"))
                | models.Q(voter_b__isnull=True),
                name="duplicate_in_order",
            ),
        ]
        indexes = [
            models.Index(
                fields=["regency_code", "state", "-score", "id"],
                name="duplicate_queue",
            ),
            # The list of what waits, whichever of the two states: the first page of
            # 87,000 pairs sorted all of them.
            models.Index(
                fields=["regency_code", "-score", "-id"],
                condition=models.Q(state__in=["OPEN", "SECOND"]),
                name="duplicate_first",
            ),
            # Two rows of one file are no voters yet.
            models.Index(
                fields=["regency_code", "cluster"],
                name="duplicate_cluster",
                condition=models.Q(cluster__isnull=False),
            ),
            models.Index(
                fields=["regency_code", "voter_b"],
                name="duplicate_other",
                condition=models.Q(voter_b__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.tier} {self.public_id}"

    @property
    def shown_state(self) -> str:
        """Its state as a badge names it: a row has its own word for "no"."""
        is_link = self.origin == PairOrigin.LINK
        if is_link and self.state == PairState.NOT_DUPLICATE:
            return "NOT_THIS_PERSON"
        return self.state
