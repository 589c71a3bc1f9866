"""Code lists as data: what administrators added to the lists of the program.

The program brings the lists its rules name (`voters.models.codes`); a row here adds an
entry or gives one another word or another validity. Rows are never deleted: what was
recorded under a code must stay readable (ADR 0022).
"""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from voters.models.keeping import Kept


class CodeList(models.TextChoices):
    """The lists; the first five are the law's, the last two the offices' practice."""

    TMS = "TMS", _("Sebab TMS")
    BARU = "BARU", _("Kategori pemilih baru")
    DISABILITY = "DISABILITY", _("Disabilitas")
    EKTP = "EKTP", _("KTP-el")
    MARITAL = "MARITAL", _("Status kawin")
    EVIDENCE = "EVIDENCE", _("Jenis bukti")
    REJECT = "REJECT", _("Alasan penolakan")


class CodeFacts(models.Model):
    """What an entry says: code, words in both languages, from when until when."""

    list = models.CharField("daftar", max_length=12, choices=CodeList.choices)
    vintage = models.CharField("angkatan", max_length=4)
    code = models.CharField("kode", max_length=20)
    label = models.CharField("sebutan", max_length=80)
    label_en = models.CharField("sebutan Inggris", max_length=80, blank=True)
    valid_from = models.DateField("berlaku sejak", null=True, blank=True)
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.list} {self.vintage} {self.code}"

    @property
    def word(self) -> str:
        """The word in the reader's language; Indonesian where there is no other."""
        english = (get_language() or "").startswith("en")
        return (self.label_en if english else "") or self.label


class CodeEntry(CodeFacts):
    """An entry as it stands."""

    class Meta:
        db_table = "code_entry"
        verbose_name = "kode"
        verbose_name_plural = "kode"
        constraints = [
            models.UniqueConstraint(
                fields=["list", "vintage", "code"], name="code_entry_once"
            ),
            models.CheckConstraint(
                condition=models.Q(valid_from__isnull=True)
                | models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="code_entry_dates",
            ),
        ]


class CodeChange(CodeFacts):
    """One change of an entry: how it is to look, who asked, who agreed.

    A list of the law's needs a second administrator; a list of practice is DONE at
    once.
    """

    class State(models.TextChoices):
        ASKED = "ASKED", _("Menunggu administrator kedua")
        DONE = "DONE", _("Berlaku")
        REJECTED = "REJECTED", _("Ditolak")

    reason = models.CharField("alasan", max_length=200)
    state = models.CharField(
        "keadaan", max_length=8, choices=State.choices, default=State.ASKED
    )
    asked_by_id = models.BigIntegerField()
    asked_by_name = models.CharField("diminta oleh", max_length=150)
    asked_at = models.DateTimeField("diminta", db_default=Now())
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField("diputus oleh", max_length=150, blank=True)
    decided_at = models.DateTimeField("diputus", null=True)

    class Meta:
        db_table = "code_change"
        verbose_name = "perubahan kode"
        verbose_name_plural = "perubahan kode"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by_id__isnull=True)
                | ~models.Q(decided_by_id=models.F("asked_by_id")),
                name="code_change_by_two_people",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="DONE")
                | models.Q(decided_by_id__isnull=False)
                | models.Q(list__in=["EVIDENCE", "REJECT"]),
                name="code_change_law_needs_two",
            ),
            models.UniqueConstraint(
                fields=["list", "vintage", "code"],
                condition=models.Q(state="ASKED"),
                name="code_change_one_asked",
            ),
        ]


Key = tuple[str, str, str]


def _read() -> dict[Key, CodeEntry]:
    return {(one.list, one.vintage, one.code): one for one in CodeEntry.objects.all()}


kept = Kept(_read)
"""Every row of the table by list, vintage and code."""


def added_word(name: str, vintage: str, code: str) -> str:
    """The word that the table gives a code; "" when it says nothing of it."""
    found = kept.get().get((name, vintage, code))
    return found.word if found else ""
