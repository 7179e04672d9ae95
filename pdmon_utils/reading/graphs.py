"""The line «1 2 3 4 …» of a state form, which says where its columns stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from pdmon_utils.reading.cells import shown

DEPTH = 60  # rows in which the line of column numbers is looked for
CROSSED_OUT = frozenset({"x", "х"})  # what a form writes into a closed cell
_LEAST = 3  # numbers in the line
_ROW = re.compile(r"\(?\s*(\d{1,2})\s*\)?")
_NAME, _NUMBER = 1, 2  # the column of names and the column of row numbers
_LETTERS = MappingProxyType({"А": _NAME, "A": _NAME, "Б": _NUMBER})


@dataclass(frozen=True, slots=True)
class Graphs:
    """The line's row, the place of each column from 3 on, of the rows' numbers and of their names (None: not there)."""

    row: int
    columns: Mapping[int, int]
    number: int
    name: int | None

    def repeated(self, cells: Sequence[object]) -> bool:
        """Return True for the same line on the next page; a row of people may well say 3 and 4 in columns 3 and 4."""
        places = {**({} if self.name is None else {_NAME: self.name}), _NUMBER: self.number, **self.columns}
        return all(_number(cell_at(cells, place)) == number for number, place in places.items())

    def over(self, place: int, rows: Sequence[Sequence[object]]) -> str:
        """Return the words over a column, from top to bottom."""
        return " ".join(word for row in rows[: self.row] if (word := cell_at(row, place)))

    def numbered(self, rows: Sequence[Sequence[object]]) -> Iterator[tuple[int, int, str]]:
        """Yield place, number and name of the rows that have a number."""
        for at in range(self.row + 1, len(rows)):
            said = _ROW.fullmatch(cell_at(rows[at], self.number))
            if said and not self.repeated(rows[at]):
                yield at, int(said[1]), cell_at(rows[at], self.name)


def cell_at(row: Sequence[object], place: int | None) -> str:
    """Return a cell as a person sees it, an empty string where the row has none."""
    return shown(row[place]) if place is not None and place < len(row) else ""


def graphs_of(rows: Sequence[Sequence[object]]) -> Graphs | None:
    """Return the first line of column numbers, None if there is none; «А Б 3 4» is read like «1 2 3 4»."""
    for at, row in enumerate(rows):
        places = _places(row)
        numbers = sorted(places)
        if (
            len(numbers) >= _LEAST
            and numbers == list(range(numbers[0], numbers[0] + len(numbers)))
            and _NUMBER in places
        ):
            columns = {number: places[number] for number in numbers if number > _NUMBER}
            return Graphs(at, columns, places[_NUMBER], places.get(_NAME))
    return None


def _places(row: Sequence[object]) -> dict[int, int]:
    """Return the place of each number in a row, which has to rise from left to right; else nothing."""
    said = [(_number(word), place) for place in range(len(row)) if (word := cell_at(row, place))]
    numbers = [number for number, _ in said]
    return dict(said) if all(numbers) and numbers == sorted(numbers) else {}


def _number(word: str) -> int:
    """Return the number of a column as a form writes it: «3», «А» and «Б» for the first two; 0 for other words."""
    return _LETTERS.get(word) or (int(word) if word.isdecimal() else 0)
