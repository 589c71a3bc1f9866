"""A person who moves between two regencies of one installation (ADR 0057).

One row, two sides: FROM lets the person go, TO takes the person in. Triggers follow the
proposals of both (sql/handover.sql); services write no state and no stage of their own.
"""

import uuid

from django.db import models
from django.db.models.functions import Now
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from voters.models.proposals import RejectReason
from voters.querysets import HandoverQuerySet


class HandoverState(models.TextChoices):
    """What has become of it; voters.rules.handover.state_of() says when which."""

    OFFERED = "OFFERED", _("Ditawarkan")
    ASKED = "ASKED", _("Diminta")
    CONFIRMED = "CONFIRMED", _("Dikonfirmasi")
    DONE = "DONE", _("Selesai")
    DECLINED = "DECLINED", _("Ditolak")
    EXPIRED = "EXPIRED", _("Lewat waktu")
    WITHDRAWN = "WITHDRAWN", _("Ditarik")


DECLINE_REASONS: dict[str, str | Promise] = {
    "TIDAK_ADA": _("Tidak ada di daftar kami"),
    "TIDAK_PINDAH": _("Tidak jadi pindah"),
    RejectReason.BUKAN_ORANG.value: RejectReason.BUKAN_ORANG.label,
    RejectReason.BUKTI_KURANG.value: RejectReason.BUKTI_KURANG.label,
    RejectReason.LAIN.value: RejectReason.LAIN.label,
}
"""Why an office declines; a proposal rejected in review brings its own reason."""


class Handover(models.Model):
    """One hand-over: both sides, the answer, the clock, and what has happened.

    `payload` holds what the other side needs to know the person again, until it is
    forgotten. `group_key` is that of the opener's act about a family: whoever shares it
    is answered together. `steps` is written by a trigger alone.
    """

    public_id = models.UUIDField(default=uuid.uuid4, editable=False, unique=True)
    from_regency = models.CharField("kab/kota asal", max_length=4)
    to_regency = models.CharField("kab/kota tujuan", max_length=4)
    opened_by = models.CharField("pembuka", max_length=4)
    state = models.CharField("keadaan", max_length=9, choices=HandoverState.choices)
    number_hash = models.BinaryField("sidik NIK", max_length=32, null=True)
    payload = models.JSONField("orangnya", default=dict)
    group_key = models.UUIDField("kunci keluarga", null=True)
    from_proposal_id = models.BigIntegerField("usulan TMS", null=True)
    from_voter_id = models.BigIntegerField("pemilih asal", null=True)
    from_stage = models.CharField("tahap asal", max_length=7, blank=True)
    to_proposal_id = models.BigIntegerField("usulan baru", null=True)
    to_voter_id = models.BigIntegerField("pemilih tujuan", null=True)
    to_stage = models.CharField("tahap tujuan", max_length=7, blank=True)
    answer = models.CharField("jawaban", max_length=9, blank=True)
    reason = models.CharField("alasan", max_length=40, blank=True)
    note = models.CharField("catatan", max_length=400, blank=True)
    answered_by_name = models.CharField("penjawab", max_length=150, blank=True)
    answered_at = models.DateTimeField("dijawab", null=True)
    opened_by_name = models.CharField("pembuka", max_length=150, blank=True)
    opened_at = models.DateTimeField("dibuka", db_default=Now())
    due_on = models.DateField("batas jawaban")
    expired_at = models.DateTimeField("lewat waktu", null=True)
    ended_at = models.DateTimeField("berakhir", null=True)
    steps = models.JSONField("langkah", default=list)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        db_table = "handover"
        verbose_name = "serah terima"
        verbose_name_plural = "serah terima"
        constraints = [
            models.UniqueConstraint(
                fields=["number_hash", "from_regency", "to_regency"],
                condition=models.Q(state__in=["OFFERED", "ASKED", "CONFIRMED"]),
                name="handover_one_open",
            ),
            models.CheckConstraint(
                condition=~models.Q(from_regency=models.F("to_regency")),
                name="handover_two_regencies",
            ),
            models.CheckConstraint(
                condition=models.Q(opened_by__in=["FROM", "TO"]),
                name="handover_opened_by_known",
            ),
            models.CheckConstraint(
                condition=models.Q(
                    from_stage__in=["", "WAITING", "APPLIED", "GONE"],
                    to_stage__in=["", "WAITING", "APPLIED", "GONE"],
                    answer__in=["", "CONFIRMED", "DECLINED"],
                ),
                name="handover_words_known",
            ),
        ]
        indexes = [
            models.Index(fields=["from_regency", "due_on", "id"], name="handover_from"),
            models.Index(fields=["to_regency", "due_on", "id"], name="handover_to"),
            models.Index(fields=["number_hash"], name="handover_number"),
            models.Index(fields=["from_proposal_id"], name="handover_from_proposal"),
            models.Index(fields=["to_proposal_id"], name="handover_to_proposal"),
            models.Index(fields=["from_voter_id"], name="handover_from_voter"),
            models.Index(
                fields=["group_key"],
                condition=models.Q(group_key__isnull=False),
                name="handover_family",
            ),
        ]

    def __str__(self) -> str:
        return str(self.public_id)

    def leaves(self, regency: str) -> bool:
        """Whether the person leaves this regency."""
        return self.from_regency == regency

    def other(self, regency: str) -> str:
        """Code of the regency on the other side."""
        return self.to_regency if self.leaves(regency) else self.from_regency

    def opens(self, regency: str) -> bool:
        """Whether this regency has done its half and waits for the other."""
        return (self.opened_by == "FROM") == self.leaves(regency)

    @property
    def name(self) -> str:
        """The person's name, while it is kept."""
        return str(self.payload.get("name", ""))
