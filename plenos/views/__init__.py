"""Pages of recaps and plenaries."""

from plenos.views.history import draft, drafts, keep_draft
from plenos.views.meeting import freeze, plenary, publish, scan
from plenos.views.papers import minutes, minutes_word, workbook
from plenos.views.readers import province, supervisor, supervisor_list
from plenos.views.recaps import behind, index, recap

__all__ = [
    "behind",
    "draft",
    "drafts",
    "freeze",
    "index",
    "keep_draft",
    "minutes",
    "minutes_word",
    "plenary",
    "province",
    "publish",
    "recap",
    "scan",
    "supervisor",
    "supervisor_list",
    "workbook",
]
