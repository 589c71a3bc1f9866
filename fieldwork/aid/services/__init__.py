"""Writers of aid: programmes, lists, answers. Callable without a page."""

from fieldwork.aid.services.answering import Told, confirm, record_answer
from fieldwork.aid.services.importing import receive_list, run_import
from fieldwork.aid.services.programmes import close_programme, create_programme

__all__ = [
    "Told",
    "close_programme",
    "confirm",
    "create_programme",
    "receive_list",
    "record_answer",
    "run_import",
]
