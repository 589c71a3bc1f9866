"""Plain spelling of text: what two machines write differently must meet here."""

import re
import unicodedata

APOSTROPHES = "\u2018\u2019\u201b\u02bb\u02bc\u2032\u0060\u00b4"
QUOTES = "\u201c\u201d"
BLANKS = (
    "\t\n\v\f\r\u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
)
INVISIBLE = (
    "\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2060\u2061"
    "\u2062\u2063\u2064\u2066\u2067\u2068\u2069\ufeff"
)
"""Characters nobody sees: dropped. functions_letters.sql holds the same four lists."""

_PLAIN = str.maketrans(
    {
        **dict.fromkeys(APOSTROPHES, "'"),
        **dict.fromkeys(QUOTES, '"'),
        **dict.fromkeys(BLANKS, " "),
        **dict.fromkeys(INVISIBLE, None),
    }
)


def plain(text: str) -> str:
    """Upper case, single spaces, plain quotes, whole letters (deliveries, Values)."""
    # Marks that nobody sees may stand between a letter and its accent: they go first.
    composed = unicodedata.normalize("NFC", text.translate(_PLAIN).upper())
    return " ".join(part for part in composed.split(" ") if part)


def said(text: str) -> str:
    """The same, "" for a dash alone: registries print one where they know nothing."""
    tidy = plain(text)
    return "" if tidy == "-" else tidy


_DRESS = re.compile(r"[=.-](?!0+\Z)")
_DECIMAL = re.compile(r"([0-9]{15,17})[.,]0+")
ERROR = re.compile(r"#(REF!|N/A|VALUE!|NAME\?|DIV/0!|NULL!|NUM!|RUMUS!)")
"""What a spreadsheet could not calculate; reads the same in PostgreSQL."""


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
    return name[:1] in ("=", "@") or ERROR.search(" ".join((name, *others))) is not None


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
