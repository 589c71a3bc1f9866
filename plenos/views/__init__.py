"""Pages of recaps and plenaries."""

from plenos.views.advice import (
    advice,
    advice_edit,
    advice_export,
    advice_new,
    advice_propose,
    advice_template,
    advice_upload,
    advice_voter,
    advices,
)
from plenos.views.history import draft, drafts, keep_draft
from plenos.views.meeting import freeze, plenary, publish, scan
from plenos.views.papers import minutes, minutes_word, workbook
from plenos.views.readers import province, supervisor, supervisor_list
from plenos.views.recaps import behind, index, recap
from plenos.views.reopening import (
    reopen,
    reopen_decide,
    version,
    version_paper,
    versions,
)

__all__ = [
    "advice",
    "advice_edit",
    "advice_export",
    "advice_new",
    "advice_propose",
    "advice_template",
    "advice_upload",
    "advice_voter",
    "advices",
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
    "reopen",
    "reopen_decide",
    "scan",
    "supervisor",
    "supervisor_list",
    "version",
    "version_paper",
    "versions",
    "workbook",
]
