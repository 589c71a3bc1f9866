"""The only writers of posts, duty, visits, bulletins and outreach."""

from posts.services.bulletins import (
    add_picture,
    drop_picture,
    pin,
    save_bulletin,
    set_bulletin_state,
)
from posts.services.duty import add_turn, copy_week, drop_turn
from posts.services.errors import BadPicture, PostError
from posts.services.outreach import (
    change_event,
    end_series,
    plan_event,
    plan_series,
    set_event_state,
)
from posts.services.outreach_people import (
    add_event_officer,
    add_event_partner,
    drop_event_officer,
    drop_event_partner,
)
from posts.services.places import add_officer, retire_officer, save_post, set_state
from posts.services.queue import asked_at, take_at
from posts.services.visits import log_visit

__all__ = [
    "BadPicture",
    "PostError",
    "add_event_officer",
    "add_event_partner",
    "add_officer",
    "add_picture",
    "add_turn",
    "asked_at",
    "change_event",
    "copy_week",
    "drop_event_officer",
    "drop_event_partner",
    "drop_picture",
    "drop_turn",
    "end_series",
    "log_visit",
    "pin",
    "plan_event",
    "plan_series",
    "retire_officer",
    "save_bulletin",
    "save_post",
    "set_bulletin_state",
    "set_event_state",
    "set_state",
    "take_at",
]
