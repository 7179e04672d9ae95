"""One column of cells → typed values; what cannot be read is said, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, TypeVar

from pdmon_utils.reading.amounts import decimal, whole, with_one_in_doubt
from pdmon_utils.reading.calendar_days import day
from pdmon_utils.reading.folding import trim
from pdmon_utils.reading.outcomes import Fault, Hole, Mended, Outcome, Value, shown
from pdmon_utils.reading.values import Values, told_apart
from pdmon_utils.reading.words import code, nothing, text, truth
from pdmon_utils.schema import Column

_T = TypeVar("_T")

__all__ = ["Cells", "Fault", "Hole", "Mended", "Value", "parse_column", "read_column", "shown"]


@dataclass(frozen=True, slots=True)
class Cells:
    """A column that was read: values (None = empty or unreadable); by position what is wrong, what was put in order."""

    values: Values
    faults: Mapping[int, Fault]
    mended: Mapping[int, Mended]


def parse_column(column: Column, cells: Sequence[object]) -> tuple[Values, Mapping[int, Fault]]:
    """Return the typed values (None = empty or unreadable) and the faults by position."""
    read = read_column(column, cells)
    return read.values, read.faults


def read_column(column: Column, cells: Sequence[object]) -> Cells:
    """Return the typed values, the faults and what was put in order; each different cell is looked at once."""
    if not any(cells) and set(cells) <= _BLANK:
        return Cells(Values.empty(len(cells)), {}, {})  # every second column of a template
    raw = [_said(cell) for cell in cells] if bool in set(map(type, cells)) else cells
    different, places = told_apart(raw)
    said = with_one_in_doubt(column, {cell: _parse(column, cell) for cell in different})
    values: list[Any] = list(said.values())
    faulty = {at: outcome for at, outcome in enumerate(values) if isinstance(outcome, Fault)}
    mended = {at: outcome for at, outcome in enumerate(values) if isinstance(outcome, Mended)}
    for at in faulty:
        values[at] = None
    for at, outcome in mended.items():
        values[at] = outcome.value
    read = Values(values, places)
    return Cells(read, _placed(read, faulty), _placed(read, mended))


def _placed(read: Values, known: Mapping[int, _T]) -> dict[int, _T]:
    """Return by row what is known by the place of its value."""
    return {row: known[read.places[row]] for row in read.rows_of(known)}


def _said(cell: object) -> object:
    return shown(cell) if isinstance(cell, bool) else cell  # True and 1.0 are one key of a dict


def _parse(column: Column, cell: object) -> Outcome:
    if isinstance(cell, str):
        return _written(column, trim(cell))
    if cell is None:
        return None
    if isinstance(cell, Hole):
        return Fault("cell.formula", {"advice": cell.advice})
    return _READERS[column.type](column, cell)


def _written(column: Column, text: str) -> Outcome:
    if not text:
        return None
    meant = nothing(column, text) if text[0] in _BEGIN else text
    return meant if isinstance(meant, Fault | Mended) else _READERS[column.type](column, text)


_BLANK = frozenset((None, ""))
_BEGIN = frozenset("-‐‑‒–—―−нНhH")  # how a word for «nothing» begins: most cells need no further look
_READERS: Mapping[str, Callable[[Column, object], Outcome]] = MappingProxyType(
    {"str": text, "int": whole, "dec": decimal, "date": day, "bool": truth, "enum": code},
)
