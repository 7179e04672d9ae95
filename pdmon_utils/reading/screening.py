"""Which rows of a sheet are not counted, and why; which values are doubtful."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

from pdmon_utils.reading.body import Body
from pdmon_utils.reading.cells import Fault, Value, shown
from pdmon_utils.reading.findings import Finding, letters
from pdmon_utils.schema import Column

_FIRST_YEAR, _LAST_YEAR = 1900, 2100
_ONE_OF = MappingProxyType({"diagnostics": ("person_id", "org_id")})  # a diagnosis of a person or of a collective
_LOST = "Строка не учтена."
_KEPT = "Строка учтена, значение считается неизвестным."


def screen(body: Body, empty: frozenset[int]) -> tuple[frozenset[int], list[Finding]]:
    """Return the rows not to be counted (positions, without the empty ones) and the findings."""
    unfilled = {name: _unfilled(body, name, empty) for name in body.required()}
    nobody, stray = _nobody(body, empty), _stray(body)
    lost = {
        *(range(body.size) if _unreadable(body) else ()),
        *(at for rows in unfilled.values() for at in rows),
        *(at for name, faults in body.faults.items() if _vital(body, name) for at in faults),
        *nobody,
        *(stray if body.delimited else ()),
    }
    said = [
        *(_fault(body, name, at, fault) for name, faults in body.faults.items() for at, fault in faults.items()),
        *(_gap(body, name, at) for name, rows in unfilled.items() for at in rows),
        *(_nameless(body, at) for at in nobody),
        *_strays(body, stray),
        *_strange(body),
    ]
    return frozenset(lost) - empty, said


def _vital(body: Body, name: str) -> bool:
    return body.table.columns[name].required or name == "year"  # an unreadable year is not the folder's year


def _unreadable(body: Body) -> bool:
    header = body.header
    return bool(header.missing(body.table)) or "year" in header.doubled


def _unfilled(body: Body, name: str, empty: frozenset[int]) -> list[int]:
    faults = body.faults.get(name, {})
    return [at for at in body.values[name].unfilled() if at not in faults and at not in empty]


def _nobody(body: Body, empty: frozenset[int]) -> list[int]:
    owners = _ONE_OF.get(body.table.name, ())
    if not owners:
        return []
    said = [body.values[name] for name in owners if name in body.values]
    return [at for at in range(body.size) if at not in empty and all(column[at] is None for column in said)]


def _stray(body: Body) -> Mapping[int, int]:
    stray: dict[int, int] = {}
    written = body.header.written
    for at, column in enumerate(body.cells):
        if at not in written:
            stray |= {row: at for row, cell in enumerate(column) if shown(cell) and row not in stray}
    return stray


def _strays(body: Body, stray: Mapping[int, int]) -> Iterator[Finding]:
    if body.delimited:
        for row, at in stray.items():
            yield body.place.finding("row.ragged", cell=f"{letters(at)}{body.row(row)}", outcome=_LOST)
        return
    for at in sorted(set(stray.values())) if body.header.known else ():
        yield body.place.finding("header.blank", cell=f"{letters(at)}{body.header.row + 1}", place=letters(at))


def _fault(body: Body, name: str, at: int, fault: Fault) -> Finding:
    outcome = _LOST if _vital(body, name) else _KEPT
    return _said(body, fault.rule, name, at, outcome=outcome, value=body.raw(name, at), **fault.slots)


def _gap(body: Body, name: str, at: int) -> Finding:
    return _said(body, "cell.required", name, at, outcome=_LOST)


def _nameless(body: Body, at: int) -> Finding:
    first, *_ = owners = _ONE_OF[body.table.name]
    words = " или ".join(f"«{body.table.columns[name].header}»" for name in owners)
    return _said(body, "row.owner", first, at, outcome=_LOST, headers=words)


def _said(body: Body, rule: str, name: str, at: int, **words: str) -> Finding:
    return body.place.finding(rule, cell=body.cell(name, at), column=name, about=body.about(at), **words)


def _strange(body: Body) -> Iterator[Finding]:
    for name, values in body.values.items():
        column = body.table.columns[name]
        bounded = column.type == "date" or column.min is not None or column.max is not None
        for at in values.rows_where(_doubt(column)) if bounded else ():
            yield _said(body, "value.range", name, at, value=shown(values[at]), bounds=_bounds(column))


def _doubt(column: Column) -> Callable[[Value | None], bool]:
    low = -float("inf") if column.min is None else column.min
    high = float("inf") if column.max is None else column.max

    def doubtful(value: Value | None) -> bool:
        if isinstance(value, dt.date):
            return not _FIRST_YEAR <= value.year <= _LAST_YEAR
        return isinstance(value, int | float) and not low <= value <= high

    return doubtful


def _bounds(column: Column) -> str:
    if column.type == "date":
        return f"вне {_FIRST_YEAR}–{_LAST_YEAR} годов"
    low, high = (None if edge is None else shown(edge) for edge in (column.min, column.max))
    return f"меньше {low}" if high is None else f"вне границ от {low} до {high}"
