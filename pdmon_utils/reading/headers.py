"""Where the header of a sheet is – one line or several – and which column stands where."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from pdmon_utils.reading.naming import column_named, longest_named, nearest_table, table_named
from pdmon_utils.reading.outcomes import shown
from pdmon_utils.schema import SCHEMA, Table

__all__ = ["DEPTH", "Header", "header_of", "header_words", "nearest_table", "table_named"]

DEPTH = 30  # rows in which a header is looked for
_LINES = 3  # of them a header may have so many
_ENOUGH = 2  # known words make a header; one may be chance

Rows = Sequence[Sequence[object]]


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a sheet: its last row (from 0), where each known column stands, and what else was written there.

    `joined`: columns whose words stand in several rows from `top` on; `meant`: columns known by a synonym; `veiled`:
    positions of names and СНИЛС.
    """

    row: int
    columns: Mapping[str, int]
    doubled: Mapping[str, tuple[int, ...]]
    unknown: Mapping[int, str]
    top: int = 0
    joined: Mapping[str, str] = field(default_factory=dict)
    meant: Mapping[str, str] = field(default_factory=dict)
    veiled: frozenset[int] = frozenset()

    @property
    def written(self) -> frozenset[int]:
        """Positions of all header cells that are not blank."""
        doubled = (at for places in self.doubled.values() for at in places)
        return frozenset({*self.columns.values(), *self.unknown, *self.veiled, *doubled})

    @property
    def known(self) -> int:
        """Number of columns of the table that are named here."""
        return len(self.columns) + len(self.doubled)

    @property
    def weight(self) -> tuple[int, int]:
        """How much of the table is named here, in how many columns by the very words of the table."""
        return self.known, self.known - len(self.meant)

    def missing(self, table: Table) -> list[str]:
        """Return the required columns of the table that cannot be read here."""
        return [column.name for column in table.columns.values() if column.required and column.name not in self.columns]


def header_words(table: Table, rows: Rows) -> int:
    """Return how many columns of the table the header names; 0 where there is none."""
    header = header_of(table, rows)
    return header.known if header else 0


def header_of(table: Table, rows: Rows) -> Header | None:
    """Return the header: the line or lines with the most known words among the first 30 rows.

    None for an empty sheet; where no line has two known words, the first filled row without any known column.
    """
    usual = _usual(table, rows)
    if usual:
        return usual
    filled = [at for at, row in enumerate(rows[:DEPTH]) if any(shown(cell) for cell in row)]
    if not filled:
        return None
    lines = [at for at in filled if _may_be_header(rows[at])]
    best = _best_line(table, rows, lines)
    if best is None or best.unknown or best.meant or best.missing(table):
        best = _best_of_several(table, rows, lines, best)
    enough = best and (best.known >= _ENOUGH or (best.known and _narrow(rows, filled)))
    return best if enough else _nameless(rows, filled[0])


def _usual(table: Table, rows: Rows) -> Header | None:
    """Return the first filled row where it is a header that leaves no question; no need to look further then."""
    first = next((at for at, row in enumerate(rows[:DEPTH]) if any(map(shown, row))), None)
    if first is None:
        return None
    header = _plain(table.name, tuple(rows[first]))
    return replace(header, row=first, top=first) if header else None


@lru_cache(maxsize=500)  # the sheets of a district have the headers of one template
def _plain(table: str, row: tuple[object, ...]) -> Header | None:
    """Return the header that a row is by itself, None where it leaves a question."""
    if not _may_be_header(row):
        return None
    header = _header(SCHEMA[table], 0, [row])
    questions = header.unknown or header.doubled or header.meant or header.missing(SCHEMA[table])
    return header if header.known >= _ENOUGH and not questions else None


def _best_line(table: Table, rows: Rows, lines: Sequence[int]) -> Header | None:
    best: Header | None = None
    for top in lines:
        best = _better(best, _header(table, top, rows[top : top + 1]))
        if best.known and not best.missing(table):
            break  # what stands below are rows of the table
    return best


def _best_of_several(table: Table, rows: Rows, lines: Sequence[int], best: Header | None) -> Header | None:
    """Return the header of two or three lines that names more columns than the best single line, else this one."""
    sure = best.row if best and best.known >= _ENOUGH else None
    for height in range(2, _LINES + 1):
        for top in lines:
            block = range(top, top + height)
            if all(at in lines for at in block) and (sure is None or sure in block):
                best = _better(best, _header(table, top, rows[top : top + height]))
    return best


def _better(old: Header | None, new: Header) -> Header:
    return new if old is None or new.weight > old.weight else old


def _may_be_header(row: Sequence[object]) -> bool:
    cells = [cell for cell in row if shown(cell)]
    texts = sum(isinstance(cell, str) for cell in cells)
    return 2 * texts >= len(cells) and not any(isinstance(cell, dt.date) for cell in cells)


def _narrow(rows: Rows, filled: Sequence[int]) -> bool:
    return all(sum(bool(shown(cell)) for cell in rows[at]) == 1 for at in filled)


def _nameless(rows: Rows, row: int) -> Header:
    unknown = {at: word for at, cell in enumerate(rows[row]) if (word := shown(cell))}
    return Header(row, {}, {}, unknown, top=row)


def _header(table: Table, top: int, lines: Rows) -> Header:
    paths = _paths(lines)
    named = _named(table.name, paths)
    places: dict[str, tuple[int, ...]] = {}
    for at, (name, _) in named.items():
        places[name] = (*places.get(name, ()), at)
    columns = {name: at[0] for name, at in places.items() if len(at) == 1}
    words = {name: named[at][1] for name, at in columns.items()}
    return Header(
        row=top + len(lines) - 1,
        columns=columns,
        doubled={name: at for name, at in places.items() if len(at) > 1},
        unknown={at: path[-1] for at, path in paths.items() if at not in named},
        top=top,
        joined={name: " / ".join(said) for name, said in words.items() if len(said) > 1},
        meant={name: " ".join(said) for name, said in words.items() if not _exact(table.name, said)},
    )


def _named(table: str, paths: Mapping[int, Sequence[str]]) -> dict[int, tuple[str, Sequence[str]]]:
    """Return the column and its words by position; where the header itself is written, its synonym means another."""
    named = {at: said for at, path in paths.items() if (said := longest_named(table, path))[0]}
    sure = {name for name, words in named.values() if _exact(table, words)}
    return {at: (name, words) for at, (name, words) in named.items() if _exact(table, words) or name not in sure}


def _exact(table: str, words: Sequence[str]) -> bool:
    return column_named(table, " ".join(words)) != ""


def _paths(lines: Rows) -> dict[int, tuple[str, ...]]:
    """Return the words above each column from top to bottom; an upper one reaches over the empty cells to its right."""
    width = max(map(len, lines))
    own = [[shown(cell) for cell in (*line, *[None] * (width - len(line)))] for line in lines]
    spread = [_spread(line) for line in own]
    paths = {}
    for at in range(width):
        filled = [row for row, line in enumerate(own) if line[at]]
        if filled:
            above = (spread[row][at] for row in range(filled[-1]))
            paths[at] = (*(word for word in above if word), own[filled[-1]][at])
    return paths


def _spread(line: Sequence[str]) -> list[str]:
    last, spread = "", []
    for word in line:
        last = word or last
        spread.append(last)
    return spread
