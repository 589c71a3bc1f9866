"""Which URLs are pages that a browser shows: all that answer GET, but for those here.

A new URL is therefore walked (tests/browser/test_every_page.py) without a line in this
file; whoever adds one that is no page adds its name with the reason.
"""

from __future__ import annotations

FILES = frozenset(
    {
        *("voters:export", "voters:export_proposals", "voters:export_held"),
        *("voters:export_duplicates", "voters:exchange_export", "voters:evidence_file"),
        *("voters:exchange_hashes", "voters:sidalih_export", "voters:report_pdf"),
        *("voters:dukcapil_export", "voters:dukcapil_annex"),
        *("reconciliation:export", "reconciliation:template", "reconciliation:refused"),
        *("posts:export", "posts:visits_export", "posts:bulletins_export"),
        *("posts:events_export", "posts:turning_export", "posts:reach_export"),
        *("posts:paper", "posts:paper_picture"),
        *("fieldwork:export_batches", "fieldwork:export_tasks", "fieldwork:paper"),
        *("fieldwork:papers", "fieldwork:aid_template", "fieldwork:aid_export"),
        *("fieldwork:aid_social", "fieldwork:aid_refused", "fieldwork:aid_paper"),
        *("plenos:minutes", "plenos:minutes_word", "plenos:workbook", "plenos:scan"),
        *("plenos:version_paper", "plenos:advice_export", "plenos:advice_template"),
        *("plenos:village_export", "plenos:supervisor_paper"),
        *("partners:institution_export", "partners:agreement_export"),
        *("partners:agreement_scan", "partners:request_export"),
        *("partners:request_letter", "partners:activity_export"),
        *("jobs:export", "audit:export", "audit:trail_export", "downloads:file"),
        *("province-workbook", "accounts:template", "codes:export"),
        *("voters:handover_export", "voters:tps_export", "voters:tps_print"),
        *("voters:comparison_export", "voters:comparison_unreadable"),
        "voters:comparisons_export",
        *("voters:regions_export", "voters:regions_template"),
        *("posts:turning_figures", "fieldwork:aid_photo", "borders"),
        "fieldwork:visit_photo",
    }
)
"""Answer with a file or with figures for a script."""
PARTS = frozenset({"saved-views", "downloads:progress", "reconciliation:search"})
"""A piece of another page, which asks for it."""
SENT_ON = frozenset(
    {
        *("home", "plenos:index", "jobs:bell", "fieldwork:find_sheet"),
        *("voters:evidence", "posts:bulletin_picture"),  # but for a form with an error
        "fieldwork:aid_mapping",  # while its list waits for nobody
    }
)
"""Lead to another page, which is walked itself."""
NO_PAGES = FILES | PARTS | SENT_ON
FREE_NO_PAGES = {
    "health": "a word for a machine",
    "logout": "a POST",
    "account_logout": "a POST",
    "set_language": "a POST",
    "own-bell": "a piece of every page",
    "own-keys": "a POST",
    "account_login": "the address of login",
    "public-photo": "a picture",
    "public-picture": "a picture",
    "public-feed": "RSS",
    "public-reach": "leads on",
    "public-reach-post": "leads on",
    "mfa_download_recovery_codes": "a file",
}
"""Of those without a line for each role."""
