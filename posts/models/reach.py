"""How the posts are made known: short links by channel, and visits a day, nobody's."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from posts.querysets import KecamatanQuerySet
from posts.rules.reach import short_of


class Channel(models.TextChoices):
    """Where a short link stands."""

    POSTER = "POSTER", _("Poster")
    LEAFLET = "LEAFLET", _("Selebaran")
    WHATSAPP = "WHATSAPP", _("Teks WhatsApp")
    INSTAGRAM = "INSTAGRAM", _("Instagram")
    FACEBOOK = "FACEBOOK", _("Facebook")
    BANNER = "BANNER", _("Spanduk")


class Target(models.TextChoices):
    """Where a short link leads; a page to check oneself comes later."""

    POSTS = "POSTS", _("Semua pos di kab/kota")
    POST = "POST", _("Pos kecamatan ini")
    NEWS = "NEWS", _("Kabar kecamatan")
    REPORT = "REPORT", _("Cek laporan")


class ShortLink(models.Model):
    """A channel of a kecamatan that has a code; the code follows from the two."""

    regency_code = models.CharField("kab/kota", max_length=4)
    kecamatan = models.CharField("kecamatan", max_length=6)
    channel = models.CharField("saluran", max_length=9, choices=Channel.choices)
    target = models.CharField(
        "menuju", max_length=6, choices=Target.choices, default=Target.POSTS
    )
    made_at = models.DateTimeField("dibuat", db_default=Now())
    made_by_name = models.CharField("dibuat oleh", max_length=150)

    objects = KecamatanQuerySet.as_manager()

    class Meta:
        verbose_name = "tautan pendek"
        verbose_name_plural = "tautan pendek"
        ordering = ["kecamatan", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["kecamatan", "channel"], name="link_once_a_channel"
            )
        ]

    def __str__(self) -> str:
        return self.code

    @property
    def code(self) -> str:
        """What stands behind /q/."""
        return short_of(self.kecamatan, self.channel)


class ReachDay(models.Model):
    """Visits of a channel in a day: a count, and nothing of whose they were."""

    regency_code = models.CharField("kab/kota", max_length=4)
    kecamatan = models.CharField("kecamatan", max_length=6)
    channel = models.CharField("saluran", max_length=9, choices=Channel.choices)
    day = models.DateField("tanggal")
    hits = models.BigIntegerField("kunjungan", default=0)

    objects = KecamatanQuerySet.as_manager()

    class Meta:
        verbose_name = "jangkauan"
        verbose_name_plural = "jangkauan"
        ordering = ["day", "kecamatan", "channel"]
        constraints = [
            models.UniqueConstraint(
                fields=["kecamatan", "channel", "day"], name="reach_once_a_day"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kecamatan} {self.channel} {self.day}"
