"""The one way out: every file that leaves is written, hashed and recorded here.

`fields` says which role takes which columns, `writers` how a file looks and carries the
mark of who took it, `protect` sets a password, `sources` what can be asked as a job.
"""

from files.exports.columns import MASK, Column, mask_birth, mask_number
from files.exports.fields import ExportRefused
from files.exports.writers import ExportError, require_short
from files.exports.writing import (
    CONTENT_TYPES,
    Exported,
    download,
    export,
    finish,
    make,
    record_taken,
    response,
)
from files.guard import guarded

__all__ = [
    "CONTENT_TYPES",
    "MASK",
    "Column",
    "ExportError",
    "ExportRefused",
    "Exported",
    "download",
    "export",
    "finish",
    "guarded",
    "make",
    "mask_birth",
    "mask_number",
    "record_taken",
    "require_short",
    "response",
]
