"""The table `oo1` as a whole: control sums, the summary against its parts, the form against the register."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import pandas as pd

from pdmon_utils.intake.frames import Letters
from pdmon_utils.intake.stateregister import persons_on, register_lines
from pdmon_utils.oo1 import Edition, breaches, edition_of, editions, section_code
from pdmon_utils.reading.findings import Finding, Place
from pdmon_utils.reading.statesheet import breach_finding, said_number

TABLE = "oo1"
Cell = tuple[str, int, int]  # section, row, column
_COLUMNS = ("org_id", "year", "section", "row", "col", "value", "source_file", "source_sheet", "source_row")


@dataclass(frozen=True, slots=True)
class Source:
    """Where a number of the form was read."""

    file: str
    sheet: str
    row: int

    @property
    def place(self) -> Place:
        """The sheet as findings name it."""
        folder = self.file.partition("/")[0]
        return Place(int(folder) if folder.isdigit() else 0, self.file, self.sheet, TABLE)

    def cell(self, letters: Letters) -> str:
        """Return the Excel cell; of a sheet of the form itself only the row's number is kept."""
        return f"{letters.get((self.file, self.sheet, TABLE), {}).get('value', 'A')}{self.row}"


@dataclass(frozen=True, slots=True)
class Form:
    """The form of an organisation ('' for the summary) and year: numbers, and where each was read."""

    owner: str
    year: int
    edition: Edition
    cells: Mapping[Cell, float]
    sources: Mapping[Cell, Source]

    def value(self, row: int, section: str, column: int) -> float | None:
        """Return a number of the form, None where it is unknown."""
        return self.cells.get((section, row, column))


@dataclass
class _Read:
    """Numbers of one form while its rows are read."""

    cells: dict[Cell, float] = field(default_factory=dict)
    sources: dict[Cell, Source] = field(default_factory=dict)


def form_findings(tables: Mapping[str, pd.DataFrame], letters: Letters) -> list[Finding]:
    """Return what does not agree in the forms of one municipality, among them, and with its register.

    `letters`: Excel letters of the columns by file, sheet and table. Control sums inside a section of the exported form
    are said when its sheet is read; here those of the long table, and those between sections.
    """
    frame = tables[TABLE]
    if frame.empty:
        return []
    forms, said = _forms(frame, letters)
    said += [finding for form in forms for finding in _breaches(form, letters)]
    said += _summaries(forms, letters)
    return [*said, *_compared(forms, tables, letters)]


def forms_of(frame: pd.DataFrame) -> list[Form]:
    """Return the forms in a table `oo1` of one municipality; years before all known editions are left out."""
    return _forms(frame, {})[0]


def _forms(frame: pd.DataFrame, letters: Letters) -> tuple[list[Form], list[Finding]]:
    found: dict[tuple[str, int], _Read] = defaultdict(_Read)
    said: dict[tuple[str, ...], Finding] = {}
    cell_of = cache(_cell)  # many rows name the same cell
    for org, year, section, row, column, value, *where in _lines(frame):
        key, wrong = cell_of(year, section, row, column)
        source = Source(*where)
        if wrong:
            said.setdefault((source.file, source.sheet, *wrong.key), wrong.finding(source, letters))
            continue
        form = found[org, year]
        form.cells[key], form.sources[key] = value, source
    whole = [
        Form(owner, year, edition, read.cells, read.sources)
        for (owner, year), read in sorted(found.items())
        if (edition := edition_of(year))
    ]
    return whole, list(said.values())


def _lines(frame: pd.DataFrame) -> Iterable[tuple[Any, ...]]:
    """Return the rows as plain values; '' and 0 for what is empty."""
    empty = {"org_id": "", "source_file": "", "source_sheet": "", "source_row": 0}
    plain = frame.reindex(columns=list(_COLUMNS)).astype("object").fillna(empty)
    return zip(*(plain[name].tolist() for name in _COLUMNS), strict=True)


@dataclass(frozen=True, slots=True)
class _Wrong:
    """What is wrong with a row of the long table that names no cell of the form: rule, column, the cell's words."""

    rule: str
    column: str
    value: str
    slots: Mapping[str, Any]

    @property
    def key(self) -> tuple[str, ...]:
        """What makes two such rows one finding of a sheet."""
        return (self.rule, *map(str, self.slots.values()))

    def finding(self, source: Source, letters: Letters) -> Finding:
        """Return the finding about the first such row."""
        at, about = source.cell(letters), "·".join(self.key)
        return source.place.finding(self.rule, cell=at, column=self.column, value=self.value, about=about, **self.slots)


def _cell(year: int, section: str, row: str, column: str) -> tuple[Cell, _Wrong | None]:
    """Return the cell that a row of the table names, and what is wrong if the form has no such cell."""
    code = section_code(section) or section.strip()
    at, across = (int(text) if (text := word.strip()).isdigit() else -1 for word in (row, column))
    cell, edition = (code, at, across), edition_of(year)
    if edition is None:
        return cell, _Wrong("oo1.edition", "year", str(year), {"year": year, "first": editions()[0].first})
    form, slots = edition.sections.get(code), {"section": code, "first": edition.first}
    if form is None:
        return cell, _Wrong("oo1.section", "section", section, {**slots, "sections": ", ".join(edition.sections)})
    if at not in form.rows:
        return cell, _Wrong("oo1.row", "row", row, {**slots, "row": row, "numbers": "—"})
    if across not in form.columns:
        return cell, _Wrong("oo1.column", "col", column, {**slots, "col": column, "numbers": "—"})
    return cell, None


def _breaches(form: Form, letters: Letters) -> Iterator[Finding]:
    told = {code for code, *_ in form.cells} & {section_code(source.sheet) for source in form.sources.values()}
    controls = [c for c in form.edition.controls if len(c.sections) > 1 or not c.sections <= told]
    for breach in breaches(controls, form.cells):
        source = form.sources[breach.section, breach.row, breach.column]
        yield breach_finding(source.place, form.edition, breach, source.cell(letters), (form.owner, form.year))


def _summaries(forms: list[Form], letters: Letters) -> Iterator[Finding]:
    """Yield one query a section of a summary that differs from the sum of the organisations' forms."""
    for summary in (form for form in forms if not form.owner):
        parts = [form for form in forms if form.owner and form.year == summary.year]
        sums: dict[Cell, float] = defaultdict(float)
        for cell, value in ((cell, value) for form in parts for cell, value in form.cells.items()):
            sums[cell] = round(sums[cell] + value, 2)
        differing = sorted(cell for cell, value in summary.cells.items() if cell in sums and sums[cell] != value)
        for section in dict.fromkeys(cell[0] for cell in differing):
            cells = [cell for cell in differing if cell[0] == section]
            yield _differing(summary, cells, sums[cells[0]], letters)


def _differing(summary: Form, cells: list[Cell], whole: float, letters: Letters) -> Finding:
    (section, row, column), source = cells[0], summary.sources[cells[0]]
    return source.place.finding(
        "oo1.summary",
        cell=source.cell(letters),
        column="value",
        about=f"{summary.year}·{section}",
        year=summary.year,
        section=section,
        many=len(cells),
        row=f"{row:02}",
        name=summary.edition.sections[section].rows[row].name,
        col=column,
        left=said_number(summary.cells[cells[0]]),
        right=said_number(whole),
    )


def _compared(forms: list[Form], tables: Mapping[str, pd.DataFrame], letters: Letters) -> Iterator[Finding]:
    """Yield a query for each number of an organisation's form that is too far from the register of that year."""
    names = _names(tables["organisations"])
    for form in (form for form in forms if form.owner):
        persons = persons_on(tables["staff"], form.owner, form.year, form.edition.on(form.year))
        for line, number, register in register_lines(form.edition, persons, form.value):
            section = line.cells[0].section
            source = form.sources[section, line.row, line.cells[0].number]
            yield source.place.finding(
                "oo1.register",
                cell=source.cell(letters),
                column="value",
                value=said_number(number),
                about=f"{form.owner}·{form.year}·{line.what}",
                org=names.get((form.owner, form.year), form.owner),
                what=line.what,
                form=said_number(number),
                section=section,
                row=f"{line.row:02}",
                day=form.edition.on(form.year).strftime("%d.%m.%Y"),
                register=register,
            )


def _names(organisations: pd.DataFrame) -> dict[tuple[str, int], str]:
    short = organisations["org_short"].fillna(organisations["org_name"])
    return dict(zip(zip(organisations["org_id"], organisations["year"], strict=True), short, strict=True))
