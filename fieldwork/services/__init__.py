"""The only writers of batches, tasks, visits and spot checks."""

from fieldwork.services.assigning import assign, assign_villages, officers
from fieldwork.services.checking import draw_checks, enter_check
from fieldwork.services.drawing import (
    Plan,
    Preview,
    check,
    close,
    preview,
    start_draw,
    withdraw,
)
from fieldwork.services.placing import drop_place, forget_places, placed_before
from fieldwork.services.undoing import undo_visit
from fieldwork.services.visiting import Found, record_visit

__all__ = [
    "Found",
    "Plan",
    "Preview",
    "assign",
    "assign_villages",
    "check",
    "close",
    "draw_checks",
    "drop_place",
    "enter_check",
    "forget_places",
    "officers",
    "placed_before",
    "preview",
    "record_visit",
    "start_draw",
    "undo_visit",
    "withdraw",
]
