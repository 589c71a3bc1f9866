"""State and constraints of coklit terbatas: batches, tasks, visits, spot checks.

A task points to a person and holds no name or number: who it is about is looked up
when it is shown, under the viewer's own scope.
"""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

# Django looks for a room's models here, and others import them from here.
from fieldwork.aid.models import AidList as AidList
from fieldwork.aid.models import Check as Check
from fieldwork.aid.models import Decision as Decision
from fieldwork.aid.models import Mapping as Mapping
from fieldwork.aid.models import Programme as Programme
from fieldwork.aid.models import Recipient as Recipient
from fieldwork.aid.models import RowIssue as RowIssue
from fieldwork.querysets import BatchQuerySet, TaskQuerySet
from fieldwork.rules.visits import Result


class Reason(models.TextChoices):
    """Why somebody is visited (PKPU 1/2025: what data alone does not settle).

    The order is the order of precedence: who is drawn by two reasons is visited for
    the first of them.
    """

    TIDAK_ADA = "TIDAK_ADA", _("Tidak ada dalam kiriman")
    MUNCUL_KEMBALI = "MUNCUL_KEMBALI", _("Muncul kembali")
    DEATH_NO_CERTIFICATE = "DEATH_NO_CERTIFICATE", _("Meninggal tanpa akta")
    RETURNED = "RETURNED", _("Dari daftar lain")
    GANDA = "GANDA", _("Dugaan ganda")
    OVER_100 = "OVER_100", _("Usia di atas batas wajar")
    NO_EKTP = "NO_EKTP", _("Belum KTP-el")
    SAMPLE = "SAMPLE", _("Sampel acak")


class BatchState(models.TextChoices):
    """From the draw to the end; WITHDRAWN only while nobody was visited."""

    DRAFT = "DRAFT", _("Disusun")
    ASSIGNED = "ASSIGNED", _("Ditugaskan")
    RUNNING = "RUNNING", _("Berjalan")
    CLOSED = "CLOSED", _("Ditutup")
    WITHDRAWN = "WITHDRAWN", _("Ditarik")


class TaskState(models.TextChoices):
    """TODO, AGAIN and WAITING are unfinished; the rest have ended."""

    TODO = "TODO", _("Belum dikunjungi")
    AGAIN = "AGAIN", _("Kunjungan lagi")
    WAITING = "PAPER", _("Menunggu dokumen")
    DONE = "DONE", _("Selesai")
    ENDED = "ENDED", _("Ditutup tanpa hasil")
    WITHDRAWN = "WITHDRAWN", _("Ditarik")


UNFINISHED = (TaskState.TODO, TaskState.AGAIN, TaskState.WAITING)
RESULTS = [
    (Result.FOUND.value, _("Ditemukan")),
    (Result.MOVED_PROVEN.value, _("Pindah, ada dokumen")),
    (Result.MOVED.value, _("Pindah, tanpa dokumen")),
    (Result.DIED_PROVEN.value, _("Meninggal, ada akta")),
    (Result.DIED.value, _("Meninggal, tanpa akta")),
    (Result.UNKNOWN.value, _("Tidak ditemukan")),
    (Result.REFUSED.value, _("Menolak")),
    (Result.NOT_HOME.value, _("Tidak di rumah")),
]
"""Results of a visit in words; their order is their key, 1 to 8, also on paper."""


class Batch(models.Model):
    """One round of visits; it names no person.

    `drawn` is {reason: tasks}; `place` the region it was drawn from; `companions` who
    is announced to go along.
    """

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    number = models.PositiveIntegerField("nomor")
    period_id = models.BigIntegerField("periode")
    name = models.CharField("nama", max_length=120)
    reasons = ArrayField(
        models.CharField(max_length=20), verbose_name="aturan", default=list
    )
    place = models.CharField("wilayah", max_length=10)
    most = models.PositiveIntegerField("paling banyak")
    seed = models.CharField("benih", max_length=40)
    per_day = models.PositiveSmallIntegerField("beban per hari")
    deadline = models.DateField("batas waktu")
    with_supervisor = models.BooleanField("didampingi Bawaslu", default=False)
    with_village = models.BooleanField("didampingi kelurahan", default=False)
    companions = models.CharField("pendamping lain", max_length=200, blank=True)
    state = models.CharField(
        "keadaan", max_length=10, choices=BatchState.choices, default=BatchState.DRAFT
    )
    drawn = models.JSONField("hasil penarikan", default=dict)
    tasks = models.PositiveIntegerField("tugas", default=0)
    sheets = models.PositiveIntegerField("lembar", default=0)
    job_id = models.BigIntegerField(null=True)
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField("penyusun", max_length=150, blank=True)
    made_at = models.DateTimeField("dibuat", db_default=Now())
    ended_at = models.DateTimeField("berakhir", null=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        verbose_name = "kelompok coklit"
        verbose_name_plural = "kelompok coklit"
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "number"], name="batch_number_once"
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_open(self) -> bool:
        """Whether visits can still be entered."""
        return self.state in (BatchState.ASSIGNED, BatchState.RUNNING)


class Placed(models.Model):
    """Where a row stands: what the policies of the database cut by."""

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    kelurahan = models.CharField("kelurahan", max_length=10)
    rw = models.CharField("RW", max_length=3, blank=True)
    rt = models.CharField("RT", max_length=3, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        abstract = True


class Task(Placed):
    """One person to be visited for one reason, on one sheet.

    `sheet` is the number of its RT's sheet in the batch, `line` its place there, `day`
    the officer's working day by the daily load. `result` is the last one of a visit.
    """

    batch = models.ForeignKey(
        Batch, on_delete=models.PROTECT, db_index=False, verbose_name="kelompok"
    )
    voter_id = models.BigIntegerField("pemilih", null=True)
    proposal_id = models.BigIntegerField("usulan", null=True)
    pair_id = models.BigIntegerField("pasangan", null=True)
    side_id = models.BigIntegerField("pasangan antar kab/kota", null=True)
    reason = models.CharField("alasan", max_length=20, choices=Reason.choices)
    sheet = models.PositiveIntegerField("lembar")
    line = models.PositiveSmallIntegerField("baris")
    day = models.PositiveSmallIntegerField("hari")
    officer_id = models.BigIntegerField(null=True)
    officer_name = models.CharField("petugas", max_length=150, blank=True)
    state = models.CharField(
        "keadaan", max_length=9, choices=TaskState.choices, default=TaskState.TODO
    )
    visits = models.PositiveSmallIntegerField("kunjungan", default=0)
    result = models.CharField("hasil", max_length=12, choices=RESULTS, blank=True)
    next_on = models.DateField("kunjungan berikut", null=True)
    finished_on = models.DateField("selesai", null=True)
    answer_id = models.BigIntegerField("usulan hasil", null=True)

    class Meta:
        verbose_name = "tugas coklit"
        verbose_name_plural = "tugas coklit"
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "voter_id"],
                condition=models.Q(state__in=["TODO", "AGAIN", "PAPER"])
                & models.Q(voter_id__isnull=False),
                name="task_one_open",
            ),
            models.UniqueConstraint(
                fields=["regency_code", "proposal_id"],
                condition=models.Q(state__in=["TODO", "AGAIN", "PAPER"])
                & models.Q(voter_id__isnull=True),
                name="task_one_open_newcomer",
            ),
            models.UniqueConstraint(
                fields=["batch", "sheet", "line"], name="task_line_once"
            ),
            models.CheckConstraint(
                condition=models.Q(voter_id__isnull=False)
                | models.Q(proposal_id__isnull=False),
                name="task_about_somebody",
            ),
        ]
        indexes = [
            models.Index(fields=["regency_code", "public_id"], name="task_public_id"),
            models.Index(fields=["batch", "kelurahan", "rw", "rt"], name="task_place"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} {self.public_id}"

    @property
    def is_unfinished(self) -> bool:
        """Whether a visit can still be entered."""
        return self.state in UNFINISHED


class Visit(Placed):
    """One visit and what was found; nobody changes or deletes a row.

    A visit that was entered wrongly is undone: it stays, with who undid it and why, and
    counts no more. `traces` tell what it did to the queue (voters.services.field_undo).
    `photo` is the picture beside it, or of the signed sheet that it was entered from;
    the paper of a removal stands beside its proposal instead.
    """

    task = models.ForeignKey(
        Task, on_delete=models.PROTECT, db_index=False, verbose_name="tugas"
    )
    number = models.PositiveSmallIntegerField("kunjungan ke")
    visited_on = models.DateField("tanggal")
    result = models.CharField("hasil", max_length=12, choices=RESULTS)
    document_kind = models.CharField("jenis dokumen", max_length=16, blank=True)
    document_no = models.CharField("nomor dokumen", max_length=80, blank=True)
    has_scan = models.BooleanField("ada pindaian", default=False)
    moved_to = models.CharField("pindah ke kelurahan", max_length=10, blank=True)
    moved_rw = models.CharField("RW baru", max_length=3, blank=True)
    moved_rt = models.CharField("RT baru", max_length=3, blank=True)
    moved_address = models.CharField("alamat baru", max_length=200, blank=True)
    photo = models.CharField("foto", max_length=200, blank=True)
    next_on = models.DateField("kunjungan berikut", null=True)
    latitude = models.DecimalField("lintang", max_digits=9, decimal_places=6, null=True)
    longitude = models.DecimalField("bujur", max_digits=9, decimal_places=6, null=True)
    accuracy = models.PositiveIntegerField("ketelitian (m)", null=True)
    note = models.CharField("catatan", max_length=200, blank=True)
    with_supervisor = models.BooleanField("didampingi Bawaslu", default=False)
    with_village = models.BooleanField("didampingi kelurahan", default=False)
    follows = models.CharField("tindak lanjut", max_length=12)
    entered_by_id = models.BigIntegerField(null=True)
    entered_by_name = models.CharField("dicatat oleh", max_length=150, blank=True)
    entered_at = models.DateTimeField("dicatat", db_default=Now())
    traces = models.JSONField(default=list, editable=False)
    undone_at = models.DateTimeField("diurungkan", null=True)
    undone_by_id = models.BigIntegerField(null=True)
    undone_by_name = models.CharField("diurungkan oleh", max_length=150, blank=True)
    undone_why = models.CharField("sebab diurungkan", max_length=200, blank=True)

    class Meta:
        verbose_name = "kunjungan"
        verbose_name_plural = "kunjungan"
        constraints = [
            models.UniqueConstraint(
                fields=["task", "number"],
                condition=models.Q(undone_at__isnull=True),
                name="visit_number",
            ),
            models.UniqueConstraint(
                fields=["task", "visited_on"],
                condition=models.Q(undone_at__isnull=True),
                name="visit_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.result} {self.visited_on}"

    @property
    def coarse_place(self) -> str:
        """Where it was to some hundred metres, as lists show it; "" without a place."""
        if self.latitude is None or self.longitude is None:
            return ""
        near = f"{self.latitude:.3f}, {self.longitude:.3f}"
        return f"{near} (± {self.accuracy} m)" if self.accuracy else near


class SpotCheck(Placed):
    """One finished task visited again by the office (uji petik).

    `agrees` is empty until the second look is entered; who entered the visit never
    checks it.
    """

    task = models.OneToOneField(Task, on_delete=models.PROTECT, verbose_name="tugas")
    seed = models.CharField("benih", max_length=40)
    agrees = models.BooleanField("sesuai", null=True)
    found = models.CharField("temuan", max_length=12, choices=RESULTS, blank=True)
    note = models.CharField("catatan", max_length=200, blank=True)
    with_supervisor = models.BooleanField("bersama Bawaslu", default=False)
    drawn_by_name = models.CharField("ditarik oleh", max_length=150, blank=True)
    drawn_at = models.DateTimeField("ditarik", db_default=Now())
    checked_by_id = models.BigIntegerField(null=True)
    checked_by_name = models.CharField("diperiksa oleh", max_length=150, blank=True)
    checked_at = models.DateTimeField("diperiksa", null=True)

    class Meta:
        verbose_name = "uji petik"
        verbose_name_plural = "uji petik"

    def __str__(self) -> str:
        return f"{self.task_id}: {self.agrees}"
