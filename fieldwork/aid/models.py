"""State of aid: programmes, the lists that came, their recipients and answers.

A recipient is personal data of somebody who may not be on the roll; retention removes
it after the programme has ended.
"""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from fieldwork.querysets import TaskQuerySet
from fieldwork.rules.aid import Answer, Follows, Match

MATCHES = [
    (Match.SAME.value, _("Dalam daftar pemilih")),
    (Match.OTHER.value, _("NIK milik orang lain")),
    (Match.LIKELY.value, _("Mungkin orang ini")),
    (Match.ABSENT.value, _("Belum dalam daftar")),
    (Match.STRUCK.value, _("Sudah TMS")),
    (Match.OUTSIDE.value, _("Luar kab/kota")),
]
ANSWERS = [
    (Answer.FOUND.value, _("Ditemukan")),
    (Answer.MOVED.value, _("Pindah")),
    (Answer.DIED.value, _("Meninggal")),
    (Answer.UNKNOWN.value, _("Tidak dikenal")),
    (Answer.NOT_HOME.value, _("Tidak di rumah")),
]
"""Answers in words; their order is their key, 1 to 5, also on paper."""
FOLLOWS = [
    (Follows.NOTHING.value, _("Tidak ada")),
    (Follows.REMOVAL.value, _("Usulan TMS, dua orang")),
    (Follows.QUESTION.value, _("Pertanyaan coklit")),
    (Follows.HINT.value, _("Petunjuk pemilih baru")),
    (Follows.CHANGE.value, _("Usulan perubahan data")),
]


ELEMENTS = {
    "address": _("Alamat"),
    "rw": _("RW"),
    "rt": _("RT"),
    "marital_status": _("Status kawin"),
}
"""What of a voter's data may be found otherwise at the door."""


class ProgrammeState(models.TextChoices):
    """A closed programme takes no list and no answer."""

    ACTIVE = "ACTIVE", _("Aktif")
    CLOSED = "CLOSED", _("Ditutup")


class Programme(models.Model):
    """One programme of aid; it names no person."""

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField("nama", max_length=120)
    institution_id = models.BigIntegerField("instansi", null=True)
    institution_name = models.CharField("instansi", max_length=120, blank=True)
    starts_on = models.DateField("mulai")
    ends_on = models.DateField("berakhir")
    state = models.CharField(
        "keadaan",
        max_length=8,
        choices=ProgrammeState.choices,
        default=ProgrammeState.ACTIVE,
    )
    made_by_id = models.BigIntegerField(null=True)
    made_by_name = models.CharField("dibuat oleh", max_length=150, blank=True)
    made_at = models.DateTimeField("dibuat", db_default=Now())
    closed_at = models.DateTimeField("ditutup", null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        db_table = "aid_programme"
        verbose_name = "program bantuan"
        verbose_name_plural = "program bantuan"
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "name"], name="aid_programme_name_once"
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="aid_programme_ends_after_start",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_active(self) -> bool:
        """Whether it takes lists and answers."""
        return self.state == ProgrammeState.ACTIVE

    @property
    def sender(self) -> str:
        """Under what the headings of its lists are remembered: the institution."""
        return f"i{self.institution_id}" if self.institution_id else f"p{self.pk}"


class AidList(models.Model):
    """One file that came; `fields` is {field: column}, `result` the job's counts."""

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, verbose_name="program"
    )
    filename = models.CharField("berkas", max_length=200)
    file = models.CharField(max_length=200, blank=True)
    sha256 = models.CharField("sha256", max_length=64)
    recognised = models.JSONField(default=dict)
    fields = models.JSONField(default=dict)
    job_id = models.BigIntegerField(null=True)
    result = models.JSONField("hasil", default=dict)
    received_by_id = models.BigIntegerField(null=True)
    received_by_name = models.CharField("penerima", max_length=150, blank=True)
    received_at = models.DateTimeField("diterima", db_default=Now())
    ended_at = models.DateTimeField(null=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        db_table = "aid_list"
        verbose_name = "daftar penerima"
        verbose_name_plural = "daftar penerima"

    def __str__(self) -> str:
        return self.filename

    @property
    def waits_for_mapping(self) -> bool:
        """Whether a person has to say which of its columns is which."""
        return self.job_id is None and self.ended_at is None and bool(self.file)


class Mapping(models.Model):
    """What a sender's headings mean, as last corrected: {heading: field}. No person."""

    regency_code = models.CharField(max_length=4)
    sender = models.CharField("pengirim", max_length=24)
    columns = models.JSONField("kolom", default=dict)
    saved_by_name = models.CharField("disimpan oleh", max_length=150, blank=True)
    saved_at = models.DateTimeField("disimpan", db_default=Now())

    objects = TaskQuerySet.as_manager()

    class Meta:
        db_table = "aid_mapping"
        verbose_name = "pemetaan daftar bantuan"
        verbose_name_plural = "pemetaan daftar bantuan"
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "sender"], name="aid_mapping_once"
            )
        ]

    def __str__(self) -> str:
        return self.sender


class Recipient(models.Model):
    """One recipient, as its list told. `kelurahan` is the place the policies cut by.

    It holds the regency's code where the list names no kelurahan of it, so that the
    office alone sees the row; `place` is what the list wrote.
    """

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        Programme, on_delete=models.PROTECT, db_index=False, verbose_name="program"
    )
    list_id = models.BigIntegerField("daftar")
    line_no = models.BigIntegerField("baris")
    number = models.CharField("nomor penerima", max_length=40, blank=True)
    nik = models.CharField("NIK", max_length=16, blank=True)
    nkk = models.CharField("No. KK", max_length=16, blank=True)
    name = models.CharField("nama", max_length=120)
    birth_date = models.DateField("tanggal lahir", null=True)
    sex = models.CharField("jenis kelamin", max_length=1, blank=True)
    address = models.CharField("alamat", max_length=200, blank=True)
    place = models.CharField("kelurahan menurut daftar", max_length=80, blank=True)
    kelurahan = models.CharField("kelurahan", max_length=10)
    rw = models.CharField("RW", max_length=3, blank=True)
    rt = models.CharField("RT", max_length=3, blank=True)
    by_roll = models.BooleanField("tempat dari daftar pemilih", default=False)
    match = models.CharField("kecocokan", max_length=8, choices=MATCHES)
    voter_id = models.BigIntegerField("pemilih", null=True)
    suggested_id = models.BigIntegerField("saran", null=True)
    struck_for = models.CharField("sebab TMS", max_length=20, blank=True)
    answer = models.CharField("hasil", max_length=8, choices=ANSWERS, blank=True)
    answered_on = models.DateField("diperiksa", null=True)
    pending = models.BooleanField("menunggu petugas", default=False, db_default=False)

    objects = TaskQuerySet.as_manager()

    class Meta:
        db_table = "aid_recipient"
        verbose_name = "penerima bantuan"
        verbose_name_plural = "penerima bantuan"
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "nik"],
                condition=~models.Q(nik=""),
                name="aid_recipient_nik_once",
            ),
            models.UniqueConstraint(
                fields=["list_id", "line_no"], name="aid_recipient_line_once"
            ),
        ]
        indexes = [
            models.Index(fields=["regency_code", "public_id"], name="aid_public_id"),
            models.Index(
                fields=["programme", "kelurahan", "rw", "rt", "id"], name="aid_place"
            ),
            models.Index(fields=["regency_code", "voter_id"], name="aid_voter"),
        ]

    def __str__(self) -> str:
        return str(self.public_id)


class RowIssue(models.Model):
    """A refused row with its cells as they were written; the office's alone."""

    regency_code = models.CharField(max_length=4)
    list_id = models.BigIntegerField(db_index=True)
    line_no = models.BigIntegerField()
    kind = models.CharField(max_length=16)
    cells = models.JSONField()

    objects = TaskQuerySet.as_manager()

    class Meta:
        db_table = "aid_row_issue"

    def __str__(self) -> str:
        return f"{self.list_id}/{self.line_no} {self.kind}"


class Check(models.Model):
    """One answer about a recipient; nobody changes a row."""

    regency_code = models.CharField(max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    kelurahan = models.CharField(max_length=10)
    rw = models.CharField(max_length=3, blank=True)
    rt = models.CharField(max_length=3, blank=True)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT)
    answer = models.CharField("hasil", max_length=8, choices=ANSWERS)
    checked_on = models.DateField("tanggal")
    document_no = models.CharField("nomor dokumen", max_length=80, blank=True)
    note = models.CharField("catatan", max_length=200, blank=True)
    differs = models.JSONField("data yang berbeda", default=dict)
    photo = models.CharField("foto", max_length=200, blank=True, db_default="")
    follows = models.CharField("tindak lanjut", max_length=8, choices=FOLLOWS)
    proposal_id = models.BigIntegerField("usulan", null=True)
    entered_by_id = models.BigIntegerField(null=True)
    entered_by_name = models.CharField("dicatat oleh", max_length=150, blank=True)
    entered_at = models.DateTimeField("dicatat", db_default=Now())

    objects = TaskQuerySet.as_manager()

    class Meta:
        db_table = "aid_check"
        verbose_name = "pemeriksaan penerima"
        verbose_name_plural = "pemeriksaan penerima"
        indexes = [
            models.Index(fields=["regency_code", "public_id"], name="aid_check_public")
        ]

    def __str__(self) -> str:
        return f"{self.answer} {self.checked_on}"

    @property
    def differing(self) -> list[tuple[str, str]]:
        """What was found otherwise, in words."""
        return [(str(ELEMENTS[name]), said) for name, said in self.differs.items()]


class Decision(models.Model):
    """What a person said of a suggestion; it stands until either record changes.

    The marks are of both records as they were seen (aid_mark of the database). One that
    was undone, or that a later one replaced, keeps its row with `ended_at`.
    """

    regency_code = models.CharField(max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    kelurahan = models.CharField(max_length=10)
    rw = models.CharField(max_length=3, blank=True)
    rt = models.CharField(max_length=3, blank=True)
    recipient = models.ForeignKey(Recipient, on_delete=models.PROTECT)
    voter_id = models.BigIntegerField("pemilih")
    same = models.BooleanField("orang yang sama")
    recipient_mark = models.CharField(max_length=64)
    voter_mark = models.CharField(max_length=64)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField("diputus oleh", max_length=150, blank=True)
    decided_at = models.DateTimeField("diputus", db_default=Now())
    ended_at = models.DateTimeField("berakhir", null=True)
    ended_by_name = models.CharField("diakhiri oleh", max_length=150, blank=True)

    objects = TaskQuerySet.as_manager()

    class Meta:
        db_table = "aid_decision"
        verbose_name = "putusan kecocokan"
        verbose_name_plural = "putusan kecocokan"
        constraints = [
            models.UniqueConstraint(
                fields=["recipient"],
                condition=models.Q(ended_at__isnull=True),
                name="aid_decision_stands_once",
            )
        ]
        indexes = [
            models.Index(
                fields=["regency_code", "recipient_mark"], name="aid_decision_mark"
            ),
            models.Index(
                fields=["regency_code", "public_id"], name="aid_decision_public"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.recipient_id}: {self.same}"
