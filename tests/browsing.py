"""Pages in a real Chromium: which pages there are, and what a test asks of a tab."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import nbformat.v4 as nbf
import pytest

from pdmon_utils.batch.jobs import Job
from pdmon_utils.intake import read_municipality
from pdmon_utils.publish import Page, build_site, export_html
from pdmon_utils.publish.front import MOST_PLACES
from pdmon_utils.publish.gate import gate_of
from pdmon_utils.publish.pages import FRAGMENT
from pdmon_utils.publish.reference.beside import beside
from pdmon_utils.returned.case import case_of
from pdmon_utils.returned.writing import write_check
from pdmon_utils.store import Workspace

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator
    from playwright.sync_api import Page as Tab

QUIET = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"]
QUIET += ["--disable-component-update", "--disable-sync"]
DESK, PHONE = 1280, 320  # pixels: a usual screen; the narrowest of WCAG 1.4.10, the same as 1280 at 400 %
CHECKED = "gorod-primer"
ORIGIN = "ulus-primer/2024/report-source.html"
# everything a keyboard can reach, as it is seen now: the inside of a closed fold is not rendered
STOPS = """[...document.querySelectorAll('a[href], summary, input, [tabindex="0"]')]
    .filter(it => it.checkVisibility({visibilityProperty: true})).length"""
WIDTH = "document.scrollingElement.scrollWidth"


def chromium() -> str:
    """Return the path of the browser; a test that needs it is skipped where there is none, never in CI."""
    found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if found is None:
        assert not os.environ.get("CI"), "CI installs Chromium: see .ci/run"
        pytest.skip("Chromium не установлен: страницы в настоящем браузере не проверены")
    return found


@contextmanager
def opened() -> Iterator[Browser]:
    """Give a browser that calls nobody."""
    path = chromium()
    if not os.environ.get("CI"):
        pytest.importorskip("playwright", reason="Нет пакета playwright (pip install -e .[e2e]): браузер не открыть")
    from playwright.sync_api import sync_playwright  # noqa: PLC0415  the extra `e2e` is not on every machine

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield browser
        browser.close()


@contextmanager
def tab(browser: Browser) -> Iterator[Tab]:
    """Give an empty tab; tests may run scripts in it in spite of the CSP."""
    context = browser.new_context(viewport={"width": DESK, "height": 800}, bypass_csp=True, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@dataclass(frozen=True, slots=True)
class Pages:
    """Where the pages of a run lie: the site, a large site of 101 municipalities, internal pages by name."""

    site: Path
    large: Path
    internal: dict[str, Path]

    @property
    def all(self) -> dict[str, Path]:
        """Every page by what a test calls it; pages on the origin differ in their rows only, so one an audience.

        A fragment is no page: see test_fragment.
        """
        public = {page.relative_to(self.site).as_posix(): page for page in sorted(self.site.rglob("*.html"))}
        public = {name: page for name, page in public.items() if not name.endswith(("-source.html", FRAGMENT))}
        public[ORIGIN] = self.site / ORIGIN
        many = {f"large/{name}": self.large / name for name in ("index.html", "region-1.html")}
        return {**self.internal, **public, **many}


def lay_pages(reported: Workspace, jobs: Sequence[Job], home: Path) -> None:
    """Write the site of the public reports, looked at by the gate, a large site, and a check of a municipality."""
    made = [job for job in jobs if job.audience == "public"]
    pages = [
        Page(job.place, job.place_name, job.region, job.year, job.code, job.heading, job.output.with_suffix(".html"))
        for job in made
    ]
    build_site(home, pages, gate_of(reported), beside(reported))
    _lay_large(home / "large")
    case = case_of(reported, CHECKED, read_municipality(reported.municipality(CHECKED)), date(2025, 2, 1))
    write_check(home / "check", case, copies=False)


def _lay_large(home: Path) -> None:
    home.mkdir()
    source = home / "note.html"
    notebook = nbf.new_notebook(cells=[nbf.new_markdown_cell("# Справка\n## Выводы")])
    source.write_text(export_html(notebook, title="Справка", audience="public"), encoding="utf-8")
    named = ((f"place-{number}", f"Муниципалитет {number}") for number in range(MOST_PLACES + 1))
    build_site(home, [Page(slug, name, "Край", 2024, "note", "Справка", source) for slug, name in named])


def pages_of(jobs: Sequence[Job], home: Path) -> Pages:
    """Return what `lay_pages` wrote, and the internal reports."""
    internal = {"check/index.html": home / "check" / "index.html"}
    for job in jobs:
        if job.audience == "internal":
            internal[f"internal/{job.code}"] = job.output.with_suffix(".html")
    note = internal["internal/note"]
    internal["internal/note-source"] = note.with_name(f"{note.stem}-source.html")
    return Pages(home / "site", home / "large" / "site", internal)


def focused(tab: Tab) -> Locator:
    """Return the element that the keyboard is at."""
    return tab.locator(":focus")


def reach(tab: Tab, wanted: Locator, most: int = 400) -> None:
    """Press Tab until the keyboard is at an element."""
    for _ in range(most):
        tab.keyboard.press("Tab")
        if wanted.evaluate("it => it === document.activeElement"):
            return
    pytest.fail(f"клавишей Tab не дойти: {wanted}")
