"""What is seen of a sheet before it is parsed: how far it reaches, unreadable cells, what is hidden."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby

from pdmon_utils.reading.findings import RefusedFileError, letters
from pdmon_utils.reading.outcomes import Hole

ROWS, COLUMNS = 200_000, 200
_AREA = 5_000_000
_NAMED = 5  # so many ranges are named, the rest is counted

Holes = Mapping[tuple[int, int], Hole]


@dataclass
class Extent:
    """One sheet: how far it reaches, where its unreadable cells are, which rows and columns are hidden.

    All count from 0. A sheet that is not `ours` is not handed on, so only what it takes of memory matters.
    """

    name: str = ""
    ours: bool = True
    height: int = 0
    width: int = 0
    holes: dict[tuple[int, int], Hole] = field(default_factory=dict)
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)

    def reach(self, height: int, width: int) -> None:
        """Stretch to a filled cell; raises RefusedFileError when the sheet gets too large to be read."""
        self.height, self.width = max(self.height, height), max(self.width, width)
        far = self.ours and (self.height > ROWS or self.width > COLUMNS)
        if far or self.height * self.width > _AREA:
            raise RefusedFileError("file.far", name=self.name, corner=f"{letters(self.width - 1)}{self.height}")

    def hide_rows(self, first: int, last: int) -> None:
        """Remember rows as hidden, as far as a sheet may reach."""
        self.rows.update(range(first, min(last + 1, ROWS)))

    def hide_columns(self, first: int, last: int) -> None:
        """Remember columns as hidden, as far as a sheet may reach."""
        self.columns.update(range(first, min(last + 1, COLUMNS)))


def concealed(rows: Collection[int], columns: Collection[int]) -> str:
    """Return «строки (3–5, 8) и столбцы (C)» for hidden rows and columns, or an empty string."""
    said = [
        f"{word} ({', '.join(_ranges(found, named))})"
        for word, found, named in (("строки", rows, _row), ("столбцы", columns, letters))
        if found
    ]
    return " и ".join(said)


def _row(index: int) -> str:
    return str(index + 1)


def _ranges(found: Collection[int], named: Callable[[int], str]) -> Iterator[str]:
    groups = [[at for _, at in group] for _, group in groupby(enumerate(sorted(found)), lambda pair: pair[1] - pair[0])]
    for group in groups[:_NAMED]:
        yield named(group[0]) if len(group) == 1 else f"{named(group[0])}–{named(group[-1])}"
    if len(groups) > _NAMED:
        yield f"и ещё {sum(map(len, groups[_NAMED:]))}"
