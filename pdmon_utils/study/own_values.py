"""What the sheet of one organisation says: its values, years and recommendations; nothing about others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.compare.changes import among
from pdmon_utils.recommendations.telling import listed
from pdmon_utils.show import Heading, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.advised import Advised
from pdmon_utils.study.assessed import breaks_of, by_indicator
from pdmon_utils.study.changes import NOTHING as UNSAID
from pdmon_utils.study.changes import changed
from pdmon_utils.study.recommended import of_one
from pdmon_utils.study.values import NOT_COMPARED, STRUCTURE, by_year, fed, totals, value_text
from pdmon_utils.words import Sentence, is_missing, sentence, short_text

NOTHING = "Рекомендаций организации нет: отклонений, о которых говорят правила, по её показателям не выявлено."
NO_SUBJECTS = "Дефицитов по предметам диагностика отчётного года в организации не выявила или она не проводилась."
SIDES = {"above": "выше", "below": "ниже", "inside": "в пределах случайного разброса"}
RULE = (
    "«Выросла» и «снизилась» сказано, только если изменение больше возможного случайного разброса (интервал Ньюкомба "
    "с поправкой Бенджамини — Хохберга на число строк таблицы); «выше» и «ниже» — если значение за воронкообразными "
    "пределами муниципалитета; при знаменателе меньше десяти не сравнивается."
)


def values(advised: Advised, org_id: str) -> Stack:
    """Return the organisation's indicators beside the municipality's, and its own values over the years."""
    asks = [ask for ask in advised.data.asks if "organisation" in ask.scopes]
    frame = advised.frame
    own = frame[(frame["scope"] == "organisation") & (frame["unit"] == org_id) & (frame["breakdown"] == "")]
    rows = by_indicator(among(own), advised.data.year)
    lines = pd.DataFrame([_line(advised, ask, org_id, rows.get(ask.id)) for ask in asks]).astype(object)
    if advised.data.regulation.no_ranking:
        lines = lines.drop(columns="К муниципалитету")
    caption = f"Показатели организации и муниципалитета за {advised.data.year} год"
    return Stack([Table(lines, caption, RULE, ("Организация", "Муниципалитет")), _years(advised, asks, org_id)])


def _line(advised: Advised, ask: Ask, org_id: str, row: Mapping[str, Any] | None) -> dict[str, str | Sentence]:
    held = by_year(advised.data, ask, "organisation", org_id)
    absent = row is None or row["state"] == "absent"
    now = held.get(advised.data.year) if fed(advised.data, ask) and not absent else None
    return {
        "Показатель": f"{ask.title} ({ask.clause})",
        "Организация": value_text(ask, now),
        "Муниципалитет": value_text(ask, totals(advised.data, ask).get(advised.data.year)),
        "К муниципалитету": NOT_COMPARED if row is None else SIDES.get(str(row["side"]), NOT_COMPARED),
        "За год": _since(advised, ask, row),
    }


def _since(advised: Advised, ask: Ask, row: Mapping[str, Any] | None) -> str | Sentence:
    """Return what became of the value since the nearest comparable year, in the words of all pages."""
    data = advised.data
    said = UNSAID if row is None else changed(ask, row, data.municipality, breaks_of(data, ask))
    return NOT_COMPARED if said == UNSAID else said


def _years(advised: Advised, asks: list[Ask], org_id: str) -> Table:
    """Return the organisation's values of all years held, a column a year."""
    years = [year for year in advised.data.card.years if year <= advised.data.year]
    rows = [{"Показатель": ask.title} | {str(y): _short(advised, ask, org_id, y) for y in years} for ask in asks]
    return Table(pd.DataFrame(rows), "Показатели организации по годам", numeric=[str(year) for year in years])


def _short(advised: Advised, ask: Ask, org_id: str, year: int) -> str:
    figure = by_year(advised.data, ask, "organisation", org_id).get(year)
    if figure is None or not fed(advised.data, ask, year) or is_missing(figure.value):
        return ""
    if ask.indicator.unit == STRUCTURE:
        return short_text("ед.", figure.numerator)
    return short_text(ask.indicator.unit, figure.value, figure.denominator)


def recommendations(advised: Advised, org_id: str) -> Stack:
    """Return the recommendations to one organisation with what is special about it."""
    mine = [r for r in advised.recommendations if r.org_id == org_id]
    return Stack(of_one(advised, org_id, mine, keys=False) if mine else [Notice(NOTHING)])


def subjects(advised: Advised, org_id: str) -> Shown:
    """Return the subjects in which diagnostics of the year found deficits in the organisation."""
    found = listed(advised.known.subjects.get(org_id, ()))
    if found is None:
        return Notice(NO_SUBJECTS)
    return Stack([Heading(4, "Предметы с выявленными дефицитами"), Paragraph(sentence(found, "."))])
