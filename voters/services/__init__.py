"""The only writers of voters, proposals and evidence."""

from voters.models import RejectReason
from voters.services import field
from voters.services.applying import start_apply, start_undo
from voters.services.bulk import decide_bulk
from voters.services.code_lists import CodeError, change_code, decide_code
from voters.services.deciding import (
    accept,
    hold,
    refer,
    send_to_coklit,
)
from voters.services.dukcapil import send_letter, take_letter_answer
from voters.services.duplicates import search_roll, start_search
from voters.services.evidence import add_evidence
from voters.services.exchange import start_exchange
from voters.services.exchange_answering import answer_side, withdraw_answer
from voters.services.exchange_reading import receive_hashes
from voters.services.linking import same_person, unlink
from voters.services.opening import enrol, load_opening
from voters.services.pairing import accept_pair, part, reject, rejoin
from voters.services.proposing import (
    keep_not_yet,
    propose,
    propose_bulk,
    propose_now_eligible,
)
from voters.services.reopening import reopen
from voters.services.reporting import Said, take
from voters.services.resolving import keep, not_duplicate, take_back
from voters.services.settings import SettingError, set_value
from voters.services.suspects import gather_suspects, search_changed

__all__ = [
    "CodeError",
    "RejectReason",
    "Said",
    "SettingError",
    "accept",
    "accept_pair",
    "add_evidence",
    "answer_side",
    "change_code",
    "decide_bulk",
    "decide_code",
    "enrol",
    "field",
    "hold",
    "keep",
    "keep_not_yet",
    "load_opening",
    "not_duplicate",
    "part",
    "propose",
    "propose_bulk",
    "propose_now_eligible",
    "receive_hashes",
    "refer",
    "rejoin",
    "reject",
    "reopen",
    "same_person",
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
    "take_letter_answer",
    "unlink",
    "withdraw_answer",
]
