"""Where an upload goes while it arrives; a disk that fills up is told, not hidden."""

from __future__ import annotations

import errno
from typing import Any

from django.core.exceptions import BadRequest
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler

FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
"""What a write says on a full disk, over a quota, or over the process's limit."""


class NoRoom(BadRequest):
    """The disk of the server is full; nothing of the upload was kept."""


class RoomCheckingUploadHandler(TemporaryFileUploadHandler):
    """Django's own, but a full disk raises NoRoom instead of an unknown failure."""

    def receive_data_chunk(self, raw_data: bytes, start: int) -> bytes | None:
        try:
            return super().receive_data_chunk(raw_data, start)
        except OSError as error:
            if error.errno not in FULL:
                raise
            self._forget()
            raise NoRoom from error

    def file_complete(self, file_size: int) -> UploadedFile[Any] | None:
        """What waited in the buffer may be what does not fit."""
        try:
            return super().file_complete(file_size)
        except OSError as error:
            if error.errno not in FULL:
                raise
            self._forget()
            raise NoRoom from error

    def _forget(self) -> None:
        """Remove the part; its buffer cannot be written, so closing fails once more."""
        part: Any = self.file.file
        try:
            part.close()
        except OSError:
            part.close()
