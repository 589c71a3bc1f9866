"""In which orders the lists stand, by the words of their addresses.

The page, what follows on a decision and the file all read them here.
"""

from collections.abc import Mapping
from typing import Any

from django.http import QueryDict

from voters.selectors.paging import with_order

Order = tuple[str, ...]
ROLL_ORDERS: Mapping[str, Order] = {
    "nama": ("name", "id"),
    "tempat": ("kelurahan", "name", "id"),
}
PAIR_ORDERS: Mapping[str, Order] = {"bobot": ("score", "id"), "baru": ("id",)}
SIDE_ORDERS: Mapping[str, Order] = {"baru": ("id",), "jawaban": ("other_answer", "id")}
"""Of pairs and of sides: the page begins with the last."""
QUEUE_ORDERS: Mapping[str, Order] = {
    "nomor": ("id",),
    "nama": ("name", "id"),
    "kelurahan": ("kelurahan", "name", "id"),
    "risiko": ("risk", "kelurahan", "id"),
    "kecamatan": ("kelurahan", "risk", "id"),
}


def order_of(query: QueryDict, orders: Mapping[str, Order]) -> Order:
    """The order that the address asks for; without a known word the first."""
    return orders.get(query.get("urut", ""), next(iter(orders.values())))


def ordered(rows: Any, columns: Order, *, falling: bool = False) -> Any:
    """Rows in an order, that of the risk too; from its end when `falling`."""
    sign = "-" if falling else ""
    return with_order(rows, columns).order_by(*(f"{sign}{name}" for name in columns))
