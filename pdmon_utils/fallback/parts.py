"""The two parts of a figure that was not counted from a register."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.figures import NO_DENOMINATOR

Key: TypeAlias = tuple[str, str, str, str, str]  # indicator, scope, unit, breakdown, group
Parts: TypeAlias = tuple[float, float]  # numerator, denominator (NaN: none)


@dataclass(frozen=True, slots=True)
class Unit:
    """An organisation of the year's table of organisations, or the whole municipality ('')."""

    org_id: str
    cluster: str = ""
    org_type: str = ""
    is_municipal: bool = False


@dataclass
class Answers:
    """Figures of one municipality and year: parts by key, and keys of groups that nobody can tell."""

    slug: str
    found: dict[Key, Parts] = field(default_factory=dict)
    untold: set[Key] = field(default_factory=set)

    def __bool__(self) -> bool:
        """Return whether anything was answered."""
        return bool(self.found)

    def overruled(self, other: Answers) -> Answers:
        """Return these answers with those of `other` in their place where there are both."""
        return Answers(self.slug, {**self.found, **other.found}, self.untold - set(other.found))


def has_denominator(ask: Ask) -> bool:
    """Return whether a figure of the ask has a denominator (contract)."""
    return ask.kind not in NO_DENOMINATOR


def value_of(ask: Ask, parts: Parts) -> float:
    """Return the value of a figure: a fraction or mean (NaN over 0), the number itself, 1 or 0 for presence."""
    numerator, denominator = parts
    if ask.kind == "presence":
        return float(numerator > 0)
    if not has_denominator(ask):
        return numerator
    return numerator / denominator if denominator > 0 else math.nan


def units_of(organisations: pd.DataFrame, slug: str, year: int) -> dict[str, Unit]:
    """Return the organisations of a municipality and year by org_id."""
    here = organisations[(organisations["municipality"] == slug) & (organisations["year"] == year)]
    columns = here[["org_id", "cluster", "org_type"]].astype("object").fillna("")
    municipal = here["is_municipal"].to_numpy(dtype=bool, na_value=False)
    lines = zip(*(columns[name] for name in columns), municipal, strict=True)
    return {org: Unit(org, cluster, org_type, bool(own)) for org, cluster, org_type, own in lines}


def added(parts: Iterable[Parts]) -> Parts:
    """Return numerators and denominators added up."""
    numerators, denominators = zip(*parts, strict=True)
    return round(sum(numerators), 2), round(sum(denominators), 2)


def spread(
    ask: Ask, slug: str, of_units: Mapping[str, Parts], units: Mapping[str, Unit], whole: Parts | None
) -> Iterator[tuple[Key, Parts]]:
    """Yield the figures of organisations, clusters and the municipality: `whole`, else the sum of the organisations."""
    if "organisation" in ask.scopes:
        yield from (((ask.id, "organisation", org, "", ""), parts) for org, parts in of_units.items() if org in units)
    clusters: dict[str, list[Parts]] = defaultdict(list)
    for org, parts in of_units.items():
        if org in units and units[org].cluster:
            clusters[units[org].cluster].append(parts)
    if "cluster" in ask.scopes:
        yield from (((ask.id, "cluster", code, "", ""), added(parts)) for code, parts in clusters.items())
    if whole is None and of_units:
        whole = added(of_units.values())
    if whole is not None and "municipality" in ask.scopes:
        yield (ask.id, "municipality", slug, "", ""), whole
