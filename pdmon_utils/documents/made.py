"""What official files a report comes with."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from pdmon_utils.documents.about import About
from pdmon_utils.documents.outline import outline
from pdmon_utils.documents.sheets import sheets_of
from pdmon_utils.documents.word import word
from pdmon_utils.documents.workbook import cover_of, workbook
from pdmon_utils.show import MIME


def made(notebook: Any, about: About, template: Path | None = None) -> dict[str, bytes]:  # noqa: ANN401  nbformat
    """Return the papers of an executed notebook by ending: «.docx», and «.xlsx» where its tables become a book.

    `template` is the office's own. Raises DocumentError for one that cannot be used.
    """
    nodes = outline(notebook, about.audience)
    papers = {".docx": word(nodes, about, template)}
    return {**papers, ".xlsx": workbook(cover_of(about), sheets_of(nodes))} if about.kind.workbook else papers


def strip(notebook: Any) -> None:  # noqa: ANN401  nbformat
    """Take the trees out of an executed notebook: they have become papers, and would double its size."""
    for cell in notebook.cells:
        for output in cell.get("outputs", ()):
            output.get("data", {}).pop(MIME, None)
