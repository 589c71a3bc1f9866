"""Photographs of posts and bulletins: checked, stripped and kept under opaque names."""

import uuid
from typing import Any

from django.conf import settings
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils.translation import gettext as _

from files.photos import BrokenPhoto, kind_of, stripped
from posts.services.errors import BadPicture


def keep_picture(regency: str, upload: Any) -> str:
    """Store an upload without its metadata; gives its name in the storage.

    Raises BadPicture for an empty or too large file and for no JPG or PNG.
    """
    most = settings.POLICY.evidence_max_bytes
    if not upload.size or upload.size > most:
        raise BadPicture(
            _("Gambar kosong atau lebih besar dari %(n)s MB.")
            % {"n": most // 1_000_000}
        )
    content = upload.read()
    try:
        clean, ending = stripped(content), kind_of(content)
    except BrokenPhoto:
        raise BadPicture(_("Gambar harus berupa JPG atau PNG yang utuh.")) from None
    name = f"posts/{regency}/{uuid.uuid4().hex}.{ending}"
    return str(default_storage.save(name, ContentFile(clean)))
