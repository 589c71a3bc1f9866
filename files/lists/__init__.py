"""What every list has: pages by key, a sort, chosen columns and a way out as a file."""

from files.lists.keyset import Page, page_by_id
from files.lists.listing import ListTable, export_items, listed, wanted_format

__all__ = [
    "ListTable",
    "Page",
    "export_items",
    "listed",
    "page_by_id",
    "wanted_format",
]
