"""Accounts: who makes them, what needs two people, and how one comes back in."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts import recovery, services
from accounts.models import AccountChange, OneTimeCode, Role, Session, User
from accounts.recovery import RecoveryError
from accounts.services import AccountError
from audit.models import LedgerEntry
from kpu_portal.demo.accounts import ACCOUNTS, PASSWORD, code_of
from tests.roles import as_web

SignIn = Callable[[Any], Any]
NAME = "operator.sukabumi"
NEW = "sandi-milik-sendiri"
Purpose = OneTimeCode.Purpose


def make(cast: Any, **facts: Any) -> tuple[User, str]:
    given = {
        "username": "operator.baru",
        "role": Role.OPERATOR,
        "scope_code": "3272",
        "full_name": "Operator Baru",
        **facts,
    }
    return services.create_account(actor=cast.admin, **given)


def actions() -> list[str]:
    return list(
        LedgerEntry.objects.using("gate")
        .order_by("id")
        .values_list("action", flat=True)
    )


# -- making ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("role", "code"),
    [
        (Role.OPERATOR, "3272"),
        (Role.MEMBER, "3272"),
        (Role.PROVINCE, "32"),
        (Role.SUPERVISOR, "32"),
        (Role.SUPERVISOR, "3272"),
        (Role.POST, "327202"),
        (Role.VILLAGE, "3272021001"),
        (Role.NEIGHBOURHOOD, "3272021001"),
    ],
)
def test_every_role_can_be_made(
    shared_portal: str, cast: Any, role: str, code: str
) -> None:
    corner = {"rw": "001"} if role == Role.NEIGHBOURHOOD else {}
    facts = {"username": f"{role}.{code}", "role": role, "scope_code": code}
    user, text = make(cast, **facts, **corner)
    assert user.is_active
    assert not user.has_usable_password()
    assert len(text) == 19
    assert text not in str(list(OneTimeCode.objects.values()))


def test_the_demo_has_every_role(shared_portal: str) -> None:
    assert {account.role for account in ACCOUNTS} == set(Role.values)


@pytest.mark.parametrize(
    ("facts", "words"),
    [
        ({"username": NAME}, "sudah dipakai"),
        ({"username": NAME.upper()}, "sudah dipakai"),
        ({"username": "dengan spasi"}, "nama pengguna"),
        ({"full_name": " "}, "Nama lengkap kosong"),
        ({"role": "RAJA"}, "Peran tidak dikenal"),
        ({"scope_code": "9999"}, "tidak dikenal"),
        ({"scope_code": "32"}, "tidak cocok"),
        ({"ends_on": dt.date(2020, 1, 1)}, "sudah lewat"),
    ],
)
def test_what_cannot_be_made(
    shared_portal: str, cast: Any, facts: dict[str, Any], words: str
) -> None:
    with pytest.raises(AccountError, match=words):
        make(cast, **facts)


def test_only_administrators_make_accounts(shared_portal: str, cast: Any) -> None:
    for part in ("operator_a", "chair_a", "province", "supervisor"):
        with pytest.raises(AccountError):
            services.create_account(
                actor=getattr(cast, part),
                username="x",
                role=Role.OPERATOR,
                scope_code="3272",
                full_name="X",
            )


def test_the_owner_chooses_the_password_and_a_factor(portal: str, cast: Any) -> None:
    _user, text = make(cast)
    client = Client()
    fields = {"nama": "operator.baru", "kode": text, "sandi": NEW, "sandi2": NEW}
    assert client.post("/masuk/kode/", {**fields, "sandi2": "lain"}).status_code == 200
    assert client.post("/masuk/kode/", {**fields, "nama": NAME}).status_code == 200
    weak = client.post("/masuk/kode/", {**fields, "sandi": "abc", "sandi2": "abc"})
    assert weak.status_code == 200
    assert client.post("/masuk/kode/", fields)["Location"] == "/masuk/"
    again = client.post("/masuk/kode/", fields)
    assert "sudah dipakai" in again.content.decode()
    client.post("/masuk/", {"login": "operator.baru", "password": NEW})
    assert client.get("/kab/3272/")["Location"] == "/akun/aplikasi/"


@pytest.mark.parametrize("role", [Role.ADMIN, Role.CHAIR])
def test_who_was_refused_stays_off_until_two_agree(
    portal: str, cast: Any, role: str
) -> None:
    code = "" if role == Role.ADMIN else "3272"
    user, _text = make(cast, role=role, scope_code=code)
    first = user.changes.get()
    services.decide_change(actor=cast.admin2, change=first, approve=False)
    for one in (cast.admin, cast.admin2):
        with pytest.raises(AccountError, match="menolak akun ini"):
            services.switch_account(actor=one, user=user, active=True)
    again = services.ask_change(
        actor=cast.admin, user=user, role=role, scope_code=code, reason="SK terbit"
    )
    with pytest.raises(AccountError, match="menunggu"):
        services.switch_account(actor=cast.admin2, user=user, active=True)
    with pytest.raises(AccountError, match="administrator lain"):
        services.decide_change(actor=cast.admin, change=again, approve=True)
    services.decide_change(actor=cast.admin2, change=again, approve=True)
    user.refresh_from_db()
    assert user.is_active
    services.switch_account(actor=cast.admin, user=user, active=False)
    services.switch_account(actor=cast.admin, user=user, active=True)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.CHAIR])
def test_an_administrator_or_chair_needs_two(portal: str, cast: Any, role: str) -> None:
    code = "" if role == Role.ADMIN else "3272"
    user, _text = make(cast, role=role, scope_code=code)
    assert not user.is_active
    with pytest.raises(AccountError, match="administrator kedua"):
        services.switch_account(actor=cast.admin2, user=user, active=True)
    change = user.changes.get()
    with pytest.raises(AccountError, match="administrator lain"):
        services.decide_change(actor=cast.admin, change=change, approve=True)
    services.decide_change(actor=cast.admin2, change=change, approve=True)
    user.refresh_from_db()
    assert user.is_active


# -- changing ----------------------------------------------------------------------


def ask(cast: Any, role: str = Role.MEMBER, code: str = "3272") -> AccountChange:
    return services.ask_change(
        actor=cast.admin,
        user=cast.operator_a,
        role=role,
        scope_code=code,
        reason="SK Ketua",
    )


def test_a_role_changes_only_by_two(portal: str, cast: Any, sign_in: SignIn) -> None:
    client = sign_in(cast.operator_a)
    change = ask(cast, Role.OPERATOR, "3101")
    assert client.get("/kab/3272/").status_code == 200, "nothing has changed yet"
    with pytest.raises(AccountError):
        services.decide_change(actor=cast.admin, change=change, approve=True)
    with pytest.raises(AccountError):
        services.decide_change(actor=cast.chair_a, change=change, approve=True)
    services.decide_change(actor=cast.admin2, change=change, approve=True)
    assert cast.operator_a.scope_code == "3101"
    assert not Session.objects.filter(account_id=cast.operator_a.pk).exists()
    assert client.get("/kab/3272/").status_code == 302
    assert actions()[-2:] == ["account.change.ask", "account.change"]
    with pytest.raises(AccountError, match="sudah diputus"):
        services.decide_change(actor=cast.admin2, change=change, approve=False)


def test_a_refused_change_changes_nothing(portal: str, cast: Any) -> None:
    change = ask(cast)
    services.decide_change(actor=cast.admin2, change=change, approve=False)
    assert cast.operator_a.role == Role.OPERATOR
    ask(cast)


def test_the_database_insists_on_two_people(portal: str, cast: Any) -> None:
    change = ask(cast)
    alone = {"state": "APPROVED", "decided_by_id": cast.admin.pk}
    for facts in (alone, {"state": "APPROVED"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            AccountChange.objects.filter(pk=change.pk).update(**facts)
    with pytest.raises(IntegrityError), transaction.atomic():
        OneTimeCode.objects.create(
            user=cast.admin,
            made_by=cast.admin,
            purpose=Purpose.FACTOR,
            digest="x",
            expires_at=timezone.now(),
        )


def test_what_cannot_be_asked(portal: str, cast: Any) -> None:
    ask(cast)
    with pytest.raises(AccountError, match="menunggu"):
        ask(cast)
    with pytest.raises(AccountError, match="sudah berlaku"):
        ask(cast, Role.OPERATOR, "3272")
    with pytest.raises(AccountError, match="tidak cocok"):
        ask(cast, Role.OPERATOR, "32")
    with pytest.raises(AccountError, match="administrator lain"):
        services.ask_change(
            actor=cast.admin,
            user=cast.admin,
            role="CHAIR",
            scope_code="3272",
            reason="x",
        )


def test_nobody_decides_about_oneself(portal: str, cast: Any) -> None:
    change = services.ask_change(
        actor=cast.admin, user=cast.admin2, role="CHAIR", scope_code="3272", reason="x"
    )
    with pytest.raises(AccountError, match="Akun sendiri"):
        services.decide_change(actor=cast.admin2, change=change, approve=True)


def test_switching_off_and_ending_are_at_once(
    portal: str, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.operator_a)
    services.switch_account(actor=cast.admin, user=cast.operator_a, active=False)
    assert not Session.objects.filter(account_id=cast.operator_a.pk).exists()
    assert client.get("/kab/3272/").status_code == 302
    services.switch_account(actor=cast.admin, user=cast.operator_a, active=True)
    client = sign_in(cast.operator_a)
    yesterday = timezone.localdate() - dt.timedelta(days=1)
    services.set_end_date(actor=cast.admin, user=cast.operator_a, ends_on=yesterday)
    assert client.get("/kab/3272/").status_code == 302
    assert {"account.off", "account.on", "account.ends"} <= set(actions())


# -- coming back in ----------------------------------------------------------------


def test_a_lost_phone(portal: str, cast: Any, sign_in: SignIn) -> None:
    """The chair takes the factor away; the password alone sets up no new one."""
    client = sign_in(cast.operator_a)
    text = recovery.give_code(
        actor=cast.chair_a, user=cast.operator_a, purpose=Purpose.FACTOR
    )
    assert client.get("/kab/3272/").status_code == 302
    assert not Authenticator.objects.filter(user=cast.operator_a).exists()
    client = Client()
    client.post("/masuk/", {"login": NAME, "password": PASSWORD})
    for address in ("/akun/aplikasi/", "/akun/kunci/tambah/"):
        assert client.get(address)["Location"] == "/masuk/kode/", address
    wrong = client.post("/masuk/kode/", {"kode": "AAAA-AAAA-AAAA-AAAA"})
    assert "tidak cocok" in wrong.content.decode()
    done = client.post("/masuk/kode/", {"kode": text.lower().replace("-", " ")})
    assert done["Location"] == "/akun/aplikasi/"
    assert client.get("/akun/aplikasi/").status_code == 200
    assert client.get("/kab/3272/")["Location"] == "/akun/aplikasi/"
    assert actions()[-1] == "account.code.used"


def test_a_forgotten_password_leaves_the_factor(portal: str, cast: Any) -> None:
    text = recovery.give_code(
        actor=cast.admin, user=cast.operator_a, purpose=Purpose.PASSWORD
    )
    client = Client()
    fields = {"nama": NAME, "kode": text, "sandi": NEW, "sandi2": NEW}
    assert client.post("/masuk/kode/", fields)["Location"] == "/masuk/"
    answer = client.post("/masuk/", {"login": NAME, "password": NEW})
    assert answer["Location"] == "/masuk/langkah-kedua/"
    answer = client.post("/masuk/langkah-kedua/", {"code": code_of(NAME)})
    assert answer["Location"] == "/"


def test_one_person_never_resets_both(portal: str, cast: Any) -> None:
    user = cast.operator_a
    recovery.give_code(actor=cast.admin, user=user, purpose=Purpose.PASSWORD)
    with pytest.raises(RecoveryError, match="dua orang"):
        recovery.give_code(actor=cast.admin, user=user, purpose=Purpose.FACTOR)
    recovery.give_code(actor=cast.chair_a, user=user, purpose=Purpose.FACTOR)


@pytest.mark.parametrize(
    ("actor", "user", "may"),
    [
        ("admin", "operator_a", True),
        ("admin", "admin2", True),
        ("admin", "admin", False),
        ("chair_a", "operator_a", True),
        ("chair_a", "post", True),
        ("chair_a", "chair_a", False),
        ("chair_a", "operator_b", False),
        ("chair_a", "supervisor", False),
        ("chair_a", "province", False),
        ("chair_a", "admin", False),
        ("operator_a", "operator_a2", False),
        ("member_a", "operator_a", False),
        ("supervisor", "operator_a", False),
    ],
)
def test_who_may_help_whom(
    shared_portal: str, cast: Any, actor: str, user: str, may: bool
) -> None:
    one, other = getattr(cast, actor), getattr(cast, user)
    assert recovery.may_help(one, other) == may
    if not may:
        with pytest.raises(RecoveryError):
            recovery.give_code(actor=one, user=other, purpose=Purpose.FACTOR)


def test_codes_end(portal: str, cast: Any) -> None:
    user = cast.operator_a
    first = recovery.give_code(actor=cast.admin, user=user, purpose=Purpose.PASSWORD)
    second = recovery.give_code(actor=cast.admin, user=user, purpose=Purpose.PASSWORD)
    for text in (first, "", "salah"):
        with pytest.raises(RecoveryError):
            recovery.use_password_code(username=NAME, text=text, password=NEW)
    OneTimeCode.objects.update(expires_at=timezone.now())
    with pytest.raises(RecoveryError):
        recovery.use_password_code(username=NAME, text=second, password=NEW)


# -- pages -------------------------------------------------------------------------

PAGES = ["", "baru/", "berkas/", "templat/"]


@pytest.mark.parametrize("part", ["operator_a", "member_a", "province", "supervisor"])
def test_others_see_no_accounts(
    shared_portal: str, cast: Any, sign_in: SignIn, part: str
) -> None:
    client = sign_in(getattr(cast, part))
    for page in [*PAGES, f"{cast.operator_a2.pk}/"]:
        assert client.get(f"/akun-petugas/{page}").status_code == 403, page


def test_a_chair_sees_the_office_and_no_more(
    shared_portal: str, cast: Any, sign_in: SignIn
) -> None:
    client = sign_in(cast.chair_a)
    page = client.get("/akun-petugas/").content.decode()
    assert "operator.sukabumi" in page
    for name in ("operator.seribu", "bawaslu.sukabumi", "admin2", "provinsi.jabar"):
        assert name not in page
    for part, status in (("operator_a", 200), ("operator_b", 404), ("admin", 404)):
        address = f"/akun-petugas/{getattr(cast, part).pk}/"
        assert client.get(address).status_code == status, part
        if status == 404:
            assert client.post(f"{address}kode/", {"guna": "FACTOR"}).status_code == 404
    assert client.get("/akun-petugas/baru/").status_code == 403
    switch = f"/akun-petugas/{cast.operator_a.pk}/aktif/"
    assert client.post(switch, {"aktif": "0"}).status_code == 403


def test_an_administrators_day(portal: str, cast: Any, sign_in: SignIn) -> None:
    one, two = sign_in(cast.admin), sign_in(cast.admin2)
    for page in PAGES:
        assert one.get(f"/akun-petugas/{page}").status_code == 200, page
    found = one.get("/akun-petugas/?peran=POST&wilayah=3272&nama=cecep&kolom=username")
    assert "pos.gunungpuyuh" in found.content.decode()
    assert "operator.sukabumi" not in found.content.decode()
    facts = {"username": "pos.baru", "full_name": "Pos Baru", "role": "POST"}
    refused = one.post("/akun-petugas/baru/", {**facts, "scope_code": "3272"})
    assert "tidak cocok" in refused.content.decode()
    made = one.post("/akun-petugas/baru/", {**facts, "scope_code": "327202"})
    assert "Kode sekali pakai" in made.content.decode()
    user = User.objects.get(username="pos.baru")
    at = f"/akun-petugas/{user.pk}/"
    assert one.get(at).status_code == 200
    one.post(f"{at}berlaku/", {"ends_on": "2099-12-31"})
    one.post(f"{at}aktif/", {"aktif": "0"})
    asked = {"role": "VILLAGE", "scope_code": "3272021001", "reason": "pindah tugas"}
    one.post(f"{at}perubahan/", asked)
    change = user.changes.get()
    one.post(f"/akun-petugas/perubahan/{change.pk}/", {"setuju": "1"})
    user.refresh_from_db()
    assert (user.role, user.is_active) == ("POST", False)
    assert user.ends_on == dt.date(2099, 12, 31)
    assert "pindah tugas" in two.get("/akun-petugas/").content.decode()
    assert "Setujui" in two.get(at).content.decode()
    assert "Setujui" not in one.get(at).content.decode()
    two.post(f"/akun-petugas/perubahan/{change.pk}/", {"setuju": "1"})
    user.refresh_from_db()
    assert user.role == "VILLAGE"
    code = one.post(f"{at}kode/", {"guna": "FACTOR"})
    assert "Kode sekali pakai" in code.content.decode()
    own = f"/akun-petugas/{cast.admin.pk}/"
    one.post(f"{own}aktif/", {"aktif": "0"})
    assert cast.admin.is_active


def test_web_alone_serves_the_pages(portal: str, cast: Any) -> None:
    """No more rights in the database than a request has."""
    with as_web():
        user, _text = make(cast)
        services.switch_account(actor=cast.admin, user=user, active=False)
        user.refresh_from_db()
        assert not user.is_active
