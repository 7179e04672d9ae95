"""What the public may see of a place and year: the protected figures, as the gate compares them with pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.conclusions import post_words
from pdmon_utils.disclosure import worked_out
from pdmon_utils.documents.figures import named
from pdmon_utils.store import Workspace
from pdmon_utils.study.data import Data, beside_of
from pdmon_utils.words import address

DIRECT: Final = ("numerator", "denominator", "value")
_KEYS: Final = ["indicator", "scope", "unit", "breakdown", "group", "year"]


@dataclass(frozen=True, slots=True)
class Shown:
    """Figures by address (without the column), addresses of hidden ones; the same by the words of tables.

    `totals`: title and year of the municipality's hidden totals; `groups`: caption, words and year of hidden groups;
    `rows`: code, year, cut and group of all of them, as open data name them.
    """

    figures: Mapping[str, Mapping[str, float]] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()
    totals: frozenset[tuple[str, str]] = frozenset()
    groups: frozenset[tuple[str, str, str]] = frozenset()
    rows: frozenset[tuple[str, ...]] = frozenset()

    @property
    def captions(self) -> frozenset[str]:
        """How the captions of tables with hidden groups begin."""
        return frozenset(caption for caption, _, _ in self.groups)


def shown_of(workspace: Workspace) -> Callable[[str, int], Shown | None]:
    """Return what looks up a place and year, each once; None for what is no municipality and year of the workspace."""

    @cache
    def look(place: str, year: int) -> Shown | None:
        if not workspace.has(place) or year not in workspace.municipality(place).years:
            return None
        data = Data("note", place, year, "public", workspace)
        return shown(pd.concat([data.all_figures, data.joined]), data.regulation.asks)

    return look


def worked_out_of(workspace: Workspace) -> Callable[[str, int], Sequence[str]]:
    """Return what lists the hidden figures of a place and year that a reader works out of all its public ones."""

    def look(place: str, year: int) -> Sequence[str]:
        if not workspace.has(place) or year not in workspace.municipality(place).years:
            return ()
        data = Data("note", place, year, "public", workspace)
        figures = workspace.figures([place])
        figures = figures[figures["year"] <= year].reset_index(drop=True)
        found = worked_out(figures, data.regulation.asks, data.all_figures, beside_of(workspace, [data.card]))
        return [address(*key) for key in found[_KEYS].itertuples(index=False, name=None)]

    return look


def shown(figures: pd.DataFrame, asks: Mapping[str, Ask]) -> Shown:
    """Return the protected figures (contract's columns and `withheld`) as the gate needs them."""
    where = [address(*key) for key in figures[_KEYS].itertuples(index=False, name=None)]
    numbers = dict(zip(where, figures[list(DIRECT)].astype(float).to_dict("records"), strict=True))
    rows = figures[figures["withheld"] & (figures["scope"] == "municipality")]
    held = [(str(r.indicator), str(r.breakdown), str(r.group), str(r.year)) for r in rows.itertuples()]
    held = [each for each in held if each[0] in asks]
    return Shown(
        figures={key: {str(name): number for name, number in row.items()} for key, row in numbers.items()},
        hidden=frozenset(key for key, hides in zip(where, figures["withheld"], strict=True) if hides),
        totals=frozenset((asks[ask].title, year) for ask, cut, _, year in held if not cut),
        groups=frozenset((*_group(asks[ask], cut, group), year) for ask, cut, group, year in held if cut),
        rows=frozenset((ask, year, *named(asks[ask], cut, group)) for ask, cut, group, year in held),
    )


def _group(ask: Ask, breakdown: str, group: str) -> tuple[str, str]:
    """Return the beginning of the caption under which tables show a group, and the words of the group."""
    asked = next((cut for cut in ask.cuts if cut.cut.name == breakdown), None)
    if asked is None:
        return f"{ask.title}:", group
    words = post_words(group) if asked.open else asked.groups.get(group, group)
    return f"{ask.title}: {'в разрезе' if asked.by else 'из них'} — {asked.cut.title},", words
