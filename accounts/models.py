"""A user has one role and one region code, both from the account, never a request."""

from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils.translation import gettext_lazy as _


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
