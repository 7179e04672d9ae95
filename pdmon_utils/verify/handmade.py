"""A table that somebody made by hand: read in a limited child process, since the file is foreign."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from pdmon_utils.errors import PdmonError
from pdmon_utils.reading.archives import broken_file, unpack
from pdmon_utils.reading.children import Child
from pdmon_utils.reading.findings import RefusedFileError
from pdmon_utils.reading.signature import is_zip
from pdmon_utils.reading.sources import refuse_large
from pdmon_utils.reading.xlsx import xlsx_extents

_TARGET = "pdmon_utils.verify.handmade:read_request"
_ENCODINGS = ("utf-8-sig", "cp1251")
Rows = list[list[object]]


class HandmadeError(PdmonError):
    """The file cannot be read, or is no table of indicators."""


def sheets_of(path: Path) -> dict[str, Rows]:
    """Return the visible sheets of an .xlsx or .csv file by name; raises HandmadeError, in Russian, for any other."""
    if not path.is_file():
        raise HandmadeError(f"{path}: такого файла нет.")
    try:
        with Child(_TARGET) as child:
            said = child.ask({"path": str(path.resolve())})
    except RefusedFileError as refusal:
        raise HandmadeError(f"{path}: {refusal}") from refusal
    if "refused" in said:
        raise HandmadeError(f"{path}: {said['refused']}")
    return dict(said["sheets"])


def read_request(request: Mapping[str, Any]) -> dict[str, Any]:
    """Return the sheets of the file named, or why it is not read; the child process calls it."""
    try:
        return {"sheets": _sheets(Path(request["path"]))}
    except RefusedFileError as refusal:
        return {"refused": str(refusal)}


def _sheets(path: Path) -> dict[str, Rows]:
    refuse_large(path)
    data = path.read_bytes()
    if path.suffix.casefold() == ".csv" and not is_zip(data):
        return {path.stem: _delimited(data)}
    xlsx_extents(unpack(data))  # refuses bombs and far cells before calamine sees them
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            seen = [about.name for about in book.sheets_metadata if _is_seen(about)]
            return {name: _plain(book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in seen}
    except CalamineError as error:
        raise broken_file() from error


def _is_seen(about: Any) -> bool:  # noqa: ANN401  calamine's types have no names
    return bool(about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible)


def _plain(rows: Sequence[Sequence[object]]) -> Rows:
    return [[cell if isinstance(cell, int | float | str) else str(cell) for cell in row] for row in rows]


def _delimited(data: bytes) -> Rows:
    text = next((said for code in _ENCODINGS if (said := _decoded(data, code)) is not None), "")
    first = text.partition("\n")[0]
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=max(";,\t", key=first.count))
    return [list(row) for row in rows]


def _decoded(data: bytes, encoding: str) -> str | None:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError:
        return None
