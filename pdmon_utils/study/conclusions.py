"""Conclusions: general (the municipality), particular (groups, clusters, organisations), each with its figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare import apart, slice_of
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Bullets, Heading, Notice, Paragraph, Shown, Stack
from pdmon_utils.study.data import Data
from pdmon_utils.study.pages import post_words
from pdmon_utils.study.values import fed, sentence, totals
from pdmon_utils.words import is_missing, join_ru, percent_of

ENOUGH = 10  # a group smaller than this is not compared: chance would speak
RULE = (
    "Частный вывод делается, только если 95-процентный интервал Уилсона для группы целиком лежит выше или ниже "
    f"значения по муниципалитету и в группе не меньше {ENOUGH} человек; остальные отличия не превышают случайного "
    "разброса."
)


@dataclass(frozen=True, slots=True)
class _Groups:
    """Groups that are held against the municipality: where their figures are, and how each is called."""

    scope: str
    breakdown: str
    where: str
    words: Callable[[str], str]


def conclusions(data: Data) -> Stack:
    """Return general conclusions, then particular ones; organisations are named for the internal audience only."""
    if not data.asks:
        return Stack([Notice("Положение не содержит показателей по этому критерию.")])
    particular = [text for ask in data.asks for text in _particular(data, ask)]
    parts: list[Shown] = [
        Heading(3, "Общие выводы"),
        Bullets([sentence(data, ask) for ask in data.asks]),
        Heading(3, "Частные выводы"),
        Bullets(particular) if particular else Paragraph("Существенных отличий групп и организаций не выявлено."),
        Paragraph(RULE),
    ]
    return Stack(parts)


def _particular(data: Data, ask: Ask) -> Iterator[str]:
    figure = totals(data, ask).get(data.year)
    if ask.kind != "share" or figure is None or not fed(data, ask) or not figure.denominator:
        return
    if not is_missing(figure.value):  # a withheld total compares with nothing
        value = float(figure.numerator or 0) / float(figure.denominator)
        yield from (text for groups in _groupings(data, ask) for text in _apart(data, ask, value, groups))


def _groupings(data: Data, ask: Ask) -> Iterator[_Groups]:
    for asked in ask.cuts:
        if asked.by:
            words = post_words if asked.open else asked.groups.__getitem__
            yield _Groups("municipality", asked.cut.name, f"в разрезе «{asked.cut.title}»", words)
    clusters = SCHEMA["organisations"].columns["cluster"].values
    yield _Groups("cluster", "", "в кластерах", clusters.__getitem__)
    if not data.public:
        held = data.organisations().set_index("org_id")
        names = held["org_short"].fillna(held["org_name"]).astype(str).to_dict()
        yield _Groups("organisation", "", "в организациях", names.__getitem__)


def _apart(data: Data, ask: Ask, value: float, groups: _Groups) -> Iterator[str]:
    rows = slice_of(data.all_figures, ask.id, groups.scope, groups.breakdown)
    rows = rows[(rows["year"] == data.year) & (rows["denominator"] >= ENOUGH)]
    sides = apart(rows, value)
    for side, said in ((1, "выше"), (-1, "ниже")):
        chosen = rows[sides == side]
        if len(chosen):
            listed = join_ru(sorted(_named(groups, chosen)))
            yield f"{ask.title}: {groups.where} {said} значения по муниципалитету — {listed}."


def _named(groups: _Groups, rows: pd.DataFrame) -> Iterator[str]:
    codes = rows["group"] if groups.breakdown else rows["unit"]
    for code, part, whole in zip(codes, rows["numerator"], rows["denominator"], strict=True):
        yield f"{groups.words(str(code))} ({percent_of(part, whole)}, {part:.0f} из {whole:.0f})"
