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
from plenos.views.provinces import compare, province_workbook, supervised
from plenos.views.readers import province, supervisor, supervisor_list
from plenos.views.recaps import behind, index, recap
from plenos.views.reopening import (
    reopen,
    reopen_decide,
    version,
    version_paper,
    versions,
)
from plenos.views.supervising import sample, supervisor_ledger, supervisor_paper
from plenos.views.village import village
from plenos.views.villages import (
    village_confirm,
    village_export,
    village_recap,
    village_withdraw,
    villages,
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
    "compare",
    "draft",
    "drafts",
    "freeze",
    "index",
    "keep_draft",
    "minutes",
    "minutes_word",
    "plenary",
    "province",
    "province_workbook",
    "publish",
    "recap",
    "sample",
    "reopen",
    "reopen_decide",
    "scan",
    "supervised",
    "supervisor",
    "supervisor_ledger",
    "supervisor_list",
    "supervisor_paper",
    "village",
    "village_confirm",
    "village_export",
    "village_recap",
    "village_withdraw",
    "villages",
    "version",
    "version_paper",
    "versions",
    "workbook",
]
