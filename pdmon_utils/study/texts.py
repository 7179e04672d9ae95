"""The qualitative block: the analyst's own words beside the numbers of an indicator (КБР, приложение 2)."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.catalogue import Ask
from pdmon_utils.show import Aside, Heading, Notice, Paragraph, Shown, Stack, Table, Text
from pdmon_utils.study.counts import Counts, counts
from pdmon_utils.study.data import Data

QUALITATIVE = "Качественный анализ"


def own_text(data: Data) -> Stack:
    """Return the analyst's own text for the criterion, or where to write it (internal)."""
    said = data.text()
    if said.strip():
        return Stack([Heading(3, QUALITATIVE), Text(said)])
    if data.public:
        return Stack([])
    return Stack([Notice(f"{QUALITATIVE} аналитика не внесён."), _place(data, data.criterion)])


def own_words(data: Data, ask: Ask) -> list[Shown]:
    """Return the analyst's text on an indicator; where the act wants one and there is none, its place (internal)."""
    said = data.text(ask.id)
    if said.strip():
        return [Heading(5, QUALITATIVE), Text(said)]
    if data.public or not data.regulation.wants_words(ask.indicator.criterion):
        return []
    return [Notice(f"{QUALITATIVE} показателя не внесён."), _place(data, ask.id)]


def _place(data: Data, name: str) -> Aside:
    return Aside([Notice(f"Его место — файл {data.text_path(f'{name}.md')}.")])


def missing_texts(data: Data) -> Stack:
    """Return which indicators have no words of the analyst beside their numbers (internal)."""
    if data.public or not data.asks:
        return Stack([])
    lacking = [ask for ask in data.asks if not data.text(ask.id).strip()]
    said = numbers(data).say("Качественный анализ внесён по {held} из {asks} показателей.")
    return Stack([Paragraph(said), *([Aside([_lacking(data, lacking)])] if lacking else [])])


def numbers(data: Data) -> Counts:
    """Return how many indicators of the study have words of the analyst."""
    held = sum(bool(data.text(ask.id).strip()) for ask in data.asks)
    return counts(data, "texts", {"held": held, "asks": len(data.asks)})


def _lacking(data: Data, asks: list[Ask]) -> Table:
    frame = pd.DataFrame(
        {
            "Показатель": [f"{ask.title} ({ask.id})" for ask in asks],
            "Пункт": [ask.clause for ask in asks],
            "Требует положение": ["да" if data.regulation.wants_words(a.indicator.criterion) else "нет" for a in asks],
            "Место текста": [f"texts/{ask.id}.md" for ask in asks],
        }
    )
    return Table(frame, "Показатели без качественного анализа", f"Папка: {data.text_path('')}")
