"""Organisations inside and outside the limits of chance, by alphabet: a funnel instead of a rank (internal)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare.sides import ABOVE, BELOW, ENOUGH, side_of
from pdmon_utils.show import Heading, Notice, Paragraph, Picture, Shown, Stack, Table
from pdmon_utils.show.funnels import Point, funnel
from pdmon_utils.stats.funnel import ALARM, WARNING, outside, p_values
from pdmon_utils.stats.many import q_values
from pdmon_utils.study.clusters import SAID
from pdmon_utils.study.data import Data
from pdmon_utils.study.schools import INTERNAL_ONLY, Schools
from pdmon_utils.study.values import fed, totals
from pdmon_utils.words import NOT_HANDED_IN, figure_text, is_missing

FEWEST = 5  # organisations: of fewer a funnel shows nothing that the table does not
RULE = (
    "Точка за пределами 95 % — повод посмотреть внимательнее, за пределами 99,8 % — необычное значение. Вывод "
    f"«за пределами случайного» сделан после поправки Бенджамини–Хохберга по организациям показателя и только там, где "
    f"не меньше {ENOUGH} человек; на диаграмме выделены и названы только организации с этим выводом. Это не рейтинг: "
    "порядок организаций алфавитный."
)
_PLACES = {
    2: "выше предела 99,8 %",
    1: "выше предела 95 %",
    0: "в пределах",
    -1: "ниже предела 95 %",
    -2: "ниже предела 99,8 %",
}
FEW = f"меньше {ENOUGH} человек: вывод не делается"


def funnels(schools: Schools) -> Stack:
    """Return for every share with figures of organisations its funnel and its table; nothing on a public page."""
    data = schools.data
    if data.public:
        return Stack([Notice(INTERNAL_ONLY)])
    asks = [ask for ask in data.asks if ask.kind == "share" and "organisation" in ask.scopes and fed(data, ask)]
    shown = [part for ask in asks for part in of_ask(schools, ask)]
    nothing = Notice("Нет показателей-долей, рассчитанных по организациям.")
    return Stack([Paragraph(RULE), *shown] if shown else [nothing])


def of_ask(schools: Schools, ask: Ask) -> list[Shown]:
    """Return heading, funnel and table of one share; a notice where there are too few organisations for a picture."""
    return schools.data.keep(("funnel", ask.id), lambda: _of_ask(schools, ask))


def _of_ask(schools: Schools, ask: Ask) -> list[Shown]:
    whole = totals(schools.data, ask).get(schools.data.year)
    if whole is None or is_missing(whole.value):
        return []
    frame = placed(schools, ask, float(whole.value or 0))
    picture: Shown = Notice(f"Организаций с данными меньше {FEWEST}: диаграмма не строится.")
    if len(frame) >= FEWEST:
        picture = _picture(schools.data, ask, frame, float(whole.value or 0))
    return [Heading(4, f"{ask.title} ({ask.id})"), picture, _table(schools, ask, frame)]


def placed(schools: Schools, ask: Ask, pooled: float) -> pd.DataFrame:
    """Return organisations with somebody to count, by name: `name numerator denominator value place side`.

    place: ±1 outside the 95 % limits, ±2 outside the 99.8 % ones, 0 inside; side: NA below ten people.
    """
    rows = schools.figures(ask)
    rows = rows[rows["denominator"] > 0]
    n, d = rows["numerator"].to_numpy(dtype=float), rows["denominator"].to_numpy(dtype=float)
    p = pd.Series(p_values(n, d, pooled), index=rows.index).where(rows["denominator"] >= ENOUGH)
    q = pd.Series(q_values(p.to_numpy(dtype=float)), index=rows.index)
    frame = rows[["unit", "numerator", "denominator", "value"]].assign(
        name=rows["unit"].map(schools.names),
        place=outside(n, d, pooled, WARNING) + outside(n, d, pooled, ALARM),
        side=side_of(rows["value"] - pooled, q),
    )
    return frame.sort_values("name", ignore_index=True)


def _picture(data: Data, ask: Ask, frame: pd.DataFrame, pooled: float) -> Picture:
    small = frame["denominator"] < ENOUGH
    marks = frame["side"].map({ABOVE: 1, BELOW: -1}).fillna(0)  # the conclusion of the table, not the place
    columns = (frame["name"], frame["denominator"], frame["value"], marks, small)
    points = [Point(str(n), float(s), float(v), int(m), bool(k)) for n, s, v, m, k in zip(*columns, strict=True)]
    title = f"{ask.title}: организации и пределы случайного, {data.year} год"
    return funnel(points, pooled, title=title, people="Знаменатель, чел.")


def _table(schools: Schools, ask: Ask, frame: pd.DataFrame) -> Table:
    held = {row["unit"]: row for row in frame.to_dict("records")}
    rows = [_row(ask, name, held.get(unit)) for unit, name in _by_name(schools, ask)]
    caption = f"{ask.title}: организации (по алфавиту) и пределы случайного, {schools.data.year} год"
    columns = ["Организация", "Значение", "Положение", "Вывод"]
    return Table(pd.DataFrame(rows, columns=columns), caption, "Для служебного пользования, не рейтинг.", ("Значение",))


def _by_name(schools: Schools, ask: Ask) -> list[tuple[str, str]]:
    """Return code and name of the organisations that have somebody to count or handed in nothing, by name."""
    rows = schools.figures(ask)
    units = [*rows.loc[rows["denominator"] > 0, "unit"], *schools.data.silent()]
    return sorted(((unit, str(schools.names[unit])) for unit in units), key=lambda pair: pair[1])


def _row(ask: Ask, name: str, row: Mapping[Any, Any] | None) -> tuple[str, str, str, str]:
    if row is None:
        return name, NOT_HANDED_IN, "", ""
    value = figure_text(ask.kind, ask.indicator.unit, row["numerator"], row["denominator"], row["value"])
    if row["denominator"] < ENOUGH:
        return name, value, "", FEW
    return name, value, _PLACES[row["place"]], "" if is_missing(row["side"]) else SAID[row["side"]]
