"""Handed-in figures («Готовые показатели»): what may be used of them, and what is wrong with the others."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import SHARES, Ask, AskedCut, Regulation
from pdmon_utils.errors import nearest
from pdmon_utils.fallback.parts import Answers, Parts, Unit, has_denominator, spread
from pdmon_utils.reading.findings import Finding, Place
from pdmon_utils.reading.folding import fold
from pdmon_utils.reading.statesheet import said_number
from pdmon_utils.schema import SCHEMA

TABLE = "aggregates"
_NOT_ADDED = ("list",)  # the same item may be on the lists of two organisations


@dataclass(frozen=True, slots=True)
class Handed:
    """One usable row: organisation ('' for the municipality), the ask, cut and group by code, both parts."""

    org_id: str
    ask: Ask
    breakdown: str
    group: str
    parts: Parts


def handed_in(frame: pd.DataFrame, regulation: Regulation) -> tuple[list[Handed], list[Finding]]:
    """Return the usable rows of `aggregates` of one municipality and year, and what is wrong with the others."""
    usable: list[Handed] = []
    said: list[Finding] = []
    lines: Iterable[Any] = frame.itertuples(index=False)
    for line in lines:
        row = _Row(line, regulation)
        handed = row.handed()
        usable += [handed] if handed else []
        said += row.said
    return usable, said


def handed_answers(slug: str, rows: Iterable[Handed], units: Mapping[str, Unit]) -> Answers:
    """Return the figures of the rows: the municipality's own row, else the sum of its organisations (not of lists)."""
    answers = Answers(slug)
    cells: dict[tuple[str, str, str], dict[str, Parts]] = defaultdict(dict)
    asks: dict[str, Ask] = {}
    for row in rows:
        asks[row.ask.id] = row.ask
        cells[row.ask.id, row.breakdown, row.group][row.org_id] = row.parts
    for (code, breakdown, group), parts in cells.items():
        ask, whole = asks[code], parts.pop("", None)
        found = spread(ask, slug, parts, units, whole)
        for (indicator, scope, unit, _, _), sums in found:
            if scope == "municipality" and whole is None and ask.kind in _NOT_ADDED:
                continue
            if not breakdown or scope == "municipality":
                answers.found[indicator, scope, unit, breakdown, group] = sums
    return answers


class _Row:
    """One row of the table being checked."""

    def __init__(self, line: Any, regulation: Regulation) -> None:  # noqa: ANN401  a row of a frame
        self.line = line
        self.regulation = regulation
        self.said: list[Finding] = []
        self.org, self.indicator, self.breakdown, self.group = (
            "" if pd.isna(word) else str(word).strip()
            for word in (line.org_id, line.indicator_id, line.breakdown, line.group)
        )

    def handed(self) -> Handed | None:
        """Return the row if it can be used."""
        ask = self.regulation.asks.get(self.indicator)
        if ask is None:
            guess = nearest(self.indicator, self.regulation.asks)
            self._say(
                "aggregates.indicator", "indicator_id", self.indicator, guess=guess, regulation=self.regulation.short
            )
            return None
        named = self._named(ask)
        parts = self._parts(ask)
        return Handed(self.org, ask, *named, parts) if named and parts else None

    def _named(self, ask: Ask) -> tuple[str, str] | None:
        """Return the codes of cut and group, ('', '') for the total; None for what the ask does not have."""
        if not self.breakdown and not self.group:
            return "", ""
        cuts = {word: cut for cut in ask.cuts for word in (fold(cut.cut.title), fold(cut.cut.name))}
        asked = cuts.get(fold(self.breakdown))
        if asked is None:
            known = [cut.cut.name for cut in ask.cuts]
            guess = nearest(self.breakdown, known)
            self._say("aggregates.breakdown", "breakdown", self.breakdown, guess=guess, known=", ".join(known) or "нет")
            return None
        group = _group(asked, self.group)
        if group is None:
            known = list(asked.groups or _dictionary(asked))
            guess = nearest(self.group, known)
            slots = {"guess": guess, "breakdown": asked.cut.name, "known": ", ".join(known)}
            self._say("aggregates.group", "group", self.group, **slots)
            return None
        return asked.cut.name, group

    def _parts(self, ask: Ask) -> Parts | None:
        numerator = float(self.line.numerator)
        denominator = math.nan if pd.isna(self.line.denominator) else float(self.line.denominator)
        slots = {"numerator": said_number(numerator), "denominator": said_number(denominator)}
        if numerator < 0 or denominator < 0:
            self._say("aggregates.negative", "numerator", slots["numerator"])
            return None
        if not has_denominator(ask):
            if not math.isnan(denominator):
                self._say("aggregates.needless", "denominator", slots["denominator"], **slots)
            return numerator, math.nan
        if math.isnan(denominator):
            self._say("aggregates.denominator", "denominator", "")
            return None
        if ask.kind in SHARES and numerator > denominator:
            self._say("aggregates.over", "numerator", slots["numerator"], **slots)
            return None
        return numerator, denominator

    def _say(self, rule: str, column: str, value: str, **slots: str) -> None:
        line = self.line
        file = str(line.source_file)
        place = Place(int(file.partition("/")[0]), file, str(line.source_sheet), TABLE)
        about = "·".join((self.org, str(line.year), self.indicator, self.breakdown, self.group))
        words = {"indicator": self.indicator, **slots}
        cell = f"A{line.source_row}"
        self.said.append(place.finding(rule, cell=cell, column=column, value=value, about=about, **words))


def _group(asked: AskedCut, said: str) -> str | None:
    """Return the code of a group said by code or in words; None for an unknown one."""
    known = asked.groups or _dictionary(asked)
    codes = {fold(word): code for code, words in known.items() for word in (words, code)}
    return codes.get(fold(said)) if codes else said or None


def _dictionary(asked: AskedCut) -> Mapping[str, str]:
    """Return the known groups of an open cut by code; empty where any text will do."""
    found: dict[str, str] = {asked.cut.empty: asked.cut.empty} if asked.cut.empty else {}
    for table, column in asked.cut.columns.items():
        if table in SCHEMA and column in SCHEMA[table].columns:
            found |= SCHEMA[table].columns[column].values
    return found
