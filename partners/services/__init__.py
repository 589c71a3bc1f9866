"""The only writers of the room."""

from partners.services.activities import save_activity
from partners.services.agreements import open_scan, save_agreement
from partners.services.institutions import (
    due_contacts,
    forget_contacts,
    save_contact,
    save_institution,
)
from partners.services.keeping import archive, restore
from partners.services.reminders import close_reminder, remind
from partners.services.requests import (
    answer_request,
    reopen_request,
    save_request,
    withdraw_request,
)

__all__ = [
    "answer_request",
    "archive",
    "close_reminder",
    "due_contacts",
    "forget_contacts",
    "open_scan",
    "remind",
    "reopen_request",
    "restore",
    "save_activity",
    "save_agreement",
    "save_contact",
    "save_institution",
    "save_request",
    "withdraw_request",
]
