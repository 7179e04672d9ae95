"""Sheets of a workbook as tables: a caption in a row of its own, a row of heads, rows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from pdmon_utils.publish.gate.cells import Grid
from pdmon_utils.publish.gate.xlsx import cells
from pdmon_utils.publish.gate.xml import local


def grids(root: Any, name: str, shared: Sequence[str]) -> Iterator[Grid]:  # noqa: ANN401  lxml ships no types
    """Yield the tables of a sheet; a row with one filled cell ends a table and is the caption of the next one."""
    caption, rows = name, list[list[str]]()
    for row in (tag for tag in root.iter() if local(tag) == "row"):
        texts = [piece.text for _, piece in cells(row, name, shared)]
        if len(texts) > 1:
            rows.append(texts)
        elif texts:
            yield from _grid(caption, rows)
            caption, rows = texts[0], []
    yield from _grid(caption, rows)


def _grid(caption: str, rows: list[list[str]]) -> Iterator[Grid]:
    if rows:
        yield Grid(caption, rows[0], rows[1:])
