"""State and constraints of the posts; one module for each thing."""

from posts.models.bulletins import Bulletin, BulletinPicture, BulletinState
from posts.models.outreach import (
    EventKind,
    EventState,
    Frequency,
    OutreachEvent,
    OutreachOfficer,
    OutreachPartner,
    OutreachSeries,
)
from posts.models.places import Duty, Post, PostOfficer, PostState
from posts.models.reach import Channel, ReachDay, ShortLink, Target
from posts.models.visits import Visit, VisitKind

__all__ = [
    "Bulletin",
    "BulletinPicture",
    "BulletinState",
    "Channel",
    "Duty",
    "EventKind",
    "EventState",
    "Frequency",
    "OutreachEvent",
    "OutreachOfficer",
    "OutreachPartner",
    "OutreachSeries",
    "Post",
    "PostOfficer",
    "PostState",
    "ReachDay",
    "ShortLink",
    "Target",
    "Visit",
    "VisitKind",
]
