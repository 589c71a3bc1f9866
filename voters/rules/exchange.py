"""Keyed hashes by which regencies find one person in two rolls without showing a row.

HMAC-SHA256 (RFC 2104), truncated to its first 128 bits as section 5 there allows.
A hash without a key would be no protection: every NIK of a regency can be counted
through in minutes. Twin of exchange_keyed() and voters/sql/exchange.sql.
"""

import hashlib
import hmac
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from voters.rules.names import name_key

BLOCK = 64
SIZE = 16
SHORTEST_KEY = 32
RULES = {"same_number": "G8", "same_person": "G9"}
"""Number in docs/rules.md of what two records have in common."""
HEADINGS = (
    *("kunci", "kab_kota", "rujukan", "versi", "sidik_nik", "sidik_orang"),
    *("sidik_catatan", "kab_kota_lawan", "rujukan_lawan", "jawaban"),
)
"""Columns of the file between installations, in this order."""
ANSWERS = frozenset({"", "STAY", "OTHER", "MOVED", "STRIKE"})
_REF = "[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}"
PATTERNS = {
    "kunci": "[0-9a-f]{16}",
    "kab_kota": "[0-9]{4}",
    "rujukan": _REF,
    "versi": "[0-9]{1,9}",
    "sidik_nik": "[0-9a-f]{32}",
    "sidik_orang": "(?:[0-9a-f]{32})?",
    "sidik_catatan": "[0-9a-f]{32}",
    "kab_kota_lawan": "(?:[0-9]{4})?",
    "rujukan_lawan": f"(?:{_REF})?",
    "jawaban": "(?:STAY|OTHER|MOVED|STRIKE)?",
}
"""What a cell of each column looks like, the same for Python and PostgreSQL."""


@dataclass(frozen=True)
class Key:
    """A province's key as its two pads; never the key itself. Its id may be shown."""

    inner: bytes
    outer: bytes

    @property
    def id(self) -> str:
        """Sixteen digits that tell two keys apart and say nothing of them."""
        return self.keyed("kunci").hex()[:16]

    def keyed(self, said: str) -> bytes:
        """The keyed hash of a text."""
        first = hashlib.sha256(self.inner + said.encode()).digest()
        return hashlib.sha256(self.outer + first).digest()[:SIZE]


def key_of(secret: str) -> Key:
    """The key of a secret. Raises ValueError for one that can be guessed."""
    plain = secret.strip().encode()
    if len(plain) < SHORTEST_KEY or len(set(plain)) < 8:
        raise ValueError("too short")
    block = hashlib.sha256(plain).digest() if len(plain) > BLOCK else plain
    padded = block.ljust(BLOCK, b"\0")
    return Key(bytes(b ^ 0x36 for b in padded), bytes(b ^ 0x5C for b in padded))


def same_key(a: str, b: str) -> bool:
    """Whether two key ids are one."""
    return hmac.compare_digest(a.encode(), b.encode())


def number_hash(key: Key, nik: str) -> bytes:
    """Of the NIK: one number, perhaps one person (UU 24/2013 art. 64: single)."""
    return key.keyed(f"nik|{nik}")


def person_hash(key: Key, name: str, born: str, sex: str) -> bytes | None:
    """Of the name as it sounds, the birth date (YYYYMMDD) and sex; None without one."""
    heard = name_key(name)
    return key.keyed(f"orang|{heard}|{born}|{sex}") if heard else None


def numbers_of(same_number: bool, same_person: bool) -> list[str]:
    """Numbers of the rules that brought two records together."""
    found = {"same_number": same_number, "same_person": same_person}
    return [RULES[name] for name, says in found.items() if says]


def first_wrong(cells: Sequence[str]) -> str:
    """The first column of a line whose cell cannot be; "" when all can."""
    for name, cell in zip(HEADINGS, cells, strict=True):
        if not re.fullmatch(PATTERNS[name], cell):
            return name
    return ""


def begins(as_of: date, starts_on: date, day: int) -> date | None:
    """Since when this month's comparison counts, None while none is due (G30).

    It is due from the `day` of a month on (0: never), in a period that began
    `starts_on`; one made earlier in that month, but in the period, is enough.
    """
    if not day or as_of < starts_on:
        return None
    month = as_of.replace(day=1)
    if as_of.day < day:
        month = (month - timedelta(days=1)).replace(day=1)
    if month.replace(day=day) < starts_on:
        return None
    return max(month, starts_on)
