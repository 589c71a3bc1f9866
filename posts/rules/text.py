"""A bulletin's plain text: paragraphs, lists, **bold** and addresses; never HTML.

What comes out is data that a template writes escaped, so that no mark of a writer can
become markup.
"""

import re
from typing import NamedTuple

_MARK = re.compile(r"\*\*(?P<bold>[^*\n]+)\*\*|(?P<link>https?://[^\s<>\"']+)")
_TAIL = ".,;:!?)"


class Run(NamedTuple):
    """Words in one style: "", "bold" or "link"."""

    text: str
    style: str = ""


class Block(NamedTuple):
    """A paragraph ("p"), a heading ("h") or a list ("ul") of lines."""

    kind: str
    lines: list[list[Run]]


def blocks(text: str) -> list[Block]:
    """Blocks parted by empty lines; "- " begins a line of a list, "# " a heading."""
    found: list[Block] = []
    for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n").strip()):
        begun = len(found)
        for line in part.split("\n"):
            kind, words = _kind(line.strip())
            if not words:
                continue
            if len(found) > begun and found[-1].kind == kind != "h":
                found[-1].lines.append(runs(words))
            else:
                found.append(Block(kind, [runs(words)]))
    return found


def _kind(line: str) -> tuple[str, str]:
    if line == "-" or line.startswith("- "):
        return "ul", line[1:].strip()
    if line.startswith("# "):
        return "h", line[2:].strip()
    return "p", line


def runs(line: str) -> list[Run]:
    """One line in its styles."""
    found, at = [], 0
    for match in _MARK.finditer(line):
        if match.start() > at:
            found.append(Run(line[at : match.start()]))
        if bold := match["bold"]:
            found.append(Run(bold, "bold"))
            at = match.end()
        else:
            link = match["link"].rstrip(_TAIL)
            found.append(Run(link, "link"))
            at = match.start() + len(link)
    if at < len(line):
        found.append(Run(line[at:]))
    return found


def plain(text: str, most: int) -> str:
    """The text without marks, cut at a word: for a feed and for sharing."""
    words = re.sub(r"\*\*([^*\n]+)\*\*", r"\1", text)
    words = re.sub(r"(?m)^(?:- |# )", "", words)
    words = re.sub(r"\s+", " ", words).strip()
    if len(words) <= most:
        return words
    return words[:most].rsplit(" ", 1)[0] + " …"
