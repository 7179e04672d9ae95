"""Which table a sheet is and which column stands where."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from pdmon_utils.errors import nearest
from pdmon_utils.intake.findings import Finding, Place, letters
from pdmon_utils.intake.folding import fold, trim
from pdmon_utils.schema import SCHEMA, Table


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: its row (from 0), where each known column stands, and what else was written there."""

    row: int
    columns: Mapping[str, int]
    doubled: Mapping[str, tuple[int, ...]]
    unknown: Mapping[int, str]

    @property
    def written(self) -> frozenset[int]:
        """Positions of all header cells that are not blank."""
        return frozenset(
            {*self.columns.values(), *self.unknown, *(at for places in self.doubled.values() for at in places)}
        )

    def missing(self, table: Table) -> list[str]:
        """Return the required columns of the table that cannot be read here."""
        return [column.name for column in table.columns.values() if column.required and column.name not in self.columns]


@cache
def _tables() -> Mapping[str, Table]:
    return MappingProxyType({fold(word): table for table in SCHEMA.values() for word in (table.title, table.name)})


@cache
def _headers(table: str) -> Mapping[str, str]:
    columns = SCHEMA[table].columns.values()
    return MappingProxyType({fold(word): column.name for column in columns for word in (column.header, column.name)})


def table_named(name: str) -> Table | None:
    """Return the table whose title or code is the name of this sheet, else None."""
    return _tables().get(fold(name))


def nearest_table(name: str) -> str:
    """Return « — может быть, «Реестр работников»?» for the nearest title of a table, or an empty string."""
    return nearest(name.strip(), [table.title for table in SCHEMA.values()])


def header_words(table: Table, cells: Sequence[object]) -> int:
    """Return how many of the cells are headers of the table."""
    known = _headers(table.name)
    return sum(isinstance(cell, str) and fold(cell) in known for cell in cells)


def header_of(table: Table, rows: Sequence[Sequence[object]]) -> Header | None:
    """Return the header in the first non-empty row, None for an empty sheet."""
    for index, row in enumerate(rows):
        words = {at: trim(str(cell)) for at, cell in enumerate(row) if cell is not None and trim(str(cell))}
        if words:
            return _header(table, index, words)
    return None


def _header(table: Table, row: int, words: Mapping[int, str]) -> Header:
    known = _headers(table.name)
    places: dict[str, tuple[int, ...]] = {}
    for at, word in words.items():
        if name := known.get(fold(word)):
            places[name] = (*places.get(name, ()), at)
    return Header(
        row=row,
        columns={name: at[0] for name, at in places.items() if len(at) == 1},
        doubled={name: at for name, at in places.items() if len(at) > 1},
        unknown={at: word for at, word in words.items() if fold(word) not in known},
    )


def header_findings(table: Table, header: Header, place: Place, rows: int) -> list[Finding]:
    """Return what is wrong with the header of a sheet with this number of filled rows."""
    if not header.columns and not header.doubled:
        return [_headless(table, header, place, rows)]
    return [
        *_unknown(table, header, place),
        *_doubled(table, header, place),
        *(_missing(table, name, place, rows) for name in header.missing(table) if name not in header.doubled),
    ]


def _headless(table: Table, header: Header, place: Place, rows: int) -> Finding:
    said = (
        f"В строке {header.row + 1} ожидались заголовки таблицы «{table.title}», но ни один не узнан. "
        f"Поставьте заголовки как в шаблоне первой заполненной строкой листа. Не учтено строк: {rows}."
    )
    return place.finding("header.none", "error", said, cell=f"A{header.row + 1}")


def _unknown(table: Table, header: Header, place: Place) -> list[Finding]:
    free = [column.header for column in table.columns.values() if column.name not in header.columns]
    return [
        place.finding(
            "header.unknown",
            "note",
            f"Столбец «{word}» не относится к таблице «{table.title}» и не читается{nearest(word, free)}",
            cell=f"{letters(at)}{header.row + 1}",
        )
        for at, word in header.unknown.items()
    ]


def _doubled(table: Table, header: Header, place: Place) -> list[Finding]:
    return [
        place.finding(
            "header.double",
            "error",
            f"Столбец «{table.columns[name].header}» встречается дважды ({', '.join(map(letters, at))}): неизвестно, "
            f"какой верен. {_loss(table, name)} Оставьте один.",
            cell=f"{letters(at[1])}{header.row + 1}",
            column=name,
        )
        for name, at in header.doubled.items()
    ]


def _loss(table: Table, name: str) -> str:
    if table.columns[name].required or name == "year":
        return "Строки листа не учтены."
    return "Ни один не прочитан, значения считаются неизвестными."


def _missing(table: Table, name: str, place: Place, rows: int) -> Finding:
    said = (
        f"На листе «{place.sheet}» нет обязательного столбца «{table.columns[name].header}». "
        f"Не учтено строк: {rows}. Добавьте столбец и заполните его."
    )
    return place.finding("header.missing", "error", said, column=name)
