"""Sentences that docs/methods.md quotes stand on the pages of the example, word for word."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from pdmon_utils import Study
from pdmon_utils.store import Workspace

PAGE = (Path(__file__).parent.parent / "docs" / "methods.md").read_text(encoding="utf-8")
QUOTES = re.findall(r"^> (.+)\n>\n> — ([\w-]+), (\w+), (\w+)", PAGE, flags=re.MULTILINE)
LONGER = {"effectiveness", "factors", "forecast"}  # need three years; the shared workspace has two


@cache
def page(home: Path, district: str, notebook: str, method: str) -> str:
    """Return the text of a page with one space between words, cells of a table parted by a bar."""
    shown = getattr(Study(notebook, district, 2024, home=str(home)), method)()
    soup = BeautifulSoup(shown._repr_html_(), "html.parser")
    for cell in soup.find_all("td"):
        cell.insert_before(" | ")
    return " ".join(soup.get_text().split())


def test_every_quote_names_its_page() -> None:
    assert len(QUOTES) == len(re.findall(r"^> —", PAGE, flags=re.MULTILINE)) > 8


@pytest.mark.parametrize(("said", "district", "notebook", "method"), [q for q in QUOTES if q[3] not in LONGER])
def test_a_quoted_sentence_stands_on_its_page(
    workspace: Workspace, said: str, district: str, notebook: str, method: str
) -> None:
    assert said in page(workspace.home, district, notebook, method)
