"""Static files, and the store for what people upload (never served by URL)."""

import os
from typing import Any

from kpu_portal import env
from kpu_portal.settings.paths import BASE_DIR, HOME

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "media"
STORAGES: dict[str, dict[str, Any]] = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": str(MEDIA_ROOT), "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
FILE_UPLOAD_HANDLERS = ["files.uploads.RoomCheckingUploadHandler"]
FILE_UPLOAD_TEMP_DIR = str(HOME / "media" / "tmp")
os.makedirs(FILE_UPLOAD_TEMP_DIR, mode=0o700, exist_ok=True)
INBOX = env.text("PDPB_INBOX", "")
"""Address of <kab/kota>/<pengirim>/ whose files become deliveries; empty is off."""
OUTBOX = env.text("PDPB_OUTGOING", "")
"""Address of the folder that published papers are copied to; empty is off."""
if INBOX:
    STORAGES["incoming"] = env.storage("PDPB_INBOX")
if OUTBOX:
    STORAGES["outgoing"] = env.storage("PDPB_OUTGOING")
