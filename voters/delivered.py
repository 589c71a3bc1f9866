"""What stood in a line of a delivery, told by the room that keeps deliveries.

That room stands on a higher floor; it registers its teller here when it starts.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class DeliveredRow:
    """A refused row as far as it can be read.

    elements: canonical values by element, without the NIK and without empty cells.
    changeable: elements that this sender may change, None for every one.
    removal: the TMS reason that the row gives, where its sender may give it.
    number: the NIK as it was written, masked. is_low: its sender is of low trust.
    """

    source: str
    sender: str
    where: str
    url: str
    problem: str
    number: str
    elements: dict[str, str] = field(default_factory=dict)
    changeable: frozenset[str] | None = None
    removal: str = ""
    event_date: date | None = None
    evidence_kind: str = ""
    evidence_no: str = ""
    is_low: bool = False


Teller = Callable[[str, int, int, str], DeliveredRow | None]
_tellers: list[Teller] = []


def register(teller: Teller) -> None:
    """Let `teller(regency, delivery, line, kelurahan)` answer from now on."""
    _tellers[:] = [teller]


def row_of(
    regency: str, delivery_id: int | None, line_no: int | None, kelurahan: str
) -> DeliveredRow | None:
    """What stood there; None for an accepted row, a withdrawn or unknown delivery.

    kelurahan: where the voter lives whom the row may mean; who leaves for another one
    of the regency stays on the roll.
    """
    if delivery_id is None or line_no is None:
        return None
    told = (tell(regency, delivery_id, line_no, kelurahan) for tell in _tellers)
    return next(told, None)
