"""All rows under a header, parsed column by column."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest
from typing import TypeVar

from pdmon_utils.reading.cells import Fault, Mended, read_column, shown
from pdmon_utils.reading.findings import Place, letters
from pdmon_utils.reading.headers import Header
from pdmon_utils.reading.values import Values
from pdmon_utils.schema import Table

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Body:
    """All rows under a header: raw cells by Excel column; by column name values, faults and what was put in order."""

    table: Table
    header: Header
    place: Place
    cells: Sequence[Sequence[object]]
    values: Mapping[str, Values]
    faults: Mapping[str, Mapping[int, Fault]]
    size: int
    mended: Mapping[str, Mapping[int, Mended]] = field(default_factory=dict)
    veiled: frozenset[str] = frozenset()  # columns in which names may stand: never shown

    def row(self, at: int) -> int:
        """Return the Excel number of a row of the body."""
        return self.header.row + at + 2

    def cell(self, name: str, at: int) -> str:
        """Return the Excel address of a column's cell; of the first column where the sheet has no such column."""
        return f"{letters(self.header.columns.get(name, 0))}{self.row(at)}"

    def about(self, at: int) -> str:
        """Return the key values of a row, which tell it from others wherever it stands."""
        keys = [self.values[name][at] for name in self.table.key if name in self.values]
        return "·".join(shown(value) for value in keys if value is not None)

    def raw(self, name: str, at: int) -> str:
        """Return a cell as a person sees it, «…» where it may name somebody."""
        if name in self.veiled:
            return "…"
        return shown(self.cells[self.header.columns[name]][at])

    @property
    def delimited(self) -> bool:
        """True for a csv file, in which every cell is text."""
        return self.place.file.lower().endswith(".csv")

    def required(self) -> list[str]:
        """Return the required columns that the sheet has."""
        return [name for name in self.values if self.table.columns[name].required]

    def without(self, rows: Collection[int]) -> Body:
        """Return the body with these rows blank."""
        if not rows:
            return self
        return replace(
            self,
            cells=[_blanked(column, rows) for column in self.cells],
            values={name: column.without(rows) for name, column in self.values.items()},
            faults={name: left for name, faults in self.faults.items() if (left := _left(faults, rows))},
            mended={name: _left(mended, rows) for name, mended in self.mended.items()},
        )


def _blanked(column: Sequence[object], rows: Collection[int]) -> Sequence[object]:
    blanked = list(column)
    for at in rows:
        blanked[at] = None
    return blanked


def _left(found: Mapping[int, _T], rows: Collection[int]) -> Mapping[int, _T]:
    return {at: said for at, said in found.items() if at not in rows}


def body_of(table: Table, header: Header, rows: Sequence[Sequence[object]], place: Place) -> Body:
    """Return the parsed rows under the header."""
    under = rows[header.row + 1 :]
    cells = list(zip_longest(*under, fillvalue=None))
    cells += [(None,) * len(under)] * (max(header.written) + 1 - len(cells))  # csv rows may end before the header does
    read = {name: read_column(table.columns[name], cells[at]) for name, at in header.columns.items()}
    values = {name: column.values for name, column in read.items()}
    faults = {name: column.faults for name, column in read.items() if column.faults}
    mended = {name: column.mended for name, column in read.items() if column.mended}
    return Body(table, header, place, cells, values, faults, len(under), mended)


def empty_rows(body: Body) -> frozenset[int]:
    """Return the positions of rows in which no known column is filled."""
    rows = frozenset(range(body.size))
    if not body.values:
        return frozenset(at for at in rows if not any(shown(column[at]) for column in body.cells))
    for name, column in body.values.items():
        rows &= frozenset(column.unfilled()) - body.faults.get(name, {}).keys()
        if not rows:
            break
    return rows
