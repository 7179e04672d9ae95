"""Practices of the bank matched to weak indicators of the same criterion, for several groups of addressees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import groupby
from pathlib import Path

import pandas as pd

from pdmon_utils.catalogue import Regulation
from pdmon_utils.conclusions import Names, Slots
from pdmon_utils.conclusions.hits import Sight
from pdmon_utils.conclusions.written import Row
from pdmon_utils.errors import CatalogueError
from pdmon_utils.measures import refuse_unknown
from pdmon_utils.recommendations.known import ADDRESSEES, WHERE
from pdmon_utils.recommendations.recommend import direction_of
from pdmon_utils.recommendations.recommendation import Recommendation, key_of
from pdmon_utils.recommendations.rules import load_rules
from pdmon_utils.recommendations.signs import signed
from pdmon_utils.recommendations.telling import criterion_of, ground
from pdmon_utils.words import SLOT, Name, Sentence, Slot, say, sentence
from pdmon_utils.yamls import read_yaml

MOST = 3  # practices that one recommendation names: the newest
MILD = ("partial", "within")  # signs that count only where the criterion has no graver one
PRACTICE = "practice"  # the theme of these recommendations
ABSENT = "absent"  # of what was not handed in nobody knows whether it is weak
HINTS = ("exchange", "motivation")  # directions of measures that a practice serves first


@dataclass(frozen=True, slots=True)
class Practice:
    """One practice of the bank; `source` is the organisation that may be named, empty where it may not."""

    title: str
    source: str = ""


@dataclass(frozen=True)
class Matched:
    """Recommendations on practices, and the criteria with weak indicators for which the bank has none."""

    recommendations: tuple[Recommendation, ...]
    without: tuple[str, ...]


@lru_cache(maxsize=1)
def texts() -> Mapping[str, tuple[int, str]]:
    """Return addressee → number and text of `practices.yml`; raises CatalogueError for what is unknown."""
    said = read_yaml(Path(__file__).parent / "practices.yml")
    refuse_unknown(said, tuple(ADDRESSEES), "practices.yml")
    for code, held in said.items():
        refuse_unknown(held, ("number", "text"), f"practices.yml, «{code}»", needed=("number", "text"))
        if SLOT.findall(held["text"]) != ["practices"]:
            raise CatalogueError(f"practices.yml, «{code}»: в тексте нужен один слот {{practices}}.")
    return {code: (int(held["number"]), held["text"]) for code, held in said.items()}


def bank(practices: pd.DataFrame, end: pd.Timestamp, names: Mapping[str, str]) -> dict[str, list[Practice]]:
    """Return criterion → practices of the bank up to a day, the newest first, each title once.

    `names` are the organisations that may be named as a source; of other ones nothing is said.
    """
    held = practices[practices["in_bank"].fillna(value=False).astype(bool) & (practices["date"] <= end)]
    held = held[held["criterion"].notna()].sort_values(["date", "title"], ascending=[False, True])
    found: dict[str, list[Practice]] = {}
    for row in held.drop_duplicates(["criterion", "title"]).itertuples(index=False):
        found.setdefault(str(row.criterion), []).append(Practice(str(row.title), names.get(str(row.org_id), "")))
    return found


def match(
    frame: pd.DataFrame, names: Names, year: int, regulation: Regulation, held: Mapping[str, Sequence[Practice]]
) -> Matched:
    """Return the practices of the bank (`bank`) for each criterion in which a total of the frame is weak."""
    rows = signed(frame, names, year)
    weak = rows[(rows["level"] == "general") & rows["sign"].notna() & (rows["sign"] != ABSENT)]
    hits = sorted((Row(cells, names) for cells in Sight(weak).cells), key=criterion_of)
    groups = {criterion: list(group) for criterion, group in groupby(hits, key=criterion_of)}
    made = [r for code, group in groups.items() for r in _said(group, held.get(code, ()), regulation)]
    return Matched(tuple(sorted(made, key=lambda r: r.rule)), tuple(code for code in groups if not held.get(code)))


def _said(weak: Sequence[Row], practices: Sequence[Practice], regulation: Regulation) -> Iterator[Recommendation]:
    """Yield a recommendation for each addressee that the regulation knows; nothing without a practice."""
    if not practices:
        return
    chosen = [row for row in weak if row["sign"] not in MILD] or list(weak)
    model = _model(chosen, regulation)
    slots = {"practices": _named(practices[:MOST])}
    for code, (number, text) in texts().items():
        if code in regulation.audiences or not regulation.audiences:
            key = key_of(number, code, model.indicator)
            yield replace(model, key=key, rule=number, addressee=code, sentence=say(text, slots))


def _model(weak: Sequence[Row], regulation: Regulation) -> Recommendation:
    first, criterion = weak[0], criterion_of(weak[0])
    return Recommendation(
        key="",
        rule=0,
        addressee="",
        level="general",
        criterion=criterion,
        indicator=str(first["indicator"]),
        sentence=sentence(),
        because=tuple(ground(row, Slots(row, {WHERE: sentence()}), load_rules()) for row in weak),
        direction=direction_of(HINTS, criterion, regulation),
        sign=str(first["sign"]),
        theme=PRACTICE,
    )


def _named(practices: Sequence[Practice]) -> Sentence:
    """Return «Школа эксперта» (СОШ № 3); «…»: the source only where it may be named."""
    parts: list[Slot] = []
    for practice in practices:
        source: list[Slot] = [" (", Name(practice.source), ")"] if practice.source else []
        parts += ["; ", "«", Name(practice.title), "»", *source]
    return sentence(*parts[1:])
