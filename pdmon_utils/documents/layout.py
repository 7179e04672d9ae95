"""How wide the columns of a table are, and which table needs a sheet laid across."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from pdmon_utils.documents.markup import mm

PORTRAIT, LANDSCAPE = 170, 257  # millimetres of text between the fields
_LETTER: Final = 2.05  # millimetres: the width of a letter of 11 points, a little more than the average
_PADDING: Final = 4.2  # millimetres beside the text of a cell
_LONGEST: Final = 160  # letters: a longer text gets no more room
_WORD: Final = 20  # letters: what has no space for longer (a key, an address) is broken anywhere
_CROWDED: Final = 1.15  # words a little too long for an upright sheet are still read better there
_BREAKS: Final = re.compile(r"[ \n/-]")
_MANY: Final = 7  # columns: more do not read well on a sheet that stands upright


def across(header: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """Return True when a table needs a landscape sheet: its longest words do not fit, or it has many columns."""
    return len(header) > _MANY or sum(_needs(header, rows)) > PORTRAIT * _CROWDED


def widths(header: Sequence[str], rows: Sequence[Sequence[str]], room: int) -> list[int]:
    """Return the widths (twips) that fill `room` millimetres: the longest word of each column, the rest by text."""
    least = _needs(header, rows)
    if sum(least) >= room:
        return [mm(room * width / sum(least)) for width in least]
    wishes = [max(0.0, wish - need) for wish, need in zip(_wishes(header, rows), least, strict=True)]
    spare, total = room - sum(least), sum(wishes)
    extra = [spare * wish / total for wish in wishes] if total else [spare / len(least)] * len(least)
    return [mm(need + more) for need, more in zip(least, extra, strict=True)]


def _needs(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    return [max(_word(text) for text in column) * _LETTER + _PADDING for column in _columns(header, rows)]


def _wishes(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[float]:
    """Return the width at which the longest text of a column would stand in one line, up to a limit."""
    longest = ((max(min(len(text), _LONGEST) for text in column)) for column in _columns(header, rows))
    return [letters * _LETTER + _PADDING for letters in longest]


def _columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> list[tuple[str, ...]]:
    return list(zip(header, *rows, strict=True))


def _word(text: str) -> int:
    longest = max(map(len, _BREAKS.split(text)), default=0)
    return min(longest, _WORD)  # a no-break space holds its words together
