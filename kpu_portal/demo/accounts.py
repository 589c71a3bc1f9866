"""The accounts of the demo: made-up people, one or more for each role."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from typing import NamedTuple

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.conf import settings

from accounts.models import User
from accounts.services import ensure_account

PASSWORD = "pdpb-demo-2026"  # noqa: S105 - printed at the start of every demo


class DemoAccount(NamedTuple):
    """One account: its name for signing in, its role and region, its person."""

    username: str
    role: str
    scope_code: str
    full_name: str
    title: str
    rw: str = ""
    rt: str = ""


ACCOUNTS = (
    DemoAccount("operator.sukabumi", "OPERATOR", "3272", "Rina Marlina", "Operator"),
    DemoAccount("operator2.sukabumi", "OPERATOR", "3272", "Dedi Kurnia", "Operator"),
    DemoAccount("ketua.sukabumi", "CHAIR", "3272", "Asep Hidayat", "Ketua"),
    DemoAccount("anggota.sukabumi", "MEMBER", "3272", "Lilis Suryani", "Anggota"),
    DemoAccount("operator.seribu", "OPERATOR", "3101", "Nurdin Saputra", "Operator"),
    DemoAccount("ketua.seribu", "CHAIR", "3101", "Fatimah Zahra", "Ketua"),
    DemoAccount("provinsi.jabar", "PROVINCE", "32", "Yayan Mulyana", "Staf data"),
    DemoAccount("provinsi.dki", "PROVINCE", "31", "Dewi Lestari", "Staf data"),
    DemoAccount("bawaslu.sukabumi", "SUPERVISOR", "3272", "Iwan Setiawan", "Anggota"),
    DemoAccount("bawaslu.seribu", "SUPERVISOR", "3101", "Rahmat Hakim", "Anggota"),
    DemoAccount("bawaslu.jabar", "SUPERVISOR", "32", "Ratna Juwita", "Anggota"),
    DemoAccount("pos.gunungpuyuh", "POST", "327201", "Cecep Ruhiyat", "Petugas pos"),
    DemoAccount("kelurahan.1001", "VILLAGE", "3272011001", "Euis Komala", "Petugas"),
    DemoAccount(
        "rw.1001", "NEIGHBOURHOOD", "3272011001", "Ujang Sutisna", "Ketua RW", "001"
    ),
    DemoAccount("admin", "ADMIN", "", "Administrator", "Administrator"),
    DemoAccount("admin2", "ADMIN", "", "Administrator Kedua", "Administrator"),
)


def ensure_demo_accounts() -> None:
    """Make the accounts, each with the second factor of this installation."""
    for account in ACCOUNTS:
        user, _new = ensure_account(actor=None, password=PASSWORD, **account._asdict())
        ensure_factor(user)


def ensure_factor(user: User) -> None:
    """Give a demo account its authenticator app, unless it has one."""
    if not Authenticator.objects.filter(user=user).exists():
        TOTP.activate(user, secret_of(user.username))


def secret_of(username: str) -> str:
    """TOTP secret of a demo account: the same in this installation, in no other."""
    key = settings.SECRET_KEY.encode()
    made = hmac.new(key, f"demo totp {username}".encode(), hashlib.sha256).digest()
    return base64.b32encode(made[:20]).decode()


def code_of(username: str, *, steps: int = 0) -> str:
    """The code that the account's app shows now, or some steps of 30 seconds later."""
    counter = int(time.time()) // 30 + steps
    return format_hotp_value(hotp_value(secret_of(username), counter))


def address_of(username: str) -> str:
    """What an authenticator app reads from a QR code."""
    return f"otpauth://totp/PDPB:{username}?secret={secret_of(username)}&issuer=PDPB"
