"""Conclusions: general (the municipality), particular (groups, clusters, organisations), each with its figures."""

from __future__ import annotations

from collections.abc import Iterator

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare import apart, slice_of
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Bullets, Heading, Notice, Paragraph, Shown, Stack
from pdmon_utils.study.data import Data
from pdmon_utils.study.pages import post_words
from pdmon_utils.study.values import fed, sentence, totals
from pdmon_utils.words import join_ru, percent_of

ENOUGH = 10  # a group smaller than this is not compared: chance would speak
RULE = (
    "Частный вывод делается, только если 95-процентный интервал Уилсона для группы целиком лежит выше или ниже значения "
    f"по муниципалитету и в группе не меньше {ENOUGH} человек; остальные отличия не превышают случайного разброса."
)


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
    value = float(figure.value) if figure.value == figure.value else float("nan")  # noqa: PLR0124  NaN
    for asked in ask.cuts:
        if asked.by:
            words = post_words if asked.open else lambda code, groups=asked.groups: groups[code]
            yield from _apart(data, ask, value, asked.cut.name, words, f"в разрезе «{asked.cut.title}»")
    titles = SCHEMA["organisations"].columns["cluster"].values
    yield from _apart(data, ask, value, "", titles.get, "в кластерах", scope="cluster")
    if not data.public:
        held = data.organisations().set_index("org_id")
        names = held["org_short"].fillna(held["org_name"]).astype(str)
        yield from _apart(data, ask, value, "", names.get, "в организациях", scope="organisation")


def _apart(data, ask, value, breakdown, words, where, scope="municipality"):  # type: ignore[no-untyped-def]
    rows = slice_of(data.all_figures, ask.id, scope, breakdown)
    rows = rows[(rows["year"] == data.year) & (rows["denominator"] >= ENOUGH)]
    sides = apart(rows, value)
    for side, said in ((1, "выше"), (-1, "ниже")):
        chosen = rows[sides == side]
        if len(chosen):
            listed = [_named(words, r) for r in chosen.sort_values("unit").itertuples()]
            yield f"{ask.title}: {where} {said} значения по муниципалитету — {join_ru(sorted(listed))}."


def _named(words, row) -> str:  # type: ignore[no-untyped-def]
    name = words(row.group) if row.group else words(row.unit)
    return f"{name} ({percent_of(row.numerator, row.denominator)}, {row.numerator:.0f} из {row.denominator:.0f})"


def open_questions(data: Data) -> list[str]:
    """Return the asks that no data were handed in for."""
    return [f"{ask.title} ({ask.id}): данные не представлены." for ask in data.asks if not fed(data, ask)]


def targets(data: Data) -> pd.DataFrame:
    """Return the asks that have a target, with the value reached."""
    rows = [(ask.title, ask.target, sentence(data, ask)) for ask in data.asks if ask.target]
    return pd.DataFrame(rows, columns=["Показатель", "Цель", "Достигнуто"])
