"""How wide a text is in the font of tables: no font is asked, so that every computer gives the same bytes."""

from __future__ import annotations

from functools import lru_cache
from typing import Final

SIZE: Final = 11  # points, as the styles of tables in `blank`
_POINT: Final = 25.4 / 72  # millimetres
_EM: Final = {  # thousandths of the size, bold, so that `_PLAIN` of it is no less than the plain face: Liberation Serif
    270: " .,\u00a0\u202f",
    365: "ilIjt:;/!-()f|",
    480: "гезсзсёэcerz",
    545: "абдотухagovxyJ?–«»_0123456789",
    580: "влрчьяЗbdhknpquS+≥≤=",
    620: "ийкнпцъРFP",
    725: "БВГЕЁТЬBELTZ",
    790: "мфАДСХЭЯwACDNRUVXYжКЛУЧЪ",
    820: "ыюИЙНОПЦGHKOQ",
    870: "шщФm",
    960: "МM",
    1040: "ЖЫ%",
    1160: "ШЩЮW—№→…",
}
_OTHER: Final = 700
_PLAIN: Final = 0.93  # of the bold width


class _Wide(dict[str, int]):
    """Letter → thousandths of the size."""

    def __missing__(self, letter: str) -> int:
        return _OTHER


_WIDE: Final = _Wide({letter: width for width, letters in _EM.items() for letter in letters})


@lru_cache(maxsize=4096)  # words of tables come again and again
def bold(text: str) -> float:
    """Return the width of a text of a header in millimetres."""
    return sum(map(_WIDE.__getitem__, text)) * SIZE * _POINT / 1000


def width(text: str) -> float:
    """Return the width of a text of a cell in millimetres."""
    return bold(text) * _PLAIN
