"""Proposals: the only way a change reaches a voter, and the evidence they rest on."""

import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from voters.models.code_tables import CodeList, added_word
from voters.querysets import ProposalQuerySet, RegencyRowsQuerySet


class Kind(models.TextChoices):
    """What is proposed; three are questions, never decided in bulk.

    WILAYAH is made and applied by a change of regions alone (ADR 0058).
    """

    BARU = "BARU", _("Baru")
    UBAH = "UBAH", _("Ubah")
    PINDAH_DALAM = "PINDAH_DALAM", _("Pindah dalam")
    TMS = "TMS", _("TMS")
    TAHAN = "TAHAN", _("Tahan")
    PEMULIHAN = "PEMULIHAN", _("Pemulihan")
    UNDO = "UNDO", _("Urungkan")
    TIDAK_ADA = "TIDAK_ADA", _("Tidak ada")
    MUNCUL_KEMBALI = "MUNCUL_KEMBALI", _("Muncul kembali")
    NIK_GANDA_ORANG = "NIK_GANDA_ORANG", _("NIK ganda orang")
    WILAYAH = "WILAYAH", _("Penyesuaian wilayah")


QUESTIONS = frozenset({Kind.TIDAK_ADA, Kind.MUNCUL_KEMBALI, Kind.NIK_GANDA_ORANG})


class ProposalState(models.TextChoices):
    """OPEN, HOLD, COKLIT and SECOND are undecided; the rest are outcomes.

    WITHDRAWN was taken back by who proposed it: nobody has decided about it.
    """

    OPEN = "OPEN", _("Menunggu")
    HOLD = "HOLD", _("Ditunda")
    COKLIT = "COKLIT", _("Coklit terbatas")
    SECOND = "SECOND", _("Menunggu orang kedua")
    ACCEPTED = "ACCEPTED", _("Diterima")
    REJECTED = "REJECTED", _("Ditolak")
    REFERRED = "REFERRED", _("Diteruskan ke Dukcapil")
    APPLIED = "APPLIED", _("Diterapkan")
    UNDONE = "UNDONE", _("Diurungkan")
    STALE = "STALE", _("Kedaluwarsa")
    WITHDRAWN = "WITHDRAWN", _("Ditarik")


LOW_TRUST = "LOW_TRUST"
DISPUTED = "DISPUTED"
"""Warning of a proposal of which a later row says otherwise."""
"""Warning of a candidate for verification: one at a time, with evidence, by two."""

NAME_ONLY = "NAME_ONLY"
"""Warning of a removal that rests on a likeness to somebody elsewhere: by two (G16)."""

UNDECIDED = (
    ProposalState.OPEN,
    ProposalState.HOLD,
    ProposalState.COKLIT,
    ProposalState.SECOND,
)
FALLEN = (
    ProposalState.REJECTED,
    ProposalState.UNDONE,
    ProposalState.STALE,
    ProposalState.WITHDRAWN,
)
"""States of a proposal of which nothing comes."""


class EvidenceKind(models.TextChoices):
    """What a decision rests on (domain section 3, Evidence)."""

    AKTA_KEMATIAN = "AKTA_KEMATIAN", _("Akta kematian")
    SURAT_KEMATIAN = "SURAT_KEMATIAN", _("Surat keterangan kematian")
    SURAT_PINDAH = "SURAT_PINDAH", _("Surat pindah")
    SK_TNI_POLRI = "SK_TNI_POLRI", _("SK/KTA TNI atau Polri")
    PUTUSAN = "PUTUSAN", _("Putusan pengadilan")
    KTP_KK = "KTP_KK", _("KTP-el atau KK")
    BARIS_KIRIMAN = "BARIS_KIRIMAN", _("Baris kiriman Dukcapil")
    BERITA_COKLIT = "BERITA_COKLIT", _("Berita coklit terbatas")
    LAIN = "LAIN", _("Lainnya")


class RejectReason(models.TextChoices):
    """Why a proposal is refused; LAIN needs a note."""

    BUKAN_ORANG = "BUKAN_ORANG", _("Bukan orang yang sama")
    BUKTI_KURANG = "BUKTI_KURANG", _("Bukti tidak cukup")
    KANTOR_BARU = "KANTOR_BARU", _("Data kantor lebih baru")
    SALAH_UNSUR = "SALAH_UNSUR", _("Salah unsur atau kode")
    LAIN = "LAIN", _("Lainnya, wajib catatan")
    LAPANGAN = "LAPANGAN", _("Terjawab coklit terbatas")


PRACTICE_VINTAGE = "2026"
"""Of the lists of practice, which have one vintage only."""


def _evidence_word(kind: str) -> str:
    """The word of a kind of evidence, also of one that an administrator added."""
    added = added_word(CodeList.EVIDENCE, PRACTICE_VINTAGE, kind)
    if added or kind not in EvidenceKind.values:
        return added or kind
    return str(EvidenceKind(kind).label)


class ChangeProposal(models.Model):
    """One proposed change to one person, made by data or by hand, decided by people.

    Proposals of one act about a family share `group_key` (ADR 0050).
    """

    regency_code = models.CharField("kab/kota", max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    period_id = models.BigIntegerField("periode")
    kind = models.CharField("jenis", max_length=16, choices=Kind.choices)
    category = models.CharField("kategori atau sebab", max_length=20, blank=True)
    state = models.CharField(
        "keadaan",
        max_length=10,
        choices=ProposalState.choices,
        default=ProposalState.OPEN,
    )
    voter_id = models.BigIntegerField("pemilih", null=True)
    base_version = models.IntegerField("versi yang dilihat", null=True)
    nik = models.CharField("NIK", max_length=16)
    name = models.CharField("nama", max_length=120, blank=True)
    sex = models.CharField("jenis kelamin", max_length=1, blank=True)
    kelurahan = models.CharField("kelurahan", max_length=10, blank=True)
    elements = ArrayField(
        models.CharField(max_length=20), verbose_name="unsur", default=list
    )
    old = models.JSONField("sekarang", default=dict)
    new = models.JSONField("usulan", default=dict)
    warnings = ArrayField(models.CharField(max_length=24), default=list)
    rule = models.CharField("aturan", max_length=12, blank=True)
    source = models.CharField("sumber", max_length=40)
    delivery_id = models.BigIntegerField("kiriman", null=True)
    line_no = models.BigIntegerField("baris", null=True)
    fingerprint = models.CharField(max_length=64, blank=True)
    event_date = models.DateField("tanggal peristiwa", null=True)
    evidence_kind = models.CharField(
        "jenis bukti", max_length=16, choices=EvidenceKind.choices, blank=True
    )
    evidence_no = models.CharField("nomor bukti", max_length=80, blank=True)
    note = models.CharField("catatan", max_length=400, blank=True)
    reject_reason = models.CharField("alasan", max_length=40, blank=True)
    hold_until = models.DateField("ditunda sampai", null=True)
    counter_of = models.BigIntegerField("mengurungkan peristiwa", null=True)
    proposed_by_id = models.BigIntegerField(null=True)
    proposed_by_name = models.CharField("pengusul", max_length=150, blank=True)
    first_by_id = models.BigIntegerField(null=True)
    first_by_name = models.CharField("pemutus pertama", max_length=150, blank=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by_name = models.CharField("pemutus", max_length=150, blank=True)
    decided_at = models.DateTimeField("diputus", null=True)
    applied_at = models.DateTimeField("diterapkan", null=True)
    apply_job_id = models.BigIntegerField(null=True)
    group_key = models.UUIDField("keluarga", null=True, editable=False)
    created_at = models.DateTimeField("dibuat", db_default=Now())

    objects = ProposalQuerySet.as_manager()

    class Meta:
        db_table = "change_proposal"
        verbose_name = "usulan"
        verbose_name_plural = "usulan"

    def __str__(self) -> str:
        return f"{self.kind} {self.public_id}"

    def get_evidence_kind_display(self) -> str:
        """The word of the evidence's kind, by the code list."""
        return _evidence_word(self.evidence_kind)

    @property
    def is_question(self) -> bool:
        """Decided one at a time only, with evidence and a second person."""
        return self.kind in QUESTIONS

    @property
    def is_candidate(self) -> bool:
        """Whether a list of low trust named this person: it only asks for a look."""
        return LOW_TRUST in self.warnings

    @property
    def seen(self) -> str:
        """What a page was about, for the decision it sends: state and origin."""
        return f"{self.state}:{self.delivery_id or 0}.{self.line_no or 0}"

    @property
    def is_undecided(self) -> bool:
        """Whether nobody has decided yet."""
        return self.state in UNDECIDED


class Evidence(models.Model):
    """A paper, scan, row or report that supports a proposal.

    told: elements that a row says otherwise than the proposal, or said before it.
    """

    regency_code = models.CharField(max_length=4)
    public_id = models.UUIDField(default=uuid.uuid4, editable=False)
    proposal_id = models.BigIntegerField()
    kind = models.CharField(max_length=16, choices=EvidenceKind.choices)
    number = models.CharField(max_length=80, blank=True)
    file = models.CharField(max_length=200, blank=True)
    source = models.CharField(max_length=40, blank=True)
    delivery_id = models.BigIntegerField(null=True)
    line_no = models.BigIntegerField(null=True)
    note = models.CharField(max_length=200, blank=True)
    told = models.JSONField(default=dict)
    added_by_id = models.BigIntegerField(null=True)
    added_by_name = models.CharField(max_length=150, blank=True)
    added_at = models.DateTimeField(db_default=Now())
    withdrawn_at = models.DateTimeField(null=True)

    objects = RegencyRowsQuerySet.as_manager()

    class Meta:
        db_table = "evidence"
        verbose_name = "bukti"
        verbose_name_plural = "bukti"

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"

    def get_kind_display(self) -> str:
        """The word of the kind, by the code list."""
        return _evidence_word(self.kind)
