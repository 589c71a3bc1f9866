"""What the pages say of a work while it is under way, twice a second, as it is drawn.

A script in the page hands over each progress card; nothing is asked of the database.
"""

from __future__ import annotations

import csv
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Page

UPLOAD = "UPLOAD"
STAGES = ("Memuat", "Membandingkan", "Memeriksa", "Mengusulkan")
"""Of a delivery, in their order; the search behind it has its own card."""
SEARCH = ("Mencari ganda", "Mencari", "Menyimpan")
"""Beside the run or after it; it may be too short to be seen."""
SCRIPT = """
setInterval(() => {
  const boxes = document.querySelectorAll("[data-job-state], [data-upload-told]");
  const told = [...boxes].filter((box) => !box.hidden).map((box) => {
    const bar = box.querySelector("progress");
    const line = box.querySelector(".pd-job__line")?.textContent ?? "";
    return {
      id: box.id,
      state: box.dataset.jobState ?? "UPLOAD",
      line: line.replace(/\\s+/g, " ").trim(),
      share: bar.hasAttribute("value") ? bar.value / bar.max : -1,
    };
  });
  if (told.length) window.benchTold(performance.timeOrigin + performance.now(), told);
}, 500);
"""


@dataclass(frozen=True)
class Seen:
    """One card at one moment: seconds since the first, which, its words, its bar."""

    at: float
    card: str
    state: str
    line: str
    share: float

    @property
    def stage(self) -> str:
        """The stage that the words name, "" when they name none."""
        found = re.match(r"Tahap \d+ dari \d+, ([^:]+)", self.line)
        return found[1] if found else ""


@dataclass
class Watch:
    """Keeps what the page of the work showed; other pages are not listened to."""

    page: Page
    seen: list[Seen] = field(default_factory=list)
    _first: float = 0.0

    def begin(self, context: BrowserContext) -> None:
        """Listen to every page that the work opens from now on."""
        context.expose_binding("benchTold", self._told)
        self.page.add_init_script(SCRIPT)

    def _told(self, source: Any, at: float, told: list[dict[str, Any]]) -> None:
        if source["page"] is not self.page:
            return
        self._first = self._first or at
        for one in told:
            seconds = (at - self._first) / 1000
            card = one["id"] or one["state"]
            self.seen.append(
                Seen(seconds, card, one["state"], one["line"], one["share"])
            )

    def cards(self) -> dict[str, list[Seen]]:
        """What was seen of each card while it was not at its end, in order."""
        found: dict[str, list[Seen]] = {}
        for one in self.seen:
            if one.state in (UPLOAD, "QUEUED", "RUNNING"):
                found.setdefault(one.card, []).append(one)
        return found

    def falls(self) -> list[str]:
        """Moments at which a bar stood lower than just before."""
        told = []
        for seen in self.cards().values():
            known = [one for one in seen if one.share >= 0]
            for before, after in zip(known, known[1:], strict=False):
                if after.share < before.share:
                    told.append(
                        f"{before.line!r} {before.share:.3f} -> "
                        f"{after.line!r} {after.share:.3f}"
                    )
        return told

    def values(self) -> int:
        """How many different places the bars stood at, over all cards."""
        return len({(one.card, round(one.share, 4)) for one in self.seen})

    def stages(self) -> list[str]:
        """The stages that the words named, in the order of their first mention."""
        named = [one.stage for one in self.seen if one.state == "RUNNING"]
        return list(dict.fromkeys(stage for stage in named if stage))

    def longest_silence(self) -> tuple[float, str]:
        """Longest time in which neither words nor bar changed, and what they said."""
        longest = (0.0, "")
        for seen in self.cards().values():
            begun = seen[0]
            for one in seen[1:]:
                if (one.line, one.share) != (begun.line, begun.share):
                    begun = one
                longest = max(longest, (one.at - begun.at, one.line))
        return longest

    def keep(self, path: Path) -> None:
        """Write it down: second, card, state, bar, words."""
        with path.open("w", newline="", encoding="utf-8") as out:
            writer = csv.writer(out)
            writer.writerow(["second", "card", "state", "percent", "words"])
            for one in self.seen:
                percent = "" if one.share < 0 else f"{one.share * 100:.1f}"
                card = one.card.removeprefix("job-")[:8]
                row = [f"{one.at:.1f}", card, one.state, percent, one.line]
                writer.writerow(row)
