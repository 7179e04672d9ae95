"""One column of cells → typed values; what cannot be read is said, never guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import TypeVar

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
    raw = [_said(cell) for cell in cells] if bool in set(map(type, cells)) else cells
    different, places = told_apart(raw)
    said = list(with_one_in_doubt(column, {cell: _parse(column, cell) for cell in different}).values())
    values = Values([_value(outcome) for outcome in said], places)
    return Cells(values, _placed(values, said, Fault), _placed(values, said, Mended))


def _value(said: Outcome) -> Value | None:
    return None if isinstance(said, Fault) else said.value if isinstance(said, Mended) else said


def _placed(values: Values, said: Sequence[Outcome], kind: type[_T]) -> dict[int, _T]:
    """Return by row what is of this kind."""
    known = {at: outcome for at, outcome in enumerate(said) if isinstance(outcome, kind)}
    return {row: known[values.places[row]] for row in values.rows_of(known)}


def _said(cell: object) -> object:
    return shown(cell) if isinstance(cell, bool) else cell  # True and 1.0 are one key of a dict


def _parse(column: Column, cell: object) -> Outcome:
    if isinstance(cell, Hole):
        return Fault("cell.formula", {"advice": cell.advice})
    tidy = trim(cell) if isinstance(cell, str) else cell
    if tidy is None or tidy == "":
        return None
    meant = nothing(column, tidy) if isinstance(tidy, str) and tidy[0] in _BEGIN else tidy
    return meant if isinstance(meant, Fault | Mended) else _READERS[column.type](column, tidy)


_BEGIN = frozenset("-‐‑‒–—―−нНhH")  # how a word for «nothing» begins: most cells need no further look
_READERS: Mapping[str, Callable[[Column, object], Outcome]] = MappingProxyType(
    {"str": text, "int": whole, "dec": decimal, "date": day, "bool": truth, "enum": code},
)
