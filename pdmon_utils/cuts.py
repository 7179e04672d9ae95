"""Groups of a figure (rules 12, 20, 21): which group each counted row falls into, and the counts per unit and group.

Cuts are asked for municipalities and regions only, so a person key stands for one unit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from pdmon_utils.catalogue.model import AskedCut
from pdmon_utils.cells import Mask
from pdmon_utils.measures import PERSONS, Cut, Having, Measure, Selection
from pdmon_utils.populations import Members
from pdmon_utils.registry import Codes
from pdmon_utils.sources import sources
from pdmon_utils.tally import Counts, Fraction, Tally, home_of, summed

SCOPE = "municipality"


@dataclass(frozen=True, slots=True)
class Grouped:
    """The codes of the groups; counts of numerator and denominator (None unless the cut divides `by`); `sources`.

    These are the organisations of whoever is counted: in the denominator, in the numerator of a cut that has none.
    """

    codes: tuple[str, ...]
    numerator: Counts
    denominator: Counts | None
    sources: Counts


@dataclass(frozen=True, slots=True)
class _Legend:
    """The places of group codes: those that are listed, or every one that is met; what is not listed goes to `rest`."""

    places: dict[str, int]
    open: bool
    rest: int

    def of(self, labels: Iterable[str]) -> Codes:
        """Return the place of each label and, behind them, of an empty cell; -1 for none."""
        if self.open:
            return np.array([*(self.places.setdefault(label, len(self.places)) for label in labels), -1])
        return np.array([*(self.places.get(label, self.rest) for label in labels), self.rest])


def _legend(asked: AskedCut) -> _Legend:
    places = {code: place for place, code in enumerate(asked.groups)}
    return _Legend(places, asked.open, places.get(asked.cut.rest, -1))


@dataclass(frozen=True, slots=True)
class _Marks:
    """Counted rows with the place of their group, -1 for none."""

    group: Codes
    tally: Tally

    def inside(self) -> _Marks:
        """Return only the rows that are in a group."""
        chosen = np.flatnonzero(self.group >= 0)
        return _Marks(self.group[chosen], self.tally.kept(chosen))


@dataclass(frozen=True, slots=True)
class _Part:
    """Tallies whose rows carry the groups: of the numerator and of the denominator."""

    numerator: list[Tally]
    denominator: list[Tally] = field(default_factory=list)


def grouped(members: Members, measure: Measure, fractions: Sequence[Fraction], asked: AskedCut) -> Grouped:
    """Return the counts per municipality and group; `fractions` are those of the measure's parts as a whole."""
    legend = _legend(asked)
    parts = [_part(members, part, asked.cut, whole) for part, whole in zip(measure.parts, fractions, strict=True)]
    above = [[_marked(members, t, asked, legend, base=False) for t in part.numerator] for part in parts]
    below = [[_marked(members, t, asked, legend, base=True) for t in part.denominator] for part in parts if asked.by]
    size = max(len(legend.places), 1)
    counted = below if asked.by else above
    behind = [
        (marks.tally, marks.group, part.of)
        for part, marked in zip(measure.parts, counted, strict=True)
        for marks in (each.inside() for each in marked)
    ]
    numerator, denominator = _total(above, size), _total(below, size) if asked.by else None
    return Grouped(tuple(legend.places), numerator, denominator, sources(members, behind, size))


def _total(parts: list[list[_Marks]], size: int) -> Counts:
    """Return the sum of the counts of the parts."""
    counts = [_counts([marks.inside() for marks in part], size) for part in parts if part]
    cells = np.concatenate([np.empty(0, dtype=np.int64), *(count.cells for count in counts)])
    return summed(cells, np.concatenate([np.empty(0), *(count.values for count in counts)]))


def _counts(marks: list[_Marks], size: int) -> Counts:
    """Return per cell the number of different things, or the sum of weights, over all the tallies together."""
    group, unit = (np.concatenate(c) for c in zip(*((m.group, m.tally.unit) for m in marks), strict=True))
    things = [m.tally.thing for m in marks if m.tally.thing is not None]
    weights = [m.tally.weight for m in marks if m.tally.weight is not None]
    if weights or not things:
        return summed(unit * size + group, np.concatenate(weights) if weights else None)
    thing = np.concatenate(things)
    once = pd.unique(thing * size + group)
    return summed(home_of(thing, unit)[once // size] * size + once % size)


def _part(members: Members, selection: Selection, cut: Cut, whole: Fraction) -> _Part:
    if selection.persons:
        return _Part(_organisations(members, selection, cut, whole.numerator))
    if selection.each != PERSONS:
        return _Part([whole.numerator], [whole.denominator] if whole.denominator else [])
    base = whole.denominator or whole.numerator
    counted = base if cut.whole else whole.numerator
    evidence = _evidence(members, selection.having, cut, counted)
    if evidence:
        return _Part(evidence, _evidence(members, selection.among_having, cut, base))
    return _Part([_all_rows(members, selection, counted)], [_all_rows(members, selection, base)])


def _all_rows(members: Members, selection: Selection, tally: Tally) -> Tally:
    """Return all rows of the population that belong to the counted persons: one counts in each of his groups."""
    person = members.view.key("staff", "person")
    rows = np.flatnonzero(members.rows(selection.of) & _flags(members, tally)[person])
    return Tally("staff", rows, members.units("staff", SCOPE)[rows], person[rows], personal=True)


def _flags(members: Members, tally: Tally) -> Mask:
    mask = np.zeros(len(members.view.frame(tally.table)), dtype=bool)
    mask[tally.row] = True
    return members.persons(mask, tally.table)


def _evidence(members: Members, having: Having | None, cut: Cut, counted: Tally) -> list[Tally]:
    """Return the rows of the fact tables that the cut reads: those of counted persons that meet the condition."""
    flags, tallies = _flags(members, counted), []
    for table, mask in _evidence_masks(members, having, cut):
        person, home = members.view.key(table, "person"), members.view.key(table, "municipality")
        rows = np.flatnonzero(flags[person] & mask)
        tallies.append(Tally(table, rows, home[rows], person[rows]))
    return tallies


def _evidence_masks(members: Members, having: Having | None, cut: Cut) -> list[tuple[str, Mask]]:
    tables = {*cut.columns, *(table for group in cut.groups.values() for table in group.when)}
    pieces = [piece for piece in (having.evidence if having else ()) if piece.table in tables]
    if cut.whole:
        return [(table, np.ones(len(members.view.frame(table)), dtype=bool)) for table in {p.table for p in pieces}]
    return [(piece.table, members.view.mask(piece.table, piece.condition)) for piece in pieces]


def _organisations(members: Members, selection: Selection, cut: Cut, counted: Tally) -> list[Tally]:
    """Return the evidence of persons as evidence of the counted organisations that employ them."""
    view, tallies = members.view, []
    home = view.registry.keys("organisation").municipality
    held = np.zeros(view.registry.organisations, dtype=bool)
    held[counted.thing] = True
    for table, mask in _evidence_masks(members, selection.having, cut):
        rows = np.flatnonzero(mask)
        places, organisation = members.spread(view.key(table, "person")[rows], selection.persons, "organisation")
        tallies.append(Tally(table, rows[places], home[organisation], organisation).kept(held[organisation]))
    return tallies


def _marked(members: Members, tally: Tally, asked: AskedCut, legend: _Legend, *, base: bool) -> _Marks:
    if asked.cut.cross:
        return _crossed(members, tally, asked.cut.cross, legend, base=base)
    if any(tally.table in group.when for group in asked.cut.groups.values()):
        return _by_condition(members, tally, asked, base=base)
    return _by_column(members, tally, asked.cut, legend)


def _by_condition(members: Members, tally: Tally, asked: AskedCut, *, base: bool) -> _Marks:
    rows, groups = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for place, code in enumerate(asked.groups):
        group = asked.cut.groups[code]
        condition = (group.base if base and group.base else group.when).get(tally.table)
        if condition:
            chosen = np.flatnonzero(members.view.mask(tally.table, condition)[tally.row])
            rows.append(chosen)
            groups.append(np.full(len(chosen), place))
    return _Marks(np.concatenate(groups), tally.kept(np.concatenate(rows)))


def _by_column(members: Members, tally: Tally, cut: Cut, legend: _Legend) -> _Marks:
    codes, labels = members.view.codes(tally.table, cut.columns[tally.table])
    group = legend.of(labels)[codes[tally.row]]
    if cut.empty and tally.table == "staff":
        named = np.append(labels != cut.empty, [False])[codes[tally.row]]
        return _with_empty(_Marks(group, tally), named, legend.of([cut.empty])[0])
    return _Marks(group, tally)


def _with_empty(marks: _Marks, named: Mask, empty: int) -> _Marks:
    """Rule 12: «без предмета» is a person's group only if none of his rows names a subject."""
    tally = marks.tally
    if not tally.personal or tally.thing is None:
        return _Marks(np.where(named, marks.group, empty), tally)
    has_subject = np.zeros(int(tally.thing.max(initial=0)) + 1, dtype=bool)
    has_subject[tally.thing[named]] = True
    return _Marks(np.where(named, marks.group, np.where(has_subject[tally.thing], -1, empty)), tally)


def _crossed(members: Members, tally: Tally, cross: tuple[str, str], legend: _Legend, *, base: bool) -> _Marks:
    """Return the groups «first/second»; in the denominator only the first part decides."""
    rows, row_labels = members.view.codes(tally.table, cross[0])
    columns, column_labels = members.view.codes(tally.table, cross[1])
    if not base:
        places = legend.of(f"{a}/{b}" for a in row_labels for b in column_labels)
        both = np.where((rows >= 0) & (columns >= 0), rows * len(column_labels) + columns, -1)
        return _Marks(places[both[tally.row]], tally)
    owners = row_labels.get_indexer(pd.Index([code.rpartition("/")[0] for code in legend.places]))
    chosen = [np.flatnonzero(rows[tally.row] == owner) for owner in owners]
    group = np.repeat(np.arange(len(owners)), [len(c) for c in chosen])
    return _Marks(group, tally.kept(np.concatenate(chosen)))
