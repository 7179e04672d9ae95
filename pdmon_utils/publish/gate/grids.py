"""Tables of a workbook's sheet and of a Word paper, as the gate compares them: caption, row of heads, rows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from pdmon_utils.publish.gate.cells import Grid
from pdmon_utils.publish.gate.xlsx import cells
from pdmon_utils.publish.gate.xml import local, named

_TEXT: Final = named("t")


def grids(root: Any, name: str, shared: Sequence[str]) -> Iterator[Grid]:  # noqa: ANN401  lxml ships no types
    """Yield the tables of a sheet; a row with one filled cell ends a table and is the caption of the next one."""
    caption, rows = name, list[Mapping[str, str]]()
    for row in root.iter(*named("row")):
        texts = {column: piece.text for column, piece in cells(row, name, shared)}
        if len(texts) > 1:
            rows.append(texts)
        elif texts:
            yield from _grid(caption, rows)
            caption, rows = next(iter(texts.values())), []
    yield from _grid(caption, rows)


def _grid(caption: str, rows: Sequence[Mapping[str, str]]) -> Iterator[Grid]:
    """Yield the rows as one table, each cell under its head; an empty cell is no cell in a sheet."""
    columns = sorted({column for row in rows for column in row}, key=lambda column: (len(column), column))
    full = [[row.get(column, "") for column in columns] for row in rows]
    if full:
        yield Grid(caption, full[0], full[1:])


def paper_grids(root: Any) -> Iterator[Grid]:  # noqa: ANN401  lxml ships no types
    """Yield the tables of a part of a Word paper; the paragraph before a table is its caption."""
    for table in root.iter(*named("tbl")):
        rows = [[_words(cell) for cell in row if local(cell) == "tc"] for row in table if local(row) == "tr"]
        before = next((tag for tag in table.itersiblings(preceding=True)), None)
        if rows:
            yield Grid(_words(before) if before is not None and local(before) == "p" else "", rows[0], rows[1:])


def _words(tag: Any) -> str:  # noqa: ANN401  lxml ships no types
    return " ".join("".join(part.text or "" for part in tag.iter(*_TEXT)).split())
