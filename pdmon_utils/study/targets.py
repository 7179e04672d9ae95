"""Plan and fact: every target of the regulation and of the municipality, how it was met, how many are lacking."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import SHARES, Ask
from pdmon_utils.catalogue.targets import LEVEL
from pdmon_utils.compare import plans
from pdmon_utils.disclosure import counts_people
from pdmon_utils.show import Notice, Stack, Table
from pdmon_utils.study.assessed import assessed
from pdmon_utils.study.data import Data
from pdmon_utils.study.values import totals, value_text
from pdmon_utils.words import amount, count, exact, is_missing, short_text
from pdmon_utils.words.numerals import NBSP

WORDS = {
    plans.REACHED: "достигнуто",
    plans.MISSED: "не достигнуто",
    plans.WITHIN: "в пределах разброса",
    plans.NO_BASE: "нет базы сравнения",
}
SETTERS = {plans.REGULATION: "положения", plans.MUNICIPALITY: "муниципалитета"}
UNTOLD = "не оценивается"
RULES = (
    "«Достигнуто» — значение не хуже целевого; «в пределах разброса» — целевое не достигнуто, но отличие не больше "
    "возможного случайного разброса (95-процентный интервал Уилсона для уровня, Ньюкомба для роста); «не достигнуто» — "
    "отличие больше. Рост достигнут, если значение выше прошлогоднего; вышел ли он за пределы случайного, сказано в "
    "таблице по годам. «Недостаёт» — наименьшее целое число, которого не хватило до цели (для предельного значения — "
    "лишних сверх него)."
)
NONE = "Целевых значений на {year} год нет ни в положении, ни в карточке муниципалитета (раздел plans)."


def targets(data: Data) -> Stack:
    """Return a row a target of the study's indicators: plan, fact, how it was met, how many persons are lacking."""
    rows = [_line(data, ask, row) for ask, row in judged(data)]
    if not rows:
        return Stack([Notice(NONE.format(year=data.year))])
    return Stack([Table(pd.DataFrame(rows), f"План и факт, {data.year} год", RULES, ("План", "Факт", "Недостаёт"))])


def judged(data: Data) -> list[tuple[Ask, Mapping[Any, Any]]]:
    """Return every target of the study's indicators in their order, with how it was met where a value is known.

    The columns are those of `plans.targets`, then of the assessment frame with `plan` and `gap` of this target.
    """
    told = data.keep(("targets",), lambda: _judged(data))
    keys = ((ask, (ask.id, source)) for ask in data.asks for source in SETTERS)
    return [(ask, told[key]) for ask, key in keys if key in told]


def _judged(data: Data) -> dict[tuple[str, str], Mapping[Any, Any]]:
    """Return (indicator, who set the target) → its line, of the whole regulation."""
    found = plans.targets(data.regulation.asks.values(), data.card.plans, data.year)
    lines = {(str(t["indicator"]), str(t["plan_source"])): t for t in found.to_dict("records")}
    frame = assessed(data).drop(columns=plans.PLAN)
    told = {(row["indicator"], row["plan_source"]): row for row in plans.judged(frame, found).to_dict("records")}
    return {key: {**line, **told.get(key, {})} for key, line in lines.items()}


def _line(data: Data, ask: Ask, row: Mapping[Any, Any]) -> dict[str, str]:
    plan = row.get("plan")
    return {
        "Показатель": ask.title,
        "Чья цель": SETTERS[row["plan_source"]],
        "План": _wanted(ask, row),
        "Факт": value_text(ask, totals(data, ask).get(data.year)),
        "Исполнение": UNTOLD if is_missing(plan) else WORDS[str(plan)],
        "Недостаёт": _gap(ask, row.get("gap")),
    }


def _wanted(ask: Ask, row: Mapping[Any, Any]) -> str:
    if row["plan_kind"] == LEVEL:
        share = ask.kind in SHARES
        level = f"{amount(exact(row['plan_value']) * 100)}{NBSP}%" if share else amount(row["plan_value"])
        return f"не {'более' if row['upper'] else 'менее'} {level}"
    towards = "снижение" if row["upper"] else "рост"
    if is_missing(row.get("before_value")):
        return f"{towards} к прошлому году"
    before = short_text(ask.indicator.unit, row["before_value"], row["before_denominator"])
    return f"{towards} к {row['before_year']} году ({before})"


def _gap(ask: Ask, gap: Any) -> str:  # noqa: ANN401  a whole number or nothing
    if is_missing(gap):
        return UNTOLD
    return count(int(gap), "человек") if counts_people(ask) else amount(int(gap))
