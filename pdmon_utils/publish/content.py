"""What a report says, apart from how it looks: the words and numbers that a person approves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from hashlib import sha256

import nbformat
from bs4 import BeautifulSoup
from nbformat import NotebookNode

AFTER = (".signature(", ".sending(")  # the order, to whom it was sent: written after the approval, no part of it
_UNSEEN = ("style", "script")
_BLOCKS = ("p", "li", "tr", "caption", "figcaption", "summary", "dt", "dd", "h1", "h2", "h3", "h4", "h5", "h6")


def words(notebook: str) -> tuple[str, ...]:
    """Return what an executed notebook (its text) says, a line a paragraph or table row; pictures say nothing."""
    cells = nbformat.reads(notebook, as_version=4).cells  # type: ignore[no-untyped-call]
    return tuple(line for cell in cells for text in _said(cell) if (line := " ".join(text.split())))


def fingerprint(lines: Iterable[str]) -> str:
    """Return the sha256 of all letters and digits in their order; tags, spaces and breaks of lines do not matter."""
    return sha256("".join("".join(lines).split()).encode()).hexdigest()


def _said(cell: NotebookNode) -> Iterator[str]:
    if cell.cell_type == "markdown":
        yield from str(cell.source).splitlines()
    elif cell.cell_type == "code" and not any(call in cell.source for call in AFTER):
        for output in cell.outputs:
            yield from _shown(output)


def _shown(output: NotebookNode) -> Iterator[str]:
    """Yield the lines of one output: of its HTML, else of its text; warnings are not part of the report."""
    data = output.get("data", {})
    if "text/html" in data:
        yield from _lines(_text(data["text/html"]))
    elif "text/markdown" in data or "text/plain" in data:
        yield from _text(data.get("text/markdown") or data["text/plain"]).splitlines()
    elif output.get("name") == "stdout":
        yield from _text(output.text).splitlines()


def _text(source: str | list[str]) -> str:
    return source if isinstance(source, str) else "".join(source)


def _lines(html: str) -> Iterator[str]:
    soup = BeautifulSoup(" ".join(html.split()), "html.parser")  # breaks of the source are none of the page
    for tag in soup(_UNSEEN):
        tag.decompose()
    for tag in soup(_BLOCKS):
        tag.append("\n")
    for tag in soup(("td", "th")):
        tag.append(" ")
    yield from soup.get_text().splitlines()
