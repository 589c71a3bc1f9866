"""Writers of aid: programmes, lists, answers. Callable without a page."""

from fieldwork.aid.services.answering import Told, is_on_the_roll, record_answer
from fieldwork.aid.services.importing import (
    drop_list,
    map_list,
    receive_list,
    run_import,
)
from fieldwork.aid.services.matching import confirm, undo
from fieldwork.aid.services.programmes import close_programme, create_programme

__all__ = [
    "Told",
    "close_programme",
    "confirm",
    "create_programme",
    "drop_list",
    "is_on_the_roll",
    "map_list",
    "receive_list",
    "record_answer",
    "run_import",
    "undo",
]
