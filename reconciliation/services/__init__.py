"""Receives deliveries, starts and runs their reconciliation, loads an opening list."""

from reconciliation.services.errors import (
    CannotStart,
    DeliveryError,
    DuplicateDelivery,
)
from reconciliation.services.opening import load_opening_files
from reconciliation.services.profiles import restore, versions
from reconciliation.services.receiving import preview, receive
from reconciliation.services.running import run
from reconciliation.services.starting import save_mapping, start

__all__ = [
    "CannotStart",
    "DeliveryError",
    "DuplicateDelivery",
    "load_opening_files",
    "preview",
    "receive",
    "restore",
    "run",
    "save_mapping",
    "start",
    "versions",
]
