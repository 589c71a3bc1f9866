"""Short codes of channels, and which openings of one count.

A code is a kecamatan and a letter: "327201p" is the poster of 327201. It says where a
paper or post hangs and nothing of who reads it.
"""

import re
from collections.abc import Mapping

LETTERS = {
    "POSTER": "p",
    "LEAFLET": "l",
    "WHATSAPP": "w",
    "INSTAGRAM": "i",
    "FACEBOOK": "f",
    "BANNER": "s",
}
_CHANNELS = {letter: channel for channel, letter in LETTERS.items()}
_SHORT = re.compile(rf"([0-9]{{6}})([{''.join(_CHANNELS)}])")
_MACHINE = re.compile(
    r"bot\b|crawl|spider|slurp|preview|facebookexternalhit|facebookcatalog|whatsapp/"
    r"|telegram|curl|wget|python|okhttp|go-http|java/|headless|lighthouse|monitor"
    r"|scan|fetch|http-?client|embedly|skypeuripreview",
    re.IGNORECASE,
)
"""Programs that name themselves; who hides is counted."""
_AHEAD = ("Sec-Purpose", "Purpose", "X-Purpose", "X-Moz")


def short_of(kecamatan: str, channel: str) -> str:
    """The code of a channel in a kecamatan."""
    return f"{kecamatan}{LETTERS[channel]}"


def parsed(short: str) -> tuple[str, str] | None:
    """Kecamatan and channel of a code; None when it is none."""
    found = _SHORT.fullmatch(short)
    return (found[1], _CHANNELS[found[2]]) if found else None


def is_counted(method: str, headers: Mapping[str, str]) -> bool:
    """Whether an opening is a person's, as far as the request itself says.

    Not: a HEAD, a page fetched ahead of a click, a program that names itself, a
    request that names no browser.
    """
    if method != "GET":
        return False
    ahead = (headers.get(name, "").lower() for name in _AHEAD)
    if any("prefetch" in one or "preview" in one for one in ahead):
        return False
    agent = headers.get("User-Agent", "")
    return bool(agent) and not _MACHINE.search(agent)
