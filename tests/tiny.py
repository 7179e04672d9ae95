"""Workspaces of one municipality and a few tiny notebooks."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import nbformat

from pdmon_utils.batch.manifest import ENDING, done
from pdmon_utils.store import Workspace

PARAMETERS = 'municipality = ""\nyear = 0\naudience = ""'
CARD = """name: Учебный район (вымышленный)
oktmo: "00001001"
region: Вымышленная область
region_code: vymyshlennaya
regulation: {regulation}
"""


def workspace_with(home: Path, books: Mapping[str, str], *, regulation: str = "zato") -> Workspace:
    """Return a workspace whose own notebooks are named here, each with the code of its only cell beside parameters."""
    (home / "data" / "raw" / "primer" / "2024").mkdir(parents=True)
    card = CARD.format(regulation=regulation)
    (home / "data" / "raw" / "primer" / "municipality.yaml").write_text(card, encoding="utf-8")
    (home / "notebooks").mkdir()
    for name, code in books.items():
        write_notebook(home / "notebooks" / f"{name}.ipynb", code)
    return Workspace(home)


def hand_in(workspace: Workspace, table: str, *lines: str, year: int = 2024) -> None:
    """Put a table into the raw folder of the year as a csv file: a line of headers and lines of values."""
    path = workspace.raw / "primer" / str(year) / f"{table}.csv"
    path.parent.mkdir(exist_ok=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_notebook(path: Path, code: str, parameters: str = PARAMETERS) -> None:
    """Write a notebook: heading, parameters, one cell of code."""
    cells = [
        nbformat.v4.new_markdown_cell("# Проба"),
        nbformat.v4.new_code_cell(parameters, metadata={"tags": ["parameters"]}),
        nbformat.v4.new_code_cell(code),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), path)


def public_reports(workspace: Workspace) -> list[str]:
    """Return the notebooks of all public reports that are done."""
    found = sorted(workspace.reports.glob(f"*/*/public/*{ENDING}"))
    return [path.name.removesuffix(ENDING) for path in found if done(path)]
