"""Rows that a rule found → findings: the cell, whose row it is, the sentence with the row's own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from string import Formatter
from typing import Any

import numpy as np
import pandas as pd

from pdmon_utils.intake.frames import Letters
from pdmon_utils.intake.screener.checks import Clause
from pdmon_utils.intake.screener.screen import Screen, known_columns, source_of
from pdmon_utils.intake.tables import SOURCE_COLUMNS
from pdmon_utils.reading.findings import Finding
from pdmon_utils.rules import Rule

MOST = 200  # findings of one rule on one sheet; more are one cause, said once with their number
UNKNOWN = "не указано"

Place = tuple[Any, ...]  # year, file, sheet, row; all but the year may be unknown


def told(clause: Clause, screen: Screen, letters: Letters) -> Iterator[Finding]:
    """Yield one finding for each thing the clause is about; more than MOST of one sheet and year are said once."""
    table = clause.rule.table
    if screen.frame(table).empty:
        return
    found = np.flatnonzero(screen.mask(table, clause.condition))
    if not len(found):
        return
    known = known_columns(table)
    names = dict.fromkeys((*clause.about, *clause.slots, clause.rule.at))
    words = {name: _words(screen.column(table, name).iloc[found], known[name]) for name in names}
    places = [screen.frame(table)[name].iloc[found].astype("object") for name in ("year", *SOURCE_COLUMNS)]
    for place, many, said in _by_sheet(clause, list(zip(*places, strict=True)), words):
        more = f" Таких случаев на листе: {many}, назван первый." if many > 1 else ""
        yield _finding(clause, place, said, _sentence(clause.rule, said) + more, letters)


def _by_sheet(
    clause: Clause, places: Sequence[Place], words: Mapping[str, Sequence[str]]
) -> Iterator[tuple[Place, int, dict[str, str]]]:
    """Yield what is to be said: the place, how many cases it stands for, the words of the row."""
    firsts = {tuple(words[name][at] for name in clause.about): at for at in reversed(range(len(places)))}
    sheets: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    for at in sorted(firsts.values()):
        sheets[places[at][:-1]].append(at)
    for rows in sheets.values():
        many = len(rows) if len(rows) > MOST else 1
        for at in rows[: 1 if many > 1 else None]:
            yield places[at], many, {name: column[at] for name, column in words.items()}


def _words(column: pd.Series[Any], words: Mapping[str, str]) -> list[str]:
    """Return the cells as a person writes them; an empty cell is an empty text."""
    values = column.astype("object")
    return ["" if empty else _word(value, words) for value, empty in zip(values, values.isna(), strict=True)]


def _word(value: object, words: Mapping[str, str]) -> str:
    if isinstance(value, bool | np.bool_):
        return "да" if value else "нет"
    if isinstance(value, date):
        return value.strftime("%d.%m.%Y")
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".").replace(".", ",")
    return words.get(str(value), str(value))


def _sentence(rule: Rule, words: Mapping[str, str]) -> str:
    """Return what the rule says and asks to do; slots are put in as plain text, also dotted ones."""
    parts = Formatter().parse(f"{rule.says} {rule.do}".strip())
    return "".join(text + ((words[name] or UNKNOWN) if name else "") for text, name, _, _ in parts)


def _finding(clause: Clause, place: Place, words: Mapping[str, str], said: str, letters: Letters) -> Finding:
    rule, table = clause.rule, source_of(clause.rule.table)
    year, file, sheet, row = place
    file, sheet = ("" if pd.isna(name) else str(name) for name in (file, sheet))
    return Finding(
        rule=rule.id,
        severity=rule.severity,
        message=said,
        year=int(file.partition("/")[0] or year),
        file=file,
        sheet=sheet,
        cell=f"{letters[file, sheet, table].get(rule.at, 'A')}{row}" if file else "",
        table=table,
        column=rule.at,
        value=words[rule.at],
        about="·".join(words[name] for name in clause.about),
    )
