"""Pages of the roll and of the review queue."""

from voters.views.claiming import claim, claim_district, left
from voters.views.comparing import (
    comparison,
    comparison_export,
    comparison_propose,
    comparison_tick,
    comparison_unreadable,
    comparisons,
    comparisons_export,
)
from voters.views.deciding import bulk, decide, evidence, evidence_file
from voters.views.documents import documents
from voters.views.dukcapil import (
    dukcapil,
    dukcapil_annex,
    dukcapil_answer,
    dukcapil_export,
    dukcapil_send,
)
from voters.views.duplicates import duplicate, duplicates
from voters.views.duplicates_deciding import (
    duplicate_decide,
    duplicates_search,
    export_duplicates,
)
from voters.views.exchange import exchange, exchange_province, exchange_side
from voters.views.exchange_answering import (
    exchange_answer,
    exchange_export,
    exchange_hashes,
    exchange_run,
    exchange_upload,
)
from voters.views.exporting import export_proposals, export_roll
from voters.views.families import family, family_propose
from voters.views.handover import (
    handover,
    handover_export,
    handover_province,
    handovers,
)
from voters.views.handover_answering import handover_answer, handover_name
from voters.views.held import export_held, held, held_item
from voters.views.held_bulk import held_bulk
from voters.views.keys import own_keys
from voters.views.links_deciding import link_decide
from voters.views.post import post, post_person
from voters.views.proposing import check, propose
from voters.views.regions import (
    region,
    region_act,
    region_edit,
    region_place,
    regions,
    regions_export,
    regions_new,
    regions_template,
)
from voters.views.residents import residents
from voters.views.review import proposal, review
from voters.views.roll import detail, search, unmask, voter_list
from voters.views.sidalih import sidalih, sidalih_export, sidalih_tick
from voters.views.status import report_status
from voters.views.taking import (
    post_newcomer,
    post_propose,
    post_unchanged,
    report,
    report_pdf,
)
from voters.views.tps import tps, tps_export, tps_print, tps_village
from voters.views.tps_moving import tps_assign, tps_move, tps_undo
from voters.views.withdrawing import withdraw
from voters.views.working import apply, undo

__all__ = [
    "apply",
    "bulk",
    "check",
    "claim",
    "claim_district",
    "comparison",
    "comparison_export",
    "comparison_propose",
    "comparison_tick",
    "comparison_unreadable",
    "comparisons",
    "comparisons_export",
    "decide",
    "detail",
    "documents",
    "dukcapil",
    "dukcapil_annex",
    "dukcapil_answer",
    "dukcapil_export",
    "dukcapil_send",
    "duplicate",
    "duplicate_decide",
    "duplicates",
    "duplicates_search",
    "evidence",
    "evidence_file",
    "exchange",
    "exchange_answer",
    "exchange_export",
    "exchange_hashes",
    "exchange_province",
    "exchange_run",
    "exchange_side",
    "exchange_upload",
    "export_duplicates",
    "export_held",
    "export_proposals",
    "export_roll",
    "family",
    "family_propose",
    "handover",
    "handover_answer",
    "handover_export",
    "handover_name",
    "handover_province",
    "handovers",
    "held",
    "held_bulk",
    "held_item",
    "left",
    "link_decide",
    "own_keys",
    "post",
    "post_newcomer",
    "post_person",
    "post_propose",
    "post_unchanged",
    "proposal",
    "propose",
    "region",
    "region_act",
    "region_edit",
    "region_place",
    "regions",
    "regions_export",
    "regions_new",
    "regions_template",
    "report",
    "report_pdf",
    "report_status",
    "residents",
    "review",
    "search",
    "sidalih",
    "sidalih_export",
    "sidalih_tick",
    "tps",
    "tps_assign",
    "tps_export",
    "tps_move",
    "tps_print",
    "tps_undo",
    "tps_village",
    "undo",
    "unmask",
    "voter_list",
    "withdraw",
]
