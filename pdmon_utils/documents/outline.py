"""An executed notebook as the nodes of a paper, as far as one audience may see them."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from typing import Any, Final

from pdmon_utils.documents.foreign import html_nodes
from pdmon_utils.documents.markdown import nodes_of
from pdmon_utils.show import MIME, Node
from pdmon_utils.signs import plain

HIDDEN: Final = frozenset({"parameters", "injected-parameters", "remove"})
Cell = Any  # nbformat has no types


def outline(notebook: Cell, audience: str) -> list[Node]:
    """Return the nodes of the notebook in order, without its own title and the words below it, which say what it is."""
    cells = list(notebook.cells)
    first = next((at for at, cell in enumerate(cells) if cell.cell_type == "markdown"), -1)
    shown = (cell for at, cell in enumerate(cells) if at != first and not _hidden(cell, audience))
    return [node for cell in shown for node in _cell(cell)]


def _hidden(cell: Cell, audience: str) -> bool:
    return audience == "public" and bool(HIDDEN & set(cell.metadata.get("tags", ())))


def _cell(cell: Cell) -> Iterator[Node]:
    if cell.cell_type == "markdown":
        yield from nodes_of(cell.source)
    if cell.cell_type == "code":
        for output in cell.outputs:
            yield from _output(output)


def _output(output: Cell) -> Iterator[Node]:
    if output.output_type == "stream":
        if output.name == "stdout" and (text := plain(output.text).strip()):
            yield {"kind": "paragraph", "text": text}
    elif output.output_type in ("display_data", "execute_result"):
        yield from _shown(output.data, output.metadata)


def _shown(data: Cell, metadata: Cell) -> Iterator[Node]:
    """Yield the richest form that paper can show: our own tree, tables and words of HTML, a picture, Markdown."""
    if MIME in data:
        yield from [data[MIME]] if data[MIME] else []
    elif "text/html" in data and ("<table" in data["text/html"] or "image/png" not in data):
        yield from html_nodes(data["text/html"])
    elif "image/png" in data:
        alt = plain(str(metadata.get("alt") or metadata.get("image/png", {}).get("alt") or "График"))
        yield {"kind": "picture", "png": "".join(data["image/png"].split()), "caption": "", "alt": alt, "note": ""}
    elif "text/markdown" in data:
        yield from nodes_of(data["text/markdown"])
    elif text := plain(data.get("text/plain", "")).strip():
        yield {"kind": "paragraph", "text": text}


def picture(node: Node) -> bytes:
    """Return the PNG of a picture."""
    return base64.b64decode(node["png"])
