"""The forecast: an orientation for the next year from three comparable years on, otherwise why there is none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare import forecasts
from pdmon_utils.show import Bullets, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.assessed import totals_of
from pdmon_utils.study.data import Data
from pdmon_utils.words import is_missing, join_ru, number, percent, share_digits, short_text, signed

METHOD = (
    "Ориентир — значение отчётного года при сохранении прежних колебаний. Интервал, в котором с вероятностью около "
    "80 % окажется значение следующего года, построен по среднеквадратическому годовому изменению ряда и квантилю "
    "Стьюдента: доли — в логитах (поправка ½ оставляет 0 и 100 % конечными), числа — в логарифмах. Постоянное "
    "изменение прибавляется, только если оно подтверждено пятью сопоставимыми годами."
)
LIMITS = (
    "Пределы: три–пять точек говорят о колебаниях мало, поэтому интервал широк; он не учитывает новых мер, изменения "
    "состава работников и порядка учёта. «Ошибка за прошлый год» — насколько значение отчётного года отличается от "
    "ориентира, который тот же способ дал бы годом раньше. Ориентир — не план и не обещание."
)
WHY = {
    forecasts.POINTS: "сопоставимых годовых точек меньше трёх",
    forecasts.WITHHELD: "значение одного из годов не публикуется",
    forecasts.FEW: "знаменатель одного из годов меньше 10",
    forecasts.UNDEFINED: "знаменатель отчётного года равен 0",
    forecasts.KIND: "показатель — перечень, наличие или структура",
    "": "данные за отчётный год не представлены",
}


def forecast(data: Data) -> Stack:
    """Return a row an indicator that may be told ahead, the method and its limits; then why others are not told."""
    rows = totals_of(data)
    told = [ask for ask in data.asks if ask.id in rows and is_missing(rows[ask.id]["forecast_why"])]
    silent = Bullets(list(_silent(data, rows)))
    if not told:
        return Stack([Notice(f"Прогноз на {data.year + 1} год не строится.", "missing"), silent])
    frame = pd.DataFrame([_line(data, ask, rows[ask.id]) for ask in told])
    table = Table(frame, f"Ориентиры на {data.year + 1} год", numeric=tuple(frame.columns[1:]))
    others: list[Shown] = [Paragraph("Прогноз не строится:"), silent] if silent.items else []
    return Stack([table, Paragraph(METHOD), Paragraph(LIMITS), *others])


def _line(data: Data, ask: Ask, row: Mapping[str, Any]) -> dict[str, str]:
    low, high = (_written(row, row[name]) for name in ("forecast_low", "forecast_high"))
    return {
        "Показатель": ask.title,
        f"{data.year} год": short_text(ask.indicator.unit, row["value"], row["denominator"]),
        f"Ориентир на {data.year + 1} год": _written(row, row["forecast"]),
        "Интервал 80 %": f"от {low} до {high}",
        "Ошибка за прошлый год": _error(row),
        "Точек": str(row["points"]),
    }


def _written(row: Mapping[str, Any], value: float) -> str:
    if row["kind"] == "share":
        return percent(value, share_digits(row["denominator"]))
    return number(value, 1 if row["kind"] == "mean" else 0)


def _error(row: Mapping[str, Any]) -> str:
    if is_missing(row["forecast_error"]):
        return "не оценивается"
    if row["kind"] == "share":
        return f"{signed(100 * row['forecast_error'], share_digits(row['denominator']))}\u00a0п.\u00a0п."
    return signed(row["forecast_error"], 1 if row["kind"] == "mean" else 0)


def _silent(data: Data, rows: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    """Yield each reason with the indicators that it holds for."""
    why = {ask.title: rows[ask.id]["forecast_why"] if ask.id in rows else "" for ask in data.asks}
    for code, said in WHY.items():
        named = [f"«{title}»" for title, reason in why.items() if not is_missing(reason) and reason == code]
        if named:
            yield f"{said}: {join_ru(named)}."
