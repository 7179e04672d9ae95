"""Figures as cells: how many people stand inside and outside each numerator, and which cells must be hidden."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from pdmon_utils.catalogue import Ask
from pdmon_utils.disclosure.classes import FEW_SOURCES, Threshold, threshold_of

Flags = NDArray[np.bool_]
Numbers = NDArray[np.float64]
PLACE = ["municipality", "year", "indicator", "scope", "unit"]
CUT = [*PLACE, "breakdown"]


@dataclass(frozen=True, slots=True)
class Cells:
    """A cell a figure: people `inside` the numerator (nan: it is about no people), people in the `base` (nan: none).

    `few` is the threshold of each cell, `primary` the cells that must be hidden, `about_people` those that may have to.
    """

    inside: Numbers
    base: Numbers
    few: NDArray[np.int64]
    about_people: Flags
    primary: Flags


def cells_of(figures: pd.DataFrame, asks: Mapping[str, Ask], sources: Numbers, confirmed: Collection[str]) -> Cells:
    """Return the cells of figures in their order.

    `sources` is the number of organisations behind each (nan: not known, so not enough); `confirmed` the municipalities
    (see `classes.threshold_of`).
    """
    sure = _confirmed(figures, confirmed)
    held = {
        (c, s): threshold_of(asks.get(c), confirmed=s) for c in figures["indicator"].unique() for s in (True, False)
    }
    marks = [held[pair] for pair in zip(figures["indicator"], sure, strict=True)]
    inside, base = people_of(figures, asks)
    people = np.array([mark is not None for mark in marks]) & ~np.isnan(inside)
    few = np.array([mark.people if mark else 0 for mark in marks], dtype=np.int64)
    hidden = _small(inside, base, few) | _sensitive(figures, inside, base, marks)
    nobody = (sources == 0) & (inside == 0) & (~(base > 0) | (_behind_total(figures, sources) >= FEW_SOURCES))
    alone = ~(sources >= FEW_SOURCES) & ~nobody & (few > 0)
    return Cells(inside, base, few, people, people & (hidden | alone))


def _behind_total(figures: pd.DataFrame, sources: Numbers) -> Numbers:
    """Return the organisations behind the total of each figure: «0 of 32» tells the 32 people of one or two of them."""
    totals = pd.Series(sources, index=figures.index).where(figures["breakdown"] == "")
    return totals.groupby([figures[name] for name in PLACE]).transform("max").to_numpy(dtype=float)


def _confirmed(figures: pd.DataFrame, confirmed: Collection[str]) -> list[bool]:
    """Return for each row whether its municipality, or for a region's row each municipality, has confirmed."""
    named = figures["municipality"].isin(list(confirmed))
    every = bool(named[figures["scope"] == "municipality"].all())
    return [bool(flag) for flag in named.where(figures["scope"] == "municipality", every)]


def people_of(figures: pd.DataFrame, asks: Mapping[str, Ask]) -> tuple[Numbers, Numbers]:
    """Return people inside and in the base; the numerator of a mean is a sum, so its people are the denominator."""
    means = figures["indicator"].map(lambda code: code in asks and asks[code].kind == "mean").to_numpy(dtype=bool)
    numerator = figures["numerator"].to_numpy(dtype=float)
    denominator = figures["denominator"].to_numpy(dtype=float)
    return np.where(means, denominator, numerator), np.where(means, np.nan, denominator)


def _small(inside: Numbers, base: Numbers, few: NDArray[np.int64]) -> Flags:
    outside = base - inside
    return ((inside > 0) & (inside < few)) | ((outside > 0) & (outside < few))


def _sensitive(figures: pd.DataFrame, inside: Numbers, base: Numbers, marks: list[Threshold | None]) -> Flags:
    """Return what is hidden of sensitive indicators alone: groups, shares of few, nobody, everybody."""
    low = np.array([mark.base if mark else 0 for mark in marks])
    extremes = np.array([mark is not None and mark.extremes for mark in marks])
    whole = np.array([mark is not None and not mark.cuts for mark in marks])
    groups = (figures["breakdown"] != "").to_numpy()
    edges = extremes & ((inside == 0) | (inside == base))
    found: Flags = (whole & groups) | (base < low) | edges
    return found
