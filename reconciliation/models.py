"""A delivery, how its sender's columns are read, and what became of its rows."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from reconciliation.querysets import INBOX, DeliveryQuerySet


class DeliveryKind(models.TextChoices):
    """Whole list, or only what happened."""

    SNAPSHOT = "SNAPSHOT", _("Potret lengkap")
    EVENTS = "EVENTS", pgettext_lazy("kiriman", "Peristiwa")


class DeliveryState(models.TextChoices):
    """Where a delivery stands."""

    RECEIVED = "RECEIVED", pgettext_lazy("kiriman", "Diterima")
    STARTED = "STARTED", _("Diproses")
    DONE = "DONE", _("Selesai")
    WAITING = "WAITING", _("Menunggu alasan Ketua")
    OPENED = "OPENED", _("Dibuka Ketua")
    WITHDRAWN = "WITHDRAWN", _("Ditarik")


class Sender(models.TextChoices):
    """Institutions that deliver."""

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
    KELURAHAN_DAFTAR = "kelurahan-daftar", _("Kelurahan/desa, daftar lengkap")
    SEKOLAH = "sekolah", _("Sekolah")
    LAIN = "lain", _("Lainnya")


class SenderProfile(models.Model):
    """How the columns of a sender are read, as an operator last corrected it."""

    regency_code = models.CharField("kab/kota", max_length=4)
    sender = models.CharField("pengirim", max_length=20, choices=Sender.choices)
    version = models.PositiveIntegerField("versi")
    columns = models.JSONField("kolom", default=dict)
    vintage = models.CharField("daftar kode", max_length=8, blank=True)
    kind = models.CharField("jenis", max_length=8, choices=DeliveryKind.choices)
    saved_by_name = models.CharField("penyimpan", max_length=150, blank=True)
    saved_at = models.DateTimeField("disimpan", auto_now_add=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "profil pengirim"
        verbose_name_plural = "profil pengirim"
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "sender", "version"], name="profile_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_sender_display()} v{self.version}"


class Delivery(models.Model):
    """One file of one sender, received once."""

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    period_id = models.BigIntegerField("nomor periode", null=True)
    period_code = models.CharField("periode", max_length=7, blank=True)
    sender = models.CharField("pengirim", max_length=20, choices=Sender.choices)
    kind = models.CharField(
        "jenis", max_length=8, choices=DeliveryKind.choices, blank=True
    )
    kind_guess = models.CharField(
        "dugaan jenis", max_length=8, choices=DeliveryKind.choices, blank=True
    )
    letter_no = models.CharField("nomor surat", max_length=80, blank=True)
    village = models.CharField("kelurahan", max_length=10, blank=True)
    data_request_id = models.BigIntegerField("permintaan", null=True)
    filename = models.CharField("nama berkas", max_length=200)
    file = models.CharField("berkas tersimpan", max_length=200)
    size = models.BigIntegerField("ukuran")
    sha256 = models.CharField(max_length=64)
    recognised = models.JSONField("dikenali", default=dict)
    fields = models.JSONField("pemetaan", default=dict)
    vintage = models.CharField("daftar kode", max_length=8, blank=True)
    profile_version = models.PositiveIntegerField("versi profil", null=True)
    state = models.CharField(
        "keadaan",
        max_length=10,
        choices=DeliveryState.choices,
        default=DeliveryState.RECEIVED,
    )
    job_id = models.BigIntegerField("pekerjaan", null=True)
    rows = models.BigIntegerField("baris", default=0)
    counts = models.JSONField("hasil", default=dict)
    details = models.JSONField("rincian", default=dict)
    proposals = models.JSONField("usulan", default=dict)
    received_by_id = models.BigIntegerField(null=True)
    received_by_name = models.CharField("penerima", max_length=150)
    received_at = models.DateTimeField("diterima", auto_now_add=True)
    finished_at = models.DateTimeField("selesai", null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "kiriman"
        verbose_name_plural = "kiriman"
        ordering = ["-id"]
        constraints = [
            # A file that was withdrawn may be sent again, say in the next period.
            models.UniqueConstraint(
                fields=["regency_code", "sha256"],
                condition=~models.Q(state="WITHDRAWN"),
                name="delivery_once",
            )
        ]

    def __str__(self) -> str:
        return self.filename

    @property
    def is_done(self) -> bool:
        """Whether its report stands."""
        return self.state == DeliveryState.DONE

    @property
    def from_inbox(self) -> bool:
        """Whether no person uploaded it: it lay in the inbox folder."""
        return self.received_by_id is None and self.received_by_name == INBOX

    @property
    def is_stopped(self) -> bool:
        """Whether it passed the change ceiling and its proposals are not open."""
        return self.state in STOPPED


STOPPED = (DeliveryState.WAITING, DeliveryState.OPENED, DeliveryState.WITHDRAWN)


class RowIssue(models.Model):
    """A refused row with its cells, so that it can go back to its sender."""

    regency_code = models.CharField(max_length=4)
    delivery_id = models.BigIntegerField()
    line_no = models.BigIntegerField("baris")
    kind = models.CharField("masalah", max_length=20)
    column = models.CharField("kolom", max_length=80, blank=True)
    written = models.CharField("tertulis", max_length=200, blank=True)
    cells = ArrayField(models.TextField(), default=list)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "masalah baris"
        verbose_name_plural = "masalah baris"
        indexes = [
            models.Index(
                fields=["regency_code", "delivery_id", "kind", "line_no"],
                name="row_issue_kind",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.line_no}"


class DeliveryRow(models.Model):
    """What became of an accepted row that is not simply the same."""

    regency_code = models.CharField(max_length=4)
    delivery_id = models.BigIntegerField()
    line_no = models.BigIntegerField("baris", null=True)
    outcome = models.CharField("hasil", max_length=16)
    detail = models.CharField("rincian", max_length=20, blank=True)
    nik = models.CharField("NIK", max_length=16)
    name = models.CharField("nama", max_length=120, blank=True)
    kelurahan = models.CharField("kelurahan", max_length=10, blank=True)
    voter_id = models.BigIntegerField("pemilih", null=True)
    elements = ArrayField(models.CharField(max_length=20), default=list)
    warnings = ArrayField(models.CharField(max_length=24), default=list)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "baris kiriman"
        verbose_name_plural = "baris kiriman"
        indexes = [
            models.Index(
                fields=["regency_code", "delivery_id", "outcome", "line_no"],
                name="delivery_row_outcome",
            )
        ]

    def __str__(self) -> str:
        return f"{self.outcome} {self.line_no}"


class CeilingFigure(models.Model):
    """What one delivery newly proposes of a kind in a kelurahan, and its ceiling.

    The regency's own code stands for all its kelurahan together.
    """

    regency_code = models.CharField(max_length=4)
    delivery_id = models.BigIntegerField()
    period_id = models.BigIntegerField()
    kelurahan = models.CharField("kelurahan", max_length=10, blank=True)
    kind = models.CharField("jenis", max_length=16)
    found = models.BigIntegerField("ditemukan")
    earlier = models.BigIntegerField("kiriman sebelumnya", default=0)
    voters = models.BigIntegerField("pemilih")
    warned = models.BigIntegerField("berperingatan", default=0)
    parts = models.JSONField("menurut kategori", default=dict)
    expected = models.BigIntegerField("lazimnya")
    most = models.BigIntegerField("plafon")
    periods = models.PositiveSmallIntegerField("periode pembanding")

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "angka plafon"
        verbose_name_plural = "angka plafon"
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "delivery_id", "kelurahan", "kind"],
                name="ceiling_figure_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["regency_code", "period_id"], name="ceiling_figure_period"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.kelurahan} {self.found}"

    @property
    def together(self) -> int:
        """With what earlier deliveries of the period proposed there."""
        return self.found + self.earlier

    @property
    def is_whole(self) -> bool:
        """Whether it counts the whole regency."""
        return self.kelurahan == self.regency_code

    @property
    def is_over(self) -> bool:
        """Whether it lies above its ceiling."""
        return self.together > self.most


class CeilingStop(models.Model):
    """A run that stopped at the ceiling, and what the chair decided."""

    regency_code = models.CharField(max_length=4)
    delivery_id = models.BigIntegerField()
    outliers = models.PositiveIntegerField("pencilan")
    proposals = models.BigIntegerField("usulan ditahan")
    started_by_id = models.BigIntegerField(null=True)
    started_by_name = models.CharField("pemulai", max_length=150, blank=True)
    stopped_at = models.DateTimeField("berhenti", auto_now_add=True)
    decision = models.CharField(
        "putusan",
        max_length=8,
        blank=True,
        choices=[("OPEN", _("Dibuka")), ("WITHDRAW", _("Ditarik"))],
    )
    reason = models.CharField("alasan", max_length=400, blank=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField("pemutus", max_length=150, blank=True)
    decided_at = models.DateTimeField("diputus", null=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name = "perhentian plafon"
        verbose_name_plural = "perhentian plafon"
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "delivery_id"], name="ceiling_stop_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.delivery_id} {self.decision}"
