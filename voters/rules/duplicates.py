"""How alike two records are: a level for each element, and the sum of their weights.

Fellegi and Sunter (1969): each element adds the logarithm of how much more often one
person's two records look so than two people's do. Weights are data with a version
(duplicate_weights), learnt by bench/duplicates_learn.py. A suggestion only: a name
never changes a record (UU 7/2017 art. 198: registered once; people decide).
Twin: the steps of voters/sql/duplicates.sql.
"""

import re
from dataclasses import dataclass

from voters.rules.duplicate_weights import BIAS, LIST, RARITY, TOP, WEIGHTS
from voters.rules.names import likeness, name_key

DEFAULT_DAYS = frozenset({"0101", "0701", "1231"})
"""Month and day that officers wrote where nobody knew the birthday."""

RARE_LEVELS = frozenset({1, 2, 3, 5})
"""Levels of the name at which its rarity speaks."""

MOST_RARITY = 16

LEARNT_FROM = 40_000
"""People of each list that the weights were learnt from."""


@dataclass(frozen=True)
class Record:
    """The compared elements; "" for what is not known. `born` is YYYYMMDD."""

    name: str
    born: str
    birth_place: str = ""
    nkk: str = ""
    nik: str = ""
    address: str = ""
    sex: str = ""
    kelurahan: str = ""
    rt: str = ""
    rw: str = ""


def levels(a: Record, b: Record) -> dict[str, int]:
    """Element to level: 1 is the most alike, 0 where either side says nothing."""
    left, right = name_key(a.name), name_key(b.name)
    return {
        "name": name_level(left, right),
        "first": first_level(left, right),
        "birth_date": born_level(a.born, b.born),
        "birth_place": _text_level(name_key(a.birth_place), name_key(b.birth_place)),
        "nkk": nkk_level(a.nkk, b.nkk),
        "nik": nik_level(a.nik, b.nik),
        "address": _text_level(a.address, b.address),
        "sex": _equal_level(a.sex, b.sex),
        "kelurahan": place_level(a, b),
    }


def name_level(a: str, b: str) -> int:
    """Equal, reordered, words missing (of two; of one), alike, somewhat, different."""
    if not (a and b):
        return 0
    if a == b:
        return 1
    left, right = set(a.split()), set(b.split())
    if left == right:
        return 2
    if left <= right or right <= left:
        return 3 if min(len(a.split()), len(b.split())) > 1 else 4
    alike = likeness(a, b)
    return 5 if alike >= 600 else 6 if alike >= 350 else 7


def first_level(a: str, b: str) -> int:
    """The first words: equal, alike, different. Tells brothers of one name apart."""
    one, other = a.partition(" ")[0], b.partition(" ")[0]
    if not (one and other):
        return 0
    if one == other:
        return 1
    return 2 if likeness(one, other) >= 400 else 3


def born_level(a: str, b: str) -> int:
    """Equal, equal on a default day, day and month swapped, one digit, two parts."""
    if not (a and b):
        return 0
    if a == b:
        return 2 if a[4:] in DEFAULT_DAYS else 1
    if a[:4] == b[:4] and a[4:6] == b[6:] and a[6:] == b[4:6]:
        return 3
    if sum(x != y for x, y in zip(a, b, strict=True)) == 1:
        return 4
    parts = (a[:4] == b[:4]) + (a[4:6] == b[4:6]) + (a[6:] == b[6:])
    return 5 if parts == 2 else 6


def nkk_level(a: str, b: str) -> int:
    """Equal, up to two digits apart, different."""
    if not (a and b):
        return 0
    if a == b:
        return 1
    return 2 if _edits(a, b) <= 2 else 3


def _edits(a: str, b: str) -> int:
    """Levenshtein's distance."""
    above = list(range(len(b) + 1))
    for at, one in enumerate(a, start=1):
        row = [at]
        for place, other in enumerate(b):
            change = above[place] + (one != other)
            row.append(min(change, above[place + 1] + 1, row[place] + 1))
        above = row
    return above[-1]


def nik_level(a: str, b: str) -> int:
    """One of three parts differs (region or birth), only the serial, more."""
    if not (a and b):
        return 0
    if a[6:] == b[6:] or (a[:6] == b[:6] and a[12:] == b[12:]):
        return 1
    return 2 if a[:12] == b[:12] else 3


def place_level(a: Record, b: Record) -> int:
    """Same RT and RW, same kelurahan, same kecamatan, elsewhere."""
    if not (a.kelurahan and b.kelurahan):
        return 0
    if a.kelurahan == b.kelurahan:
        return 1 if (a.rt, a.rw) == (b.rt, b.rw) else 2
    return 3 if a.kelurahan[:6] == b.kelurahan[:6] else 4


def _equal_level(a: str, b: str) -> int:
    return 0 if not (a and b) else 1 if a == b else 2


def _text_level(a: str, b: str) -> int:
    if not (a and b):
        return 0
    if a == b:
        return 1
    return 2 if likeness(_plain(a), _plain(b)) >= 500 else 3


def _plain(text: str) -> str:
    """What pg_trgm sees of a text."""
    return re.sub("[^A-Z0-9]+", " ", text)


def rarity(found: dict[str, int], people: int, bearers: int) -> int:
    """Bits that the name adds: how rare it is among so many people; 0 to 16.

    bearers: how many carry the more frequent of the two names.
    """
    if found["name"] not in RARE_LEVELS:
        return 0
    share = max(1, people // max(1, bearers))
    return min(MOST_RARITY, share.bit_length() - 1)


def bias(people: int) -> int:
    """What the score starts from: a list twice as long has twice the chance pairs.

    A list shorter than the one that was learnt from gains nothing.
    """
    return BIAS - 100 * max(0, (people // LEARNT_FROM).bit_length() - 1)


def score(found: dict[str, int], rare: int, people: int) -> int:
    """Sum of the weights in hundredths of a bit; above 0 one person is likelier."""
    weights = (WEIGHTS[element][level] for element, level in found.items())
    return bias(people) + sum(weights) + RARITY * rare


def tier(total: int) -> str:
    """TOP, LIST, or "" for a pair that nobody needs to see."""
    return "TOP" if total >= TOP else "LIST" if total >= LIST else ""
