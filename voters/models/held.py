"""What waits with a date: proposals put off, and voters that are held."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from voters.querysets import ScopedQuerySet


class HeldItem(models.Model):
    """A row of the view held_item (sql/held.sql); nobody writes it.

    `due` is `until`, or a day at the end of time where there is none, for the order.
    """

    class What(models.TextChoices):
        PROPOSAL = "U", _("Usulan ditunda")
        VOTER = "P", _("Pemilih ditahan")

    id = models.BigIntegerField(primary_key=True)
    what = models.CharField("yang menunggu", max_length=1, choices=What.choices)
    regency_code = models.CharField(max_length=4)
    public_id = models.UUIDField()
    kind = models.CharField(max_length=16)
    name = models.CharField("nama", max_length=120)
    nik = models.CharField("NIK", max_length=16)
    kelurahan = models.CharField("kelurahan", max_length=10)
    reason = models.CharField("sebab", max_length=400)
    until = models.DateField("sampai", null=True)
    due = models.DateField()
    since = models.DateTimeField("sejak", null=True)
    by_name = models.CharField("oleh", max_length=150)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "held_item"
        verbose_name = "yang menunggu"
        verbose_name_plural = "yang menunggu"

    def __str__(self) -> str:
        return f"{self.what}{self.id}"

    @property
    def is_voter(self) -> bool:
        """Whether a voter is held; a proposal is put off otherwise."""
        return self.what == self.What.VOTER
