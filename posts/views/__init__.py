"""Pages of the posts."""

from posts.views.bulletins import (
    bulletin,
    bulletin_edit,
    bulletin_export,
    bulletin_list,
    bulletin_new,
    bulletin_picture,
    bulletin_state,
)
from posts.views.duty import officer, roster
from posts.views.places import (
    post_detail,
    post_edit,
    post_export,
    post_list,
    post_new,
    post_state,
)
from posts.views.visits import figures, visit_export, visit_list, visit_new

__all__ = [
    "bulletin",
    "bulletin_edit",
    "bulletin_export",
    "bulletin_list",
    "bulletin_new",
    "bulletin_picture",
    "bulletin_state",
    "figures",
    "officer",
    "post_detail",
    "post_edit",
    "post_export",
    "post_list",
    "post_new",
    "post_state",
    "roster",
    "visit_export",
    "visit_list",
    "visit_new",
]
