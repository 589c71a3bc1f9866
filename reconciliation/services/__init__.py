"""Receives deliveries, starts and runs their reconciliation, loads an opening list."""

from reconciliation.services.answering import link_request
from reconciliation.services.errors import (
    AwaitsChair,
    CannotDecide,
    CannotStart,
    DeliveryError,
    DuplicateDelivery,
)
from reconciliation.services.opening import load_opening_files
from reconciliation.services.passing import open_for_review, why_late, withdraw
from reconciliation.services.previewing import preview
from reconciliation.services.profiles import restore, versions
from reconciliation.services.receiving import receive
from reconciliation.services.running import run
from reconciliation.services.searching import search_again
from reconciliation.services.starting import save_mapping, start

__all__ = [
    "AwaitsChair",
    "CannotDecide",
    "CannotStart",
    "DeliveryError",
    "DuplicateDelivery",
    "link_request",
    "load_opening_files",
    "open_for_review",
    "preview",
    "receive",
    "restore",
    "run",
    "save_mapping",
    "search_again",
    "start",
    "versions",
    "why_late",
    "withdraw",
]
