"""Reads of the room across its models, and into the reports of the voters' room."""

from posts.selectors.figures import PostFigures, post_figures
from posts.selectors.places import (
    kecamatan_names,
    kecamatan_past,
    officers_of,
    roster_of,
)

__all__ = [
    "PostFigures",
    "kecamatan_names",
    "kecamatan_past",
    "officers_of",
    "post_figures",
    "roster_of",
]
