"""The page of surveys: who could be asked, who was, who answered, and how far the answers tell of the district."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.disclosure import FEW_PEOPLE
from pdmon_utils.figures import window
from pdmon_utils.opinions import Survey, surveys, teachers
from pdmon_utils.schema import SCHEMA
from pdmon_utils.show import Heading, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.counts import Counts, counts
from pdmon_utils.study.data import Data
from pdmon_utils.words import NOT_HANDED_IN, Name, Sentence, count, percent, share_text

FILE = "surveys.csv"
TITLES = {"request": "Анкетирование о запросах", "deficit": "Анкетирование о дефицитах", "burnout": "Опрос о выгорании"}
FOUND = {"deficit": "дефицит выявлен", "burnout": "выгорание выявлено"}
ENOUGH_PEOPLE = 10  # a public share stands for at least so many answers


def survey_pages(data: Data) -> Stack:
    """Return the surveys of the year, each with its frame, response, shares and bounds."""
    held = asked(data)
    if not held:
        return Stack([Notice(f"Опросы (анкетирование): {NOT_HANDED_IN}.")])
    return Stack([shown for survey in held for shown in _page(data, survey)])


def asked(data: Data) -> list[Survey]:
    """Return the surveys of the study's municipality and year."""
    span = window(data.regulation.window, data.year)
    people = teachers(data.rows("staff"), data.year, span)
    return surveys(data.rows("diagnostics"), people, span, data.workspace.texts(data.municipality, data.year) / FILE)


def numbers(data: Data, survey: Survey) -> Counts:
    """Return the numbers that the sentence of a survey quotes; `response` is a fraction."""
    values = {"frame": survey.frame, "asked": survey.asked, "answered": survey.answered, "response": survey.response}
    return counts(data, f"survey_{survey.kind}", values)


def _page(data: Data, survey: Survey) -> list[Shown]:
    shown: list[Shown] = [Heading(4, TITLES[survey.kind])]
    if data.public and survey.kind in FOUND:
        return [*shown, Notice("Результаты — только для служебного пользования.")]
    if data.public and (survey.answered < ENOUGH_PEOPLE or 0 < survey.asked - survey.answered < FEW_PEOPLE):
        return [*shown, Notice("Результаты не публикуются: слишком мало тех, кто ответил, или тех, кто не ответил.")]
    shown.append(Paragraph(_said(numbers(data, survey), survey)))
    if not survey.tells:
        shown.append(
            Notice("Ответили меньше половины опрошенных: доли не годятся как значение муниципалитета.", "warning")
        )
        return shown if data.public else [*shown, _table(survey)]
    if data.public and _few(survey):
        return [*shown, Notice("Ответы не публикуются: за одним из них стоит слишком мало людей.")]
    return [*shown, _table(survey)]


def _said(told: Counts, survey: Survey) -> Sentence:
    """Return what kind of survey it was, who was asked and who answered."""
    sample = "Выборочный опрос: опрошено {people} из {frame}, ответили {answered} из {asked} ({response}).{how}"
    census = "Сплошной опрос: {people}, ответили {answered} из {asked} ({response}).{how}"
    return told.say(
        sample if survey.sample else census,
        people=told.quote("asked", count(survey.asked, "педагог")),
        response=told.quote("response", share_text(survey.answered, survey.asked)),
        how=Name(f" Способ отбора: {survey.how}." if survey.how else ""),
    )


def _few(survey: Survey) -> bool:
    """Return True when an answer, or its opposite, was given by one to four persons."""
    return any(0 < n < FEW_PEOPLE or 0 < survey.answered - n < FEW_PEOPLE for n in survey.counts.values())


def _table(survey: Survey) -> Table:
    words = SCHEMA["diagnostics"].columns["direction"].values
    codes = list(survey.counts)
    frame = pd.DataFrame(
        {
            "Ответ": [FOUND[survey.kind] if code == "found" else words[code] for code in codes],
            "Так ответили": [share_text(survey.counts[code], survey.answered) for code in codes],
            "Если бы ответили все": [_between(*survey.bounds(code)) for code in codes],
        }
    )
    note = "«Если бы ответили все» — доля опрошенных, если так же ответил бы никто или каждый из не ответивших."
    if survey.tells:
        frame.insert(2, "Интервал 95 %", [_between(*survey.interval(code)) for code in codes])
        note += " Интервал — возможный случайный разброс из-за того, что ответили не все педагоги."
    return Table(frame, TITLES[survey.kind], note, tuple(frame.columns[1:]))


def _between(low: float, high: float) -> str:
    return percent(low, 0) if low == high else f"от {percent(low, 0)} до {percent(high, 0)}"
