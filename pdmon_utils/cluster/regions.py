"""Figures of a country by partitions: a region of one regulation is counted by one worker, and the parts are joined.

Nothing is counted across regions, so the joined table is the one that this machine alone would make. Clean tables
travel, with persons as pseudonyms; raw files do not leave the machine.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from pdmon_utils.catalogue import Regulation
from pdmon_utils.cluster.crew import ClusterError, hired
from pdmon_utils.cluster.errand import Lost
from pdmon_utils.figures import KEY, Place, compute_sourced
from pdmon_utils.intake.tables import SOURCE_COLUMNS

Tables = Mapping[str, pd.DataFrame]
_Part = tuple[str, str]  # regulation and region


@dataclass(frozen=True, slots=True)
class Region:
    """The clean tables of the municipalities of one region and regulation."""

    tables: Tables
    places: list[Place]
    regulations: Mapping[str, Regulation]


def count(region: Region) -> pd.DataFrame:
    """Return the figures of a region as `figures.compute_sourced` gives them; runs on a worker."""
    return compute_sourced(region.tables, region.places, region.regulations)


def counted_on(
    address: str, tables: Tables, places: list[Place], regulations: Mapping[str, Regulation]
) -> pd.DataFrame:
    """Return what `figures.compute_sourced` returns, counted on a cluster; raises ClusterError."""
    parts: dict[_Part, list[Place]] = {}
    for place in places:
        if place.regulation in regulations:
            parts.setdefault((place.regulation, place.region_code), []).append(place)
    if not parts:
        return compute_sourced(tables, places, regulations)
    rows, own = _rows(tables, parts), {name: _needed(frame) for name, frame in tables.items()}

    def load(part: _Part) -> Region:
        held = {name: frame.take(rows[name].get(part, _NONE)).reset_index(drop=True) for name, frame in own.items()}
        return Region(held, parts[part], {part[0]: regulations[part[0]]})

    with hired(address) as crew:
        found = [_whole(answer) for _, answer in crew.each(count, deque(sorted(parts)), 0, load)]
    return pd.concat(found, ignore_index=True).sort_values(list(KEY), ignore_index=True)


_Rows = npt.NDArray[np.intp]
_NONE: _Rows = np.empty(0, dtype=np.intp)


def _rows(tables: Tables, parts: Mapping[_Part, list[Place]]) -> dict[str, dict[_Part, _Rows]]:
    """Return table → part → numbers of its rows, in their order."""
    number = {place.slug: at for at, held in enumerate(parts.values()) for place in held}
    known, found = list(parts), {}
    for name, frame in tables.items():
        codes = frame["municipality"].astype(str).map(number).fillna(-1).to_numpy(dtype=np.int64)
        order = np.argsort(codes, kind="stable")
        edges = np.searchsorted(codes[order], np.arange(len(known) + 1))
        found[name] = {part: order[edges[at] : edges[at + 1]] for at, part in enumerate(known)}
    return found


def _needed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.drop(columns=list(SOURCE_COLUMNS), errors="ignore")


def _whole(answer: pd.DataFrame | Lost) -> pd.DataFrame:
    if isinstance(answer, Lost):
        raise ClusterError(f"Показатели не посчитаны: {answer.words}. Прежние не изменены; повторите pdmon prepare.")
    return answer
