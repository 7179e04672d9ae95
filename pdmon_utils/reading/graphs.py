"""The line «1 2 3 4 …» of a state form, which says where its columns stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pdmon_utils.reading.cells import shown

_LEAST = 3  # numbers in the line
_NAME, _NUMBER = 1, 2  # the column of names and the column of row numbers


@dataclass(frozen=True, slots=True)
class Graphs:
    """The line's row, the place of each column from 3 on, of the rows' numbers and of their names (None: not there)."""

    row: int
    columns: Mapping[int, int]
    number: int
    name: int | None

    def repeated(self, cells: Sequence[object]) -> bool:
        """Return True for the same line on the next page."""
        return all(place < len(cells) and shown(cells[place]) == str(number) for number, place in self.columns.items())


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
    letters = {"А": _NAME, "A": _NAME, "Б": _NUMBER}
    said = [(letters.get(shown(cell)) or shown(cell), place) for place, cell in enumerate(row) if shown(cell)]
    if not all(str(word).isdigit() for word, _ in said):
        return {}
    numbers = [int(word) for word, _ in said]
    return (
        {number: place for number, (_, place) in zip(numbers, said, strict=True)} if numbers == sorted(numbers) else {}
    )
