"""Searches for records that may be one person; writes suggestions, changes no voter."""

from typing import Any

from jobs.services import Context
from periods.models import Period


def search_roll(context: Context, regency: str, period: Period) -> dict[str, Any]:
    """Compare the whole roll with itself; gives counts by tier. Raises JobError."""
    raise NotImplementedError


def search_changed(
    context: Context, regency: str, period: Period, delivery_id: int, table: str
) -> dict[str, int]:
    """Compare what a delivery changes with the roll and with itself.

    table: the decided rows of the run in schema landing. Gives pairs by origin.
    """
    raise NotImplementedError
