"""Drop-down lists: every dictionary on a very hidden sheet, codes of other sheets where they stand."""

from __future__ import annotations

from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.workbook.defined_name import DefinedName

from pdmon_utils.packing import put
from pdmon_utils.schema import SCHEMA, Column, Table
from pdmon_utils.template.known import YES_NO

SHEET = "Справочники"
LAST_ROW = 5000  # as far as lists of codes and checks of cells reach


def words_of(column: Column) -> tuple[str, ...]:
    """Return the words that a cell of the column may hold, none where it is not one of a few."""
    return tuple(YES_NO.values()) if column.type == "bool" else tuple(column.values.values())


def list_names(tables: Iterable[Table]) -> dict[tuple[str, ...], str]:
    """Return words → the defined name of their list; a dictionary that several columns share has one list."""
    names: dict[tuple[str, ...], str] = {}
    for table in tables:
        for column in table.columns.values():
            if words_of(column):
                common = "yes_no" if column.type == "bool" else f"{table.name}_{column.name}"
                names.setdefault(words_of(column), f"list_{common}")
    return names


def codes_name(table: Table) -> str:
    """Return the defined name of the codes that stand on the sheet of a table."""
    return f"codes_{table.name}"


def add_lists(book: Workbook, tables: Iterable[Table]) -> None:
    """Add the sheet of dictionaries, and names for them and for the codes of the sheets that others refer to."""
    listed = tuple(tables)
    sheet = book.create_sheet(SHEET)
    for at, (words, name) in enumerate(list_names(listed).items(), start=1):
        for row, word in enumerate(words, start=1):
            put(sheet.cell(row, at), word)
        letter = get_column_letter(at)
        _name(book, name, f"{quote_sheetname(SHEET)}!${letter}$1:${letter}${len(words)}")
    sheet.sheet_state = "veryHidden"
    sheet.protection.sheet = True
    wanted = {column.refers for table in listed for column in table.columns.values()}
    for table in listed:
        if table.name in wanted:
            _name(book, codes_name(table), _codes(table))


def _name(book: Workbook, name: str, area: str) -> None:
    book.defined_names[name] = DefinedName(name, attr_text=area)


def _codes(table: Table) -> str:
    """Return the filled part of the code column: blank cells in a list would let Excel accept anything."""
    letter = get_column_letter(list(table.columns).index(_code_column(table)) + 1)
    area = f"{quote_sheetname(table.title)}!${letter}$2"
    whole = f"{area}:${letter}${LAST_ROW}"
    return f"{area}:INDEX({whole},MAX(1,COUNTA({whole})))"


def _code_column(table: Table) -> str:
    """Return the column that others refer to: it has the name under which they do."""
    names = (c.name for other in SCHEMA.values() for c in other.columns.values() if c.refers == table.name)
    return next(name for name in names if name in table.columns)
