"""Pages made from data are as the data are, and every command is described."""

from __future__ import annotations

import importlib.util
import json
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from bs4 import BeautifulSoup

from pdmon_utils import show
from pdmon_utils.__main__ import cli
from pdmon_utils.store import Workspace

DOCS = Path(__file__).parent.parent / "docs"


def _module(name: str) -> Any:  # noqa: ANN401  a script of docs/
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def _pages() -> dict[str, str]:
    pages: dict[str, str] = _module("build").pages()
    return pages


@pytest.mark.parametrize(
    "name",
    [
        *(
            "tables.md",
            "indicators.md",
            "conclusions.md",
            "recommendations.md",
            "management.md",
            "processes.md",
            "promises.md",
        ),
        *("intake/rules.md", "intake/cases.md"),
    ],
)
def test_generated_page_is_fresh(name: str) -> None:
    assert (DOCS / name).read_text(encoding="utf-8") == _pages()[name], "выполните: python docs/build.py"


@pytest.mark.parametrize("command", sorted(cli.commands))
def test_every_command_is_described_in_the_guide(command: str) -> None:
    assert f"pdmon {command}" in (DOCS / "guide.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "page", ["README.md", "ARCHITECTURE.md", "CONTRIBUTING.md", "docs/guide.md", "docs/methods.md"]
)
def test_links_between_documents_lead_somewhere(page: str) -> None:
    root = DOCS.parent
    text = (root / page).read_text(encoding="utf-8")

    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]

    assert [link for link in links if not ((root / page).parent / link).exists()] == []


# --- the site of the documentation


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder with the built documentation; a page outside the menu or a dead link fails the building."""
    target = tmp_path_factory.mktemp("docs")
    command = [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", str(target)]
    built = subprocess.run(command, cwd=DOCS.parent, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout + built.stderr
    return target


def test_every_link_of_the_documentation_leads_to_a_page_and_a_place_in_it(site: Path) -> None:
    pages = {path: BeautifulSoup(path.read_text(encoding="utf-8"), "html.parser") for path in site.rglob("*.html")}
    places = {path: {str(tag["id"]) for tag in page.select("[id]")} for path, page in pages.items()}
    dead = []
    for path, page in pages.items():
        if path.name == "404.html":
            continue
        for link in page.select("a[href]"):
            target, _, place = unquote(str(link["href"])).partition("#")
            if "://" in target or target.startswith("mailto:"):
                continue
            led = (path.parent / target).resolve() if target else path
            if not led.exists() or (place and led in places and place not in places[led]):
                dead.append((path.name, str(link["href"])))

    assert len(pages) > 25
    assert dead == []


def test_the_documentation_loads_nothing_from_elsewhere(site: Path) -> None:
    loaded = re.compile(
        r"""(?:src|<link[^>]+href)=["'](?:https?:)?//|@import\s+["']?(?:https?:)?//|url\(["']?(?:https?:)?//"""
    )
    files = [path for path in site.rglob("*") if path.suffix in {".html", ".css"}]

    assert [path.name for path in files if loaded.search(path.read_text(encoding="utf-8"))] == []


def test_the_documentation_can_be_searched_in_russian(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))

    assert index["config"]["lang"] == ["ru"]
    assert [page for page in index["docs"] if "Озёрного района" in page["text"]]


def test_every_picture_of_the_documentation_is_there_small_and_has_words() -> None:
    found = [
        (page.name, alt, page.parent / link)
        for page in DOCS.rglob("*.md")
        for alt, link in re.findall(r"!\[([^\]]*)\]\(([^)]+)\)", page.read_text(encoding="utf-8"))
    ]

    assert len(found) >= 10
    assert [(page, link.name) for page, alt, link in found if len(alt) < 15 or not link.exists()] == []
    assert [link.name for _, _, link in found if link.stat().st_size > 160_000] == []


# --- what the pages promise


def test_the_recipes_of_the_cookbook_show_what_the_page_says(
    workspace: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PDMON_HOME", str(workspace.home))
    cookbook = _module("cookbook")
    text = (DOCS / "cookbook.md").read_text(encoding="utf-8")

    assert len(cookbook.recipes(text)) >= 10
    assert cookbook.carried_out(text) == text, "выполните: python docs/cookbook.py"


def test_a_share_of_the_cookbook_is_the_figure_of_the_report(workspace: Workspace) -> None:
    text = (DOCS / "cookbook.md").read_text(encoding="utf-8")
    (share,) = re.findall(r"^zato\.3\.2c\s+\S+\s+(\S+)$", text, re.MULTILINE)
    figures = workspace.figures(["zato-primer"]).query("indicator == 'zato.3.2c' and scope == 'municipality'")

    assert figures.query("year == 2024 and breakdown == ''")["value"].round(3).tolist() == [float(share)]


def test_the_gallery_has_every_kind_of_chart_and_its_words(workspace: Workspace) -> None:
    gallery = _module("gallery")
    drawing = {
        name for name in show.__all__ if getattr(getattr(show, name), "__annotations__", {}).get("return") == "Picture"
    }

    assert {function for function, _, _ in gallery.KINDS.values()} == drawing | {"funnel", "share_map"}
    assert {path.stem for path in (DOCS / "images" / "gallery").glob("*.png")} == set(gallery.KINDS)
    page = gallery.page(gallery.drawn(workspace))
    assert page == (DOCS / "gallery.md").read_text(encoding="utf-8"), "выполните: python docs/gallery.py"


def test_every_message_of_the_page_on_troubles_is_one_of_the_program() -> None:
    sources = (DOCS.parent / "pdmon_utils").rglob("*.py")
    said = " ".join(re.sub(r"\{[^{}]*\}", "…", path.read_text(encoding="utf-8")) for path in sources)
    rows = re.findall(r"^\| (`.+?`) \|", (DOCS / "troubleshooting.md").read_text(encoding="utf-8"), re.MULTILINE)
    parts = [part for row in rows for message in re.findall(r"`([^`]+)`", row) for part in message.split("…")]

    assert len(rows) >= 30
    assert [part for part in parts if part.strip("«». ") and part not in said] == []
