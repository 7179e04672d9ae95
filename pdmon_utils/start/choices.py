"""What a person may choose: municipality, year, notebook, audience, each with the words shown for it."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from pdmon_utils.batch.jobs import INTERNAL_ONLY
from pdmon_utils.store import Workspace

Options = list[tuple[str, str]]  # words, value
AUDIENCES: Options = [("для служебного пользования", "internal"), ("для публикации", "public")]
_REGION, _SHEETS = "region", "organisation"


@dataclass(frozen=True, slots=True)
class Choice:
    """One report as a person chooses it."""

    municipality: str
    year: str
    notebook: str
    audience: str


def municipalities(workspace: Workspace) -> Options:
    """Return the municipalities of the workspace."""
    return [(f"{card.name} ({slug})", slug) for slug, card in workspace.municipalities.items()]


def years(workspace: Workspace, municipality: str) -> Options:
    """Return the report years of a municipality, the latest one first."""
    return [(str(year), str(year)) for year in reversed(workspace.municipality(municipality).years)]


def notebooks(workspace: Workspace, municipality: str, audience: str) -> Options:
    """Return the notebooks that the municipality's regulation has something for, by their headings."""
    regulation = workspace.catalogue.regulation(workspace.municipality(municipality).regulation)
    criteria = workspace.catalogue.criteria
    hidden = (_REGION, *(INTERNAL_ONLY if audience == "public" else ()))
    asked = {
        name: path
        for name, path in workspace.books.items()
        if (regulation.of(name) if name in criteria else name not in hidden)
    }
    return sorted((f"{_heading(path, name)} ({name})", name) for name, path in asked.items())


def report(workspace: Workspace, choice: Choice, ending: str = ".html") -> Path:
    """Return where the chosen report's page (or its file of another ending) lies; need not be there."""
    path = workspace.report(choice.municipality, int(choice.year), choice.audience, choice.notebook)
    return path.with_suffix(ending)


def results(workspace: Workspace, choice: Choice) -> list[Path]:
    """Return the files that the chosen report consists of and that are there: page, papers, or a school's sheets."""
    page = report(workspace, choice)
    if choice.notebook == _SHEETS:
        return sorted((page.parent / "organisations").glob("*[!e].html"))
    return [path for ending in (".html", ".docx", ".xlsx") if (path := page.with_suffix(ending)).exists()]


def _heading(path: Path, name: str) -> str:
    """Return a notebook's first heading, its name where it has none or cannot be read."""
    try:
        cells = json.loads(path.read_text(encoding="utf-8"))["cells"]
    except (ValueError, KeyError, TypeError):
        return name
    said = ("".join(cell.get("source", "")) for cell in cells if cell.get("cell_type") == "markdown")
    return next((line.lstrip("# ").strip() for text in said for line in text.splitlines() if line.strip()), name)
