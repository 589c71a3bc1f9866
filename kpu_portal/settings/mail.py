"""Outgoing mail. Without EMAIL_HOST nothing is sent, and the pages say so."""

from kpu_portal import env

EMAIL_HOST = env.text("EMAIL_HOST", "")
MAIL_ON = bool(EMAIL_HOST)
_NAME = "smtp" if MAIL_ON else "dummy"
EMAIL_BACKEND = f"django.core.mail.backends.{_NAME}.EmailBackend"
EMAIL_PORT = env.integer("EMAIL_PORT", 25)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
# STARTTLS on port 587, or TLS from the start on port 465: one of the two.
EMAIL_USE_TLS = env.flag("EMAIL_USE_TLS")
EMAIL_USE_SSL = env.flag("EMAIL_USE_SSL")
if EMAIL_USE_TLS and EMAIL_USE_SSL:
    raise env.BadSetting("Pilih salah satu: EMAIL_USE_TLS atau EMAIL_USE_SSL.")
EMAIL_TIMEOUT = env.integer("EMAIL_TIMEOUT", 20)
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "")
if MAIL_ON and "@" not in DEFAULT_FROM_EMAIL:
    raise env.BadSetting("Isi DEFAULT_FROM_EMAIL dengan alamat pengirim surel.")
DEFAULT_FROM_EMAIL = DEFAULT_FROM_EMAIL or "pdpb@localhost"
