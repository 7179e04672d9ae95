"""Rules × assessment frame → conclusions, in order, after the analyst's edits."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

import numpy as np
import pandas as pd

from pdmon_utils.conclusions.conclusion import CRITERION, Conclusion, conclusion, fact_of, gathered, of_criterion
from pdmon_utils.conclusions.edits import HIDE, REWORD, Edits, Key
from pdmon_utils.conclusions.hits import Hit, Sight, cells_of, find, period_of
from pdmon_utils.conclusions.known import COUNTED
from pdmon_utils.conclusions.names import Names
from pdmon_utils.conclusions.rules import Rule
from pdmon_utils.conclusions.seen import criteria, seen
from pdmon_utils.conditions import Answers
from pdmon_utils.journal import Edit


@dataclass(frozen=True)
class Told:
    """All conclusions in order, and the analyst's edits on these indicators that fit none of them."""

    conclusions: tuple[Conclusion, ...]
    unmet: tuple[Edit, ...] = ()


def conclude(  # noqa: PLR0913  each is a thing of its own, all but four by name
    frame: pd.DataFrame,
    rules: Mapping[int, Rule],
    names: Names,
    year: int,
    *,
    titles: Mapping[str, str] | None = None,
    edits: Edits | None = None,
    ranked: bool = True,
) -> Told:
    """Return the conclusions on an assessment frame of one municipality (columns: `known.COLUMNS`).

    Criteria as a whole first (`titles`: code → title), then in the order of the asks and by number of the rule; the
    units of one rule and indicator are joined. `ranked=False`: organisations are not held against the municipality.
    """
    rows, wanted, decided = seen(frame, names, year), titles or {}, edits or Edits()
    sight = Sight(rows if ranked else rows.assign(side=rows["side"].mask(rows["scope"] == "organisation")))
    hits = [hit for rule in rules.values() for hit in find(sight, rule, names)]
    told = [*_of_criteria(rows, rules, wanted, names), *_of_rows(hits, names, decided)]
    keys = {*_keys(hits), *((said.rule.number, said.indicator, "") for said in told)}
    shown = _gathered([said for said in (_edited(said, decided) for said in told) if said])
    return Told(tuple(shown), decided.unmet(keys, {*names.asks, *wanted}))


def counted(frame: pd.DataFrame, titles: Mapping[str, str], names: Names, year: int) -> dict[str, int]:
    """Return the numbers of indicators by address, counted anew for whoever checks a page."""
    rows = criteria(seen(frame, names, year), titles, names).to_dict("records")
    return {fact_of(row["criterion"], names.place, year, name): int(row[name]) for row in rows for name in COUNTED}


def _of_criteria(
    rows: pd.DataFrame, rules: Mapping[int, Rule], titles: Mapping[str, str], names: Names
) -> list[Conclusion]:
    if not titles:
        return []
    counts = criteria(rows, titles, names)
    cells, answers = cells_of(counts), Answers(counts.__getitem__, period_of(counts))
    told = [
        of_criterion(rule, cells[place], titles[str(cells[place]["criterion"])], names.place)
        for rule in rules.values()
        if CRITERION in rule.levels
        for place in np.flatnonzero(rule.when.answered(answers))
    ]
    order = list(titles)
    return sorted(told, key=lambda said: order.index(said.indicator))


def _of_rows(hits: Sequence[Hit], names: Names, edits: Edits) -> Iterator[Conclusion]:
    """Yield a conclusion for each indicator, rule, level and cut; a reworded unit gets its own, a hidden one none."""
    place = {code: n for n, code in enumerate(names.asks)}

    def key(hit: Hit) -> tuple[int, int, tuple[str, str, str]]:
        return place[hit.row["indicator"]], hit.rule.number, hit.table

    for _, group in groupby(sorted(hits, key=key), key=key):
        decided = [(hit, _of_unit(hit, edits)) for hit in group]
        together = [hit for hit, edit in decided if edit is None]
        yield from [conclusion(together)] if together else []
        yield from (replace(conclusion([hit]), edit=edit) for hit, edit in decided if edit and edit.status == REWORD)


def _of_unit(hit: Hit, edits: Edits) -> Edit | None:
    """Return the edit that takes a unit out of its sentence: hidden or reworded by itself."""
    edit = edits.of(hit.rule.number, hit.row["indicator"], hit.unit, hit.name) if hit.unit else None
    return edit if edit and edit.status in (HIDE, REWORD) else None


def _edited(said: Conclusion, edits: Edits) -> Conclusion | None:
    """Return the conclusion with the edit on it as a whole; None where it is hidden."""
    edit = said.edit or edits.of(said.rule.number, said.indicator)
    return None if edit and edit.status == HIDE else replace(said, edit=edit)


def _keys(hits: Iterable[Hit]) -> Iterator[Key]:
    """Yield what an edit may call a conclusion: as a whole, or a unit by its code or its name."""
    for hit in hits:
        for unit in ("", hit.unit, hit.name):
            yield hit.rule.number, hit.row["indicator"], unit


def _gathered(told: Sequence[Conclusion]) -> Iterator[Conclusion]:
    """Yield the conclusions; what gathering rules say of the same units stands where it is said first."""
    alike: dict[tuple[int, str, tuple[str, ...]], list[Conclusion]] = {}
    for said in told:
        if said.rule.gathers and not said.edit:
            alike.setdefault((said.rule.number, said.level, said.units), []).append(said)
    firsts = {id(group[0]): group for group in alike.values()}
    gathers = {id(said) for group in alike.values() for said in group}
    for said in told:
        if id(said) not in gathers:
            yield said
        elif id(said) in firsts:
            yield gathered(firsts[id(said)])
