"""What every list has: pages by key, a sort, columns, picked rows, its file."""

from files.lists.keyset import Page, page_by_id, page_of_lines
from files.lists.listing import (
    ListTable,
    capped,
    chosen_columns,
    export_items,
    is_fixed,
    linked,
    listed,
    shows_all,
    up_to_cap,
    wanted_format,
)
from files.lists.picking import (
    Picked,
    PickError,
    key_of,
    mark_of,
    picked_of,
    require_same,
)

__all__ = [
    "ListTable",
    "Page",
    "PickError",
    "Picked",
    "capped",
    "chosen_columns",
    "export_items",
    "key_of",
    "is_fixed",
    "linked",
    "listed",
    "mark_of",
    "page_by_id",
    "page_of_lines",
    "picked_of",
    "require_same",
    "shows_all",
    "up_to_cap",
    "wanted_format",
]
