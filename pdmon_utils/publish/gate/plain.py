"""Files of plain text and data: CSV, JSON (notebooks too), parquet, lists."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from io import BytesIO, StringIO
from typing import Any, Final

import pyarrow.parquet as pq

from pdmon_utils.publish.gate.cells import REMEDY, Grid, of_grid, shown_on
from pdmon_utils.publish.gate.columns import coded, is_number
from pdmon_utils.publish.gate.known import Known
from pdmon_utils.publish.gate.pieces import Kind, Opened, Piece, lines_of, literal
from pdmon_utils.publish.gate.refusal import Refusal

_DROP: Final = "Уберите столбец"


def text_of(data: bytes) -> str:
    """Return the text of a file in UTF-8 or UTF-16; raises UnicodeDecodeError for any other."""
    code = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    return data.decode(code)


def table(page: str, data: bytes, known: Known) -> Opened:
    """Return the cells of a csv file by line and column."""
    text = text_of(data)
    first = text.partition("\n")[0]
    rows = list(csv.reader(StringIO(text), delimiter=max(";,\t", key=first.count)))
    return _cells(page, rows, known)


def _cells(page: str, rows: list[list[str]], known: Known) -> Opened:
    head = rows[0] if rows else []
    names = [head[at] if at < len(head) else "" for at in range(max(map(len, rows), default=0))]
    pieces, columns = [], dict[str, list[str]]()
    for number, row in enumerate(rows, 1):
        for at, cell in enumerate(row):
            if cell.strip():
                where = literal(f"строка {number}, столбец {at + 1} «{names[at][:40]}»")
                pieces.append(Piece(cell, where, _kind(cell, number)))
                if is_number(cell):
                    columns.setdefault(f"{at + 1} «{names[at][:40]}»", []).append(cell)
    faults = [
        Refusal(page, f"столбец {name}", f"коды людей или организаций, например «{example}»", _DROP)
        for name, example in coded(columns, known)
    ]
    faults += grid_faults(page, Grid("", names, rows[1:]), known)
    return Opened(pieces, faults)


def grid_faults(page: str, grid: Grid, known: Known) -> list[Refusal]:
    """Return the hidden numbers of a table of a file of a place and year."""
    shown = shown_on(page, known)
    found = of_grid(grid, shown) if shown else ()
    return [Refusal(page, f"{grid.caption or 'таблица'}, строка {at + 1}", what, REMEDY) for at, what in found]


def _kind(cell: str, line: int) -> Kind:
    return "head" if line == 1 else "number" if is_number(cell) else "words"


def parquet(page: str, data: bytes, known: Known) -> Opened:
    """Return the cells of a parquet file and the words of its metadata."""
    frame = pq.read_table(BytesIO(data))
    names = frame.column_names
    rows = [names, *(["" if v is None else str(v) for v in row.values()] for row in frame.to_pylist())]
    opened = _cells(page, rows, known)
    notes = {**(frame.schema.metadata or {})}
    words = (f"{k.decode('utf-8', 'replace')}: {v.decode('utf-8', 'replace')}" for k, v in notes.items())
    return Opened([*opened.pieces, *(Piece(word, literal("метаданные")) for word in words)], opened.faults)


def json_file(data: bytes) -> Opened:
    """Return every word and number of a JSON file with its path."""
    return Opened(list(json_pieces(json.loads(text_of(data)))))


def json_pieces(said: Any, path: str = "") -> Iterator[Piece]:  # noqa: ANN401  JSON may hold anything
    """Yield the keys and values of JSON data."""
    if isinstance(said, dict):
        for key, value in said.items():
            yield Piece(str(key), literal(f"ключ {path or 'верхнего уровня'}"))
            yield from json_pieces(value, f"{path}.{key}" if path else str(key))
    elif isinstance(said, list):
        for at, value in enumerate(said):
            yield from json_pieces(value, f"{path}[{at}]")
    elif said is not None and not isinstance(said, bool):
        yield Piece(str(said), literal(path or "значение"), "number" if isinstance(said, int | float) else "words")


def lines(data: bytes) -> Opened:
    """Return the lines of a text file."""
    return Opened(list(lines_of(text_of(data))))
