"""First rows of a stored file for the mapping screen, read once, not at each choice."""

from functools import partial
from pathlib import Path

from django.core.files.storage import default_storage

from files.mapping import FirstRows, Rows
from files.places import lies_in
from files.readers import FileRefused, recognise
from reconciliation.models import Delivery
from reconciliation.rules import headers
from reconciliation.services.receiving import known_columns

kept = FirstRows()


def preview(delivery: Delivery) -> Rows:
    """First rows of the stored file; [] when it is gone or cannot be read.

    What is kept belongs to these bytes and to what this sender's headings are known
    to mean: a corrected mapping may find the headings in another row.
    """
    if not lies_in(delivery.file, delivery.regency_code):
        return []
    known = known_columns(delivery.regency_code, delivery.sender)
    key = (delivery.file, delivery.sha256, frozenset(known.items()))
    return kept.get(key, lambda: _read(delivery.file, known))


def _read(file: str, known: dict[str, str]) -> Rows:
    is_header = partial(headers.looks_like_header, remembered=known)
    try:
        return recognise(Path(default_storage.path(file)), is_header).sample
    except (FileRefused, OSError):
        return []
