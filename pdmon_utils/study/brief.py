"""The short version for a meeting: a key table, the weightiest conclusions, a few charts (ЗАТО, п. 5.3)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.conclusions import Conclusion
from pdmon_utils.show import Heading, Notice, Paragraph, Picture, Shown, Stack, Table
from pdmon_utils.show.markup import Node, element
from pdmon_utils.show.statements import Fold
from pdmon_utils.study.assessed import totals_of
from pdmon_utils.study.changes import change, valued
from pdmon_utils.study.conclusions import NOTHING_ASKED, statements, used_rules
from pdmon_utils.study.data import Data
from pdmon_utils.study.pages import dynamics
from pdmon_utils.study.said import conclusions_of
from pdmon_utils.study.targets import WORDS, judged
from pdmon_utils.study.values import NOT_COMPARED
from pdmon_utils.words import is_missing

MOST_INDICATORS, MOST_CONCLUSIONS, MOST_CHARTS, MOST_LEADING = 6, 5, 2, 3
WEIGHTS = ("attention", "positive", "note", "data", "neutral")  # a meeting speaks of results before it speaks of data
NO_TARGET = "не установлена"
HOW = (
    "Отбор: сначала то, что требует внимания, затем положительное и прочее, по очереди от каждого критерия. Все "
    "показатели и выводы — в полном отчёте."
)
CALM = "Существенных отклонений по муниципалитету в целом нет."


@dataclass(frozen=True, repr=False)
class Sheet(Stack):
    """What is printed on one sheet: nothing folded goes to paper or to the document."""

    def _repr_html_(self) -> str:
        return element("div", super()._repr_html_(), class_="pdmon-sheet")

    def node(self) -> Node:
        """Return the items but for the folded ones."""
        return Stack([item for item in self.items if not isinstance(item, Fold)]).node()


@dataclass(frozen=True, repr=False)
class Beside(Stack):
    """Small pictures beside each other."""

    def _repr_html_(self) -> str:
        return element("div", "".join(item._repr_html_() for item in self.items), class_="pdmon-beside-charts")


def brief(data: Data) -> Stack:
    """Return the key table (≤ 6 indicators), the weightiest conclusions (≤ 5) and charts (≤ 2) of the study."""
    if not data.asks:
        return Stack([Notice(NOTHING_ASKED)])
    said = conclusions_of(data)
    told = weightiest(data, [c for c in said.told.conclusions if c.level == "general" and not c.folded])
    asks = key_asks(data, told)
    shown = told[:MOST_CONCLUSIONS]
    parts: list[Shown] = [Heading(3, "Ключевые показатели"), _table(data, asks), Paragraph(HOW), Heading(3, "Главное")]
    parts += [statements(shown), *_charts(data, asks), used_rules(shown)] if shown else [Paragraph(CALM)]
    return Sheet(parts)


def lead(data: Data) -> list[Shown]:
    """Return the main result of one criterion in its weightiest conclusions (≤ 3), for a reader's first minute."""
    told = weightiest(data, [c for c in conclusions_of(data).told.conclusions if c.level == "general" and not c.folded])
    return [Paragraph("Главное:"), statements(told[:MOST_LEADING])] if told else []


def weightiest(data: Data, told: Sequence[Conclusion]) -> list[Conclusion]:
    """Return the conclusions by severity; of equal ones the first of every criterion, then the second of every one."""
    seen: Counter[tuple[str, str]] = Counter()
    order: dict[int, tuple[int, int]] = {}
    for said in told:
        turn = said.severity, data.regulation.asks[said.indicator].indicator.criterion
        order[id(said)] = WEIGHTS.index(said.severity), seen[turn]
        seen[turn] += 1
    return sorted(told, key=lambda said: order[id(said)])


def key_asks(data: Data, told: Sequence[Conclusion]) -> list[Ask]:
    """Return the asks of the key table: of the weightiest conclusions, with a target, with a value, then the others."""
    held = totals_of(data)
    spoken = [code for said in told for code in said.about]
    aimed = [ask.id for ask, _ in judged(data)]
    known = [ask.id for ask in data.asks if ask.id in held and held[ask.id]["state"] == "known"]
    codes = dict.fromkeys([*spoken, *aimed, *known, *(ask.id for ask in data.asks)])
    return [data.regulation.asks[code] for code in list(codes)[:MOST_INDICATORS]]


def _table(data: Data, asks: Sequence[Ask]) -> Table:
    held = totals_of(data)
    rows = pd.DataFrame([_line(data, ask, held.get(ask.id)) for ask in asks])
    return Table(rows, f"Ключевые показатели за {data.year} год", numeric=("Значение",))


def _line(data: Data, ask: Ask, cells: Mapping[str, Any] | None) -> dict[str, object]:
    plan = cells["plan"] if cells else None
    since = change(data, ask)
    return {
        "Показатель": ask.title,
        "Значение": valued(ask, cells, data.municipality),
        "Изменение за год": since if since.parts else NOT_COMPARED,
        "Цель": NO_TARGET if is_missing(plan) else WORDS[str(plan)],
    }


def _charts(data: Data, asks: Sequence[Ask]) -> list[Shown]:
    """Return the first charts over the years that the indicators of the key table have."""
    pictures: Iterator[Shown] = (part for ask in asks for part in dynamics(data, ask) if isinstance(part, Picture))
    chosen = [picture for picture, _ in zip(pictures, range(MOST_CHARTS), strict=False)]
    return [Heading(3, "По годам"), Beside(chosen)] if chosen else []
