"""Organisations behind a figure: where those whom it counts work; a public one must rest on several."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pandas as pd

from pdmon_utils.measures import Selection
from pdmon_utils.populations import Members
from pdmon_utils.registry import Codes
from pdmon_utils.tally import Counts, Fraction, Tally, summed

Behind = tuple[Tally, Codes, str]  # what is counted, the group of each row, the population that it is counted in


def sources(members: Members, behind: Iterable[Behind], size: int) -> Counts:
    """Return the number of different organisations per cell, unit × `size` + group; what is of none is not there."""
    cells, homes = [np.empty(0, dtype=np.int64)], [np.empty(0, dtype=np.int64)]
    for tally, group, population in behind:
        places, home = _organisations(members, tally, population)
        cells.append((tally.unit * size + group)[places])
        homes.append(home)
    every = members.view.registry.organisations + 1
    different = pd.unique(np.concatenate(cells) * every + np.concatenate(homes))
    return summed(different // every)


def sources_of_totals(members: Members, selections: Sequence[Selection], parts: Sequence[Fraction]) -> Counts:
    """Return the number of organisations behind the denominator of each unit, or the numerator of what has none."""
    counted = [part.denominator or part.numerator for part in parts]
    nothing = [np.zeros(len(tally.unit), dtype=np.int64) for tally in counted]
    named = [selection.of for selection in selections]
    return sources(members, zip(counted, nothing, named, strict=True), 1)


def _organisations(members: Members, tally: Tally, population: str) -> tuple[Codes, Codes]:
    """Return (place in the rows of the tally, organisation): the row's own, else each that employs the row's person."""
    view = members.view
    persons, own = (view.registry.keys(kind).rows for kind in ("person", "organisation"))
    nobody, nowhere = np.full(len(tally.row), -1), np.empty(0, dtype=np.int64)
    employed = tally.table != "staff" and tally.table in persons
    person = view.key(tally.table, "person")[tally.row] if employed else nobody
    people = population if population and members.populations[population].table == "staff" else ""
    places, home = members.spread(person, people, "organisation") if employed else (nowhere, nowhere)
    alone = view.key(tally.table, "organisation")[tally.row] if tally.table in own else nobody
    named = np.flatnonzero((person < 0) & (alone >= 0))
    return np.concatenate([places, named]), np.concatenate([home, alone[named]])
