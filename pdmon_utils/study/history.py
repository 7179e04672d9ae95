"""The same indicators over the years: values side by side, the last change with its interval, charts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.show import Bullets, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.show.tables import HIDDEN
from pdmon_utils.study.assessed import breaks_of, totals_of
from pdmon_utils.study.changes import BROKEN
from pdmon_utils.study.data import Data
from pdmon_utils.study.pages import dynamics
from pdmon_utils.study.values import STRUCTURE, fed, totals
from pdmon_utils.words import (
    MOVED_SHARE,
    NO_DATA,
    ROUNDING_NOTE,
    Figure,
    Name,
    Sentence,
    Year,
    is_missing,
    number,
    say,
    sentence,
    share_digits,
    short_text,
    signed,
)

RULES = (
    "«Выросла» и «снизилась» сказано о доле, только если 95-процентный интервал её изменения (Ньюкомб) не содержит "
    "нуля и после поправки Бенджамини — Хохберга на число сравнений в таблице; иначе «существенно не изменилась». "
    "Интервал — возможный случайный разброс, а не погрешность: данные сплошные. О числах и средних сказана только "
    "разность. Доли со знаменателем меньше 10 не сопоставляются. Сравнение — с ближайшим сопоставимым годом, он назван."
)
FIVE_RULE = "Направление за пять лет — по критерию Кокрена — Армитеджа (p < 0,05), только при пяти сопоставимых годах."
FIVE = "За пять лет"
HORIZON = "Положение рассчитано на {first}–{last} годы: сопоставлены все годы до отчётного, за которые есть данные."
UNTOLD = "не оценивается"
TRENDS = {"up": "тренд к росту", "down": "тренд к снижению", "none": "направление не установлено"}


def over_years(data: Data) -> Stack:
    """Return the table of all asks by year, then a chart an ask."""
    charts: list[Shown] = [chart for ask in data.asks if fed(data, ask) for chart in dynamics(data, ask)]
    return Stack([table(data), *charts])


def table(data: Data) -> Stack:
    """Return a table of all asks by year with change, interval and verdict, and why years do not compare."""
    years = [int(year) for year in sorted(data.all_figures["year"].unique())]
    if len(years) < 2:  # noqa: PLR2004  a comparison needs two
        return Stack([Notice("Данные есть только за один год: сравнивать не с чем.", "missing")])
    asks = [ask for ask in data.asks if fed(data, ask)]
    return Stack([*_horizon(data), _table(data, asks, years), *_breaks(data, asks)])


def _horizon(data: Data) -> list[Shown]:
    """Return for which years the act was made, where it says so: all of them that are held stand side by side."""
    if data.regulation.years is None:
        return []
    first, last = map(Year, data.regulation.years)
    return [Paragraph(say(HORIZON, {"first": first, "last": last}))]


def _table(data: Data, asks: list[Ask], years: list[int]) -> Table:
    rows = totals_of(data)
    frame = pd.DataFrame([_line(data, ask, rows[ask.id], years) for ask in asks if ask.id in rows])
    note = f"{RULES} {ROUNDING_NOTE}"
    if not frame.empty and frame[FIVE].ne("").any():
        note = f"{RULES} {FIVE_RULE} {ROUNDING_NOTE}"
    else:
        frame = frame.drop(columns=FIVE, errors="ignore")
    written = tuple(str(year) for year in years)
    return Table(frame, f"Показатели по годам, {years[0]}–{years[-1]}", note, (*written, "Изменение", "Интервал"))


def _line(data: Data, ask: Ask, row: Mapping[str, Any], years: list[int]) -> dict[str, str]:
    held = totals(data, ask)
    return {
        "Показатель": ask.title,
        **{str(year): _cell(ask, held.get(year)) for year in years},
        "Изменение": _change(row),
        "Интервал": _interval(row),
        "Вывод": _verdict(data, ask, row),
        FIVE: _five(row),
    }


def _cell(ask: Ask, figure: Figure | None) -> str:
    """Return the value of a year: «—» nothing handed in, «…» not published, «нет данных» nobody in the denominator."""
    if figure is None:
        return "—"
    if is_missing(figure.numerator):
        return HIDDEN
    if ask.indicator.unit == STRUCTURE:
        return number(figure.numerator)
    if ask.kind == "presence":
        return "есть" if figure.value else "нет"
    return short_text(ask.indicator.unit, figure.value, figure.denominator) if figure.value == figure.value else NO_DATA


def _change(row: Mapping[str, Any]) -> str:
    if is_missing(row["change"]) or row["kind"] in ("presence", "distribution"):
        return UNTOLD
    if row["kind"] != "share":
        return signed(row["change"], 0 if float(row["change"]).is_integer() else 1)
    return f"{signed(100 * row['change'], _digits(row))}\u00a0п.\u00a0п."


def _interval(row: Mapping[str, Any]) -> str:
    if is_missing(row["change_low"]):
        return UNTOLD
    low, high = (signed(100 * row[name], _digits(row)) for name in ("change_low", "change_high"))
    return f"от {low} до {high}"


def _digits(row: Mapping[str, Any]) -> int:
    return min(share_digits(row[name]) for name in ("denominator", "before_denominator"))


def _verdict(data: Data, ask: Ask, row: Mapping[str, Any]) -> str:
    if row["broken"] and breaks_of(data, ask):
        return "ряд прерван"
    if is_missing(row["before_year"]):
        return "сравнить не с чем"
    if row["kind"] == "presence":
        said = "без изменений" if row["value"] == row["before_value"] else "изменилось"
    elif row["kind"] == "share":
        untested = "только разность" if row["summed"] else "мало людей"
        said = untested if is_missing(row["moved"]) else MOVED_SHARE[row["moved"]]
    else:
        said = "только разность"
    return f"{said} (к {row['before_year']} году)"


def _five(row: Mapping[str, Any]) -> str:
    if is_missing(row["trend"]):
        return ""
    if row["trend"] == "none":
        return TRENDS["none"]
    return f"{TRENDS[row['trend']]}, {signed(100 * row['slope'], 1)}\u00a0п.\u00a0п. в год"


def _breaks(data: Data, asks: list[Ask]) -> list[Shown]:
    """Return why the years of some asks do not compare."""
    said: list[Sentence] = [
        sentence(Name(ask.title), ": ", say(BROKEN, {"year": Year(year), "why": Name(why)}), ".")
        for ask in asks
        for year, why in breaks_of(data, ask).items()
    ]
    return [Bullets(said)] if said else []
