"""What a reader does on the site, done in a real Chromium: finds, opens, folds, prints, takes a file."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

import pytest

import browsing
from browsing import Pages, reach, tab

if TYPE_CHECKING:
    from playwright.sync_api import Browser
    from playwright.sync_api import Page as Tab

pytestmark = [pytest.mark.browser, pytest.mark.notebooks]
A4 = (595, 842)  # points
SHEET = 643  # pixels between the margins of A4: 170 mm
REPORT = "ulus-primer/2024/report.html"


@pytest.fixture(scope="module")
def browser(laid: Pages) -> Iterator[Browser]:  # noqa: ARG001  kernels must have finished before Playwright's own loop
    with browsing.opened() as found:
        yield found


@pytest.fixture
def page(browser: Browser) -> Iterator[Tab]:
    """Give a tab that fails the test when a page asks for anything but files or complains."""
    asked: list[str] = []
    with tab(browser) as found:
        found.on("request", lambda request: asked.append(request.url))
        found.on("console", lambda message: asked.append(message.text))
        found.on("pageerror", lambda error: asked.append(str(error)))
        yield found
    assert [said for said in asked if not said.startswith(("file:", "data:"))] == []


def test_a_municipality_is_found_and_its_report_is_opened(page: Tab, laid: Pages) -> None:
    page.goto((laid.site / "index.html").as_uri())
    page.get_by_label("Найти муниципалитет или показатель").fill("УЛУС")
    found = page.locator("#found a")
    assert page.locator("#found-count").inner_text() == f"Найдено: {found.count()}"

    found.first.click()
    assert "улус" in page.get_by_role("heading", level=1).inner_text().casefold()
    page.get_by_role("main").get_by_role("link", name="Аналитический отчёт").first.click()
    assert page.url.endswith(REPORT)
    assert page.get_by_role("table").count() > 0


def test_an_indicator_is_found_and_nothing_is_found_for_nonsense(page: Tab, laid: Pages) -> None:
    page.goto((laid.site / "index.html").as_uri())
    field = page.locator("#search")
    field.fill("ыъыъ")
    assert page.locator("#found-count").inner_text() == "Найдено: 0"
    assert page.locator("#found a").count() == 0

    field.fill("наставник")
    first = page.locator("#found a").first
    anchor = str(first.get_attribute("href"))
    first.click()
    assert unquote(page.url).endswith(anchor)
    assert page.evaluate("document.querySelector(':target').getBoundingClientRect().top < innerHeight")


@pytest.mark.parametrize(("name", "said"), [("internal/note", "Код"), ("internal/note", "Правила")])
def test_code_and_rules_are_folded_and_open(page: Tab, laid: Pages, name: str, said: str) -> None:
    page.goto(laid.all[name].as_uri())
    fold = page.locator("details").filter(has=page.locator("summary", has_text=said)).first
    inside = fold.locator("> :not(summary)").first
    assert not inside.is_visible()

    fold.locator("summary").first.click()
    assert inside.is_visible()
    fold.locator("summary").first.press("Enter")
    assert not inside.is_visible()


@pytest.mark.parametrize(
    ("name", "sides"),
    [
        (REPORT, A4),
        ("internal/note", A4),
        ("index.html", A4),
        ("check/index.html", A4[::-1]),
    ],  # a check has wide tables
)
def test_a_page_is_printed_on_a4(page: Tab, laid: Pages, name: str, sides: tuple[int, int]) -> None:
    page.goto(laid.all[name].as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    boxes = {
        tuple(round(float(side)) for side in box.split()) for box in re.findall(rb"/MediaBox \[0 0 ([^]]+)]", printed)
    }

    assert len(re.findall(rb"/Type /Page\b", printed)) > 0
    assert boxes == {sides}


def test_the_presentation_is_printed_on_one_sheet(page: Tab, laid: Pages) -> None:
    page.goto(laid.all["internal/brief"].as_uri())

    assert len(re.findall(rb"/Type /Page\b", page.pdf(prefer_css_page_size=True))) == 1


def test_a_paper_is_downloaded_whole(page: Tab, laid: Pages, tmp_path: Path) -> None:
    page.goto((laid.site / "ulus-primer/index.html").as_uri())
    with page.expect_download() as waiting:
        page.locator('a[download][href$="2024/report.docx"]').click()
    waiting.value.save_as(tmp_path / "taken.docx")

    assert waiting.value.suggested_filename == "report.docx"
    assert (tmp_path / "taken.docx").read_bytes() == (laid.site / REPORT).with_suffix(".docx").read_bytes()
    assert "word/document.xml" in zipfile.ZipFile(tmp_path / "taken.docx").namelist()


def test_a_fragment_lies_in_its_fold_and_reads_as_a_report(page: Tab, laid: Pages) -> None:
    page.goto((laid.site / "ulus-primer/index.html").as_uri())
    fold = page.locator("details", has_text="Фрагменты отчётов")
    link = fold.locator('a[download][href$="report.fragment.html"]')
    assert not link.is_visible()

    fold.locator("summary").click()
    link.click()  # a page from a folder is opened, a page from a server is saved
    page.wait_for_url("**/report.fragment.html")
    assert page.get_by_role("heading", level=2).first.is_visible()
    assert page.get_by_role("table").first.evaluate("it => getComputedStyle(it).borderCollapse") == "collapse"


def test_no_table_of_a_printed_report_is_wider_than_its_sheet(page: Tab, laid: Pages) -> None:
    page.goto((laid.site / REPORT).as_uri())
    page.emulate_media(media="print")
    page.set_viewport_size({"width": SHEET, "height": 1000})
    wide = page.evaluate(
        "most => [...document.querySelectorAll('table')].filter(it => it.offsetWidth > most).length", SHEET
    )

    assert page.locator("table").count() > 5
    assert wide == 0


def test_by_keyboard_alone_from_the_index_to_a_report(page: Tab, laid: Pages) -> None:
    page.goto((laid.site / "index.html").as_uri())
    reach(page, page.locator("#search"))
    page.keyboard.type("улус")
    reach(page, page.locator("#found a").first)
    page.keyboard.press("Enter")
    page.wait_for_url("**/ulus-primer/index.html")
    reach(page, page.locator('main a[href$="report.html"]').first)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/{REPORT}")

    assert page.get_by_role("heading", level=1).is_visible()


def test_the_site_shows_its_list_where_scripts_are_off(browser: Browser, laid: Pages) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((laid.site / "index.html").as_uri())

    assert not page.locator("#search").is_visible()
    assert page.locator(".pdmon-places a").first.is_visible()
    context.close()
