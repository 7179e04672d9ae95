"""Small executed notebooks for the tests of papers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import docx
import nbformat.v4 as nb
from docx.document import Document
from nbformat import NotebookNode

from pdmon_utils.documents import About, made
from pdmon_utils.show import MIME, Bundled

ABOUT = About(
    *("note", "Аналитическая справка", "Примерный район", 2024, "internal"),
    *("Управление образования Примерного района", "г. Примерск", "Утверждено приказом от 20.01.2025 № 12"),
)


def shown(*things: Bundled | str) -> NotebookNode:
    """Return an executed notebook: its title, then texts as Markdown cells and things as outputs."""
    cells = [nb.new_markdown_cell("# Аналитическая справка\n\nО тетради.")]
    for thing in things:
        if isinstance(thing, str):
            cells.append(nb.new_markdown_cell(thing))
        else:
            cells.append(nb.new_code_cell("study.x()", outputs=[nb.new_output("display_data", bundle(thing))]))
    return nb.new_notebook(cells=cells)


def bundle(thing: Bundled) -> dict[str, Any]:
    """Return the data of an output that shows the thing."""
    return thing._repr_mimebundle_()


def output(data: dict[str, Any], **metadata: str) -> NotebookNode:
    """Return an executed notebook whose one cell has an output that is not ours."""
    cell = nb.new_code_cell("x", outputs=[nb.new_output("display_data", data, metadata=metadata)])
    return nb.new_notebook(cells=[nb.new_markdown_cell("# Тетрадь"), cell])


def paper(notebook: NotebookNode, about: About = ABOUT) -> Document:
    """Return the paper of a notebook as python-docx opens it."""
    return docx.Document(io.BytesIO(made(notebook, about)[".docx"]))


def words(document: Document) -> list[str]:
    """Return the texts of the paper's paragraphs outside tables that say something."""
    return [paragraph.text for paragraph in document.paragraphs if paragraph.text.strip()]


def grids(document: Document) -> Sequence[list[list[str]]]:
    """Return the cells of the paper's tables, without the letterhead's."""
    return [[[cell.text for cell in row.cells] for row in table.rows] for table in document.tables[1:]]


__all__ = ["ABOUT", "MIME", "bundle", "grids", "output", "paper", "shown", "words"]
