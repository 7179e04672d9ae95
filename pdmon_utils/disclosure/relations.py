"""What a reader can add up or compare: groups and total, sides of a crossed cut, asks of the same people, a region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

import numpy as np
import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.catalogue.model import AskedCut
from pdmon_utils.conditions import Period, parse_condition
from pdmon_utils.disclosure.cells import Cells, Flags
from pdmon_utils.disclosure.nested import nested

Key = tuple[object, ...]
_LEAST = 1e-9
_ANY_TIME = Period(1, date.min, date.max)


@dataclass(frozen=True, slots=True)
class Sum:
    """`parts` (places of cells) and a rest of `rest` people that no cell shows add up to the cell `total`.

    `of` names a number of the total: «inside» its numerator, «base» its denominator. A rest below zero: so many people
    are in several parts; nobody of them is outside the total. `loose`: a reader knows only that the parts are no more
    than the total, though nothing may be left beside them.
    """

    parts: tuple[int, ...]
    total: int
    rest: float
    of: str = "inside"
    loose: bool = False


def sums_of(figures: pd.DataFrame, asks: Mapping[str, Ask], cells: Cells) -> list[Sum]:
    """Return the sums by which a reader could work a hidden number out, or narrow it."""
    rows = figures[["municipality", "year", "indicator", "scope", "unit", "breakdown", "group"]]
    place = {key: at for at, key in enumerate(rows.itertuples(index=False, name=None))}
    told = [*_cuts(place, asks), *_regions(place)]
    whole = _whole(place, cells)
    sums = [_sum(parts, total, of, cells) for parts, total, of in told]
    sums += [_loose(_sum(*side, cells), whole=whole[side[0][0]]) for side in _crossed(place, asks)]
    sums += [_loose(_sum(*pair, cells), whole=False) for pair in _nested(place, asks)]
    return [made for made in sums if made]


def _loose(made: Sum | None, *, whole: bool) -> Sum | None:
    """Return the sum whose reader cannot know that nothing is left, where the parts are not the whole."""
    return made if whole or made is None or made.rest < -_LEAST or made.of == "base" else replace(made, loose=True)


def _whole(place: Mapping[Key, int], cells: Cells) -> dict[int, bool]:
    """Return for each group whether the cells of its cut together are all its people: nobody lacks an answer."""
    held: dict[Key, list[int]] = defaultdict(list)
    for key, at in place.items():
        held[key[:-1]].append(at)
    totals = {cut: place.get((*cut[:-1], "", "")) for cut in held}
    return {
        at: total is not None and abs(cells.inside[parts].sum() - cells.base[total]) < _LEAST
        for cut, parts in held.items()
        for total in [totals[cut]]
        for at in parts
    }


Told = tuple[tuple[int, ...], int, str]


def _sum(parts: tuple[int, ...], total: int, of: str, cells: Cells) -> Sum | None:
    """Return the sum when the cells are about people; the rest is what the total has beside them.

    None where the parts are more than the total and one of them is not a part of it at all.
    """
    whole = (cells.inside if of == "inside" else cells.base)[total]
    inside = cells.inside[list(parts)]
    rest = whole - inside.sum()
    if np.isnan(rest) or (rest < -_LEAST and inside.max() > whole + _LEAST):
        return None
    return Sum(parts, total, float(rest), of)


def _cuts(place: Mapping[Key, int], asks: Mapping[str, Ask]) -> Iterator[Told]:
    """Yield the groups of each cut with the total of their indicator.

    Groups of a whole population have the denominator for their total; those that the numerator names, the numerator.
    """
    groups: dict[Key, list[Key]] = defaultdict(list)
    for key in place:
        if key[-2] != "":
            groups[key[:-1]].append(key)
    for cut, keys in groups.items():
        total = place.get((*cut[:-1], "", ""))
        if total is None:
            continue
        parts, asked = tuple(place[key] for key in keys), _asked(asks, str(cut[2]), str(cut[-1]))
        whole = asked is not None and asked.cut.whole
        yield parts, total, "base" if whole else "inside"
        if whole and (named := tuple(place[key] for key in keys if _counted(asks[str(cut[2])], str(key[-1])))):
            yield named, total, "inside"


def tangled(figures: pd.DataFrame, asks: Mapping[str, Ask]) -> Flags:
    """Return the groups with conditions of their own out of a whole population: «either of two» beside the two.

    A total that is both of them stands beside it, so any three tell the fourth.
    """
    pairs = {pair: _asked(asks, *pair) for pair in zip(figures["indicator"], figures["breakdown"], strict=True)}
    held = {pair for pair, asked in pairs.items() if asked and asked.cut.whole and asked.cut.groups}
    return np.array([pair in held for pair in zip(figures["indicator"], figures["breakdown"], strict=True)], dtype=bool)


def _asked(asks: Mapping[str, Ask], indicator: str, breakdown: str) -> AskedCut | None:
    return next((c for c in asks[indicator].cuts if c.cut.name == breakdown), None) if indicator in asks else None


def _counted(ask: Ask, group: str) -> bool:
    """Return True when the numerator is those of some values of the very column of the cut, and this is one of them."""
    where = ask.measure.main.where
    return where is not None and _one_column(where.text) in _divided(ask) and _fits(where.text, group)


def _divided(ask: Ask) -> set[str]:
    """Return the columns by whose values a whole population is divided."""
    return {name for asked in ask.cuts for name in (*asked.cut.columns.values(), *(asked.cut.cross or ())[1:])}


@cache
def _one_column(text: str) -> str:
    """Return the column that a condition is about, nothing where it is about several."""
    columns = parse_condition(text).columns
    return next(iter(columns)) if len(columns) == 1 else ""


@cache
def _fits(text: str, group: str) -> bool:
    return bool(parse_condition(text).mask(lambda _: pd.Series([group.rpartition("/")[2]]), _ANY_TIME)[0])


def _nested(place: Mapping[Key, int], asks: Mapping[str, Ask]) -> Iterator[Told]:
    """Yield each figure whose people are all counted in another one as a part of it: totals, groups of equal cuts."""
    wider: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
    for inner, outer, cuts in nested({code: asks[code] for code in {str(key[2]) for key in place} if code in asks}):
        wider[inner].append((outer, cuts))
    for key, at in place.items():
        for outer, cuts in wider.get(str(key[2]), ()):
            total = place.get((*key[:2], outer, *key[3:]))
            if total is not None and (key[-2] == "" or key[-2] in cuts):
                yield (at,), total, "inside"


def _crossed(place: Mapping[Key, int], asks: Mapping[str, Ask]) -> Iterator[Told]:
    """Yield the cells of a crossed cut by each of its sides: the first is the base of its cells, the second a cut."""
    sides: dict[tuple[Key, int, str], list[int]] = defaultdict(list)
    for key, at in place.items():
        if (asked := _asked(asks, str(key[2]), str(key[-2]))) and asked.cut.cross:
            for side, name in enumerate(str(key[-1]).split("/", 1)):
                sides[key[:-1], side, name].append(at)
    for (cut, side, name), parts in sides.items():
        if side == 0:
            yield tuple(parts), parts[0], "base"
        for sister in _sisters(asks, str(cut[2]), str(cut[-1]), side):
            total = place.get((*cut[:-1], sister, name))
            if total is not None:
                yield tuple(parts), total, "inside"


def _sisters(asks: Mapping[str, Ask], indicator: str, breakdown: str, side: int) -> list[str]:
    """Return the cuts of the indicator by the column that is one side of the crossed one."""
    (crossed,) = (c.cut.cross for c in asks[indicator].cuts if c.cut.name == breakdown and c.cut.cross)
    return [c.cut.name for c in asks[indicator].cuts if crossed[side] in c.cut.columns.values()]


def _regions(place: Mapping[Key, int]) -> Iterator[Told]:
    """Yield the municipalities of each figure with the region's."""
    parts: dict[Key, list[int]] = defaultdict(list)
    totals: dict[Key, int] = {}
    for key, at in place.items():
        _, year, indicator, scope, _, breakdown, group = key
        if scope == "municipality":
            parts[year, indicator, breakdown, group].append(at)
        elif scope == "region":
            totals[year, indicator, breakdown, group] = at
    yield from ((tuple(parts[key]), total, "inside") for key, total in totals.items() if parts[key])
