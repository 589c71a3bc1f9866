"""A user has one role and one region code, both from the account, never a request."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from accounts.querysets import DigestChoiceQuerySet, DigestSendQuerySet
from accounts.rules import digest as rules


class Role(models.TextChoices):
    """What a person may see and do; the table stands in docs/roles.md."""

    OPERATOR = "OPERATOR", _("Operator")
    CHAIR = "CHAIR", _("Ketua")
    MEMBER = "MEMBER", _("Anggota")
    PROVINCE = "PROVINCE", _("KPU provinsi")
    SUPERVISOR = "SUPERVISOR", _("Bawaslu")
    POST = "POST", _("Petugas pos")
    VILLAGE = "VILLAGE", _("Petugas kelurahan")
    NEIGHBOURHOOD = "NEIGHBOURHOOD", _("Ketua RT/RW")
    ADMIN = "ADMIN", _("Administrator")


OFFICE_ROLES = frozenset({Role.OPERATOR, Role.CHAIR, Role.MEMBER})
BY_NAME_ROLES = OFFICE_ROLES | {Role.POST, Role.VILLAGE, Role.NEIGHBOURHOOD}
READ_ONLY_ROLES = frozenset({Role.PROVINCE, Role.SUPERVISOR, Role.NEIGHBOURHOOD})


class User(AbstractUser):
    """An account of the portal."""

    role = models.CharField("peran", max_length=14, choices=Role.choices)
    scope_code = models.CharField("kode wilayah", max_length=10, blank=True)
    rw = models.CharField("RW", max_length=3, blank=True)
    rt = models.CharField("RT", max_length=3, blank=True)
    full_name = models.CharField("nama lengkap", max_length=120)
    title = models.CharField("jabatan", max_length=80, blank=True)
    ends_on = models.DateField("berlaku sampai", null=True, blank=True)

    class Meta:
        verbose_name = "akun"
        verbose_name_plural = "akun"

    def __str__(self) -> str:
        return self.full_name or self.username

    def get_full_name(self) -> str:
        """Name as the page shows it."""
        return str(self)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        """What a session is bound to: a change of any of these ends it at once."""
        ends_on = self.ends_on.isoformat() if self.ends_on else ""
        facts = (self.password, self.role, self.scope_code, ends_on, self.is_active)
        return salted_hmac(
            "accounts.models.User.session",
            "\x1f".join(str(fact) for fact in facts),
            secret=secret,
            algorithm="sha256",
        ).hexdigest()

    @property
    def is_office(self) -> bool:
        """Works in a kabupaten/kota office."""
        return self.role in OFFICE_ROLES

    @property
    def may_change(self) -> bool:
        """May change anything at all besides the own session."""
        return self.role in Role.values and self.role not in READ_ONLY_ROLES

    @property
    def regency_code(self) -> str:
        """The own kabupaten/kota, or "" for a province's or the nation's account."""
        return self.scope_code[:4] if len(self.scope_code) >= 4 else ""

    def covers(self, code: str) -> bool:
        """Whether region `code` lies in the scope; an empty scope covers nothing."""
        return bool(self.scope_code) and code.startswith(self.scope_code)

    @property
    def by_name_scope(self) -> str:
        """Region code whose people this account may see by name; "" for none."""
        if self.role not in BY_NAME_ROLES:
            return ""
        if self.role == Role.NEIGHBOURHOOD and not self.rw:
            return ""
        return self.scope_code if len(self.scope_code) >= 4 else ""


class Session(AbstractBaseSession):
    """A session and whose it is."""

    account_id = models.BigIntegerField("nomor akun", null=True, db_index=True)

    objects: ClassVar[BaseSessionManager] = BaseSessionManager()

    class Meta(AbstractBaseSession.Meta):
        verbose_name = "sesi"
        verbose_name_plural = "sesi"

    @classmethod
    def get_session_store_class(cls) -> type:
        """The store that reads and writes it."""
        from accounts.sessions import SessionStore

        return SessionStore


class OneTimeCode(models.Model):
    """A code that a second person hands over; it works once, for one purpose.

    NEW lets the owner of a new account choose a password; PASSWORD a new one, while the
    second factor stays; FACTOR a new second factor, while the password stays. No single
    second person can thus take an account over.
    """

    class Purpose(models.TextChoices):
        NEW = "NEW", "Akun baru"
        PASSWORD = "PASSWORD", "Kata sandi baru"  # noqa: S105 - a purpose
        FACTOR = "FACTOR", "Langkah kedua baru"

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="codes", verbose_name="akun"
    )
    purpose = models.CharField("guna", max_length=8, choices=Purpose.choices)
    digest = models.CharField("sidik", max_length=64, unique=True)
    made_by = models.ForeignKey(
        User,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="dibuat oleh",
    )
    made_at = models.DateTimeField("dibuat", auto_now_add=True)
    expires_at = models.DateTimeField("berlaku sampai")
    used_at = models.DateTimeField("dipakai", null=True)

    class Meta:
        verbose_name = "kode sekali pakai"
        verbose_name_plural = "kode sekali pakai"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(made_by__isnull=True)
                | ~models.Q(made_by=models.F("user")),
                name="code_by_second_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.user_id}"


class AccountChange(models.Model):
    """A role and region that one administrator asks for and another one decides."""

    class State(models.TextChoices):
        ASKED = "ASKED", "Menunggu"
        APPROVED = "APPROVED", "Disetujui"
        REJECTED = "REJECTED", "Ditolak"

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="changes", verbose_name="akun"
    )
    role = models.CharField("peran", max_length=14, choices=Role.choices)
    scope_code = models.CharField("kode wilayah", max_length=10, blank=True)
    rw = models.CharField("RW", max_length=3, blank=True)
    rt = models.CharField("RT", max_length=3, blank=True)
    is_new = models.BooleanField("akun baru", default=False)
    reason = models.CharField("alasan", max_length=200)
    state = models.CharField(
        "keadaan", max_length=8, choices=State.choices, default=State.ASKED
    )
    proposed_by = models.ForeignKey(
        User, on_delete=models.PROTECT, related_name="+", verbose_name="diminta oleh"
    )
    proposed_at = models.DateTimeField("diminta", auto_now_add=True)
    decided_by = models.ForeignKey(
        User,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="diputus oleh",
    )
    decided_at = models.DateTimeField("diputus", null=True)

    class Meta:
        verbose_name = "perubahan akun"
        verbose_name_plural = "perubahan akun"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(decided_by__isnull=True)
                | ~models.Q(decided_by=models.F("proposed_by")),
                name="change_by_two_people",
            ),
            models.CheckConstraint(
                condition=models.Q(state="ASKED", decided_by__isnull=True)
                | (~models.Q(state="ASKED") & models.Q(decided_by__isnull=False)),
                name="change_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(state="ASKED"),
                name="change_one_asked",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.role} {self.scope_code}"


class Rhythm(models.TextChoices):
    """How often an account is told by e-mail what waits for it."""

    NONE = rules.NONE, _("Tidak dikirim")
    DAILY = rules.DAILY, _("Setiap hari")
    WEEKLY = rules.WEEKLY, _("Sekali sepekan")


class DigestChoice(models.Model):
    """What an account chose for its digest; only the gate writes it (ADR 0047)."""

    user = models.OneToOneField(
        User, on_delete=models.CASCADE, related_name="+", verbose_name="akun"
    )
    rhythm = models.CharField(
        "kapan", max_length=6, choices=Rhythm.choices, default=Rhythm.NONE
    )
    weekday = models.PositiveSmallIntegerField("hari", default=0)
    hour = models.PositiveSmallIntegerField("jam", default=7)
    email = models.EmailField("alamat surel", max_length=254, blank=True)
    language = models.CharField("bahasa", max_length=5, default="id")
    changed_at = models.DateTimeField("diubah")
    verified_at = models.DateTimeField("dibuktikan", null=True)
    asked_at = models.DateTimeField("tautan diminta", null=True)

    objects = DigestChoiceQuerySet.as_manager()

    class Meta:
        verbose_name = "pilihan surel"
        verbose_name_plural = "pilihan surel"
        constraints = [
            models.CheckConstraint(
                condition=models.Q(weekday__lte=6, hour__lte=23),
                name="digest_has_an_hour",
            ),
            models.CheckConstraint(
                condition=models.Q(rhythm="NONE") | ~models.Q(email=""),
                name="digest_has_an_address",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.rhythm}"


class DigestState(models.TextChoices):
    """What became of one digest."""

    NOTHING = "NOTHING", _("Tidak ada yang menunggu")
    SENDING = "SENDING", _("Sedang dikirim")
    SENT = "SENT", _("Diterima server surel")
    FAILED = "FAILED", _("Ditolak")
    LOST = "LOST", _("Terputus; tidak diulang")


class DigestSend(models.Model):
    """One digest of one account: at most one mail a slot, whatever is killed.

    The row is committed as SENDING before the mail server is spoken to. FAILED means
    that no mail went; a row that stayed SENDING may or may not have gone out and
    becomes LOST, which nobody repeats.
    """

    user = models.ForeignKey(
        User, on_delete=models.CASCADE, related_name="+", verbose_name="akun"
    )
    slot = models.DateTimeField("jatah waktu")
    office = models.CharField("kantor", max_length=4, blank=True)
    job_id = models.BigIntegerField("nomor pekerjaan")
    state = models.CharField("keadaan", max_length=7, choices=DigestState.choices)
    count = models.PositiveSmallIntegerField("hal", default=0)
    reason = models.CharField("sebab", max_length=200, blank=True)
    tried_at = models.DateTimeField("dicoba")

    objects = DigestSendQuerySet.as_manager()

    class Meta:
        verbose_name = "surel harian"
        verbose_name_plural = "surel harian"
        ordering = ["-slot", "-id"]
        indexes = [models.Index(fields=["slot", "office"], name="digest_by_slot")]
        constraints = [
            models.UniqueConstraint(fields=["user", "slot"], name="digest_once_a_slot")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.slot:%Y-%m-%d %H} {self.state}"
