"""The only writers of voters, proposals and evidence."""

from voters.models import RejectReason
from voters.services import field, field_undo
from voters.services.accepting import accept_kinds
from voters.services.applying import start_apply, start_undo
from voters.services.bulk import decide_bulk
from voters.services.by_hand import Grounds, propose_by_hand
from voters.services.claiming import (
    Claimed,
    ask,
    give_back,
    take_district,
    take_person,
)
from voters.services.code_lists import CodeError, change_code, decide_code
from voters.services.coming_of_age import (
    due_left,
    forget_not_yet,
    keep_not_yet,
    propose_now_eligible,
)
from voters.services.deciding import (
    accept,
    hold,
    refer,
    send_to_coklit,
)
from voters.services.drafts import drop_draft, keep_draft, own_drafts
from voters.services.dukcapil import send_letter, take_letter_answer
from voters.services.duplicates import search_roll, start_search
from voters.services.evidence import add_evidence
from voters.services.exchange import start_exchange
from voters.services.exchange_answering import answer_side, withdraw_answer
from voters.services.exchange_reading import receive_hashes
from voters.services.families import FamilyAct, Newcomer, propose_family
from voters.services.handover import name_other, unname_other
from voters.services.linking import answered_before, same_person, unlink
from voters.services.opening import enrol, load_opening
from voters.services.pairing import accept_pair, part, reject, rejoin
from voters.services.proposing import propose, propose_bulk
from voters.services.reopening import reopen
from voters.services.reporting import Said, take
from voters.services.resolving import keep, not_duplicate, take_back
from voters.services.reviewing import carry_out
from voters.services.settings import SettingError, set_value
from voters.services.suspects import Suspects, gather_suspects, search_changed
from voters.services.withdrawing import withdraw

__all__ = [
    "Claimed",
    "CodeError",
    "FamilyAct",
    "Grounds",
    "Newcomer",
    "RejectReason",
    "Said",
    "SettingError",
    "accept",
    "accept_kinds",
    "accept_pair",
    "add_evidence",
    "answer_side",
    "answered_before",
    "ask",
    "carry_out",
    "change_code",
    "decide_bulk",
    "decide_code",
    "drop_draft",
    "due_left",
    "enrol",
    "field",
    "field_undo",
    "give_back",
    "hold",
    "keep",
    "keep_draft",
    "forget_not_yet",
    "keep_not_yet",
    "load_opening",
    "name_other",
    "not_duplicate",
    "own_drafts",
    "part",
    "propose",
    "propose_bulk",
    "propose_by_hand",
    "propose_family",
    "propose_now_eligible",
    "receive_hashes",
    "refer",
    "rejoin",
    "reject",
    "reopen",
    "same_person",
    "Suspects",
    "gather_suspects",
    "search_changed",
    "search_roll",
    "send_letter",
    "send_to_coklit",
    "set_value",
    "start_apply",
    "start_exchange",
    "start_search",
    "start_undo",
    "take",
    "take_back",
    "take_district",
    "take_person",
    "take_letter_answer",
    "unlink",
    "unname_other",
    "withdraw",
    "withdraw_answer",
]
