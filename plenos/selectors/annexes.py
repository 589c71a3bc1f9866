"""What the period's other work was, for the annex of its recap: no person in it.

Computed while the period is open, stored with the version at the freeze: what was
printed stays what it was, whatever the posts' log says later.
"""

from typing import Any

from periods.models import Period
from plenos.selectors.recap import Sheet
from posts.selectors import post_figures

POSTS = "posts"


def annexes_of(period: Period) -> dict[str, list[dict[str, Any]]]:
    """Each annex by its name, as it stands now: figures of the posts by month."""
    rows = post_figures(period.regency_code, period_id=period.pk)
    return {POSTS: [row.as_kept() for row in rows]}


def annexes(sheet: Sheet) -> dict[str, list[dict[str, Any]]]:
    """Those of a frozen recap as they were stored, else those of now."""
    if sheet.recap is not None:
        kept: dict[str, list[dict[str, Any]]] = sheet.recap.annexes
        return kept
    return annexes_of(sheet.period)
