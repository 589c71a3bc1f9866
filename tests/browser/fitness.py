"""What every page must be: one heading, a language, no sideways scroll, a focus to see,
WCAG 2.2 AA as far as axe can tell, and no word of the other language.

`look` gives the faults of the page that stands in the browser. axe works in the page
while the next one is fetched in another tab: `faults_of_axe` waits for it.
"""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import Page, ViewportSize

from tests.browser import axe_run
from tests.kpu_portal.test_english_pages import WORD, Reader, indonesian

SIZES: dict[str, ViewportSize] = {
    "1366": {"width": 1366, "height": 768},
    "1366 at 125 %": {"width": 1093, "height": 614},
    "360": {"width": 360, "height": 740},
}
AXE = {
    "runOnly": {
        "type": "tag",
        "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"],
    },
    "rules": {"target-size": {"enabled": True}},
    "resultTypes": ["violations"],
}
STATE = """() => {
  const seen = one => one.checkVisibility();
  const now = document.activeElement;
  return {
    lang: document.documentElement.lang,
    title: document.title,
    heads: [...document.querySelectorAll("h1")].filter(seen).length,
    skip: Boolean(document.querySelector(".pd-skip")),
    rail: Boolean(document.querySelector("nav")),
    taken: now !== document.body,
  };
}"""
SKIP = """() => {
  const now = document.activeElement, box = now.getBoundingClientRect();
  return now.matches(".pd-skip") && box.top >= 0 && box.left >= 0 && box.height > 10;
}"""
RINGS = """known => {
  const told = [], seen = new Set(known);
  const controls = "a[href], button, input, select, textarea, summary, [tabindex='0']";
  const covers = ".pd-top, .pd-rail, .pd-decide, .pd-toasts";
  for (const one of [...document.querySelectorAll(controls)].reverse()) {
    const kind = [one.tagName, one.type || "", one.className,
      one.parentElement.className].join(" ");
    if (seen.has(kind) || one.disabled || !one.checkVisibility()) continue;
    if (one.closest("[inert], dialog:not([open])")) continue;
    const before = getComputedStyle(one).boxShadow;
    one.focus();
    if (document.activeElement !== one) continue;
    seen.add(kind);
    const style = getComputedStyle(one);
    const ring = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 1;
    if (!ring && style.boxShadow === before) told.push(`no focus to see: ${kind}`);
    const box = one.getBoundingClientRect();
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    const over = document.elementFromPoint(x, y)?.closest(covers);
    if (over && !over.contains(one)) told.push(`${over.className} hides ${kind}`);
  }
  document.activeElement.blur();
  window.scrollTo(0, 0);
  return [told, [...seen]];
}"""
WIDTHS = """() => {
  const {scrollWidth, clientWidth} = document.documentElement;
  if (scrollWidth <= clientWidth) return "";
  const inside = one => one && (getComputedStyle(one).overflowX !== "visible"
    && one !== document.body && one !== document.documentElement
    || inside(one.parentElement));
  const wide = [...document.body.querySelectorAll("*")].filter(one =>
    one.getBoundingClientRect().right > clientWidth + 1 && !inside(one.parentElement));
  return `${scrollWidth} px of content: ` + wide.slice(0, 4).map(one =>
    `${one.tagName.toLowerCase()}.${one.className}`).join(", ");
}"""
COMMON = """
the of and with for from this that are was were your please enter choose select save
delete cancel search edit back next previous password required must wrong invalid
username sign in field error page voter voters proposal proposals list date name
language settings close show hide add remove loading yes
"""
ENGLISH = frozenset(COMMON.split()) - {"in"}
"""What gives a text away that nobody has put into Indonesian."""


def look(
    page: Page,
    language: str,
    known: set[str],
    data: tuple[str, ...],
    sizes: tuple[str, ...] = tuple(SIZES),
) -> list[str]:
    """Faults of the page; axe is started. `known`: kinds of controls seen before;
    `sizes`: the names of those at which it may not scroll sideways."""
    faults = _of_state(page, language)
    faults += _of_keys(page, known)
    faults += _of_words(page.content(), language, data)
    for name in sizes:
        _resize(page, SIZES[name])
        if told := page.evaluate(WIDTHS):
            faults.append(f"at {name}: {told}")
    _resize(page, SIZES["1366"])
    axe_run.begin(page, AXE)
    return faults


def _resize(page: Page, size: ViewportSize) -> None:
    if page.viewport_size != size:
        page.set_viewport_size(size)


def faults_of_axe(page: Page) -> list[str]:
    """What axe, started by `look`, has found."""
    return [
        f"axe {one['id']}: {one['help']}\n        "
        + "\n        ".join(one["nodes"][:4])
        for one in axe_run.violations(page)
    ]


def _of_state(page: Page, language: str) -> list[str]:
    state: dict[str, Any] = page.evaluate(STATE)
    faults = []
    if state["lang"] != language:
        faults.append(f"lang is {state['lang']!r}")
    if state["heads"] != 1:
        faults.append(f"{state['heads']} h1 to see")
    if not state["title"].strip(" |"):
        faults.append("no title")
    if state["rail"] and not state["skip"]:
        faults.append("no skip link before the menu")
    if state["skip"] and not state["taken"]:
        page.keyboard.press("Tab")
        if not page.evaluate(SKIP):
            faults.append("the first Tab shows no skip link")
    return faults


def _of_keys(page: Page, known: set[str]) -> list[str]:
    """Each kind of control once: the focus is seen, and nothing lies over it."""
    page.keyboard.press("Shift")  # the focus is that of a keyboard
    told, seen = page.evaluate(RINGS, list(known))
    known.update(seen)
    return [str(one) for one in told]


def _of_words(text: str, language: str, data: tuple[str, ...]) -> list[str]:
    for word in data:
        text = re.sub(word, "", text)
    if language == "en":
        return [f"not English: {one[:120]!r}" for one in indonesian(text)]
    reader = Reader()
    reader.feed(text)
    return [
        f"not Indonesian: {one[:120]!r}"
        for one in sorted(set(reader.texts))
        if ENGLISH & {word.lower() for word in WORD.findall(one) if not word.isupper()}
    ]
