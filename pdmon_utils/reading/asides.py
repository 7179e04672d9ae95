"""Rows of a sheet that are no data: totals, numbers of columns, headers once more, signatures and notes at the end.

A row whose required cells are filled with real values is data whatever else it says.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from pdmon_utils.reading.body import Body
from pdmon_utils.reading.cells import shown
from pdmon_utils.reading.findings import Finding, letters
from pdmon_utils.reading.folding import fold, in_one_script, trim

_TOTAL = re.compile(r"(и ?т ?о ?г ?о|в ?с ?е ?г ?о|общий итог|итог)\b", re.IGNORECASE)
_TOTAL_BEGINS = frozenset("ИиВвОоBO")
_SIGNED = re.compile(
    r"\(?(директор|заведующ|руководител|начальник|председател|секретар|специалист|методист|бухгалтер|главный бухгалтер|"
    r"исполнител|исп\.|ответственн|заместител|зам\.|составил|проверил|согласован|утвержд|подпись|м\. ?п\.|тел\.|"
    r"телефон|примечани|дата (?:составл|заполн)|\*)\w*",
    re.IGNORECASE,
)
_STROKE = "___"
_DAY_LINE = re.compile(r'["«]?(\d\d?|_+)["»]?[ .](\w+|_+)[ .]?\d{2,4} ?(г\.?|года)?')
_FIRST_WORDS = ("а", "б", "в", "г")
_CENT = 0.005
_LEAST = 3  # two numbers side by side may well be data


@dataclass(frozen=True, slots=True)
class Aside:
    """A row that is no data: its position, the rule that says so, the column (from 0) and word that show it."""

    at: int
    rule: str
    column: int
    word: str

    def finding(self, body: Body) -> Finding:
        """Return the note about it."""
        cell = f"{letters(self.column)}{body.row(self.at)}"
        return body.place.finding(self.rule, cell=cell, value=self.word, row=body.row(self.at))


def asides(body: Body, lines: Sequence[Sequence[object]]) -> list[Aside]:
    """Return the rows that are no data, from top to bottom; `lines` are the rows of the header."""
    if not body.values:
        return []
    found = {aside.at: aside for aside in _headers(body, lines)}
    starts = {0, *(at + 1 for at in found)}
    found |= {aside.at: aside for aside in _numbered(body, starts) if aside.at not in found}
    rows = [at for at in _candidates(body) if at not in found]
    found |= {aside.at: aside for aside in _totals(body, rows)}
    found |= {aside.at: aside for aside in _signed(body, [at for at in rows if at not in found])}
    return [found[at] for at in sorted(found)]


def _row(body: Body, at: int) -> dict[int, object]:
    """Return the filled cells of a row by column."""
    return {column: cells[at] for column, cells in enumerate(body.cells) if shown(cells[at])}


def _headers(body: Body, lines: Sequence[Sequence[object]]) -> Iterator[Aside]:
    for line in lines:
        words = {column: word for column, cell in enumerate(line) if (word := shown(cell))}
        first = next(iter(words))
        for at in [at for at, cell in enumerate(body.cells[first]) if cell == line[first]]:
            row = {column: shown(cell) for column, cell in _row(body, at).items()}
            if len(row) > 1 and row.items() <= words.items():
                yield Aside(at, "row.header", first, words[first])


def _numbered(body: Body, starts: set[int]) -> Iterator[Aside]:
    for start in sorted(starts):
        at = next((at for at in range(start, body.size) if _row(body, at)), None)
        cells = _row(body, at) if at is not None else {}
        if at is not None and len(cells) >= max(_LEAST, len(body.header.written) - 1) and _counts([*cells.values()]):
            first, *_, last = (shown(cell) for cell in cells.values())
            yield Aside(at, "row.numbering", min(cells), f"{first} … {last}")


def _counts(cells: Sequence[object]) -> bool:
    """Return True for 1, 2, 3 …, also after А, Б."""
    said = [fold(shown(cell)) for cell in cells]
    words = [word for word in said if not word.isdecimal()]
    numbers = [str(number) for number in range(1, len(said) - len(words) + 1)]
    return bool(numbers) and said == [*_FIRST_WORDS[: len(words)], *numbers]


def _candidates(body: Body) -> list[int]:
    """Return the rows that may be no data: some required cell has no value, or says «Итого», or has no header."""
    rows = {at for name in body.required() for at in body.values[name].unfilled()}
    for name in _ids(body):
        totals = {cell for cell in set(body.cells[body.header.columns[name]]) if _total(cell)}
        rows |= {at for at, cell in enumerate(body.cells[body.header.columns[name]]) if totals and cell in totals}
    written = body.header.written
    for column, cells in enumerate(body.cells):
        if column not in written:
            rows |= {at for at, cell in enumerate(cells) if cell is not None}
    return sorted(rows)


def _ids(body: Body) -> list[str]:
    return [name for name in body.values if name.endswith("_id")]


def _total(cell: object) -> str:
    if not isinstance(cell, str) or cell.lstrip()[:1] not in _TOTAL_BEGINS:
        return ""
    found = _TOTAL.match(in_one_script(trim(cell)))
    return found[0] if found else ""


def _totals(body: Body, rows: Sequence[int]) -> Iterator[Aside]:
    for at in rows:
        cells = _row(body, at)
        named = {column: word for column, cell in cells.items() if (word := _total(cell))}
        column = next((column for column in named if _counts_as_label(body, at, column)), None)
        if column is not None:
            yield Aside(at, "row.total", column, named[column])
        elif cells and not named and _is_sum(body, at, cells):
            yield Aside(at, "row.total", min(cells), shown(cells[min(cells)]))


def _counts_as_label(body: Body, at: int, column: int) -> bool:
    """Return True for «Итого» in place of a code or of a required value, or in a row that says nothing required."""
    name = next((name for name, place in body.header.columns.items() if place == column), "")
    return name in _ids(body) or at in body.faults.get(name, {}) or not _typed(body, at, ("date", "enum", "bool"))


def _typed(body: Body, at: int, types: Sequence[str]) -> bool:
    """Return True for a row in which a required cell of these types has a value."""
    return any(body.values[name][at] is not None for name in body.required() if body.table.columns[name].type in types)


def _is_sum(body: Body, at: int, cells: Mapping[int, object]) -> bool:
    """Return True for a row of numbers alone, each the sum of all the numbers above it."""
    numbers = {body.header.columns[name]: name for name in body.values if _is_number(body, name)}
    return cells.keys() <= numbers.keys() and all(_adds_up(body.values[numbers[column]], at) for column in cells)


def _is_number(body: Body, name: str) -> bool:
    return name != "year" and body.table.columns[name].type in {"int", "dec"}


def _adds_up(values: Sequence[object], at: int) -> bool:
    above = [value for value in values[:at] if isinstance(value, int | float)]
    total = values[at]
    return isinstance(total, int | float) and len(above) > 1 and abs(sum(above) - total) < _CENT


def _signed(body: Body, rows: Sequence[int]) -> Iterator[Aside]:
    """Yield the lines of signatures and notes; once one is found, lines below that say nothing required follow it."""
    last, below = _last_but(rows, body.size), False
    for at in rows:
        cells = _row(body, at)
        if not cells or _typed(body, at, ("date", "enum", "bool", "int", "dec")):
            continue
        signs = {column: word for column, cell in cells.items() if (word := _signature(cell, alone=len(cells) == 1))}
        if (signs and _without_key(body, at, signs)) or (below and at > last):
            column = min(signs or cells)
            below = True
            yield Aside(at, "row.signature", column, signs.get(column, "…"))


def _last_but(rows: Sequence[int], size: int) -> int:
    """Return the last row of the sheet that is not one of these."""
    others = set(rows)
    return next((at for at in range(size - 1, -1, -1) if at not in others), -1)


def _signature(cell: object, *, alone: bool) -> str:
    """Return the word that makes a cell part of a signature; never the name of the person who signs."""
    if isinstance(cell, dt.date):
        return shown(cell) if alone else ""
    text = shown(cell)
    if found := _SIGNED.match(text):
        return found[0].lstrip("(")
    if _STROKE in text:
        return _STROKE
    return text if alone and _DAY_LINE.fullmatch(text) else ""


def _without_key(body: Body, at: int, signs: Mapping[int, str]) -> bool:
    """Return True where a required text cell is empty or part of the signature: then the row is about nothing."""
    texts = [name for name in body.required() if body.table.columns[name].type == "str"]
    return any(body.values[name][at] is None or body.header.columns[name] in signs for name in texts)
