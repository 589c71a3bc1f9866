"""A period of a regency, a month by default; its dates are settings of its row."""

from django.db import models
from django.utils.dates import MONTHS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from periods.querysets import PeriodQuerySet


class Kind(models.TextChoices):
    """Length of a period."""

    MONTH = "MONTH", gettext_lazy("Bulan")
    QUARTER = "QUARTER", gettext_lazy("Triwulan")
    SEMESTER = "SEMESTER", gettext_lazy("Semester")


class State(models.TextChoices):
    """One period of a regency is OPEN; the freeze closes it and opens the next.

    While a closed one is open once more, the one after it is SUSPENDED (ADR 0007).
    """

    OPEN = "OPEN", gettext_lazy("Terbuka")
    CLOSED = "CLOSED", gettext_lazy("Ditutup")
    SUSPENDED = "SUSPENDED", gettext_lazy("Menunggu")


class Period(models.Model):
    """`code` is "2026-11", "2026-T4" or "2026-S2"."""

    regency_code = models.CharField("kab/kota", max_length=4)
    code = models.CharField("kode", max_length=7)
    kind = models.CharField("jenis", max_length=8, choices=Kind.choices)
    state = models.CharField(
        "keadaan", max_length=9, choices=State.choices, default=State.OPEN
    )
    starts_on = models.DateField("mulai")
    reference_date = models.DateField("tanggal acuan usia")
    cutoff_on = models.DateField("batas data")
    plenary_on = models.DateField("tanggal pleno", null=True)
    opened_at = models.DateTimeField("dibuka", auto_now_add=True)
    closed_at = models.DateTimeField("ditutup", null=True)

    objects = PeriodQuerySet.as_manager()

    class Meta:
        verbose_name = "periode"
        verbose_name_plural = "periode"
        ordering = ["-code"]
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "code"], name="period_once"
            ),
            models.UniqueConstraint(
                fields=["regency_code"],
                condition=models.Q(state="OPEN"),
                name="one_open_period_per_regency",
                violation_error_message="Masih ada periode yang terbuka.",
            ),
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def title(self) -> str:
        """Name for people: "November 2026", "Triwulan IV 2026", "Semester II 2026"."""
        year, part = self.code.split("-")
        if part.startswith("T"):
            roman = ("I", "II", "III", "IV")[int(part[1]) - 1]
            return _("Triwulan %(n)s %(year)s") % {"n": roman, "year": year}
        if part.startswith("S"):
            roman = "I" * int(part[1])
            return _("Semester %(n)s %(year)s") % {"n": roman, "year": year}
        return f"{MONTHS[int(part)]} {year}"

    @property
    def is_open(self) -> bool:
        """Whether proposals and decisions still go into it."""
        return self.state == State.OPEN
