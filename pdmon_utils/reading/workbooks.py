"""A file → its sheets as plain lists of cells, Excel addresses kept."""

from __future__ import annotations

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from pdmon_utils.reading.archives import Parts, broken_file, unpack
from pdmon_utils.reading.biff import biff_extents, biff_outside
from pdmon_utils.reading.delimited import read_delimited
from pdmon_utils.reading.extents import Extent, Holes, concealed
from pdmon_utils.reading.findings import RefusedFileError
from pdmon_utils.reading.headers import table_named
from pdmon_utils.reading.ods import CONTENT, ods_extents, ods_outside, refuse_locked
from pdmon_utils.reading.ole import open_compound
from pdmon_utils.reading.signature import archive_kind, disguised, is_ole, is_zip, refuse_disguised
from pdmon_utils.reading.sources import refuse_large
from pdmon_utils.reading.special import is_read
from pdmon_utils.reading.xlsx import BOOK, xlsx_extents, xlsx_outside

DELIMITED = ".csv"
_START = 4096
_BLANK = (None, "")


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its rows from the first; none if it is hidden, double, or neither a table nor a sheet about the file.

    `filled` counts the filled rows of a hidden sheet, without the first; `concealed` says which filled rows and
    columns are hidden; `double` is True for a second sheet of exactly the same name, which Excel never writes.
    """

    name: str
    hidden: bool
    rows: Sequence[Sequence[object]] = ()
    filled: int = 0
    concealed: str = ""
    double: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """The sheets of a file in order, and what it holds beside them and is not read."""

    sheets: Sequence[Sheet]
    outside: tuple[str, ...] = ()


def open_workbook(path: Path) -> Book:
    """Return the sheets of a file; raises RefusedFileError when the file cannot be read.

    The one seam between pdmon and foreign bytes: takes a path, returns plain data, so it can run in a child process.
    """
    try:
        with path.open("rb") as file:
            start = file.read(_START)
        if path.suffix.casefold() == DELIMITED and not (is_zip(start) or is_ole(start)):
            refuse_disguised(start, delimited=True)
            return Book([_delimited(path)])
        refuse_large(path)
        return _book(path.read_bytes())
    except FileNotFoundError as error:
        raise RefusedFileError("file.changed") from error
    except OSError as error:
        raise RefusedFileError("file.locked") from error


def _delimited(path: Path) -> Sheet:
    table = table_named(path.stem)
    rows = read_delimited(path, table) if table else []
    return Sheet(path.stem, hidden=False, rows=rows)


def _book(data: bytes) -> Book:
    if is_zip(data):
        extents, outside = _archive(unpack(data))
    elif is_ole(data):
        compound = open_compound(data)
        extents, outside = biff_extents(compound), biff_outside(compound)
    else:
        refuse_disguised(data, delimited=False)
        raise broken_file()
    return Book(_sheets(data, extents), outside)


def _archive(parts: Parts) -> tuple[dict[str, Extent], tuple[str, ...]]:
    refuse_locked(parts)
    if BOOK in map(str.casefold, parts):
        return xlsx_extents(parts), xlsx_outside(parts)
    if CONTENT in parts and b"office:spreadsheet" in parts[CONTENT]:
        return ods_extents(parts), ods_outside(parts)
    raise disguised(archive_kind(parts))


def _sheets(data: bytes, extents: Mapping[str, Extent]) -> list[Sheet]:
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            told = book.sheets_metadata
            names = [about.name for about in told]
            return [
                _sheet(book, at, extents.get(about.name, Extent()), double=about.name in names[:at])
                for at, about in enumerate(told)
                if about.typ == SheetTypeEnum.WorkSheet  # charts and macros hold no rows
            ]
    except PasswordError as error:
        raise RefusedFileError("file.password") from error
    except (CalamineError, OSError, ValueError) as error:
        raise broken_file() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a Rust panic: no Exception, and its class cannot be imported
            raise
        raise broken_file() from error


def _sheet(book: CalamineWorkbook, at: int, extent: Extent, *, double: bool) -> Sheet:
    about = book.sheets_metadata[at]
    hidden = about.visible != SheetVisibleEnum.Visible
    if double or not is_read(about.name):
        return Sheet(about.name, hidden, double=double)
    rows = _marked(book.get_sheet_by_index(at).to_python(skip_empty_area=False), extent.holes)
    if hidden and table_named(about.name):
        return Sheet(about.name, hidden, filled=_filled(rows))
    return Sheet(about.name, hidden, rows, concealed=_concealed(rows, extent))


def _filled(rows: Sequence[Sequence[object]]) -> int:
    return max(sum(any(cell not in _BLANK for cell in row) for row in rows) - 1, 0)


def _concealed(rows: Sequence[Sequence[object]], extent: Extent) -> str:
    """Return which hidden rows and columns hold something: people hide what is empty to the end of the sheet."""
    tall = {at for at in extent.rows if at < len(rows) and any(cell not in _BLANK for cell in rows[at])}
    wide = {at for at in extent.columns if any(at < len(row) and row[at] not in _BLANK for row in rows)}
    return concealed(tall, wide)


def _marked(rows: Sequence[Sequence[object]], holes: Holes) -> list[Sequence[object]]:
    marked = list(rows)
    for (row, column), hole in holes.items():
        marked += [[] for _ in range(row + 1 - len(marked))]
        cells = [*marked[row], *[None] * (column + 1 - len(marked[row]))]
        marked[row] = [*cells[:column], hole, *cells[column + 1 :]]
    return marked
