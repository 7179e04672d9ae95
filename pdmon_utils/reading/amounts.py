"""Numbers as people write them: decimal comma, thousands apart, per cent by the unit of the column."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping

from pdmon_utils.reading.outcomes import LONG, Fault, Mended, Outcome
from pdmon_utils.schema import Column

_NUMBER = re.compile(r"[+-]?(\d+|\d{1,3}( \d{3})+)([.,]\d+)?", re.ASCII)
_PERCENT = re.compile(r"(?P<number>.*?) ?%")
_BLANKS = str.maketrans({"\xa0": " ", "\u202f": " ", "\u2009": " ", "\u2212": "-", "\u2013": "-"})
_WHOLE = 100


def decimal(column: Column, cell: object) -> float | Fault | Mended:
    """Return the number of a cell: a number as it is, text put in order; never a text with a unit of measure."""
    if isinstance(cell, str):
        return _said(column, cell.translate(_BLANKS))
    if not isinstance(cell, int | float) or abs(cell) >= LONG or math.isnan(cell):
        return Fault("cell.number")
    return _share(cell) if _counts_percent(column) and 0 < cell < 1 else float(cell)


def with_one_in_doubt(column: Column, read: Mapping[object, Outcome]) -> dict[object, Outcome]:
    """Return what was read of a column; beside fractions, 1 may be one per cent or the whole."""
    if not _counts_percent(column) or "cell.share" not in set(map(_kind, read.values())):
        return dict(read)
    ones = [cell for cell, said in read.items() if (said.value if isinstance(said, Mended) else said) == 1]
    return {**read, **{cell: _share(1) for cell in ones if "%" not in str(cell)}}


def whole(column: Column, cell: object) -> int | Fault | Mended:
    """Return the whole number of a cell, else a fault."""
    read = decimal(column, cell)
    if isinstance(read, Fault) and read.rule != "cell.number":
        return read
    number = read.value if isinstance(read, Mended) else read
    if not isinstance(number, float) or not number.is_integer():
        return Fault("cell.int")
    if isinstance(read, Mended):
        return Mended(int(number), read.rule, read.after, plain=read.plain)
    return int(number)


def _said(column: Column, text: str) -> float | Fault | Mended:
    if found := _PERCENT.fullmatch(text):
        number = _value(found["number"])
        return Fault("cell.number") if number is None else _percent(column, number)
    number = _value(text)
    if number is None:
        return Fault("cell.number")
    if _counts_percent(column) and 0 < number < 1:
        return _share(number)
    return Mended(number, "norm.number", _text(number), plain=" " not in text)


def _value(text: str) -> float | None:
    number = float(text.replace(" ", "").replace(",", ".")) if _NUMBER.fullmatch(text) else math.inf
    return number if abs(number) < LONG else None


def _percent(column: Column, number: float) -> Fault | Mended:
    """Return per cent in the unit of the column: its greatest value says whether it counts per cent or fractions."""
    if column.max == _WHOLE:
        return Mended(number, "norm.percent", _text(number))
    if column.max == 1:
        return Mended(number / _WHOLE, "norm.percent", _text(number / _WHOLE))
    return Fault("cell.percent")


def _counts_percent(column: Column) -> bool:
    return column.max == _WHOLE and "%" in column.header


def _share(number: float) -> Fault:
    return Fault("cell.share", {"share": _text(number), "percent": _text(number * _WHOLE)})


def _kind(said: Outcome) -> str:
    return said.rule if isinstance(said, Fault) else ""


def _text(number: float) -> str:
    return f"{number:.12g}".replace(".", ",")
