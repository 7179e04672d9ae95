"""Sheets of the exported form ОО-1 → rows of the table `oo1`, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath

from pdmon_utils.oo1 import STAFF, edition_of, editions, section_code
from pdmon_utils.reading.cells import shown
from pdmon_utils.reading.findings import Finding, Place
from pdmon_utils.reading.folding import fold
from pdmon_utils.reading.rows import Part
from pdmon_utils.reading.special import ORGANISATION, YEAR
from pdmon_utils.reading.statesheet import SectionSheet, as_it_is, read_section

TABLE = "oo1"
_CODE = re.compile(r"(?<!\d)(\d{10}|\d{12})(?!\d)")
_YEAR = re.compile(r"(?:20\s*сентября|на\s*начало)\s*(20\d\d)", re.IGNORECASE)
_OWNERS = (ORGANISATION, "ИНН", "ОКПО")
_SUMMARY = fold("свод")
_DEPTH = 60


def title_of(rows: Sequence[Sequence[object]]) -> Mapping[str, str]:
    """Return what the title page says: «ИНН», «ОКПО» (first number under or beside the word) and «Год»."""
    said = {word: number for word in _OWNERS[1:] if (number := _near(rows, fold(word)))}
    text = " ".join(shown(cell) for row in rows for cell in row if isinstance(cell, str))
    year = _YEAR.search(text)
    return {**said, **({YEAR: year[1]} if year else {})}


def _near(rows: Sequence[Sequence[object]], word: str) -> str:
    places = (
        (at, column) for at, row in enumerate(rows) for column, cell in enumerate(row) if word in fold(shown(cell))
    )
    for at, column in places:
        beside = [shown(cell) for cell in rows[at][column + 1 : column + 2]]
        under = [shown(row[column]) for row in rows[at + 1 : at + 5] if column < len(row)]
        found = [text for text in (*beside, *under) if text.isdigit() and len(text) >= 8]  # noqa: PLR2004  ОКПО
        if found:
            return found[0]
    return ""


def oo1_rows(
    place: Place, rows: Sequence[Sequence[object]], about: Mapping[str, str]
) -> tuple[Part | None, list[Finding]]:
    """Return the numbers of one section as rows of `oo1` (None if there are none) and what is wrong.

    `place.sheet` is the sheet's name, `about` what «О файле» and the title page say («Код организации», «ИНН», «ОКПО»,
    «Год»). A summary form («свод» in the name of file or sheet or over the table) has no organisation. In a row whose
    first column is filled a blank or a dash is 0, as the form's instruction has it; other blanks give no row. A section
    on staff that the edition does not describe is read by the numbers of its rows and columns; nothing follows from it.
    """
    here, head = Place(place.year, place.file, place.sheet, TABLE), rows[:_DEPTH]
    owner, year = _owner(here, head, about), _year(here, head, about)
    edition = edition_of(year)
    if owner is None:
        return None, [here.finding("oo1.owner")]
    if edition is None:
        return None, [here.finding("oo1.edition", year=year, first=editions()[0].first)]
    code = section_code(place.sheet)
    if code not in edition.sections and code.startswith(STAFF):
        return read_section(SectionSheet(here, edition, as_it_is(code, rows), owner, year), rows)
    if code not in edition.sections:
        known = ", ".join(edition.sections)
        return None, [here.finding("oo1.section", section=code, first=edition.first, sections=known)]
    return read_section(SectionSheet(here, edition, edition.sections[code], owner, year), rows)


def _owner(place: Place, head: Sequence[Sequence[object]], about: Mapping[str, str]) -> str | None:
    """Return the organisation's code, '' for a summary form, None if neither is said."""
    said = next((about[word] for word in _OWNERS if about.get(word)), "")
    words = (said, PurePosixPath(place.file).stem, place.sheet, *(shown(cell) for row in head for cell in row))
    if _SUMMARY in fold(said) or (not said and any(_SUMMARY in fold(word) for word in words)):
        return ""
    found = _CODE.search(PurePosixPath(place.file).stem)
    return said or (found[1] if found else None)


def _year(place: Place, head: Sequence[Sequence[object]], about: Mapping[str, str]) -> int:
    if about.get(YEAR, "").isdigit():
        return int(about[YEAR])
    found = next((year for row in head for cell in row if (year := _YEAR.search(shown(cell)))), None)
    return int(found[1]) if found else place.year
