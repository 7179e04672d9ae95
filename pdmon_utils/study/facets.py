"""Indicators by the three directions of a monitoring: organisation, conditions, results (ЗАТО, п. 1.3)."""

from __future__ import annotations

from pdmon_utils.show import Heading, Notice, Shown, Stack, Table
from pdmon_utils.study.data import Data
from pdmon_utils.study.pages import summary_frame


def facets(data: Data) -> Stack:
    """Return one table of values a direction; a direction that no indicator speaks of says so."""
    shown: list[Shown] = []
    for code, title in data.workspace.catalogue.facets.items():
        asks = [ask for ask in data.asks if ask.indicator.facet == code]
        name = f"{title[:1].upper()}{title[1:]}"
        shown.append(Heading(3, name))
        shown.append(
            Table(summary_frame(data, asks), f"{name}: показатели за {data.year} год", numeric=("Значение",))
            if asks
            else Notice("Показателей этого направления среди показателей раздела нет.")
        )
    return Stack(shown)
