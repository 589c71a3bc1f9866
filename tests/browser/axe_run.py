"""axe in a page: every rule on everything, but contrast on each kind of text once.

Contrast was 70 % of axe's time on a page with a long table: fifty rows of one shape
were measured one after another. A text is of a kind by its tag, its classes, attributes
and those of all that it stands in; of each kind the first on the page is measured.
"""

from __future__ import annotations

from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Error, Page

CONTRAST = "color-contrast"
BEGIN = """options => {
  const kinds = new Map(), numbers = new Map(), seen = new Set();
  const word = /^[A-Za-z_ -]{0,40}$/;
  const said = one => [...one.attributes].filter(({name}) => name !== "class")
    .map(({name, value}) => name + (word.test(value) ? "=" + value : "")).sort().join();
  const kindOf = one => {
    if (!one) return "";
    if (!kinds.has(one)) {
      const rows = one.matches("tr, li") ? [...one.parentElement.children] : [];
      const own = [kindOf(one.parentElement), one.tagName, one.getAttribute("class"),
        said(one), rows.indexOf(one) % 2].join("|");
      if (!numbers.has(own)) numbers.set(own, String(numbers.size));
      kinds.set(one, numbers.get(own));
    }
    return kinds.get(one);
  };
  for (const one of document.body.querySelectorAll("*")) {
    one.removeAttribute("data-alike");
    if (one.childElementCount || !one.textContent.trim()) continue;
    if (seen.has(kindOf(one))) one.setAttribute("data-alike", "");
    seen.add(kindOf(one));
  }
  const {runOnly, ...rest} = options;
  const whole = {...options, rules: {...options.rules}};
  whole.rules["CONTRAST"] = {enabled: false};
  const colours = {...rest, rules: {},
    runOnly: {type: "rule", values: ["CONTRAST"]}};
  window.pdAxe = (async () => [
    ...(await axe.run(document, whole)).violations,
    ...(await axe.run({exclude: [["[data-alike]"]]}, colours)).violations,
  ].map(({id, impact, help, nodes}) => (
    {id, impact, help, nodes: nodes.map(({html}) => html.slice(0, 160))})))();
}""".replace("CONTRAST", CONTRAST)
END = """async () => {
  if (!window.pdAxe) throw new Error("the context was destroyed: axe began elsewhere");
  return await window.pdAxe;
}"""
SETTLED = """() => !document.querySelector("[aria-busy='true'], .htmx-request")"""


def bring(context: BrowserContext) -> None:
    """Have every page to come carry axe: the browser then compiles it once, while each
    `begin` without it compiles half a megabyte again (0.1 s of a processor)."""
    context.add_init_script(AXE_SCRIPT)


def begin(page: Page, options: dict[str, Any]) -> None:
    """Start axe in the page as it stands; the page goes on.

    What is faded while its successor is on the way is let arrive first.
    """
    page.wait_for_function(SETTLED)
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    page.evaluate(BEGIN, options)


def violations(page: Page) -> list[dict[str, Any]]:
    """What axe, begun before, has found: id, impact, help, and nodes as HTML."""
    found: list[dict[str, Any]] = page.evaluate(END)
    return found


def found(page: Page, options: dict[str, Any]) -> list[dict[str, Any]]:
    """Begin axe and give what it finds; once more where the page loaded itself anew
    meanwhile, as the page of a job does when the job ends."""
    try:
        begin(page, options)
        return violations(page)
    except Error as error:
        if "context was destroyed" not in error.message:
            raise
    page.wait_for_load_state()
    begin(page, options)
    return violations(page)
