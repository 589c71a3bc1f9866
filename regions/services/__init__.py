"""The only writers of regions, their spellings, borders and changes."""

from regions.services.changing import (
    ChangeError,
    ask,
    carry_out,
    keep_change,
    refuse,
    settle,
    take_back,
)
from regions.services.following import Found, follow, follow_back, left_behind
from regions.services.loading import (
    drop_borders,
    keep_borders,
    load_regions,
    spelling_key,
    tidy_name,
)

__all__ = [
    "ChangeError",
    "Found",
    "ask",
    "carry_out",
    "drop_borders",
    "follow",
    "follow_back",
    "keep_borders",
    "keep_change",
    "left_behind",
    "load_regions",
    "refuse",
    "settle",
    "spelling_key",
    "take_back",
    "tidy_name",
]
