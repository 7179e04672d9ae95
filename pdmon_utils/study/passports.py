"""How each indicator is counted, in words: clause, wording, both parts of the fraction, window, source, method."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.catalogue import Ask, mended
from pdmon_utils.show import Paragraph, Passport, Stack, Table
from pdmon_utils.study.data import Data
from pdmon_utils.words import day, period

KIND_WORDS = {
    "share": "доля",
    "count": "количество",
    "mean": "среднее значение",
    "presence": "наличие",
    "list": "перечень",
    "distribution": "распределение",
}
ORIGINS = {
    "goal": "цель положения",
    "task": "задача положения",
    "method_cell": "графа «методика»",
    "value_cell": "графа «значение»",
    "criterion_cell": "графа «критерий»",
    "monitoring": "раздел «Мониторинг показателей»",
    "group": "группа показателей",
}


def denominator_words(ask: Ask) -> str:
    """Return what the denominator counts; empty for a count, presence or list."""
    if ask.kind not in ("share", "mean", "distribution"):
        return ""
    if ask.indicator.denominator:
        return ask.indicator.denominator
    return ask.population.title if ask.population else ""


def when(data: Data, ask: Ask) -> str:
    """Return the window in words: a day for a state, a period for what happened in it."""
    span = data.period(ask)
    return f"на {day(span.end)}" if ask.indicator.stock else period(span.start, span.end)


def passport(data: Data, ask: Ask) -> Passport:
    """Return the passport of one ask."""
    rows = (
        ("Положение", data.regulation.act),
        ("Пункт", ask.clause + (f" ({ORIGINS[ask.origin]})" if ask.origin in ORIGINS else "")),
        ("Критерий", ask.criterion),
        ("Направление мониторинга", data.workspace.catalogue.facets[ask.indicator.facet]),
        ("Показатель дословно", ask.wording),
        ("Показатель без опечаток", ask.clean),
        ("Что считается", f"{KIND_WORDS[ask.kind]}, {ask.indicator.unit}"),
        ("Числитель", ask.indicator.numerator),
        ("Знаменатель", denominator_words(ask)),
        ("Разрезы", "; ".join(f"{'по' if c.by else 'из них по'} признаку «{c.cut.title}»" for c in ask.cuts)),
        ("За какой период", when(data, ask)),
        ("Периодичность", ask.period),
        ("Источник", mended(ask.source)),
        ("Сбор данных", mended(ask.collect)),
        ("Обработка", mended(ask.process)),
        ("Целевое значение", ask.target),
        ("Использование результатов", "; ".join(_uses(data, ask))),
        ("Направления мер", "; ".join(d.said for d in data.regulation.serving(ask.indicator.criterion))),
        ("Примечание", ask.indicator.note),
    )
    return Passport([row for row in rows if row[1]], f"{ask.id} · {ask.title}")


def _uses(data: Data, ask: Ask) -> list[str]:
    """Return how the act uses this criterion's results; what it says of all criteria is no matter of one passport."""
    used = data.regulation.used(ask.indicator.criterion)
    return [use.said.rstrip(".") for use in used if use.criteria]


def passports(data: Data) -> Stack:
    """Return the passports of all asks of the study."""
    return Stack([passport(data, ask) for ask in data.asks])


def method_table(data: Data) -> Table:
    """Return one table of what is analysed and how it is counted (part 2 of the справка)."""
    rows = [
        {
            "Показатель и пункт": f"{ask.title} ({ask.clause})",
            "Числитель": ask.indicator.numerator,
            "Знаменатель": denominator_words(ask) or "без знаменателя",
            "Период": when(data, ask),
        }
        for ask in data.asks
    ]
    return Table(pd.DataFrame(rows), "Что анализируется и как считается")


def law(data: Data) -> Stack:
    """Return the legal basis: the act and what it stands on."""
    basis = (Paragraph(f"Основание: {line}.") for line in data.regulation.basis)
    return Stack([Paragraph(f"{data.regulation.act}."), *basis])
