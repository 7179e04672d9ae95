"""One file → its tables' readable rows, findings, and what it says about itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from pdmon_utils.reading.discreet import discreet
from pdmon_utils.reading.findings import Finding, Place, RefusedFileError
from pdmon_utils.reading.folding import fold
from pdmon_utils.reading.forms import Form, form_named, read_form
from pdmon_utils.reading.headers import nearest_table, table_named
from pdmon_utils.reading.people import Veil
from pdmon_utils.reading.rows import Part, read_sheet
from pdmon_utils.reading.special import ABOUT, NOTES, Answer, about_of, answers_of, is_special
from pdmon_utils.reading.stateform import TABLE as STATE_FORM
from pdmon_utils.reading.stateform import oo1_rows, title_of
from pdmon_utils.reading.statenames import is_section, is_title
from pdmon_utils.reading.workbooks import DELIMITED, Sheet, open_workbook
from pdmon_utils.schema import SCHEMA

_NAMED, _NAME = 5, 40  # of the sheets nobody knows, so many are named, in so many letters


@dataclass(frozen=True, slots=True)
class Seen:
    """A sheet that is one of our tables, and how many filled rows it has: 0 is a table handed in empty."""

    sheet: str
    table: str
    rows: int


@dataclass(frozen=True, slots=True)
class Reading:
    """What one file gave."""

    parts: Sequence[Part] = ()
    findings: Sequence[Finding] = ()
    seen: Sequence[Seen] = ()
    about: Mapping[str, str] = field(default_factory=dict)
    answers: Sequence[Answer] = ()


def read_file(path: Path, year: int, file: str, cover: Veil, forms: Sequence[Form] = ()) -> Reading:
    """Return what the file gives; `file` is its path in the municipality's folder, `cover` hides names.

    `forms` are the online forms whose exports (.csv) are understood.
    """
    place = Place(year, file)
    form = form_named(forms, path.stem) if path.suffix.casefold() == DELIMITED else None
    try:
        if form:
            return _read(place, [Sheet(SCHEMA[form.table].title, hidden=False, rows=read_form(path, form))], cover)
        book = open_workbook(path)
    except RefusedFileError as refusal:
        return Reading(findings=[place.finding(refusal.rule, **refusal.slots)])
    tables = [sheet for sheet in book.sheets if table_named(sheet.name) or is_section(sheet.name)]
    if not tables and not any(map(is_special, (sheet.name for sheet in book.sheets))):
        return Reading(findings=[_nothing(place, book.sheets)])
    reading = _read(place, book.sheets, cover)
    outside = [place.finding("file.outside", what=what) for what in book.outside]
    return replace(reading, findings=[*outside, *reading.findings])


def _read(place: Place, sheets: Sequence[Sheet], cover: Veil) -> Reading:
    parts, findings, seen = [], [], []
    about = next((about_of(sheet.rows) for sheet in sheets if fold(sheet.name) == fold(ABOUT)), {})
    title = next((title_of(sheet.rows) for sheet in sheets if is_title(sheet.name)), {})
    for sheet in sheets:
        if is_section(sheet.name):
            part, said, rows = _read_section(place, sheet, {**title, **about})
        else:
            part, said, rows = _read_sheet(place, sheet, cover)
        parts += [part] if part else []
        findings += said
        seen += rows
    notes = (sheet.rows for sheet in sheets if fold(sheet.name) == fold(NOTES))
    return Reading(parts, findings, seen, about, [answer for rows in notes for answer in answers_of(rows)])


def _read_section(
    place: Place, sheet: Sheet, about: Mapping[str, str]
) -> tuple[Part | None, list[Finding], list[Seen]]:
    """Return a section of the state form; who handed it in stands on «О файле» or on the title page."""
    here = Place(place.year, place.file, sheet.name, STATE_FORM)
    if sheet.double or sheet.hidden:
        return None, [here.finding("sheet.double" if sheet.double else "sheet.hidden", rows=sheet.filled)], []
    concealed = [here.finding("sheet.concealed", what=sheet.concealed)] if sheet.concealed else []
    part, said = oo1_rows(here, sheet.rows, about)
    return part, [*concealed, *said], [Seen(sheet.name, STATE_FORM, len(part.rows) if part else 0)]


def _read_sheet(place: Place, sheet: Sheet, cover: Veil) -> tuple[Part | None, list[Finding], list[Seen]]:
    if is_special(sheet.name) or is_title(sheet.name):
        return None, [], []
    table = table_named(sheet.name)
    if table is None:
        here = Place(place.year, place.file, discreet(sheet.name))
        return None, [here.finding("sheet.unknown", guess=nearest_table(sheet.name))], []
    here = Place(place.year, place.file, sheet.name, table.name)
    if sheet.double:
        return None, [here.finding("sheet.double")], []
    if sheet.hidden:
        return None, [here.finding("sheet.hidden", rows=sheet.filled)], []
    hidden = [here.finding("sheet.concealed", what=sheet.concealed)] if sheet.concealed else []
    part, said, size = read_sheet(table, sheet.rows, here, cover)
    return part, [*hidden, *said], [Seen(sheet.name, table.name, size)]


def _nothing(place: Place, sheets: Iterable[Sheet]) -> Finding:
    names = [f"«{discreet(sheet.name)[:_NAME]}»" for sheet in sheets]
    more = f" и ещё {len(names) - _NAMED}" if len(names) > _NAMED else ""
    guess = next((found for name in names if (found := nearest_table(name.strip("«»"))) != "."), ".")
    return place.finding("file.nothing", sheets=", ".join(names[:_NAMED]) + more or "нет", guess=guess)
