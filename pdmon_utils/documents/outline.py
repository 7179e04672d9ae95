"""An executed notebook as the nodes of a paper, as far as one audience may see them."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from typing import Any, Final

from bs4 import BeautifulSoup
from bs4.element import Tag

from pdmon_utils.documents.markdown import nodes_of
from pdmon_utils.show import MIME, Node

HIDDEN: Final = frozenset({"parameters", "injected-parameters", "remove"})
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f]|\x1b\\[[0-9;]*m")
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
    """Yield the richest form that paper can show: our own tree, a table of pandas, a picture, Markdown, words."""
    if MIME in data:
        yield from [data[MIME]] if data[MIME] else []
    elif "text/html" in data and "<table" in data["text/html"]:
        yield from tables_of(data["text/html"])
    elif "image/png" in data:
        alt = plain(str(metadata.get("alt") or metadata.get("image/png", {}).get("alt") or "График"))
        yield {"kind": "picture", "png": "".join(data["image/png"].split()), "caption": "", "alt": alt, "note": ""}
    elif "text/markdown" in data:
        yield from nodes_of(data["text/markdown"])
    elif text := plain(data.get("text/plain", "")).strip():
        yield {"kind": "paragraph", "text": text}


def tables_of(html: str) -> Iterator[Node]:
    """Yield the tables of an analyst's own output (a DataFrame shows itself as one)."""
    for table in BeautifulSoup(html, "html.parser").find_all("table"):
        rows = [_cells(row) for row in table.find_all("tr")]
        head = table.find("thead")
        heads = len(head.find_all("tr")) if isinstance(head, Tag) else 0
        wide = max(map(len, rows), default=0)
        even = [[*row, *[""] * (wide - len(row))] for row in rows]
        header = [" ".join(filter(None, column)) for column in zip(*even[:heads], strict=True)] or [""] * wide
        yield {
            "kind": "table",
            "caption": "",
            "note": "",
            "header": header,
            "right": [False] * wide,
            "rows": even[heads:],
        }


def _cells(row: Tag) -> list[str]:
    return [plain(cell.get_text(" ", strip=True)) for cell in row.find_all(["th", "td"])]


def plain(text: str) -> str:
    """Return the text without control characters and colours of a terminal, which XML does not know."""
    return _CONTROL.sub("", text)


def picture(node: Node) -> bytes:
    """Return the PNG of a picture."""
    return base64.b64decode(node["png"])
