"""A list's filter where the address asks for nothing.

The fields of a filter are made to read the address and to be drawn. With nothing to
read, and drawn once a place (`{% filter_fields %}`), most pages need no field.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import cached_property
from typing import Any, ClassVar

from django.http import QueryDict

WORDS = frozenset({"sesudah", "sebelum", "urut", "kolom"})
"""Words of an address that ask for a page, an order or columns, and cut no rows."""


def is_plain(query: QueryDict) -> bool:
    """Whether an address cuts no rows."""
    return set(query) <= WORDS


@dataclass
class PlainFilter:
    """What the page needs of its filter: `qs`, and `form` where it is really drawn.

    make: the whole filter; kind: the name of its class; same_for: as the filter's own.
    """

    make: Callable[[], Any]
    qs: Any
    kind: str
    same_for: Hashable
    is_plain: ClassVar[bool] = True

    @cached_property
    def form(self) -> Any:
        """The form of the whole filter."""
        return self.make().form
