"""Signing in and one's own account; allauth's names, our addresses, no sign-up."""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.mfa.webauthn import views as keys
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.urls import path

from accounts import views
from accounts.scope import GATE

at_the_gate = transaction.atomic(using=GATE)
"""allauth locks a factor while it is used: on the connection that writes it."""

urlpatterns = [
    path("masuk/", account.login, name="login"),
    path("masuk/", account.login, name="account_login"),
    path(
        "masuk/langkah-kedua/",
        at_the_gate(mfa.authenticate),
        name="mfa_authenticate",
    ),
    path("masuk/kode/", views.one_time_code, name="one-time-code"),
    path("keluar/", views.sign_out, name="logout"),
    path("keluar/", views.sign_out, name="account_logout"),
    path("akun/", mfa.index, name="mfa_index"),
    path("akun/sesi/", views.sessions, name="own-sessions"),
    path(
        "akun/kata-sandi/",
        login_required(account.password_change),
        name="account_change_password",
    ),
    path(
        "akun/pastikan/",
        login_required(account.reauthenticate),
        name="account_reauthenticate",
    ),
    path(
        "akun/pastikan/kode/",
        at_the_gate(mfa.reauthenticate),
        name="mfa_reauthenticate",
    ),
    path(
        "akun/pastikan/kunci/",
        keys.reauthenticate_webauthn,
        name="mfa_reauthenticate_webauthn",
    ),
    path(
        "akun/aplikasi/",
        login_required(at_the_gate(totp.activate_totp)),
        name="mfa_activate_totp",
    ),
    path("akun/aplikasi/lepas/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("akun/kunci/", keys.list_webauthn, name="mfa_list_webauthn"),
    path(
        "akun/kunci/tambah/", login_required(keys.add_webauthn), name="mfa_add_webauthn"
    ),
    path(
        "akun/kunci/<int:pk>/lepas/",
        login_required(keys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
    path(
        "akun/kunci/<int:pk>/nama/",
        login_required(keys.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path("akun/pemulihan/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path(
        "akun/pemulihan/baru/",
        login_required(at_the_gate(codes.generate_recovery_codes)),
        name="mfa_generate_recovery_codes",
    ),
    path(
        "akun/pemulihan/unduh/",
        codes.download_recovery_codes,
        name="mfa_download_recovery_codes",
    ),
]
