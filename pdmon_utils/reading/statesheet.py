"""One section of the form on a sheet: columns, rows and cells that are what the edition says, and what is wrong."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from pdmon_utils.oo1 import Breach, Edition, Line, Section, breaches
from pdmon_utils.reading.cells import Fault, Hole, parse_column, shown
from pdmon_utils.reading.findings import Finding, Place, letters
from pdmon_utils.reading.folding import fold
from pdmon_utils.reading.graphs import CROSSED_OUT, DEPTH, Graphs, cell_at, graphs_of
from pdmon_utils.reading.rows import Part
from pdmon_utils.reading.values import Values
from pdmon_utils.schema import SCHEMA

_VALUE = SCHEMA["oo1"].columns["value"]
_NOTHING = frozenset({"-", "–", "—", "−"})
_ROWS = 100  # a row has a number of two digits
_SAID = 80  # letters of a strange name
_QUOTED = 6  # numbers of a row or column that is not taken


@dataclass
class SectionSheet:
    """One section being read: where it is, what it should be, cells and findings so far."""

    place: Place
    edition: Edition
    section: Section
    owner: str
    year: int
    cells: dict[tuple[int, int], tuple[float, str, int]] = field(default_factory=dict)
    said: list[Finding] = field(default_factory=list)

    def say(self, rule: str, cell: str, *, value: str = "", **slots: Any) -> None:
        """Add a finding about a cell; `row` and `col` of `slots` tell which cell of the form it is."""
        about = "·".join(
            (self.owner, str(self.year), self.section.code, str(slots.get("row", "")), str(slots.get("col", "")))
        )
        words = {"section": self.section.code, "first": self.edition.first, **slots}
        self.said.append(self.place.finding(rule, cell=cell, column="value", value=value, about=about, **words))


def read_section(sheet: SectionSheet, rows: Sequence[Sequence[object]]) -> tuple[Part | None, list[Finding]]:
    """Return the numbers of a section as rows of `oo1` (None if there are none) and what is wrong with them."""
    graphs = graphs_of(rows[:DEPTH])
    if graphs is None:
        sheet.say("oo1.graphs", "")
        return None, sheet.said
    over = "".join(fold(shown(cell)) for row in rows[: graphs.row] for cell in row)
    if over and fold(sheet.section.like) not in over.replace("-", ""):
        sheet.say("oo1.title", "A1", title=sheet.section.title)
        return None, sheet.said
    _say_years(sheet)
    columns = dict(_columns(sheet, graphs, rows))
    for at, number in _numbered(sheet, graphs, rows):
        _read_row(sheet, number, {column: (place, rows[at]) for column, place in columns.items()}, at + 1)
    _say_breaches(sheet)
    return _part(sheet, graphs), sheet.said


def as_it_is(code: str, rows: Sequence[Sequence[object]]) -> Section:
    """Return a section that nobody has described: the rows and columns numbered on the sheet, without names."""
    graphs = graphs_of(rows[:DEPTH])
    columns = dict.fromkeys(graphs.columns if graphs else (), Line("", ()))
    return Section(code, "", "", dict.fromkeys(range(1, _ROWS), Line("", ())), columns, fractions=frozenset(columns))


def _say_years(sheet: SectionSheet) -> None:
    if sheet.year != sheet.place.year:
        sheet.say("oo1.year", "", year=sheet.year, folder=sheet.place.year)
    if sheet.year > sheet.edition.last:
        sheet.say("oo1.later", "", year=sheet.year, title=sheet.edition.title)


def _columns(sheet: SectionSheet, graphs: Graphs, rows: Sequence[Sequence[object]]) -> Iterator[tuple[int, int]]:
    """Yield number and place of the columns that are what the edition says they are."""
    for number, place in graphs.columns.items():
        cell = f"{letters(place)}{graphs.row + 1}"
        words = graphs.over(place, rows)
        line = sheet.section.columns.get(number)
        if line is None:
            held = [(f"стр. {row:02}", cell_at(rows[at], place)) for at, row, _ in graphs.numbered(rows)]
            sheet.say("oo1.column", cell, value=words[:_SAID], col=number, numbers=_numbers(held))
        elif words and not _alike(words, line.like):
            sheet.say("oo1.column_name", cell, value=words[:_SAID], col=number, said=words[:_SAID], name=line.name)
        else:
            yield number, place
    lacking = [str(number) for number in sheet.section.columns if number not in graphs.columns]
    if lacking:
        sheet.say("oo1.lacking", f"A{graphs.row + 1}", columns=", ".join(lacking))


def _numbered(sheet: SectionSheet, graphs: Graphs, rows: Sequence[Sequence[object]]) -> Iterator[tuple[int, int]]:
    """Yield place and number of the rows that are what the edition says they are."""
    seen: set[int] = set()
    for at, number, name in graphs.numbered(rows):
        cell, line = f"{letters(graphs.number)}{at + 1}", sheet.section.rows.get(number)
        if line is None:
            held = [(f"гр. {column}", cell_at(rows[at], place)) for column, place in graphs.columns.items()]
            sheet.say("oo1.row", cell, value=name[:_SAID], row=f"{number:02}", numbers=_numbers(held))
        elif name and not _alike(name, line.like):
            sheet.say("oo1.row_name", cell, value=name[:_SAID], row=f"{number:02}", said=name[:_SAID], name=line.name)
        elif number in seen:
            sheet.say("oo1.row_twice", cell, row=f"{number:02}")
        else:
            seen.add(number)
            yield at, number


def _numbers(held: Iterable[tuple[str, str]]) -> str:
    """Return what stands in a row or column that is not taken, so that nothing is lost without a word."""
    filled = [f"{at}: {said.replace('.', ',')}" for at, said in held if said and said.casefold() not in CROSSED_OUT]
    more = f" и ещё {len(filled) - _QUOTED}" if len(filled) > _QUOTED else ""
    return ", ".join(filled[:_QUOTED]) + more or "нет"


def _alike(text: str, stems: Sequence[str]) -> bool:
    said = fold(text).replace("-", "")
    return all(fold(stem) in said for stem in stems)


def _read_row(sheet: SectionSheet, row: int, places: Mapping[int, tuple[int, Sequence[object]]], line: int) -> None:
    raw = {column: (place, cells[place] if place < len(cells) else None) for column, (place, cells) in places.items()}
    first = min(raw, default=0)
    counted = bool(raw) and number_of(raw[first][1]) is not None
    for column, (place, cell) in raw.items():
        value = _value(sheet, (row, column), cell, f"{letters(place)}{line}")
        blank = shown(cell) == "" and counted and (row, column) not in sheet.section.closed
        if value is not None or blank:
            sheet.cells[row, column] = (value or 0.0, f"{letters(place)}{line}", line)


def number_of(cell: object) -> float | None:
    """Return the number in a cell, also one written as text; None where there is none."""
    values, faults = parse_column(_VALUE, [cell])
    return values[0] if not faults and isinstance(values[0], float) else None


def _value(sheet: SectionSheet, at: tuple[int, int], cell: object, address: str) -> float | None:
    text, (row, column) = shown(cell), at
    if not text or text.casefold() in CROSSED_OUT:
        return None
    slots = {"row": f"{row:02}", "col": column}
    if at in sheet.section.closed:
        if text not in _NOTHING:
            sheet.say("oo1.closed", address, value=text, **slots)
        return None
    value = 0.0 if text in _NOTHING else number_of(cell)
    if value is None:
        fault = Fault("cell.formula", {"advice": cell.advice}) if isinstance(cell, Hole) else Fault("cell.number")
        sheet.say(fault.rule, address, value=text, **fault.slots)
    elif value < 0:
        sheet.say("oo1.negative", address, value=text, **slots)
    elif not value.is_integer() and column not in sheet.section.fractions:
        sheet.say("oo1.fraction", address, value=text, **slots)
    else:
        return value
    return None


def _say_breaches(sheet: SectionSheet) -> None:
    code = sheet.section.code
    inside = [control for control in sheet.edition.controls if control.sections == {code}]
    cells = {(code, *at): value for at, (value, _, _) in sheet.cells.items()}
    for breach in breaches(inside, cells):
        address = sheet.cells[breach.row, breach.column][1]
        sheet.said.append(breach_finding(sheet.place, sheet.edition, breach, address, (sheet.owner, sheet.year)))


def breach_finding(place: Place, edition: Edition, breach: Breach, cell: str, whose: tuple[str, int]) -> Finding:
    """Return what a control that does not hold says to a person; `whose`: organisation ('' for a summary), year."""
    row, column = f"{breach.row:02}", str(breach.column)
    return place.finding(
        breach.rule,
        cell=cell,
        column="value",
        value=said_number(breach.left),
        about="·".join((whose[0], str(whose[1]), breach.section, row, column, breach.said)),
        section=breach.section,
        row=row,
        col=column,
        name=edition.sections[breach.section].rows[breach.row].name,
        left=said_number(breach.left),
        right=said_number(breach.right),
        said=breach.said,
    )


def said_number(value: float) -> str:
    """Return a number as a form writes it: «12», «12,5»."""
    return shown(value).replace(".", ",")


def _part(sheet: SectionSheet, graphs: Graphs) -> Part | None:
    if not sheet.cells:
        return None
    size = len(sheet.cells)
    columns = {
        "org_id": Values.of([sheet.owner or None] * size),
        "year": Values.of([sheet.year] * size),
        "section": Values.of([sheet.section.code] * size),
        "row": Values.of(f"{row:02}" for row, _ in sheet.cells),
        "col": Values.of(str(column) for _, column in sheet.cells),
        "value": Values.of(value for value, _, _ in sheet.cells.values()),
    }
    first = letters(graphs.number)
    return Part(sheet.place, columns, [line for _, _, line in sheet.cells.values()], dict.fromkeys(columns, first))
