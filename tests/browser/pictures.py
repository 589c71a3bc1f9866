"""What a kept picture shows: its size, and whether anything is drawn in it."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

COLOURS = 200
"""A JPEG of a page with words has thousands; a blank one has one."""
MOST_OF_IT = 0.985
"""Share of the commonest colour; a page with a heading and a few lines has less."""
_COUNT = """async (data) => {
  const bytes = Uint8Array.from(atob(data), one => one.charCodeAt(0));
  const bitmap = await createImageBitmap(new Blob([bytes], {type: "image/jpeg"}));
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const drawn = context.getImageData(0, 0, bitmap.width, bitmap.height).data;
  const counts = new Map();
  for (const pixel of new Uint32Array(drawn.buffer)) {
    counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  return [bitmap.width, bitmap.height, counts.size, most * 4 / drawn.length];
}"""


@dataclass(frozen=True)
class Seen:
    """A picture's size in pixels, its colours, and the share of the commonest."""

    width: int
    height: int
    colours: int
    commonest: float

    @property
    def is_blank(self) -> bool:
        return self.colours < COLOURS or self.commonest > MOST_OF_IT


def seen(browser: Browser, path: Path) -> Seen:
    """Have the browser read a JPEG from the disk again. Raises when it is none."""
    reader = browser.new_page()
    try:
        data = base64.b64encode(path.read_bytes()).decode()
        return Seen(*reader.evaluate(_COUNT, data))
    finally:
        reader.close()


def assert_kept(page: Page, path: Path) -> None:
    """Insist that the picture is there, is of this whole page, and shows something."""
    assert path.is_file(), f"no picture was kept: {path}"
    browser = page.context.browser
    assert browser is not None
    found = seen(browser, path)
    width, height = page.evaluate(
        "[document.documentElement.clientWidth, document.documentElement.scrollHeight]"
    )
    assert (found.width, found.height) == (width, height), path
    assert not found.is_blank, f"{path}: {found}"
