"""Hidden groups of a cut as one row: the total without the shown groups, which every reader can subtract himself.

Numbers are taken from public figures alone, so a joined row says nothing new; the true ones only decide whether the
groups divide their total, and whether so many people and organisations stand behind them that the sum may be written.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd

from pdmon_utils.blocks import COLUMNS, KEY
from pdmon_utils.catalogue import Ask
from pdmon_utils.disclosure.behind import organisations_behind
from pdmon_utils.disclosure.cells import CUT, Cells, Numbers, cells_of
from pdmon_utils.disclosure.classes import FEW_SOURCES
from pdmon_utils.disclosure.protect import PUBLIC_SCOPES, Beside, Protected
from pdmon_utils.measures import Cut

JOINED: Final = "_joined"  # the code of the group in addresses
MEMBERS: Final = "members"
_KINDS: Final = frozenset(("share", "count", "mean", "distribution"))  # a group of these is a number of people
_PARTS: Final = ("numerator", "denominator", "value")
_NEARLY: Final = 1e-6


@dataclass(frozen=True, slots=True)
class _Rows:
    """The public and the true numbers of the groups of one cut and, at `total`, of their total; who stands behind.

    `whole`: the groups divide the whole population, not only the numerator.
    """

    whole: bool
    public: pd.DataFrame
    true: pd.DataFrame
    total: int
    sources: Numbers
    few: int

    @property
    def groups(self) -> pd.DataFrame:
        """The true groups."""
        return self.true.drop(index=self.total)

    @property
    def hidden(self) -> list[int]:
        """Where the hidden groups lie."""
        return [int(at) for at in self.groups.index[self.public.loc[self.groups.index, "withheld"]]]


def joined(figures: pd.DataFrame, asks: Mapping[str, Ask], public: pd.DataFrame, beside: Beside) -> Protected:
    """Return a row for each cut of `public` (as `for_public` gave it) whose hidden groups may be told together.

    `figures` are the true ones. Rows have the contract's columns with the group JOINED, `withheld` False and MEMBERS:
    the codes of the groups. There are two of them or more, beside a shown one; the total is shown, and its groups
    divide it without rest or overlap.
    """
    found = _found(figures, asks, public, beside) if public["withheld"].any() else []
    frame = pd.DataFrame(found, columns=[*COLUMNS, "withheld", MEMBERS])
    return Protected(frame.astype({"year": int, **dict.fromkeys(_PARTS, float), "withheld": bool}))


def _found(
    figures: pd.DataFrame, asks: Mapping[str, Ask], public: pd.DataFrame, beside: Beside
) -> list[dict[str, object]]:
    true = figures[figures["scope"].isin(PUBLIC_SCOPES)].reset_index(drop=True)
    sources = organisations_behind(figures, true, beside.sources)
    cells = cells_of(true, asks, sources, beside.confirmed)
    return [row for rows in _cuts(true, asks, public, cells, sources) if (row := _row(rows, asks))]


def _cuts(
    true: pd.DataFrame, asks: Mapping[str, Ask], public: pd.DataFrame, cells: Cells, sources: Numbers
) -> Iterator[_Rows]:
    """Yield the cuts of which some groups are hidden and the total is shown."""
    totals = {key: at for at, key in zip(true.index, true[CUT].itertuples(index=False, name=None), strict=True)}
    several = public["withheld"] & (public["breakdown"] != "")
    touched = several.groupby([public[name] for name in CUT]).transform("any")
    for key, groups in true[touched].groupby(CUT, sort=True):
        ask, total = asks.get(str(key[2])), totals.get((*key[:-1], ""))
        cut = _cut(ask, str(key[-1]))
        if (
            ask is None
            or ask.kind not in _KINDS
            or (cut and cut.cross)
            or total is None
            or public.at[total, "withheld"]
        ):
            continue
        at = [total, *groups.index]
        yield _Rows(
            cut is not None and cut.whole, public.loc[at], true.loc[at], total, sources, int(cells.few[at].max())
        )


def _cut(ask: Ask | None, breakdown: str) -> Cut | None:
    """Return the cut of this name, None where the regulation asks for none."""
    return next((asked.cut for asked in (ask.cuts if ask else ()) if asked.cut.name == breakdown), None)


def _row(rows: _Rows, asks: Mapping[str, Ask]) -> dict[str, object] | None:
    """Return the row of the hidden groups together; None where they may not be told, or nobody could subtract them."""
    hidden = rows.hidden
    whole = _whole(rows)
    if whole is None or not 1 < len(hidden) < len(rows.groups):
        return None
    shown = rows.public.loc[rows.groups.index.difference(hidden)]
    numerator = whole[0] - shown["numerator"].sum()
    denominator = whole[1] - shown["denominator"].sum() if _divides(rows) else whole[1]
    mean = asks[str(shown["indicator"].iloc[0])].kind == "mean"
    if not _enough(rows, *((denominator, np.nan) if mean else (numerator, denominator))):
        return None
    keys = {name: rows.true.at[hidden[0], name] for name in KEY}
    value = numerator if np.isnan(denominator) else numerator / denominator
    parts = {"numerator": numerator, "denominator": denominator, "value": value}
    members = tuple(str(group) for group in rows.true.loc[hidden, "group"])
    return {**keys, "group": JOINED, **parts, "withheld": False, MEMBERS: members}


def _whole(rows: _Rows) -> tuple[float, float] | None:
    """Return both parts of what the groups divide; None where they leave a rest, overlap or have no base of their own.

    Groups of a whole population divide the denominator of the total, others its numerator.
    """
    (numerator, denominator), *_ = rows.public.loc[[rows.total], ["numerator", "denominator"]].to_numpy(dtype=float)
    whole = denominator if rows.whole else numerator
    base = rows.groups["denominator"]
    alike = bool(base.isna().all()) or bool((abs(base - denominator) < _NEARLY).all())
    divides = abs(rows.groups["numerator"].sum() - whole) < _NEARLY and (alike or _divides(rows))
    return (whole, denominator if base.notna().any() else np.nan) if divides else None


def _divides(rows: _Rows) -> bool:
    """Return True when the denominators of the groups are parts of the total's."""
    base, whole = rows.groups["denominator"], rows.true.loc[[rows.total], "denominator"].sum()
    return bool(base.notna().all()) and bool(abs(base.sum() - whole) < _NEARLY)


def _enough(rows: _Rows, inside: float, base: float) -> bool:
    """Return True when the sum is no small cell itself and one of its groups has the organisations it needs."""
    outside = base - inside
    small = 0 < inside < rows.few or 0 < outside < rows.few or inside == 0 or base == 0
    behind = np.nan_to_num(rows.sources[rows.hidden])
    return not small and bool(behind.max() >= FEW_SOURCES)
