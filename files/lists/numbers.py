"""Numbers that an address or a form names."""

MOST_DIGITS = 18
"""No key and no line has more; Python reads none of some thousands."""


def whole_number(text: str | None) -> int | None:
    """The number that a text is, None for what is none or longer than any key."""
    if not text or len(text) > MOST_DIGITS or not (text.isascii() and text.isdigit()):
        return None
    return int(text)
