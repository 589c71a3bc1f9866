"""Names as they sound: one key for the spellings that one name is found in.

Indonesian names live in several spellings at once (ejaan van Ophuijsen of 1901,
Soewandi of 1947, EYD of 1972), with and without titles, and with MUHAMMAD written in a
dozen ways. The key is for comparing only and is never shown.
Twin: name_key() in voters/sql/names.sql.
"""

import re

TITLES = (
    "H|HJ|HJH|KH|DRS|DRA|DR|IR|PROF|RADEN|RD|R|NY|TN|SDR|ALM|ALMH"
    "|S PD I|S PD|S AG|S SOS|S KOM|S KEP|S IP|S H|S E|S T|S SI|S HI|M PD|M SI|M H|M M"
    "|SPD|SPDI|SAG|SSOS|SKOM|SKEP|AMD|A MD|SE|SH|ST|SIP|MPD|MSI|MM|MH"
)
"""Titles and degrees, after everything but letters has become a space."""

MUHAMMAD = (
    "M|MD|MHD|MHMD|MUH|MUHD|MOH|MOHD|MOCH|MOC|MUCH|MOKH|MUHAMMAD|MUHAMAD|MUHAMMED"
    "|MUHAMED|MOHAMMAD|MOHAMAD|MOHAMMED|MOHAMED|MOCHAMMAD|MOCHAMAD|MUCHAMMAD|MUCHAMAD"
    "|MOKHAMAD|MOKHAMMAD|MUKHAMAD|MUKHAMMAD|MAHMAD"
)

SPELLING = (
    ("OE", "U"), ("TJ", "C"), ("DJ", "J"), ("SJ", "SY"), ("NJ", "NY"), ("CH", "H"),
    ("KH", "H"), ("SH", "S"), ("SY", "S"), ("DH", "D"), ("TH", "T"), ("BH", "B"),
    ("GH", "G"), ("AE", "E"), ("AI", "E"), ("AY", "E"), ("Y", "I"), ("J", "I"),
    ("Z", "I"), ("F", "P"), ("V", "P"), ("Q", "K"), ("X", "KS"), ("H ", " "),
    ("D ", "T "),
)  # fmt: skip
"""Replaced one after the other; the last two stand at the end of a word."""

PLAIN = str.maketrans("ÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ", "AAAAAACEEEEIIIINOOOOOUUUUY", "'`’")

_OTHER = re.compile("[^A-Z]+")
_TITLE = re.compile(f" (?:{TITLES})(?= )")
_MUHAMMAD = re.compile(f" (?:{MUHAMMAD})(?= )")
_DOUBLE = re.compile(r"(.)\1+")


def name_key(name: str) -> str:
    """The words of an upper-case name as they sound, in their order; "" for no letter.

    What follows a comma is a degree. A name made of titles only keeps them.
    """
    plain = f" {_OTHER.sub(' ', name.split(',')[0].translate(PLAIN))} "
    plain = plain.replace("  ", " ").replace("  ", " ")
    bare = _TITLE.sub("", plain)
    return _spelled(bare if bare.strip() else plain)


def _spelled(plain: str) -> str:
    text = _MUHAMMAD.sub(" MUHAMAD", plain)
    for old, new in SPELLING:
        text = text.replace(old, new)
    return _DOUBLE.sub(r"\1", text).strip()


def trigrams(text: str) -> set[str]:
    """What pg_trgm takes from a text of plain capitals and spaces."""
    found: set[str] = set()
    for word in text.split():
        padded = f"  {word} "
        found.update(padded[at : at + 3] for at in range(len(padded) - 2))
    return found


def likeness(a: str, b: str) -> int:
    """Shared trigrams of all, in thousandths: pg_trgm's similarity(); 0 for no text."""
    left, right = trigrams(a), trigrams(b)
    either = len(left | right)
    return (len(left & right) * 1000 * 2 + either) // (2 * either) if either else 0
