"""Duplicates between regencies by keyed hash, and what Dukcapil is asked (ADR 0035).

A regency sees its own record and what the other's has in common with it, never the
other's row. The rule that somebody keeps the person stands in the database
(sql/exchange_scope.sql), because two offices decide at once.
"""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from voters.querysets import ExchangeQuerySet, RegencyRowsQuerySet, ScopedQuerySet


class Answer(models.TextChoices):
    """What a regency says of its own record; MOVED and STRIKE make a proposal TMS."""

    WAITING = "", _("Belum dijawab")
    STAY = "STAY", _("Tetap di sini")
    OTHER = "OTHER", _("Bukan ganda")
    MOVED = "MOVED", _("Sudah pindah")
    STRIKE = "STRIKE", _("Keluarkan di sini")


LEAVING = (Answer.MOVED, Answer.STRIKE)


class ExchangeHash(models.Model):
    """Keyed hashes of one record; no personal data, and nothing that names its voter.

    `key_id` tells which key made them; a row of another installation came by file.
    """

    ref = models.UUIDField(primary_key=True)
    regency_code = models.CharField("kab/kota", max_length=4)
    key_id = models.CharField("kunci", max_length=16)
    number_hash = models.BinaryField("sidik NIK", max_length=16)
    person_hash = models.BinaryField("sidik orang", max_length=16, null=True)
    print = models.BinaryField("sidik catatan", max_length=16)
    version = models.IntegerField("versi")
    by_file = models.BooleanField("dari berkas", default=False)
    hashed_at = models.DateTimeField(db_default=Now())

    objects = RegencyRowsQuerySet.as_manager()

    class Meta:
        db_table = "exchange_hash"
        verbose_name = "sidik"
        verbose_name_plural = "sidik"
        indexes = [
            models.Index(fields=["number_hash"], name="exchange_number"),
            models.Index(fields=["person_hash"], name="exchange_person"),
            models.Index(fields=["regency_code", "ref"], name="exchange_regency"),
        ]

    def __str__(self) -> str:
        return str(self.ref)


class ExchangeRef(models.Model):
    """Whose a reference is; drawn by lot, read by the worker alone."""

    ref = models.UUIDField(primary_key=True, default=uuid.uuid4)
    regency_code = models.CharField("kab/kota", max_length=4)
    voter_id = models.BigIntegerField("pemilih")
    kelurahan = models.CharField("kelurahan", max_length=10)

    objects = RegencyRowsQuerySet.as_manager()

    class Meta:
        db_table = "exchange_ref"
        verbose_name = "rujukan sidik"
        verbose_name_plural = "rujukan sidik"
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "voter_id"], name="exchange_ref_once"
            )
        ]

    def __str__(self) -> str:
        return str(self.ref)


class ExchangeSide(models.Model):
    """One regency's side of a pair: its own record, and its answer.

    `other_answer` is a copy that a trigger keeps; of another installation's record
    (`remote`) it is what the last file said. `gone`: found no more.
    """

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    ref = models.UUIDField()
    voter_id = models.BigIntegerField("pemilih")
    kelurahan = models.CharField("kelurahan", max_length=10)
    other_regency = models.CharField("kab/kota lain", max_length=4)
    other_ref = models.UUIDField()
    remote = models.BooleanField("instalasi lain", default=False)
    same_number = models.BooleanField("NIK sama")
    same_person = models.BooleanField("nama, tanggal lahir, dan jenis kelamin sama")
    print = models.BinaryField(max_length=32)
    gone = models.BooleanField("tidak ditemukan lagi", default=False)
    answer = models.CharField(
        "jawaban", max_length=6, choices=Answer.choices, blank=True
    )
    other_answer = models.CharField(
        "jawaban lain", max_length=6, choices=Answer.choices, blank=True
    )
    proposal_id = models.BigIntegerField("usulan", null=True)
    note = models.CharField("catatan", max_length=400, blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_by_name = models.CharField("penjawab", max_length=150, blank=True)
    answered_at = models.DateTimeField("dijawab", null=True)
    found_at = models.DateTimeField("ditemukan", db_default=Now())

    objects = ExchangeQuerySet.as_manager()

    class Meta:
        db_table = "exchange_side"
        verbose_name = "ganda antar kab/kota"
        verbose_name_plural = "ganda antar kab/kota"
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "public_id"], name="exchange_public_id"
            ),
            models.UniqueConstraint(
                fields=["regency_code", "ref", "other_regency", "other_ref"],
                name="exchange_side_once",
            ),
            models.CheckConstraint(
                condition=models.Q(answer__in=["", "STAY", "OTHER", "MOVED", "STRIKE"]),
                name="exchange_answer_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(regency_code=models.F("other_regency")),
                name="exchange_two_regencies",
            ),
        ]
        indexes = [
            models.Index(fields=["regency_code", "id"], name="exchange_queue"),
            models.Index(fields=["other_ref", "ref"], name="exchange_other"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    @property
    def leaves(self) -> bool:
        """Whether this office lets its own record go."""
        return self.answer in LEAVING


class LetterAnswer(models.TextChoices):
    """What Dukcapil answers about one NIK of two people."""

    NEW_NIK = "NEW_NIK", _("Satu orang direkam ulang dengan NIK baru")
    WRONG_NIK = "WRONG_NIK", _("NIK salah catat; diperbaiki")
    ONE_PERSON = "ONE_PERSON", _("Ternyata satu orang")
    UNKNOWN = "UNKNOWN", _("Tidak ditemukan di basis data Dukcapil")
    OTHER = "OTHER", _("Lainnya, wajib catatan")


class DukcapilLetter(models.Model):
    """One NIK of two people, asked of Dukcapil by a numbered letter; strikes nobody."""

    regency_code = models.CharField("kab/kota", max_length=4)
    proposal_id = models.BigIntegerField("usulan")
    kelurahan = models.CharField("kelurahan", max_length=10, blank=True)
    letter_no = models.CharField("nomor surat", max_length=80)
    letter_on = models.DateField("tanggal surat")
    sent_by_id = models.BigIntegerField(null=True)
    sent_by_name = models.CharField("pengirim", max_length=150, blank=True)
    sent_at = models.DateTimeField(db_default=Now())
    answer = models.CharField(
        "jawaban", max_length=10, choices=LetterAnswer.choices, blank=True
    )
    answer_no = models.CharField("nomor jawaban", max_length=80, blank=True)
    answer_on = models.DateField("tanggal jawaban", null=True)
    answer_note = models.CharField("catatan jawaban", max_length=400, blank=True)
    answered_by_id = models.BigIntegerField(null=True)
    answered_by_name = models.CharField("pencatat", max_length=150, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        db_table = "dukcapil_letter"
        verbose_name = "surat ke Dukcapil"
        verbose_name_plural = "surat ke Dukcapil"
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "proposal_id"], name="dukcapil_letter_once"
            ),
            models.CheckConstraint(
                condition=~models.Q(letter_no=""), name="dukcapil_letter_numbered"
            ),
        ]
        indexes = [
            models.Index(
                fields=["regency_code", "letter_no"], name="dukcapil_letter_number"
            )
        ]

    def __str__(self) -> str:
        return self.letter_no
