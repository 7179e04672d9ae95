"""Figures as a public page may show them."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from typing import Final, NewType

import numpy as np
import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.disclosure.behind import organisations_behind
from pdmon_utils.disclosure.cells import Cells, cells_of
from pdmon_utils.disclosure.choose import to_hide
from pdmon_utils.disclosure.published import Seen, seen_before
from pdmon_utils.disclosure.relations import sums_of, tangled
from pdmon_utils.disclosure.suppress import exposed

Protected = NewType("Protected", pd.DataFrame)  # figures that may be shown to the audience of a page
PUBLIC_SCOPES: Final = ("municipality", "region")
_PARTS: Final = ("numerator", "denominator", "value")


def for_all(figures: pd.DataFrame) -> Protected:
    """Return the figures as an internal page shows them: everything, nothing withheld."""
    return Protected(figures.assign(withheld=False))


@dataclass(frozen=True, slots=True)
class Beside:
    """What has to be known beside the figures themselves.

    `sources`: organisations behind the figures (`Workspace.sources`); a group that is not in it is withheld. `history`:
    what earlier versions published (`store.PUBLISHED_COLUMNS`). `confirmed`: the municipalities that have confirmed the
    legal basis on which schools publish facts of their staff, so class «open» has no threshold there.
    """

    sources: pd.DataFrame
    history: pd.DataFrame | None = None
    confirmed: Collection[str] = ()


def for_public(figures: pd.DataFrame, asks: Mapping[str, Ask], beside: Beside) -> Protected:
    """Return the figures a public page may show: of municipalities and one region, what points at few people emptied.

    Emptied rows keep their keys, have no numbers and `withheld` true; other columns are the same as given.
    """
    shown, cells, seen = _seen(figures, asks, beside)
    hidden = to_hide(shown, sums_of(shown, asks, cells), cells, seen, tangled(shown, asks))
    emptied = {part: shown[part].mask(hidden) for part in _PARTS}
    return Protected(shown.assign(**emptied, withheld=hidden))


def worked_out(figures: pd.DataFrame, asks: Mapping[str, Ask], public: pd.DataFrame, beside: Beside) -> pd.DataFrame:
    """Return the rows of `public` (as `for_public` gave them) that a reader of all of them works out all the same.

    `figures` are the true ones, of the same municipalities and region. None is what must come out.
    """
    shown, cells, _ = _seen(figures, asks, beside)
    hidden = public["withheld"].to_numpy(dtype=bool)
    told = np.flatnonzero(cells.primary & ~hidden).tolist()
    kept = np.flatnonzero(cells.primary & hidden).tolist()
    return public.iloc[sorted({*told, *exposed(cells, hidden, sums_of(shown, asks, cells), kept)})]


def _seen(figures: pd.DataFrame, asks: Mapping[str, Ask], beside: Beside) -> tuple[pd.DataFrame, Cells, Seen]:
    """Return the rows of public scopes, their cells and what was seen of them; what moved by few must be hidden too."""
    shown = figures[figures["scope"].isin(PUBLIC_SCOPES)].reset_index(drop=True)
    cells = cells_of(shown, asks, organisations_behind(figures, shown, beside.sources), beside.confirmed)
    seen = seen_before(shown, asks, beside.history)
    return shown, replace(cells, primary=cells.primary | (seen.moved(cells) & cells.about_people)), seen
