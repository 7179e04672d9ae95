"""Tables of a file as cells: which of them are plain numbers, and whether a column of numbers is a column of codes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from pdmon_utils.publish.gate.known import Known

_NUMBER: Final = re.compile(r"[+−-]?(?:0|[1-9]\d*)(?:[.,]\d+)?(?:[eE][+-]?\d+)?|")
_FEW: Final = 2  # one figure may be equal to a code by chance


def is_number(text: str) -> bool:
    """Return True for a plain number (a code with a leading zero is none) and for nothing."""
    return bool(_NUMBER.fullmatch(text.strip()))


def coded(columns: Mapping[str, Sequence[str]], known: Known) -> Iterator[tuple[str, str]]:
    """Yield name and an example of the columns of numbers in which mostly codes of the register stand."""
    for name, cells in columns.items():
        values = {cell.strip().removesuffix(".0") for cell in cells} - {""}
        codes = values & known.codes
        if len(codes) >= _FEW and 2 * len(codes) >= len(values):
            yield name, min(codes)
