"""Forms of signing in and of one's own account, in our words over allauth's rules."""

from typing import Any

from allauth.account import forms as account
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.conf import settings
from django.core.cache import cache
from django.utils.translation import gettext_lazy as _

PERIOD = 30
TEXT = {"class": "form-control"}
CODE = {**TEXT, "autocomplete": "one-time-code", "inputmode": "numeric"}


def _password(label: Any, autocomplete: str, help_text: Any = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        strip=False,
        help_text=help_text,
        widget=forms.PasswordInput(attrs={**TEXT, "autocomplete": autocomplete}),
    )


def _restyle(form: forms.Form, labels: dict[str, Any], **attrs: Any) -> None:
    for name, label in labels.items():
        field = form.fields[name]
        field.label = label
        field.help_text = ""
        field.widget.attrs = {**TEXT, **attrs.get(name, {})}


class LoginForm(account.LoginForm):
    """Name and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _restyle(
            self,
            {"login": _("Nama pengguna"), "password": _("Kata sandi")},
            login={"autocomplete": "username", "autofocus": True, "maxlength": 150},
            password={"autocomplete": "current-password"},
        )


class ChangePasswordForm(account.ChangePasswordForm):
    """The present password, and a new one twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        new = {"autocomplete": "new-password"}
        _restyle(
            self,
            {
                "oldpassword": _("Kata sandi sekarang"),
                "password1": _("Kata sandi baru"),
                "password2": _("Kata sandi baru, sekali lagi"),
            },
            oldpassword={"autocomplete": "current-password"},
            password1=new,
            password2=new,
        )
        self.fields["password1"].help_text = _("Paling sedikit 12 huruf atau angka.")


class ReauthenticateForm(account.ReauthenticateForm):
    """The password once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _restyle(
            self,
            {"password": _("Kata sandi")},
            password={"autocomplete": "current-password"},
        )


class OnceOnly:
    """A code of the app counts once for as long as it could be accepted.

    allauth remembers one period; with a step of tolerance a code lives for three.
    """

    user: Any
    authenticator: Any

    def clean_code(self) -> str:
        """The code, unless this person has given it already."""
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP:
            steps = 2 * settings.MFA_TOTP_TOLERANCE + 1
            key = f"totp-used-{self.user.pk}-{code.strip()}"
            if not cache.add(key, 1, timeout=steps * PERIOD):
                raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(OnceOnly, mfa.AuthenticateForm):
    """The code of the app, or a recovery code."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _restyle(self, {"code": _("Kode")}, code={**CODE, "autofocus": True})
        self.fields["code"].help_text = _(
            "Enam angka dari aplikasi, atau satu kode pemulihan."
        )


class ReauthenticateCodeForm(OnceOnly, mfa.ReauthenticateForm):
    """A code once more."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _restyle(self, {"code": _("Kode")}, code=CODE)


class ActivateTOTPForm(totp.ActivateTOTPForm):
    """The first code of a new app."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _restyle(self, {"code": _("Kode dari aplikasi")}, code=CODE)


class AddKeyForm(webauthn.AddWebAuthnForm):
    """A security key: its name, and what the browser brings of it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _restyle(self, {"name": _("Nama kunci")}, name={"autocomplete": "off"})


class EditKeyForm(webauthn.EditWebAuthnForm):
    """Another name for a key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _restyle(self, {"name": _("Nama kunci")}, name={"autocomplete": "off"})


class FactorCodeForm(forms.Form):
    """The code that a second person has given, for a new second factor."""

    kode = forms.CharField(
        label=_("Kode sekali pakai"),
        max_length=40,
        widget=forms.TextInput(attrs={**TEXT, "autocomplete": "off"}),
    )


class PasswordCodeForm(FactorCodeForm):
    """The code of a new account, or for a new password."""

    nama = forms.CharField(
        label=_("Nama pengguna"),
        max_length=150,
        widget=forms.TextInput(attrs={**TEXT, "autocomplete": "username"}),
    )
    sandi = _password(
        _("Kata sandi baru"), "new-password", _("Paling sedikit 12 huruf atau angka.")
    )
    sandi2 = _password(_("Kata sandi baru, sekali lagi"), "new-password")
    field_order = ("nama", "kode", "sandi", "sandi2")

    def clean(self) -> dict[str, Any]:
        """Both passwords are the same."""
        data = super().clean() or {}
        if data.get("sandi") != data.get("sandi2"):
            self.add_error("sandi2", _("Kata sandi baru ditulis berbeda."))
        return data
