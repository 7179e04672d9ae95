"""A column of typed values in which each different cell is kept once: quick to go through, small to send."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from typing import Any, Self, TypeVar, overload

from pdmon_utils.reading.outcomes import Value

PLACES = "I"  # four bytes a row


_T = TypeVar("_T", bound=Hashable)


def told_apart(cells: Iterable[_T]) -> tuple[list[_T], array[int]]:
    """Return the different cells in the order in which they come, and for each cell its place among them."""
    places: dict[_T, int] = defaultdict(count().__next__)  # a cell not seen before gets the next number
    rows = array(PLACES, map(places.__getitem__, cells))
    return list(places), rows


@dataclass(frozen=True, slots=True, eq=False)
class Values(Sequence[Value | None]):
    """The values of a column, None for an empty one: `different` ones, and for each row the place of its value there.

    Two of `different` may be equal: people write one word in many ways.
    """

    different: Sequence[Value | None]
    places: array[int]

    @classmethod
    def of(cls, values: Iterable[Value | None]) -> Self:
        """Return a column of plain values."""
        return cls(*told_apart(values))

    @classmethod
    def empty(cls, size: int) -> Self:
        """Return a column in which nothing is filled."""
        return cls((None,), array(PLACES, [0]) * size)

    @property
    def filled(self) -> bool:
        """False for a column of which it is seen at once that no row has a value."""
        return len(self.different) > 1 or (len(self.different) == 1 and self.different[0] is not None)

    def __len__(self) -> int:
        """Return the number of rows."""
        return len(self.places)

    @overload
    def __getitem__(self, at: int) -> Value | None: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Value | None]: ...
    def __getitem__(self, at: int | slice) -> Value | Sequence[Value | None] | None:
        """Return the value of a row."""
        if isinstance(at, slice):
            return [self.different[place] for place in self.places[at]]
        return self.different[self.places[at]]

    def __iter__(self) -> Iterator[Value | None]:
        """Go through the rows."""
        return map(self.different.__getitem__, self.places)

    def __eq__(self, other: object) -> bool:
        """Return True for a sequence of the same values, however they are kept."""
        return list(self) == list(other) if isinstance(other, Sequence) else NotImplemented

    __hash__ = None  # type: ignore[assignment]  # what equals a list is no key

    def unfilled(self) -> Sequence[int]:
        """Return the rows without a value."""
        return self.rows_of(at for at, value in enumerate(self.different) if value is None)

    def rows_where(self, odd: Callable[[Value | None], bool]) -> Sequence[int]:
        """Return the rows whose value is odd; each different value is looked at once."""
        return self.rows_of(at for at, value in enumerate(self.different) if odd(value))

    def rows_of(self, places: Iterable[int]) -> Sequence[int]:
        """Return the rows whose value stands at one of these places of `different`."""
        wanted = set(places)
        return [row for row, at in enumerate(self.places) if at in wanted] if wanted else ()

    def each(self, change: Callable[[Value | None], Any]) -> Self:
        """Return the column with every value changed; itself where nothing changes."""
        changed = [change(value) for value in self.different]
        return self if changed == self.different else type(self)(changed, self.places)

    def only(self, rows: Iterable[int]) -> Self:
        """Return the column with these rows alone."""
        return type(self)(self.different, array(PLACES, map(self.places.__getitem__, rows)))

    def without(self, rows: Collection[int]) -> Self:
        """Return the column with these rows empty."""
        places = self.places[:]
        for row in rows:
            places[row] = len(self.different)
        return type(self)([*self.different, None], places)
