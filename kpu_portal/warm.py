"""What a web process does before its first request, so that no request pays for it."""

import gc

from django.urls import get_resolver


def warm_up() -> None:
    """Load the pages, and take all that is loaded out of the collector's rounds.

    A full round over the 200,000 objects of the loaded portal stopped a page for a
    quarter of a second, every few hundred pages. They never go away, so they need not
    be looked at; what requests make is collected as before.
    """
    _ = get_resolver().url_patterns
    gc.collect()
    gc.freeze()
