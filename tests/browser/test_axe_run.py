"""That axe still sees what it must when it measures each kind of text once."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser

from tests.browser import axe_run

pytestmark = pytest.mark.browser
STYLE = "<style>.pale { color: #ddd } [aria-current] { color: #ddd }</style>"
ANEW = """<script>if (!sessionStorage.anew) {
  sessionStorage.anew = "yes";
  window.axe = {run: () => { location.reload(); return new Promise(() => {}); }};
}</script>"""
HTML = "text/html"
PLAIN = "<tr><td>satu</td><td>dua</td></tr>"
ODD = {
    "class": '<tr><td>satu</td><td class="pale">dua</td></tr>',
    "class above": '<tr class="pale"><td>satu</td><td>dua</td></tr>',
    "attribute": '<tr><td>satu</td><td aria-current="page">dua</td></tr>',
    "style": '<tr><td>satu</td><td style="color: #ddd">dua</td></tr>',
}


def found(chromium: Browser, rows: str) -> dict[str, int]:
    """What axe finds on a page with a table of these rows: rule → how many places."""
    page = chromium.new_page()
    page.set_content(
        f"<!doctype html><html lang='id'><title>Uji</title>{STYLE}"
        f"<main><h1>Uji</h1><table>{rows}</table></main></html>"
    )
    places = axe_run.found(page, {"resultTypes": ["violations"]})
    told = {one["id"]: len(one["nodes"]) for one in places}
    page.close()
    return told


def test_what_is_dark_is_dark(chromium: Browser) -> None:
    assert axe_run.CONTRAST not in found(chromium, PLAIN * 30)


@pytest.mark.parametrize("odd", ODD)
def test_one_pale_row_far_below_is_found(chromium: Browser, odd: str) -> None:
    told = found(chromium, PLAIN * 20 + ODD[odd] + PLAIN * 9)
    assert told[axe_run.CONTRAST] == 1


def test_what_is_pale_everywhere_is_told_once_a_kind(chromium: Browser) -> None:
    told = found(chromium, ODD["class"] * 30)
    assert told[axe_run.CONTRAST] == 2  # odd rows and even ones


def test_a_page_that_loads_anew_under_axe_is_seen_as_it_stands_then(
    chromium: Browser,
) -> None:
    page = chromium.new_page()
    text = f"<html lang='id'><title>Uji</title>{ANEW}<main><h1>Uji</h1><img src=x>"
    page.route("http://axe.test/", lambda it: it.fulfill(body=text, content_type=HTML))
    page.goto("http://axe.test/")
    told = axe_run.found(page, {"resultTypes": ["violations"]})
    assert "image-alt" in {one["id"] for one in told}
    page.close()


def test_what_is_faded_on_its_way_out_is_not_judged(chromium: Browser) -> None:
    leaves = "setTimeout(() => document.querySelector('[aria-busy]').remove(), 400)"
    faded = "<tr aria-busy='true' style='opacity: 0.3'><td>tiga</td></tr>"
    told = found(chromium, f"{PLAIN}{faded}<script>{leaves}</script>")
    assert axe_run.CONTRAST not in told
