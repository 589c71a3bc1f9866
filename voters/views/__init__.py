"""Pages of the roll and of the review queue."""

from voters.views.deciding import bulk, decide, evidence, evidence_file
from voters.views.duplicates import duplicate, duplicates
from voters.views.duplicates_deciding import (
    duplicate_decide,
    duplicates_search,
    export_duplicates,
)
from voters.views.exporting import export_proposals, export_roll
from voters.views.post import post, post_person
from voters.views.proposing import propose
from voters.views.residents import residents
from voters.views.review import proposal, review
from voters.views.roll import detail, search, unmask, voter_list
from voters.views.status import report_status
from voters.views.taking import (
    post_newcomer,
    post_propose,
    post_unchanged,
    report,
    report_pdf,
)
from voters.views.working import apply, undo

__all__ = [
    "apply",
    "bulk",
    "decide",
    "detail",
    "duplicate",
    "duplicate_decide",
    "duplicates",
    "duplicates_search",
    "evidence",
    "evidence_file",
    "export_duplicates",
    "export_proposals",
    "export_roll",
    "post",
    "post_newcomer",
    "post_person",
    "post_propose",
    "post_unchanged",
    "proposal",
    "propose",
    "report",
    "report_pdf",
    "report_status",
    "residents",
    "review",
    "search",
    "undo",
    "unmask",
    "voter_list",
]
