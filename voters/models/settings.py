"""Numbers of policy that an office may set: the truth of "Setelan"."""

from django.db import models
from django.db.models.functions import Now

from voters.models.keeping import Kept


class OfficeSetting(models.Model):
    """One value of one setting from a day on; nobody changes or deletes a row.

    The empty `regency_code` is the nation's. A later row of the same place takes over
    on its first day; after `valid_until` the next wider value holds again.
    """

    name = models.CharField("setelan", max_length=40)
    regency_code = models.CharField("kab/kota", max_length=4, blank=True)
    value = models.IntegerField("nilai")
    valid_from = models.DateField("berlaku sejak")
    valid_until = models.DateField("berlaku sampai", null=True, blank=True)
    reason = models.CharField("alasan", max_length=200)
    set_by_id = models.BigIntegerField()
    set_by_name = models.CharField("ditetapkan oleh", max_length=150)
    set_at = models.DateTimeField("ditetapkan", db_default=Now())

    class Meta:
        db_table = "office_setting"
        verbose_name = "setelan"
        verbose_name_plural = "setelan"
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(valid_until__isnull=True)
                | models.Q(valid_until__gte=models.F("valid_from")),
                name="office_setting_dates",
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.regency_code or 'nasional'} {self.value}"


kept = Kept(lambda: tuple(OfficeSetting.objects.all()))
"""Every row, newest first."""
