"""How wide the columns of a table are, and which table needs a sheet laid across."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Final

from pdmon_utils.documents import letters
from pdmon_utils.documents.markup import mm

_PADDING: Final = 4.2  # millimetres beside the text of a cell
_WORD: Final = 45  # millimetres: what has no space for longer (a key, an address) is broken anywhere
_CROWDED: Final = 1.05  # words a little too long for an upright sheet are still read better there
_BREAKS: Final = re.compile(r"[ \n-]")  # neither Word nor LibreOffice breaks a word at a slash
_MANY: Final = 7  # columns: more do not read well on a sheet that stands upright
_STEP: Final = 3  # millimetres given at once
_TALLEST: Final = 40  # rows that decide: those with the most text
Row = Sequence[str]


def across(header: Row, rows: Sequence[Row], room: float) -> bool:
    """Return True when a table needs a landscape sheet: its words do not fit in `room`, or it has many columns."""
    return len(header) > _MANY or sum(_needs(header, rows)) > room * _CROWDED


def widths(header: Row, rows: Sequence[Row], room: float, right: Sequence[bool]) -> list[int]:
    """Return the widths (twips) that fill `room` millimetres: no word is broken, and rows are as low as they can be.

    A column of figures (`right`) shows each in one line where the sheet has the room for that; words in their place
    («знаменатель меньше десяти») fold as all words do.
    """
    made = _needs(header, rows)
    whole = [max(need, _figures(rows, at)) if right[at] else need for at, need in enumerate(made)]
    made = whole if sum(whole) <= room else made
    if sum(made) >= room:
        return [mm(room * width / sum(made)) for width in made]
    texts = [[letters.width(text) for text in row] for row in sorted(rows, key=_length, reverse=True)[:_TALLEST]]
    while room - sum(made) > _STEP:
        made[_helped(made, texts)] += _STEP
    wide = max(range(len(made)), key=made.__getitem__)
    made[wide] += room - sum(made)
    return [mm(width) for width in made]


def _helped(made: Sequence[float], texts: Sequence[Sequence[float]]) -> int:
    """Return the column that makes the rows lowest when it gets a step more; where none does, the narrowest."""
    spared = [0.0] * len(made)
    for row in texts:
        lines = [max(1.0, text / (width - _PADDING)) for text, width in zip(row, made, strict=True)]
        tallest = max(range(len(lines)), key=lines.__getitem__)
        others = max((line for at, line in enumerate(lines) if at != tallest), default=1.0)
        after = max(1.0, others, row[tallest] / (made[tallest] + _STEP - _PADDING))
        spared[tallest] += lines[tallest] - after
    if any(spared):
        return max(range(len(made)), key=spared.__getitem__)
    return min(range(len(made)), key=made.__getitem__)


def _needs(header: Row, rows: Sequence[Row]) -> list[float]:
    columns = list(zip(*rows, strict=True)) or [()] * len(header)
    cells = [max((_word(text, letters.width) for text in column), default=0.0) for column in columns]
    return [max(_word(name, letters.bold), cell) + _PADDING for name, cell in zip(header, cells, strict=True)]


def _figures(rows: Sequence[Row], at: int) -> float:
    return max((wide for row in rows if (wide := letters.width(row[at])) <= _WORD), default=0.0) + _PADDING


def _word(text: str, width: Callable[[str], float]) -> float:
    """Return the width of the longest word; a no-break space holds its words together."""
    return min(max(map(width, _BREAKS.split(text)), default=0.0), _WORD)


def _length(row: Row) -> int:
    return max(map(len, row), default=0)
