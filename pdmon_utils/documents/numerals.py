"""Written figures of a table → numbers with the format in which they were written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from pdmon_utils.documents.words import said
from pdmon_utils.show import Node

_SPACE: Final = " \u00a0\u202f"
_WHOLE: Final = rf"\d{{1,3}}(?:[{_SPACE}]\d{{3}})+|\d+"
_FIGURE: Final = re.compile(rf"([+−-]?)({_WHOLE})(?:,(\d+))?(?:[{_SPACE}]([^\d\"\\]{{1,24}}))?")
_PARTS: Final = re.compile(rf"(.+?)[{_SPACE}]\(({_WHOLE})[{_SPACE}](?:из|на)[{_SPACE}]({_WHOLE})\)")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number and how Excel writes it; a share is kept as a fraction, its unit stands in the format."""

    value: float
    format: str


def numeral(cell: str | Node) -> Numeral | None:
    """Return the number of a cell that is nothing but a figure («24,1 %», «+17», «3 позиции»); else None."""
    found = _FIGURE.fullmatch(said(cell).strip())
    if found is None:
        return None
    sign, whole, decimals, unit = (part or "" for part in found.groups())
    places = len(decimals)
    value = float(f"{'-' if sign in '−-' and sign else ''}{_digits(whole)}.{decimals or 0}")
    shown = f"0.{'0' * places}" if places else "# ##0" if len(_digits(whole)) > 4 else "0"  # noqa: PLR2004  «10 000»
    if unit == "%":
        return Numeral(round(value / 100, places + 2), _signed(f"{shown}%", sign))
    tail = f'" {unit}"' if unit else ""
    return Numeral(value if places else int(value), _signed(shown + tail, sign))


def parted(cell: str | Node) -> tuple[str, str, str] | None:
    """Return figure, numerator and denominator of «50,8 % (92 из 181)»; else None."""
    found = _PARTS.fullmatch(said(cell).strip())
    return (found[1], found[2], found[3]) if found else None


def _digits(text: str) -> str:
    return "".join(letter for letter in text if letter.isdigit())


def _signed(shown: str, sign: str) -> str:
    return f"+{shown};-{shown};{shown}" if sign == "+" else shown
