"""Makes and changes accounts; role and region come from here, never from a request.

Role and region of a standing account, and every new administrator or chair, need two
administrators: one asks, another decides. Whatever ends or changes an account ends its
sessions with it.
"""

import datetime as dt
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import recovery
from accounts.models import AccountChange, OneTimeCode, Role, User
from accounts.scope import GATE
from accounts.sessions import end_sessions
from audit.services import record
from regions.models import Region


class AccountError(Exception):
    """An account cannot be made as asked; the message is for people."""


_LENGTHS: dict[str, set[int]] = {
    Role.OPERATOR: {4},
    Role.CHAIR: {4},
    Role.MEMBER: {4},
    Role.PROVINCE: {2},
    Role.SUPERVISOR: {2, 4},
    Role.POST: {6, 10},
    Role.VILLAGE: {10},
    Role.NEIGHBOURHOOD: {10},
    Role.ADMIN: {0},
}


@transaction.atomic(using=GATE)
def ensure_account(
    *,
    actor: Any,
    username: str,
    password: str,
    role: str,
    scope_code: str,
    full_name: str,
    title: str = "",
    rw: str = "",
    rt: str = "",
) -> tuple[User, bool]:
    """Make an account, or bring role, region and name of a standing one up to date.

    A standing account keeps its password. Raises AccountError when the region code
    does not fit the role. Gives the account and whether it is new. Runs on the gate's
    connection: the web's login can change no role and no region.
    """
    _require_fit(role, scope_code)
    user, new = User.objects.get_or_create(
        username=username,
        defaults={"role": role, "scope_code": scope_code, "full_name": full_name},
    )
    changed = new or (user.role, user.scope_code) != (role, scope_code)
    user.role, user.scope_code = role, scope_code
    user.full_name, user.title = full_name, title
    user.rw, user.rt = rw, rt
    if new:
        user.set_password(password)
    user.save()
    if changed:
        record(
            actor=actor,
            action="account.create" if new else "account.change",
            regency_code=user.regency_code,
            subject=username,
            data={"role": role, "scope": scope_code},
            using=GATE,
        )
    return user, new


NEEDS_TWO = frozenset({Role.ADMIN, Role.CHAIR})


@transaction.atomic(using=GATE)
def create_account(
    *,
    actor: User,
    username: str,
    role: str,
    scope_code: str,
    full_name: str,
    title: str = "",
    ends_on: dt.date | None = None,
    rw: str = "",
    rt: str = "",
) -> tuple[User, str]:
    """Make an account without a password; its owner chooses one with the code given.

    An administrator or chair stays switched off until another administrator agrees.
    Raises AccountError: not an administrator, a name in use, a region that does not fit
    or does not exist, an end date that has passed.
    """
    _require_admin(actor)
    user = User(
        username=username.strip(),
        role=role,
        scope_code=scope_code,
        full_name=full_name.strip(),
        title=title.strip(),
        ends_on=ends_on,
        rw=rw.strip(),
        rt=rt.strip(),
        is_active=role not in NEEDS_TWO,
    )
    problems = problems_of(user)
    if problems:
        raise AccountError(" ".join(problems.values()))
    user.set_unusable_password()
    user.save()
    if not user.is_active:
        AccountChange.objects.create(
            user=user,
            role=role,
            scope_code=scope_code,
            is_new=True,
            reason=_("Akun baru"),
            proposed_by=actor,
        )
    _record(actor, "account.create", user, role=role, scope=scope_code)
    purpose = OneTimeCode.Purpose.NEW
    return user, recovery.give_code(actor=actor, user=user, purpose=purpose)


def problems_of(user: User) -> dict[str, str]:
    """What is wrong with an account that is to be made: field → words for people."""
    found: dict[str, str] = {}
    try:
        user.clean_fields(exclude=["password", "last_login", "email"])
    except ValidationError as error:
        found = {name: " ".join(said) for name, said in error.message_dict.items()}
    if not user.full_name:
        found["full_name"] = _("Nama lengkap kosong.")
    if "username" not in found and _is_taken(user.username):
        found["username"] = _("Nama pengguna %(name)s sudah dipakai.") % {
            "name": user.username
        }
    if user.role in Role.values:
        found |= _region_problem(user.role, user.scope_code)
    else:
        found["role"] = _("Peran tidak dikenal.")
    found |= _corner_problems(user)
    if user.ends_on and user.ends_on < timezone.localdate():
        found["ends_on"] = _("Tanggal akhir sudah lewat.")
    return found


def _corner_problems(user: User) -> dict[str, str]:
    """RW and RT are three digits, and only the head of one has them."""
    if user.role != Role.NEIGHBOURHOOD:
        stray = {name for name in ("rw", "rt") if getattr(user, name)}
        return dict.fromkeys(stray, _("Hanya ketua RT/RW yang memakai kolom ini."))
    found = {}
    for name in ("rw", "rt"):
        value = getattr(user, name)
        if value and not (len(value) == 3 and value.isdigit()):
            found[name] = _("Tulis tiga angka, misalnya 001.")
    if not user.rw:
        found["rw"] = _("RW wajib diisi untuk ketua RT/RW.")
    return found


def _is_taken(username: str) -> bool:
    return User.objects.filter(username__iexact=username).exists()


def _region_problem(role: str, code: str) -> dict[str, str]:
    try:
        _require_fit(role, code)
    except AccountError as error:
        return {"scope_code": str(error)}
    if code and not Region.objects.filter(code=code).exists():
        said = _("Kode wilayah %(code)s tidak dikenal.") % {"code": code}
        return {"scope_code": said}
    if code and not Region.objects.valid().filter(code=code).exists():
        said = _("Wilayah %(code)s sudah berakhir; pakai kode barunya.")
        return {"scope_code": said % {"code": code}}
    return {}


@transaction.atomic(using=GATE)
def switch_account(*, actor: User, user: User, active: bool) -> None:
    """Switch an account off at once, or on again.

    Raises AccountError for one's own account, and for one that still waits for the
    second administrator or was refused by them.
    """
    _require_admin(actor, user)
    if active:
        _require_agreed(user)
    user.is_active = active
    user.save(update_fields=["is_active"])
    end_sessions(user.pk)
    _record(actor, "account.on" if active else "account.off", user)


def _require_agreed(user: User) -> None:
    """A new administrator or chair whom the second one has not agreed to stays off."""
    asked = _asked_for(user)
    if asked is None or asked.state == AccountChange.State.APPROVED:
        return
    if asked.state == AccountChange.State.ASKED:
        raise AccountError(_("Akun ini menunggu persetujuan administrator kedua."))
    raise AccountError(
        _(
            "Administrator kedua menolak akun ini, jadi ia tetap mati. Ajukan lagi "
            "lewat Minta perubahan, dengan alasan."
        )
    )


def _asked_for(user: User) -> AccountChange | None:
    """The latest request for the account itself; None where it never needed two."""
    found: AccountChange | None = (
        user.changes.filter(is_new=True).order_by("-pk").first()
    )
    return found


def _is_refused(user: User) -> bool:
    """Whether the second administrator has refused the account itself."""
    asked = _asked_for(user)
    return asked is not None and asked.state == AccountChange.State.REJECTED


@transaction.atomic(using=GATE)
def set_end_date(*, actor: User, user: User, ends_on: dt.date | None) -> None:
    """Give the account another last day, or none. Raises AccountError for one's own."""
    _require_admin(actor, user)
    user.ends_on = ends_on
    user.save(update_fields=["ends_on"])
    end_sessions(user.pk)
    _record(actor, "account.ends", user, until=ends_on.isoformat() if ends_on else "")


@transaction.atomic(using=GATE)
def ask_change(
    *,
    actor: User,
    user: User,
    role: str,
    scope_code: str,
    reason: str,
    rw: str = "",
    rt: str = "",
) -> AccountChange:
    """Ask for another role or region; nothing changes until somebody else agrees.

    A new account that was refused is asked for once more, as it is or otherwise.

    Raises AccountError: not an administrator, one's own account, a region that does not
    fit or exist, an RW or RT that does not fit, no reason, nothing new, or a request
    that already waits.
    """
    _require_admin(actor, user)
    rw, rt = rw.strip(), rt.strip()
    _require_place(role, scope_code, rw, rt)
    if not reason.strip():
        raise AccountError(_("Tulis alasannya."))
    standing = (user.role, user.scope_code, user.rw, user.rt)
    again = _is_refused(user)
    if (role, scope_code, rw, rt) == standing and not again:
        raise AccountError(_("Peran dan wilayah itu sudah berlaku."))
    try:
        with transaction.atomic(using=GATE):
            change = AccountChange.objects.create(
                user=user,
                role=role,
                scope_code=scope_code,
                rw=rw,
                rt=rt,
                is_new=again,
                reason=reason.strip(),
                proposed_by=actor,
            )
    except IntegrityError as error:
        raise AccountError(_("Sudah ada permintaan yang menunggu.")) from error
    _record(actor, "account.change.ask", user, role=role, scope=scope_code)
    return change


@transaction.atomic(using=GATE)
def decide_change(*, actor: User, change: AccountChange, approve: bool) -> None:
    """Agree or refuse; whoever asked, and whom it is about, cannot.

    An agreed change ends the account's sessions. Raises AccountError likewise when the
    request has been decided already, or its region has ended since it was asked for.
    """
    change = AccountChange.objects.select_for_update().get(pk=change.pk)
    user = User.objects.select_for_update().get(pk=change.user_id)
    _require_admin(actor, user)
    if change.proposed_by_id == actor.pk:
        raise AccountError(_("Permintaan sendiri diputus oleh administrator lain."))
    if change.state != AccountChange.State.ASKED:
        raise AccountError(_("Permintaan ini sudah diputus."))
    if approve:
        _require_place(change.role, change.scope_code, change.rw, change.rt)
    states = AccountChange.State
    change.state = states.APPROVED if approve else states.REJECTED
    change.decided_by, change.decided_at = actor, timezone.now()
    change.save()
    if approve:
        user.role, user.scope_code = change.role, change.scope_code
        user.rw, user.rt = change.rw, change.rt
        user.is_active = user.is_active or change.is_new
        user.save(update_fields=["role", "scope_code", "rw", "rt", "is_active"])
        end_sessions(user.pk)
    action = "account.change" if approve else "account.change.refuse"
    _record(actor, action, user, role=change.role, scope=change.scope_code)


def _require_place(role: str, code: str, rw: str, rt: str) -> None:
    found = _region_problem(role, code)
    found |= _corner_problems(User(role=role, rw=rw, rt=rt))
    if found:
        raise AccountError(" ".join(dict.fromkeys(found.values())))


def _require_admin(actor: User, user: User | None = None) -> None:
    if actor.role != Role.ADMIN or not actor.is_active:
        raise AccountError(_("Hanya administrator yang mengatur akun."))
    if user is not None and user.pk == actor.pk:
        raise AccountError(_("Akun sendiri diatur oleh administrator lain."))


def _record(actor: User, action: str, user: User, **data: str) -> None:
    record(
        actor=actor,
        action=action,
        regency_code=user.regency_code,
        subject=user.username,
        data=data,
        using=GATE,
    )


def is_expired(user: User | AnonymousUser, today: Any) -> bool:
    """Whether the account's end date lies before `today`."""
    ends_on = getattr(user, "ends_on", None)
    return ends_on is not None and ends_on < today


def _require_fit(role: str, scope_code: str) -> None:
    fits = len(scope_code) in _LENGTHS.get(role, set())
    if not fits or (scope_code and not scope_code.isdigit()):
        raise AccountError(
            _("Kode wilayah %(code)s tidak cocok dengan peran %(role)s.")
            % {"code": scope_code or "-", "role": role}
        )
