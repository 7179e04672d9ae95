"""The page of events: how they were received and how many of the planned came (ЗАТО, табл. 1, строка 3)."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.figures import window
from pdmon_utils.opinions import event_feedback, limits
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Fold, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.counts import Counts, counts
from pdmon_utils.study.data import Data
from pdmon_utils.words import NOT_HANDED_IN, Name, Sentence, number, percent, sentence, share_text, short_day

FEW_ANSWERS = 10  # a public mean stands for at least so many persons


def feedback(data: Data) -> Stack:
    """Return the events of the year by feedback and attendance; single events only on an internal page."""
    rows = judged(data)
    if rows.empty:
        return Stack([Notice(f"Мероприятия: {NOT_HANDED_IN}.")])
    told = numbers(data, rows)
    if data.public:
        return Stack([Paragraph(_said(told)), *_by_kind(rows)])
    whole = Fold(f"Все мероприятия: {len(rows)}", [_table(rows, f"Мероприятия, {data.year} год")])
    return Stack([Paragraph(_said(told)), *_low(rows, told), whole])


def judged(data: Data) -> pd.DataFrame:
    """Return the events of the year with their feedback and attendance."""
    span = window(data.regulation.window, data.year)
    return event_feedback(data.rows("events"), data.rows("participation"), span, limits())


def numbers(data: Data, rows: pd.DataFrame) -> Counts:
    """Return the numbers that the page's sentences quote; `response` is a fraction, `mean` a mark of 1 to 5."""
    answered, came = int(rows["answered"].sum()), int(rows["came"].fillna(0).sum())
    values = {
        "answered": answered,
        "came": came,
        "response": answered / came if came else 0,
        "mean": float((rows["feedback"] * rows["answered"]).sum()) / answered if answered else 0,
        "low": int((rows["low_feedback"] | rows["low_attendance"]).sum()),
        "events": len(rows),
    }
    return counts(data, "feedback", values)


def _said(told: Counts) -> Sentence:
    """Return who answered of those who came and the mean of all marks; too few answers give no mean."""
    if (told.values["answered"] or 0) < FEW_ANSWERS:
        return sentence("Обратная связь по мероприятиям: оценок слишком мало, среднее не показательно.")
    return told.say(
        "Обратная связь по мероприятиям: оценили {answered} из {came} участий ({response}), средняя оценка — {mean} "
        "по шкале до пяти.",
        response=told.quote("response", share_text(told.values["answered"], told.values["came"])),
        mean=told.quote("mean", number(told.values["mean"], 1)),
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


def _low(rows: pd.DataFrame, told: Counts) -> list[Shown]:
    """Return the events below a limit, and the limits."""
    bounds = limits()
    rule = Name(
        f"средняя оценка ниже {number(bounds.feedback, 1)} (при {bounds.answers} ответах и больше) "
        f"или пришло меньше {percent(bounds.attendance, 0)} запланированных"
    )
    if not told.values["low"]:
        return [Paragraph(told.say("К разбору: {rule}. Таких мероприятий нет.", rule=rule))]
    said = told.say("К разбору: {rule}. Таких мероприятий: {low} из {events}.", rule=rule)
    return [Paragraph(said), _table(rows[rows["low_feedback"] | rows["low_attendance"]], "Мероприятия ниже порога")]


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
