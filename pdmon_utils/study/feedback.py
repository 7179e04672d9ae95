"""The page of events: how they were received and how many of the planned came (ЗАТО, табл. 1, строка 3)."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.figures import window
from pdmon_utils.opinions import Limits, event_feedback, limits
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.data import Data
from pdmon_utils.words import NOT_HANDED_IN, number, percent, share_text, short_day

FEW_ANSWERS = 10  # a public mean stands for at least so many persons


def feedback(data: Data) -> Stack:
    """Return the events of the year by feedback and attendance; single events only on an internal page."""
    bounds, span = limits(), window(data.regulation.window, data.year)
    rows = event_feedback(data.rows("events"), data.rows("participation"), span, bounds)
    if rows.empty:
        return Stack([Notice(f"Мероприятия: {NOT_HANDED_IN}.")])
    shown: list[Shown] = [Paragraph(_said(rows))]
    if data.public:
        return Stack([*shown, *_by_kind(rows)])
    return Stack([*shown, *_low(rows, bounds), _table(rows, f"Мероприятия, {data.year} год")])


def _said(rows: pd.DataFrame) -> str:
    """Return who answered of those who came and the mean of all marks; too few answers give no mean."""
    answered, came = int(rows["answered"].sum()), int(rows["came"].fillna(0).sum())
    if answered < FEW_ANSWERS:
        return f"Обратная связь по мероприятиям: оценок — {answered}; среднее не показательно."
    mean = (rows["feedback"] * rows["answered"]).sum() / answered
    return (
        f"Обратная связь по мероприятиям: оценили {answered} из {came} участий ({share_text(answered, came)}), "
        f"средняя оценка — {number(mean, 1)} из 5."
    )


def _by_kind(rows: pd.DataFrame) -> list[Shown]:
    """Return the mean by kind of event, whole or not at all: a kind with few answers could be worked out."""
    told = rows.assign(marks=rows["feedback"] * rows["answered"]).groupby("kind", observed=True)
    sums = told[["answered", "marks"]].sum().loc[lambda t: t["answered"] > 0]
    if sums.empty or (sums["answered"] < FEW_ANSWERS).any():
        return [Notice(f"По видам мероприятий оценка не публикуется: где-то ответили меньше {FEW_ANSWERS} человек.")]
    words = SCHEMA["events"].columns["kind"].values
    means = sums["marks"] / sums["answered"]
    frame = pd.DataFrame(
        {
            "Вид мероприятия": [words[str(kind)] for kind in sums.index],
            "Средняя оценка": [number(mean, 1) for mean in means],
            "Оценок": sums["answered"].astype(int).tolist(),
        }
    ).sort_values("Вид мероприятия", ignore_index=True)
    return [Table(frame, "Обратная связь по видам мероприятий", numeric=("Средняя оценка",))]


def _low(rows: pd.DataFrame, bounds: Limits) -> list[Shown]:
    """Return the events below a limit, and the limits."""
    low = rows[rows["low_feedback"] | rows["low_attendance"]]
    said = (
        f"К разбору: средняя оценка ниже {number(bounds.feedback, 1)} (при {bounds.answers} ответах и больше) "
        f"или пришло меньше {percent(bounds.attendance, 0)} запланированных."
    )
    if low.empty:
        return [Paragraph(f"{said} Таких мероприятий нет.")]
    return [Paragraph(f"{said} Таких мероприятий: {len(low)} из {len(rows)}."), _table(low, "Мероприятия ниже порога")]


def _table(rows: pd.DataFrame, caption: str) -> Table:
    came = [_came(c, p) for c, p in zip(rows["came"], rows["planned"], strict=True)]
    frame = pd.DataFrame(
        {
            "Мероприятие": rows["title"],
            "Дата": rows["date"].map(short_day),
            "Пришли из запланированных": came,
            "Оценили": rows["answered"],
            "Средняя оценка": [
                number(mean, 1) if n else "" for mean, n in zip(rows["feedback"], rows["answered"], strict=True)
            ],
        }
    )
    return Table(frame.reset_index(drop=True), caption, "По дате.", ("Пришли из запланированных", "Средняя оценка"))


def _came(came: float, planned: float) -> str:
    if pd.isna(came):
        return NOT_HANDED_IN
    return share_text(came, planned) if not pd.isna(planned) and planned > 0 else number(came, 0)
