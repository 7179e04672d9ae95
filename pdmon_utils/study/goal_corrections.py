"""Goals that should be set anew after three years running (Вилюйск, п. 1.7; ЗАТО, п. 5.4.1)."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from pdmon_utils.catalogue import SHARES
from pdmon_utils.conclusions.slots import TELLING
from pdmon_utils.effects import corrections
from pdmon_utils.effects.goals import YEARS
from pdmon_utils.roadmap.rows import Row, records
from pdmon_utils.show import Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.managed import Managed
from pdmon_utils.words import Number, Quote, Slot, Year, address, amount, is_missing, say

RULE = (
    "Цель предлагается пересмотреть, если её достигли три года подряд (тогда новая — худшее из трёх значений, если оно "
    "не легче прежней цели) или не достигли три года подряд (тогда новая — лучшее из трёх: известно, что оно "
    "достижимо). Годы, когда отличие от цели было в пределах случайного разброса, не считаются ни тем, ни другим. "
    "Решение — за тем, кто цель утверждает."
)
_WHY = {
    "reached": "достигалась три года подряд, {first}–{last}: {values}",
    "missed": "не достигалась три года подряд, {first}–{last}: {values}",
}


def goal_corrections(managed: Managed) -> Stack:
    """Return the goals to set anew: indicator, old and new target, why."""
    years = [year for year in managed.data.card.years if year <= managed.data.year][-YEARS:]
    parts: list[Shown] = [Paragraph(RULE)]
    if len(years) < YEARS:
        return Stack([*parts, Notice("Данных за три года подряд нет: предлагать пересмотр целей рано.", "missing")])
    found = proposed(managed, years)
    if found.empty:
        return Stack([*parts, Paragraph("Целей, достигнутых или не достигнутых три года подряд, нет.")])
    rows = {year: managed.totals(year) for year in years}
    frame = pd.DataFrame([_line(managed, row, rows) for row in records(found)])
    return Stack([*parts, Table(frame, f"Предложения по корректировке целей, {managed.data.year} год")])


def proposed(managed: Managed, years: Sequence[int]) -> pd.DataFrame:
    """Return the corrections that three years running propose: `effects.corrections`."""
    return corrections(managed.frame(year) for year in years)


def numbers(managed: Managed) -> dict[str, Number]:
    """Return the proposed targets by address."""
    years = [year for year in managed.data.card.years if year <= managed.data.year][-YEARS:]
    rows = records(proposed(managed, years)) if len(years) == YEARS else []
    return {_where(managed, row, "new"): float(row["new"]) for row in rows if not is_missing(row["new"])}


def _line(managed: Managed, row: Row, rows: dict[int, dict[str, Row]]) -> dict[str, object]:
    code = str(row["indicator"])
    held = {year: rows[year][code] for year in range(row["first"], row["last"] + 1)}
    slots: dict[str, Slot] = {"first": Year(row["first"]), "last": Year(row["last"]), "values": _values(managed, held)}
    return {
        "Показатель": managed.names.title(code),
        "Прежняя цель": "рост к прошлому году" if is_missing(row["old"]) else _target(managed, row, "old"),
        "Предлагаемая цель": "оставить прежнюю" if row["old"] == row["new"] else _target(managed, row, "new"),
        "Почему": say(_WHY[row["reason"]], slots),
    }


def _values(managed: Managed, held: dict[int, Row]) -> Slot:
    slots = {f"y{year}": TELLING["share"](managed.said(row)) for year, row in held.items()}
    return say(", ".join(f"{{{name}}}" for name in slots), slots)


def _target(managed: Managed, row: Row, column: str) -> Slot:
    value, last = float(row[column]), managed.totals(int(row["last"]))[str(row["indicator"])]
    said = f"{amount(value * 100)}\u00a0%" if last["kind"] in SHARES else amount(value)
    return say("{value}", {"value": Quote(said, value, _where(managed, row, column))})


def _where(managed: Managed, row: Row, column: str) -> str:
    keys = (row["indicator"], "municipality", managed.data.municipality, "", "", int(row["last"]))
    return address(*keys, "plan_value" if column == "old" else "plan_proposed")
