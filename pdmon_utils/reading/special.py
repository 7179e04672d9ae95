"""Sheets of a workbook that are no tables: who filled it in, the answers to our questions, instructions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from pdmon_utils.reading.folding import fold, trim
from pdmon_utils.reading.headers import table_named
from pdmon_utils.reading.outcomes import shown
from pdmon_utils.reading.statenames import is_section, is_title

ABOUT, NOTES = "О файле", "Замечания"
ORGANISATION, YEAR, OKTMO, VERSION = "Код организации", "Год", "ОКТМО", "Версия шаблона"
LABELS = (ORGANISATION, YEAR, OKTMO, VERSION, "Регламент")
CODE, REASON, TEXT = "Код замечания", "Принятая причина", "Пояснение"
_QUIET = frozenset(map(fold, ("Инструкция", "Справочники")))
_READ = frozenset(map(fold, (ABOUT, NOTES)))


@dataclass(frozen=True, slots=True)
class Answer:
    """What an organisation says to a question: the code of the finding, a reason from the list, its own words."""

    code: str
    reason: str
    text: str


def is_special(name: str) -> bool:
    """Return True for a sheet of a template or a returned workbook that is no table."""
    return fold(name) in _READ | _QUIET


def is_read(name: str) -> bool:
    """Return True for a sheet whose cells are wanted: one of our tables, of the form ОО-1, or one that answers us."""
    return table_named(name) is not None or fold(name) in _READ or is_section(name) or is_title(name)


def about_of(rows: Sequence[Sequence[object]]) -> Mapping[str, str]:
    """Return what the sheet «О файле» says: label → value, for the labels we know."""
    known = {fold(label): label for label in LABELS}
    said = ((fold(shown(row[0])), trim(shown(row[1]))) for row in rows if len(row) > 1)
    return {known[label]: value for label, value in said if label in known and value}


def answers_of(rows: Sequence[Sequence[object]]) -> list[Answer]:
    """Return the answers on the sheet «Замечания»: rows with a code and a reason or an explanation."""
    for at, row in enumerate(rows):
        places = {fold(shown(cell)): column for column, cell in enumerate(row)}
        if fold(CODE) in places:
            columns = [places.get(fold(word)) for word in (CODE, REASON, TEXT)]
            found = (Answer(*(_cell(line, column) for column in columns)) for line in rows[at + 1 :])
            return [answer for answer in found if answer.code and (answer.reason or answer.text)]
    return []


def _cell(row: Sequence[object], column: int | None) -> str:
    return trim(shown(row[column])) if column is not None and column < len(row) else ""
