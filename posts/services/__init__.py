"""The only writers of posts, duty, visits and bulletins."""

from posts.services.bulletins import (
    add_picture,
    drop_picture,
    pin,
    save_bulletin,
    set_bulletin_state,
)
from posts.services.duty import add_turn, copy_week, drop_turn
from posts.services.errors import PostError
from posts.services.places import add_officer, retire_officer, save_post, set_state
from posts.services.visits import log_visit

__all__ = [
    "PostError",
    "add_officer",
    "add_picture",
    "add_turn",
    "copy_week",
    "drop_picture",
    "drop_turn",
    "log_visit",
    "pin",
    "retire_officer",
    "save_bulletin",
    "save_post",
    "set_bulletin_state",
    "set_state",
]
