"""What the analyst decided on conclusions: kept, hidden or reworded, each with a reason; survives every new run."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from dataclasses import dataclass
from pathlib import Path

from pdmon_utils.journal import Edit, JournalError, read_records
from pdmon_utils.words import Quote, Sentence

KEEP, HIDE, REWORD = "keep", "hide", "reword"
Key = tuple[int, str, str]
_NUMERAL = re.compile(r"\d+(?:[\s\u00a0]\d{3})*(?:,\d+)?")
_YEAR = re.compile(r"(?:19|20)\d\d")


@dataclass(frozen=True)
class Edits:
    """The edits of one place and year; the last one on the same thing counts."""

    records: tuple[Edit, ...] = ()

    def of(self, rule: int, indicator: str, *units: str) -> Edit | None:
        """Return the edit on a conclusion (without units), or on a unit by its code or its name."""
        wanted = units or ("",)
        found = (e for e in reversed(self.records) if (e.rule, e.indicator) == (rule, indicator) and e.unit in wanted)
        return next(found, None)

    def unmet(self, keys: Container[Key], indicators: Container[str]) -> tuple[Edit, ...]:
        """Return the edits on these indicators that fit no conclusion: (rule, indicator, unit) is not among `keys`."""
        return tuple(e for e in self.records if e.indicator in indicators and _key(e) not in keys)

    def lost(self, indicators: Container[str]) -> tuple[Edit, ...]:
        """Return the edits on indicators that nobody knows."""
        return tuple(e for e in self.records if e.indicator not in indicators)


def _key(edit: Edit) -> Key:
    return edit.rule, edit.indicator, edit.unit


def read_edits(folder: Path) -> Edits:
    """Return the edits in `conclusions.csv` of a folder, none without the file; raises JournalError (file, line)."""
    records = read_records(Edit, folder)
    for edit in records:
        if (edit.status == REWORD) != bool(edit.text):
            raise JournalError(
                f"{folder / 'conclusions.csv'}: правило {edit.rule}, {edit.indicator} — «Редакция» заполняется при "
                "решении «изменить» и только при нём. Исправьте строку."
            )
    return Edits(records)


def foreign_numerals(text: str, said: Sentence) -> tuple[str, ...]:
    """Return the numerals of a free text that the conclusion does not have: neither its figures nor years nor names."""
    names = [str(part) for part in said.parts if not isinstance(part, Quote)]
    own = set(_numerals(" ".join([*(quote.text for quote in said.quotes), *map(str, names)])))
    return tuple(n for n in _numerals(text) if n not in own and not _YEAR.fullmatch(n))


def _numerals(text: str) -> Iterable[str]:
    return [re.sub(r"\s", "", found) for found in _NUMERAL.findall(text)]
