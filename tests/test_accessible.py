"""ГОСТ Р 52872-2019 (WCAG AA) in a real Chromium, over every kind of page."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from bs4 import BeautifulSoup, Tag

import browsing
from browsing import DESK, PHONE, STOPS, WIDTH, Pages, tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

pytestmark = [pytest.mark.browser, pytest.mark.notebooks]
# the kinds of pages that differ in their frame or content; a keyboard is walked through each of them
KINDS = (
    "index.html",
    "ulus-primer/index.html",
    "ulus-primer/2024/report.html",
    "ulus-primer/2024/report-source.html",
    "method.html",
    "internal/note",
    "internal/organisation",
    "check/index.html",
)
# notebooks of criteria have the same parts; the longest one and the one with most charts stand for all in the browser
ALIKE = ("experts", "iom", "leaders", "mastery", "network", "support", "training")
SIZES = {"320 px": (PHONE, "100%"), "zoom 200 %": (DESK // 2, "100%"), "letters 200 %": (DESK, "200%")}
CONTRAST = "color-contrast"
UNFOLD = "document.querySelectorAll('details').forEach(it => it.open = true)"
# marks the first element of each look that has a text of its own, returns how many looks there are
LOOKS = """() => {
    const seen = new Set();
    const behind = it => {
        for (; it; it = it.parentElement) {
            const how = getComputedStyle(it);
            if (how.backgroundColor !== 'rgba(0, 0, 0, 0)' || how.backgroundImage !== 'none')
                return how.backgroundColor + how.backgroundImage;
        }
        return '';
    };
    for (const it of document.body.querySelectorAll('*')) {
        if (![...it.childNodes].some(node => node.nodeType === 3 && node.data.trim())) continue;
        if (!it.checkVisibility()) continue;
        const {color, fontSize, fontWeight, opacity} = getComputedStyle(it);
        const look = [color, fontSize, fontWeight, opacity, behind(it)].join();
        if (!seen.has(look)) { seen.add(look); it.dataset.look = ''; }
    }
    return seen.size;
}"""
CUT = """() => [...document.querySelectorAll('body *')].filter(it => {
    const how = getComputedStyle(it).overflowX;
    return (how === 'auto' || how === 'scroll') && it.scrollWidth > it.clientWidth + 1 && it.tabIndex < 0
        && !it.querySelector('a[href], summary, input');
}).map(it => it.outerHTML.slice(0, 120))"""
RING = """() => {
    const it = document.activeElement, how = getComputedStyle(it), box = it.getBoundingClientRect();
    return {what: it.outerHTML.slice(0, 120), first: it.dataset.seen === undefined, body: it === document.body,
        ring: how.outlineStyle !== 'none' && parseFloat(how.outlineWidth) >= 2,
        seen: (it.dataset.seen = '1') && box.width > 0 && box.height > 0
            && box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth};
}"""


@pytest.fixture(scope="module")
def browser(laid: Pages) -> Iterator[Browser]:  # noqa: ARG001  kernels must have finished before Playwright's own loop
    with browsing.opened() as found:
        yield found


def kinds(laid: Pages) -> dict[str, Path]:
    """Return the pages of every kind."""
    return {name: path for name, path in laid.all.items() if not path.name.startswith(ALIKE)}


def violations(page: Tab) -> list[str]:
    """Return what axe-core has against a page, best practices included.

    Contrast is four fifths of its time, so it is measured on one element of each look of the page.
    """
    from axe_playwright_python.sync_playwright import Axe  # noqa: PLC0415  of the extra `e2e`, like the browser

    only: dict[str, Any] = {"resultTypes": ["violations"]}
    found = Axe().run(page, options=only | {"rules": {CONTRAST: {"enabled": False}}}).response["violations"]
    if page.evaluate(LOOKS):
        found += page.evaluate("how => axe.run('[data-look]', how)", only | {"runOnly": [CONTRAST]})["violations"]
    return [f"{it['id']} ({it['impact']}): {node['html'][:160]}" for it in found for node in it["nodes"]]


def test_axe_finds_nothing_on_any_kind_of_page(browser: Browser, laid: Pages) -> None:
    wrong: dict[str, list[str]] = {}
    pages = kinds(laid)
    with tab(browser) as page:
        for name, path in pages.items():
            page.goto(path.as_uri())
            page.evaluate(UNFOLD)
            wrong |= {name: found} if (found := violations(page)) else {}

    print(f"страниц {len(pages)} × axe-core: нарушений {sum(map(len, wrong.values()))}")  # noqa: T201  the figure of docs/promises.md
    assert wrong == {}
    assert set(KINDS) <= set(pages)


def test_axe_sees_what_is_wrong(browser: Browser, tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<html><h3>x</h3><img src='x.png'><p style='color:#bbb'>бледно</p>", encoding="utf-8")
    with tab(browser) as page:
        page.goto(bad.as_uri())
        seen = {line.partition(" ")[0] for line in violations(page)}

    assert {"image-alt", "html-has-lang", "color-contrast", "document-title"} <= seen


def test_no_page_scrolls_sideways_and_what_does_can_be_reached(browser: Browser, laid: Pages) -> None:
    wrong = {}
    with tab(browser) as page:
        for name, path in kinds(laid).items():
            page.goto(path.as_uri())
            page.evaluate(UNFOLD)
            for said, (width, letters) in SIZES.items():
                page.set_viewport_size({"width": width, "height": 800})
                page.evaluate("size => { document.documentElement.style.fontSize = size }", letters)
                if (wide := page.evaluate(WIDTH)) > width or page.evaluate(CUT):
                    wrong[name, said] = (wide, page.evaluate(CUT))

    assert wrong == {}


@pytest.mark.parametrize("name", KINDS)
def test_a_keyboard_comes_everywhere_and_is_seen(browser: Browser, laid: Pages, name: str) -> None:
    with tab(browser) as page:
        page.goto(laid.all[name].as_uri())
        wanted = page.evaluate(STOPS)
        stops = [_pressed(page) for _ in range(wanted)]

    assert "Перейти к основному тексту" in stops[0]["what"]
    assert [stop["what"] for stop in stops if stop["body"] or not stop["first"]] == []
    assert [stop["what"] for stop in stops if not (stop["ring"] and stop["seen"])] == []


def _pressed(page: Tab) -> dict[str, Any]:
    page.keyboard.press("Tab")
    found: dict[str, Any] = page.evaluate(RING)
    return found


@pytest.mark.parametrize("name", KINDS)
def test_the_skip_link_leads_past_the_navigation(browser: Browser, laid: Pages, name: str) -> None:
    with tab(browser) as page:
        page.goto(laid.all[name].as_uri())
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")

        assert page.evaluate("document.activeElement.tagName") == "MAIN"
        page.keyboard.press("Tab")
        assert not page.evaluate("!!document.activeElement.closest('nav, header')")


def test_headings_go_down_one_level_at_a_time(laid: Pages) -> None:
    broken = {}
    for name, path in laid.all.items():
        levels = [int(tag.name[1]) for tag in _soup(path).find_all(["h1", "h2", "h3", "h4", "h5", "h6"])]
        steps = [(above, below) for above, below in zip([0, *levels], levels, strict=False) if below > above + 1]
        broken |= {name: steps} if steps or levels.count(1) != 1 else {}

    assert broken == {}


def test_a_chart_says_its_message_and_its_numbers_stand_in_a_table_or_in_its_text(laid: Pages) -> None:
    silent, charts = [], 0
    for name, path in laid.all.items():
        for image in _soup(path).find_all("img"):
            charts += 1
            alt = str(image.get("alt", ""))
            told = any(letter.isdigit() for letter in alt) or _table_near(image)
            silent += [f"{name}: {alt}"] if len(alt) < 20 or not told else []

    assert silent == []
    assert charts > 0


def _table_near(image: Tag) -> bool:
    """Return True for a table between the heading above a picture and the heading below it."""
    for sibling in [*image.find_all_previous(["table", "h2", "h3"], limit=1)]:
        if sibling.name == "table":
            return True
    following = image.find_next(["table", "h2", "h3"])
    return following is not None and following.name == "table"


def test_what_is_important_is_said_in_words_too(laid: Pages) -> None:
    marked = {
        name: [item for item in _soup(path).select("li.pdmon-attention") if not _words(item)]
        for name, path in laid.all.items()
    }

    assert {name: [str(item)[:160] for item in found] for name, found in marked.items() if found} == {}


def _words(item: Tag) -> str:
    """Return the words of an item's mark besides its links."""
    mark = item.select_one(".pdmon-mark")
    return "" if mark is None else "".join(mark.find_all(string=True, recursive=False)).strip(" ·")


@cache
def _soup(path: Path) -> BeautifulSoup:
    return BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser")
