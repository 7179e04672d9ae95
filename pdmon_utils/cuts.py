"""Groups of a figure (rules 12, 20, 21): which group each counted row falls into, and the counts per unit and group.

Cuts are asked for municipalities and regions only, so a person key stands for one unit.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pdmon_utils.catalogue.model import AskedCut
from pdmon_utils.conditions import Mask
from pdmon_utils.measures import PERSONS, Cut, Having, Measure, Selection
from pdmon_utils.populations import Members
from pdmon_utils.registry import Codes
from pdmon_utils.tally import Fraction, Numbers, Tally, fraction

SCOPE = "municipality"


@dataclass(frozen=True, slots=True)
class Marks:
    """Counted rows with their group: `group` is a place in `labels`, -1 for none."""

    labels: pd.Index
    group: Codes
    tally: Tally


@dataclass(frozen=True, slots=True)
class Grouped:
    """Tallies whose rows carry the groups: of the numerator and of the denominator."""

    numerator: list[Tally]
    denominator: list[Tally]


def grouped(members: Members, measure: Measure, asked: AskedCut) -> pd.DataFrame:
    """Return unit, group, numerator, denominator (NaN unless divided `by`) for every group found."""
    parts = [_part(members, measure.verb, selection, asked.cut) for selection in measure.parts]
    numerator = _total([_counts(members, part.numerator, asked, base=False) for part in parts], "numerator")
    if not asked.by:
        return numerator.assign(denominator=np.nan)
    denominator = _total([_counts(members, part.denominator, asked, base=True) for part in parts], "denominator")
    both = numerator.merge(denominator, how="outer", on=["unit", "group"])
    return both.fillna({"numerator": 0.0, "denominator": 0.0})


def _total(counts: list[pd.DataFrame], name: str) -> pd.DataFrame:
    rows = pd.concat(counts, ignore_index=True)
    return rows.groupby(["unit", "group"], as_index=False)["value"].sum().rename(columns={"value": name})


def _part(members: Members, verb: str, selection: Selection, cut: Cut) -> Grouped:
    whole = fraction(members, selection, verb, SCOPE)
    if selection.persons:
        return Grouped(_organisations(members, selection, cut, whole.numerator), [])
    if selection.each != PERSONS:
        return Grouped([whole.numerator], [whole.denominator] if whole.denominator else [])
    return _persons(members, selection, cut, whole)


def _persons(members: Members, selection: Selection, cut: Cut, whole: Fraction) -> Grouped:
    base = whole.denominator or whole.numerator
    counted = base if cut.whole else whole.numerator
    evidence = _evidence(members, selection.having, cut, counted)
    if evidence:
        return Grouped(evidence, _evidence(members, selection.among_having, cut, base))
    return Grouped([_all_rows(members, selection, counted)], [_all_rows(members, selection, base)])


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
    registry, tallies = members.view.registry, []
    held = np.zeros(registry.organisations, dtype=bool)
    held[counted.thing] = True
    for table, mask in _evidence_masks(members, selection.having, cut):
        rows = np.flatnonzero(mask)
        places, organisation = members.spread(members.view.key(table, "person")[rows], selection.persons, "organisation")
        home = registry.organisation_municipality[organisation]
        tallies.append(Tally(table, rows[places], home, organisation).kept(held[organisation]))
    return tallies


def _counts(members: Members, tallies: list[Tally], asked: AskedCut, *, base: bool) -> pd.DataFrame:
    """Return unit, group, value: different things (or summed weights) per group, over all the tallies together."""
    marks = [_marked(members, tally, asked, base=base) for tally in tallies]
    if not marks:
        return _cells(pd.Index([], dtype=object), np.empty(0, np.int64), np.empty(0))
    labels = pd.Index(pd.unique(np.concatenate([mark.labels.to_numpy(dtype=object) for mark in marks])))
    group = np.concatenate([labels.get_indexer(mark.labels)[mark.group] for mark in marks])
    inside = np.concatenate([mark.group >= 0 for mark in marks])
    unit = np.concatenate([mark.tally.unit for mark in marks])[inside]
    cell = unit * len(labels) + group[inside]
    weights = [mark.tally.weight for mark in marks if mark.tally.weight is not None]
    if weights:
        return _cells(labels, *_summed(cell, np.concatenate(weights)[inside]))
    thing = np.concatenate([mark.tally.thing for mark in marks])[inside]
    step = int(thing.max(initial=0)) + 1
    return _cells(labels, *np.unique(pd.unique(cell * step + thing) // step, return_counts=True))


def _summed(cell: Codes, weight: Numbers) -> tuple[Codes, Numbers]:
    cells, place = np.unique(cell, return_inverse=True)
    return cells, np.round(np.bincount(place, weights=weight, minlength=len(cells)), 2)


def _cells(labels: pd.Index, cells: Codes, values: npt.NDArray[np.float64] | npt.NDArray[np.int64]) -> pd.DataFrame:
    size = max(len(labels), 1)
    group = pd.Series(labels.to_numpy(dtype=object)[cells % size], dtype=object)
    return pd.DataFrame({"unit": cells // size, "group": group, "value": values.astype(float)})


def _marked(members: Members, tally: Tally, asked: AskedCut, *, base: bool) -> Marks:
    if asked.cut.cross:
        return _crossed(members, tally, asked, base=base)
    if any(tally.table in group.when for group in asked.cut.groups.values()):
        return _by_condition(members, tally, asked, base=base)
    return _by_column(members, tally, asked)


def _by_condition(members: Members, tally: Tally, asked: AskedCut, *, base: bool) -> Marks:
    codes, rows, groups = list(asked.groups), [], []
    for place, code in enumerate(codes):
        group = asked.cut.groups[code]
        condition = (group.base if base and group.base else group.when).get(tally.table)
        if condition:
            chosen = np.flatnonzero(members.view.mask(tally.table, condition)[tally.row])
            rows.append(chosen)
            groups.append(np.full(len(chosen), place))
    return Marks(pd.Index(codes, dtype=object), np.concatenate(groups), tally.kept(np.concatenate(rows)))


def _codes(members: Members, tally: Tally, name: str) -> tuple[Codes, pd.Index]:
    column = members.view.column(tally.table, name)
    if isinstance(column.dtype, pd.CategoricalDtype):
        return column.cat.codes.to_numpy().astype(np.int64)[tally.row], column.cat.categories
    codes, labels = pd.factorize(column)
    return codes[tally.row], pd.Index(labels)


def _by_column(members: Members, tally: Tally, asked: AskedCut) -> Marks:
    cut = asked.cut
    group, labels = _codes(members, tally, cut.columns[tally.table])
    if cut.empty and tally.table == "staff":
        group, labels = _with_empty(group, labels, cut.empty, tally)
    if asked.open:
        return Marks(labels, group, tally)
    codes = pd.Index(list(asked.groups), dtype=object)
    rest = codes.get_indexer([cut.rest])[0] if cut.rest else -1
    places = np.append(codes.get_indexer(labels.astype(object)), -1)[group]
    return Marks(codes, np.where(places < 0, rest, places), tally)


def _with_empty(group: Codes, labels: pd.Index, empty: str, tally: Tally) -> tuple[Codes, pd.Index]:
    """Rule 12: «без предмета» is a person's group only if none of his rows has a subject."""
    known = labels if empty in labels else labels.append(pd.Index([empty]))
    none = known.get_loc(empty)
    filled = (group >= 0) & (group != none)
    if not tally.personal:
        return np.where(filled, group, none), known
    has_subject = np.zeros(int(tally.thing.max(initial=0)) + 1, dtype=bool)
    has_subject[tally.thing[filled]] = True
    return np.where(filled, group, np.where(has_subject[tally.thing], -1, none)), known


def _crossed(members: Members, tally: Tally, asked: AskedCut, *, base: bool) -> Marks:
    """Return the groups «first/second»; in the denominator only the first part decides."""
    first, second = asked.cut.cross or ("", "")
    rows, row_labels = _codes(members, tally, first)
    columns, column_labels = _codes(members, tally, second)
    codes = pd.Index(list(asked.groups), dtype=object)
    if not base:
        names = [f"{a}/{b}" for a in row_labels for b in column_labels]
        places = np.append(codes.get_indexer(names), -1)
        both = np.where((rows >= 0) & (columns >= 0), rows * len(column_labels) + columns, -1)
        return Marks(codes, places[both], tally)
    owners = row_labels.get_indexer([code.rpartition("/")[0] for code in codes])
    chosen = [np.flatnonzero(rows == owner) for owner in owners]
    group = np.repeat(np.arange(len(codes)), [len(c) for c in chosen])
    return Marks(codes, group, tally.kept(np.concatenate(chosen)))
