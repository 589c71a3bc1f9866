"""Plain spelling of text: what two machines write differently must meet here."""

import re

TYPOGRAPHIC = {
    "\u2018": "'",
    "\u2019": "'",
    "\u02bc": "'",
    "\u0060": "'",
    "\u00b4": "'",
    "\u201c": '"',
    "\u201d": '"',
    "\u00a0": " ",
    "\u2007": " ",
    "\u202f": " ",
    "\t": " ",
    "\r": " ",
    "\n": " ",
}
"""Character to its plain form; the SQL stage gets this same table as parameters."""

INVISIBLE = "\u200b\ufeff\u00ad"
"""Characters nobody sees: dropped."""

_PLAIN = str.maketrans({**TYPOGRAPHIC, **dict.fromkeys(INVISIBLE, None)})


def plain(text: str) -> str:
    """Upper case, single spaces, plain quotes (deliveries, Values)."""
    return " ".join(part for part in text.translate(_PLAIN).upper().split(" ") if part)


def said(text: str) -> str:
    """The same, "" for a dash alone: registries print one where they know nothing."""
    tidy = plain(text)
    return "" if tidy == "-" else tidy


_DRESS = re.compile(r"[=.-](?!0+\Z)")
_DECIMAL = re.compile(r"([0-9]{15,17})[.,]0+")
_ERROR = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|RUMUS!)")


def number_key(text: str) -> str:
    """A NIK or NKK without blanks and the apostrophe that marks text in a sheet."""
    return plain(text).replace(" ", "").replace("'", "").replace('"', "")


def nik_key(text: str) -> str:
    """A NIK without what a sheet dresses text in: ="3201…", dots between the digits.

    A decimal at the end says that it was a number once; it is left looking like one.
    """
    bare = _DRESS.sub("", number_key(text))
    found = _DECIMAL.fullmatch(bare)
    return f"{found[1]}E+0" if found else bare


def spoilt(name: str, *others: str) -> bool:
    """Whether a cell holds what a spreadsheet could not calculate, or a formula.

    name, others: cells as `plain` leaves them. A name never begins with = or @.
    """
    return (
        name[:1] in ("=", "@") or _ERROR.search(" ".join((name, *others))) is not None
    )


_DIGIT = re.compile(r"[0-9]")
_PLACE_WORD = re.compile(r"(RT|RW|TPS)[ .:-]*(?=[0-9])")


def padded(text: str) -> str:
    """RT, RW and TPS in three digits: "6" and "RT 06" are "006"; other texts stay.

    A number above three digits stays too; "0", "-" and "" are no number of a place.
    """
    tidy = said(text)
    if word := _PLACE_WORD.match(tidy):
        tidy = tidy[word.end() :]
    if not (tidy.isascii() and tidy.isdigit()):
        return tidy
    digits = tidy.lstrip("0")
    return digits.rjust(3, "0") if digits else ""


def place_number(text: str) -> str:
    """Such a number of at most three signs; "" for what is none, never a part of it.

    The roll holds three signs: "005/002" cut to them would name another RW. Without a
    digit ("?", "TPS") it names none.
    """
    found = padded(text)
    return found if len(found) <= 3 and _DIGIT.search(found) else ""
