"""State of the room: institutions, their contacts, what was agreed, asked and done.

Nothing is deleted: what no longer holds is archived and can be brought back.
"""

import uuid
from datetime import date

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from partners.codes import InstitutionKind
from partners.querysets import (
    AgreementQuerySet,
    InstitutionQuerySet,
    PartnerQuerySet,
    ReminderQuerySet,
    RequestQuerySet,
)


class Kept(models.Model):
    """What every record of the room has: whose it is, who wrote it, when it ended."""

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    entered_by_id = models.BigIntegerField(null=True)
    entered_by_name = models.CharField("dicatat oleh", max_length=150)
    entered_at = models.DateTimeField("dicatat", db_default=Now())
    updated_by_name = models.CharField("diubah oleh", max_length=150, blank=True)
    updated_at = models.DateTimeField("diubah", auto_now=True)
    archived_at = models.DateTimeField("diarsipkan", null=True)

    class Meta:
        abstract = True

    @property
    def is_archived(self) -> bool:
        """Whether it no longer holds."""
        return self.archived_at is not None


class Institution(Kept):
    """One institution the office works with."""

    kind = models.CharField("jenis", max_length=20, choices=InstitutionKind.choices)
    name = models.CharField("nama", max_length=120)
    region_code = models.CharField("wilayah", max_length=10)
    address = models.CharField("alamat", max_length=200, blank=True)
    invited = models.BooleanField("diundang ke pleno", default=False)
    note = models.CharField("catatan", max_length=400, blank=True)

    objects = InstitutionQuerySet.as_manager()

    class Meta:
        verbose_name = "instansi"
        verbose_name_plural = "instansi"
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "name"],
                condition=models.Q(archived_at=None),
                name="institution_name_once",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Contact(Kept):
    """A person to turn to: office data only."""

    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        related_name="contacts",
        verbose_name="instansi",
    )
    name = models.CharField("nama", max_length=120)
    position = models.CharField("jabatan", max_length=120, blank=True)
    email = models.EmailField("surel kantor", blank=True)
    phone = models.CharField("telepon kantor", max_length=20, blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = "narahubung"
        verbose_name_plural = "narahubung"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class Agreement(Kept):
    """A perjanjian kerja sama (PKS) and its scan."""

    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        related_name="agreements",
        verbose_name="instansi",
    )
    number = models.CharField("nomor PKS", max_length=80)
    subject = models.CharField("tentang", max_length=300)
    signed_on = models.DateField("tanggal")
    ends_on = models.DateField("berakhir", null=True, blank=True)
    scan = models.CharField("pindaian", max_length=200, blank=True)
    scan_sha256 = models.CharField(max_length=64, blank=True)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = "perjanjian"
        verbose_name_plural = "perjanjian"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "number"],
                condition=models.Q(archived_at=None),
                name="agreement_number_once",
            ),
            models.CheckConstraint(
                condition=models.Q(ends_on=None)
                | models.Q(ends_on__gte=models.F("signed_on")),
                name="agreement_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class RequestState(models.TextChoices):
    """Where a request stands; that it is late follows from its date."""

    ASKED = "ASKED", pgettext_lazy("permintaan", "Diminta")
    ANSWERED = "ANSWERED", pgettext_lazy("permintaan", "Dijawab")
    WITHDRAWN = "WITHDRAWN", pgettext_lazy("permintaan", "Ditarik")


class DataRequest(Kept):
    """A letter that asks an institution for data."""

    institution = models.ForeignKey(
        Institution,
        on_delete=models.PROTECT,
        related_name="requests",
        verbose_name="instansi",
    )
    letter_no = models.CharField("nomor surat", max_length=80)
    letter_on = models.DateField("tanggal surat")
    data = models.TextField("data yang diminta")
    legal_basis = models.TextField("dasar hukum")
    due_on = models.DateField("batas waktu")
    state = models.CharField(
        "keadaan",
        max_length=9,
        choices=RequestState.choices,
        default=RequestState.ASKED,
    )
    answered_on = models.DateField("dijawab", null=True, blank=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        verbose_name = "permintaan data"
        verbose_name_plural = "permintaan data"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["regency_code", "letter_no"],
                condition=models.Q(archived_at=None),
                name="request_letter_once",
            ),
            models.CheckConstraint(
                condition=models.Q(due_on__gte=models.F("letter_on")),
                name="request_due_after_letter",
            ),
            models.CheckConstraint(
                condition=models.Q(state="ANSWERED", answered_on__isnull=False)
                | (~models.Q(state="ANSWERED") & models.Q(answered_on=None)),
                name="request_answered_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.letter_no

    def days_late(self, today: date) -> int:
        """Days past its date while it waits; 0 when it is not late."""
        if self.state != RequestState.ASKED:
            return 0
        return max(0, (today - self.due_on).days)


class ActivityKind(models.TextChoices):
    """What was done together."""

    FIELD = "FIELD", _("Coklit atau uji petik bersama")
    GREETING = "GREETING", _("Sapa warga")
    MEETING = "MEETING", _("Rapat koordinasi")
    TEACHING = "TEACHING", _("Sosialisasi")
    OTHER = "OTHER", _("Lainnya")


class Activity(Kept):
    """A joint activity: when, where, what came of it."""

    kind = models.CharField("jenis", max_length=8, choices=ActivityKind.choices)
    subject = models.CharField("kegiatan", max_length=200)
    held_on = models.DateField("tanggal")
    place = models.CharField("tempat", max_length=200)
    result = models.TextField("hasil", blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = "kegiatan bersama"
        verbose_name_plural = "kegiatan bersama"
        ordering = ["-id"]

    def __str__(self) -> str:
        return self.subject


class Guest(models.Model):
    """An institution that was invited to an activity, and whether it came."""

    regency_code = models.CharField("kab/kota", max_length=4)
    activity = models.ForeignKey(
        Activity, on_delete=models.PROTECT, related_name="guests"
    )
    institution = models.ForeignKey(
        Institution, on_delete=models.PROTECT, related_name="invitations"
    )
    came = models.BooleanField("hadir", default=False)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        verbose_name = "undangan"
        verbose_name_plural = "undangan"
        constraints = [
            models.UniqueConstraint(
                fields=["activity", "institution"], name="guest_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.activity_id} {self.institution_id}"


class ReminderKind(models.TextChoices):
    """What is due."""

    AGREEMENT = "AGREEMENT", _("PKS berakhir")
    REQUEST = "REQUEST", _("Permintaan data jatuh tempo")


class Reminder(models.Model):
    """What is due, made once for a step before a day; nobody is written to yet."""

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField("jenis", max_length=9, choices=ReminderKind.choices)
    agreement = models.ForeignKey(
        Agreement, null=True, on_delete=models.PROTECT, related_name="reminders"
    )
    request = models.ForeignKey(
        DataRequest, null=True, on_delete=models.PROTECT, related_name="reminders"
    )
    due_on = models.DateField("jatuh tempo")
    step = models.PositiveSmallIntegerField("hari sebelumnya")
    made_at = models.DateTimeField("dibuat", db_default=Now())
    done_at = models.DateTimeField("ditangani", null=True)
    done_by_name = models.CharField("ditangani oleh", max_length=150, blank=True)

    objects = ReminderQuerySet.as_manager()

    class Meta:
        verbose_name = "pengingat"
        verbose_name_plural = "pengingat"
        ordering = ["due_on", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["agreement", "due_on", "step"], name="agreement_reminded_once"
            ),
            models.UniqueConstraint(
                fields=["request", "due_on", "step"], name="request_reminded_once"
            ),
            models.CheckConstraint(
                condition=models.Q(
                    kind="AGREEMENT", agreement__isnull=False, request=None
                )
                | models.Q(kind="REQUEST", request__isnull=False, agreement=None),
                name="reminder_of_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.due_on}"
