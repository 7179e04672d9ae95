"""A file → its sheets as plain lists of cells, Excel addresses kept."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from pdmon_utils.intake.archives import Holes, broken_file, open_archive
from pdmon_utils.intake.delimited import read_delimited
from pdmon_utils.intake.files import DELIMITED
from pdmon_utils.intake.findings import RefusedFileError
from pdmon_utils.intake.headers import table_named
from pdmon_utils.intake.ods import is_ods, ods_holes
from pdmon_utils.intake.xlsx import xlsx_holes

_LARGE = 200 * 2**20
_ZIP = b"PK"


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, whether it is hidden, and the rows from the first; no rows if it is not a table of ours."""

    name: str
    hidden: bool
    rows: Sequence[Sequence[object]]


def open_workbook(path: Path) -> list[Sheet]:
    """Return the sheets of a file in order; raises RefusedFileError when the file cannot be read.

    The one seam between pdmon and foreign bytes: takes a path, returns plain data, so it can run in a child process.
    """
    try:
        if path.suffix.casefold() == DELIMITED:
            return [_delimited(path)]
        if path.stat().st_size > _LARGE:
            raise RefusedFileError("file.large", "Файл не прочитан: он больше 200 МБ. Разделите его на части.")
        data = path.read_bytes()
    except OSError as error:
        said = "Файл не открывается: он занят другой программой или нет прав на чтение. Закройте его и повторите."
        raise RefusedFileError("file.locked", said) from error
    return _sheets(data)


def _delimited(path: Path) -> Sheet:
    table = table_named(path.stem)
    return Sheet(path.stem, hidden=False, rows=read_delimited(path, table) if table else [])


def _sheets(data: bytes) -> list[Sheet]:
    holes = _holes(data)
    try:
        with CalamineWorkbook.from_filelike(io.BytesIO(data)) as book:
            return [_sheet(book, at, holes) for at in range(len(book.sheets_metadata))]
    except (CalamineError, OSError, ValueError) as error:
        raise broken_file() from error
    except BaseException as error:
        if type(error).__name__ != "PanicException":  # a Rust panic: no Exception, and its class cannot be imported
            raise
        raise broken_file() from error


def _holes(data: bytes) -> dict[str, Holes]:
    if not data.startswith(_ZIP):
        return {}  # .xls: calamine alone knows its cells
    with open_archive(data) as archive:
        return ods_holes(archive) if is_ods(archive) else xlsx_holes(archive)


def _sheet(book: CalamineWorkbook, at: int, holes: dict[str, Holes]) -> Sheet:
    about = book.sheets_metadata[at]
    hidden = about.visible != SheetVisibleEnum.Visible
    if about.typ != SheetTypeEnum.WorkSheet or table_named(about.name) is None:
        return Sheet(about.name, hidden, [])
    rows = book.get_sheet_by_index(at).to_python(skip_empty_area=False)
    return Sheet(about.name, hidden, _marked(rows, holes.get(about.name, {})))


def _marked(rows: Sequence[Sequence[object]], holes: Holes) -> list[Sequence[object]]:
    marked = list(rows)
    for (row, column), hole in holes.items():
        marked += [[] for _ in range(row + 1 - len(marked))]
        cells = [*marked[row], *[None] * (column + 1 - len(marked[row]))]
        marked[row] = [*cells[:column], hole, *cells[column + 1 :]]
    return marked
