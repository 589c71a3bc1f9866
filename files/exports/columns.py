"""Columns of a file: heading, width, and how a value is hidden before it leaves."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

MASK = "\u2022"


@dataclass(frozen=True)
class Column:
    """One column; `field` is its name in `fields`, made from the heading if empty.

    shown: the column of the list's table that says the same under another heading.
    off: left out, because the person chose other columns. retyped: corrected by hand
    and handed in again, so that a number typed into its cells must stay text.
    """

    label: str
    width: int = 18
    mask: Callable[[str], str] | None = None
    field: str = ""
    shown: str = ""
    off: bool = False
    retyped: bool = False

    @property
    def name(self) -> str:
        """Name in the list of a role: `field`, or the heading in small letters."""
        return self.field or re.sub(r"\W+", "_", self.label.lower()).strip("_")


def mask_number(text: str) -> str:
    """A NIK or NKK with its last ten digits hidden."""
    return text[:6] + MASK * 10 if len(text) == 16 else MASK * len(text)


def mask_birth(text: str) -> str:
    """A birth date (ISO) of which only the year stays."""
    return f"{MASK * 2}-{MASK * 2}-{text[:4]}" if text else ""


def cell(column: Column, value: Any) -> str | int | float:
    """A value as it is written: numbers stay numbers, the rest is text."""
    if value is None:
        return ""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return mask_or(column, str(value)) if column.mask else value
    text = value.isoformat() if isinstance(value, dt.date) else str(value)
    return mask_or(column, text)


def mask_or(column: Column, text: str) -> str:
    """The text through the column's mask, when it has one."""
    return column.mask(text) if column.mask else text
