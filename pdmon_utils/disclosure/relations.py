"""What a reader can add up: groups of a cut and the total, sides of a crossed cut, municipalities and the region."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.disclosure.cells import Cells

Key = tuple[object, ...]
_LEAST = 1e-9


@dataclass(frozen=True, slots=True)
class Sum:
    """`parts` (places of cells) and a rest of `rest` people that no cell shows add up to the cell `total`.

    `of` names a number of the total: «inside» its numerator, «base» its denominator.
    """

    parts: tuple[int, ...]
    total: int
    rest: float
    of: str = "inside"


def sums_of(figures: pd.DataFrame, asks: Mapping[str, Ask], cells: Cells) -> list[Sum]:
    """Return the sums by which a reader could work a hidden number out; groups that overlap add up to nothing."""
    rows = figures[["municipality", "year", "indicator", "scope", "unit", "breakdown", "group"]]
    place = {key: at for at, key in enumerate(rows.itertuples(index=False, name=None))}
    told = [*_cuts(place), *_crossed(place, asks), *_regions(place)]
    return [made for parts, total, of in told if (made := _sum(parts, total, of, cells))]


Told = tuple[tuple[int, ...], int, str]


def _sum(parts: tuple[int, ...], total: int, of: str, cells: Cells) -> Sum | None:
    """Return the sum when the cells are about people and do not overlap; the rest is what the total has beside them."""
    whole = (cells.inside if of == "inside" else cells.base)[total]
    rest = whole - cells.inside[list(parts)].sum()
    return Sum(parts, total, float(rest), of) if not np.isnan(rest) and rest > -_LEAST else None


def _cuts(place: Mapping[Key, int]) -> Iterator[Told]:
    """Yield the groups of each cut with the total of their indicator."""
    groups: dict[Key, list[int]] = defaultdict(list)
    for key, at in place.items():
        if key[-2] != "":
            groups[key[:-1]].append(at)
    for cut, parts in groups.items():
        total = place.get((*cut[:-1], "", ""))
        if total is not None:
            yield tuple(parts), total, "inside"


def _crossed(place: Mapping[Key, int], asks: Mapping[str, Ask]) -> Iterator[Told]:
    """Yield the cells of a crossed cut by each of its sides: the first is the base of its cells, the second a cut."""
    sides: dict[tuple[Key, int, str], list[int]] = defaultdict(list)
    for key, at in place.items():
        if _is_crossed(asks, str(key[2]), str(key[-2])):
            for side, name in enumerate(str(key[-1]).split("/", 1)):
                sides[key[:-1], side, name].append(at)
    for (cut, side, name), parts in sides.items():
        if side == 0:
            yield tuple(parts), parts[0], "base"
        for sister in _sisters(asks, str(cut[2]), str(cut[-1]), side):
            total = place.get((*cut[:-1], sister, name))
            if total is not None:
                yield tuple(parts), total, "inside"


def _is_crossed(asks: Mapping[str, Ask], indicator: str, breakdown: str) -> bool:
    return any(c.cut.name == breakdown and c.cut.cross for c in asks[indicator].cuts) if indicator in asks else False


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
