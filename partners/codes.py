"""Kinds of institutions: those that deliver data, and those that only cooperate.

The codes of the first are the senders of a delivery. This room stands below the one
that reads deliveries, so it keeps its own list; a test compares the two.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InstitutionKind(models.TextChoices):
    """What an institution is to the office (invited and asked institutions: reports
    of plenaries of KPU kab/kota 2020 to 2025; sources of data: UU 7/2017 art. 201)."""

    DUKCAPIL = "dukcapil", _("Disdukcapil")
    KPU_RI = "kpu-ri", _("KPU RI")
    TNI_POLRI = "tni-polri", _("TNI/Polri")
    TNI = "tni", _("TNI")
    POLRI = "polri", _("Polri")
    KEMENAG = "kemenag", _("Kementerian Agama/KUA")
    PENGADILAN = "pengadilan", _("Pengadilan")
    LAPAS = "lapas", _("Lapas/Rutan")
    RS = "rs", _("Rumah sakit")
    BPJS = "bpjs", _("BPJS")
    BPS = "bps", _("BPS")
    TPU = "tpu", _("Dinas pemakaman (TPU)")
    KELURAHAN = "kelurahan", _("Kelurahan/desa")
    SEKOLAH = "sekolah", _("Sekolah")
    LAIN = "lain", _("Lainnya")
    BAWASLU = "bawaslu", _("Bawaslu")
    KPU_PROV = "kpu-prov", _("KPU provinsi")
    PEMDA = "pemda", _("Pemerintah daerah")
    KECAMATAN = "kecamatan", _("Kecamatan")
    KESBANGPOL = "kesbangpol", _("Kesbangpol")
    DINKES = "dinkes", _("Dinas Kesehatan")
    DINSOS = "dinsos", _("Dinas Sosial")
    PARPOL = "parpol", _("Partai politik")
    PEMANTAU = "pemantau", _("Pemantau")
    MEDIA = "media", _("Media")


ONLY_INVITED = frozenset(
    {
        *("bawaslu", "kpu-prov", "pemda", "kecamatan", "kesbangpol", "dinkes"),
        *("dinsos", "parpol", "pemantau", "media"),
    }
)
"""Kinds that send no deliveries."""
DELIVERING = frozenset(InstitutionKind.values) - ONLY_INVITED
"""Kinds whose code is the sender of a delivery."""
