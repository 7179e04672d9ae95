"""All rows under a header, parsed column by column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from pdmon_utils.intake.cells import Fault, Value, parse_column, shown
from pdmon_utils.intake.findings import Place, letters
from pdmon_utils.intake.headers import Header
from pdmon_utils.schema import Table


@dataclass(frozen=True, slots=True)
class Body:
    """All rows under a header: raw cells by Excel column, values and faults by column name."""

    table: Table
    header: Header
    place: Place
    cells: Sequence[Sequence[object]]
    values: Mapping[str, Sequence[Value | None]]
    faults: Mapping[str, Mapping[int, Fault]]
    size: int

    def row(self, at: int) -> int:
        """Return the Excel number of a row of the body."""
        return self.header.row + at + 2

    def cell(self, name: str, at: int) -> str:
        """Return the Excel address of a column's cell; of the first column where the sheet has no such column."""
        return f"{letters(self.header.columns.get(name, 0))}{self.row(at)}"

    def raw(self, name: str, at: int) -> str:
        """Return a cell as a person sees it."""
        return shown(self.cells[self.header.columns[name]][at])


def body_of(table: Table, header: Header, rows: Sequence[Sequence[object]], place: Place) -> Body:
    """Return the parsed rows under the header."""
    under = rows[header.row + 1 :]
    cells = list(zip_longest(*under, fillvalue=None))
    cells += [(None,) * len(under)] * (max(header.written) + 1 - len(cells))  # csv rows may end before the header does
    read = {name: parse_column(table.columns[name], cells[at]) for name, at in header.columns.items()}
    values = {name: column for name, (column, _) in read.items()}
    faults = {name: found for name, (_, found) in read.items() if found}
    return Body(table, header, place, cells, values, faults, len(under))


def empty_rows(body: Body) -> frozenset[int]:
    """Return the positions of rows in which no known column is filled."""
    rows = list(range(body.size))
    for name, column in body.values.items():
        faults = body.faults.get(name, {})
        rows = [at for at in rows if column[at] is None and at not in faults]
    if body.values:
        return frozenset(rows)
    return frozenset(at for at in rows if not any(shown(column[at]) for column in body.cells))
