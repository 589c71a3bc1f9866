"""Static files, and the store for what people upload (never served by URL)."""

import os

from kpu_portal import env
from kpu_portal.settings.paths import BASE_DIR, HOME

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = HOME / "static"
MEDIA_ROOT = HOME / "media"
STORAGES = {
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
"""Folder of <kab/kota>/<pengirim>/ whose files become deliveries; empty is off."""
