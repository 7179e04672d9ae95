"""The self-check of the management cycle as a page: an overview, then each direction with evidence and gaps."""

from __future__ import annotations

from itertools import groupby

import pandas as pd

from pdmon_utils.cycle import STAGES, Cell, Facts, matrix
from pdmon_utils.roadmap import decisions
from pdmon_utils.show import Heading, Paragraph, Shown, Stack, Table
from pdmon_utils.study.counts import Counts, counts
from pdmon_utils.study.effectiveness import judgement
from pdmon_utils.study.managed import Managed
from pdmon_utils.study.values import fed
from pdmon_utils.words import Sentence, sentence

YES, NO = "есть", "нет"
_RULE = (
    "Ячейка подтверждена, если есть хотя бы одно подтверждение: статья положения, документ, мера, сданные данные, "
    "отмеченный шаг календаря или текст аналитика. Остальные ячейки — пробелы с указанием, что сделать."
)


def facts(managed: Managed) -> Facts:
    """Return everything that may confirm a stage."""
    data, law = managed.data, managed.data.regulation
    measures = managed.measures[managed.measures["year"] == data.year]
    decided = decisions(managed.measures, managed.documents, law, data.year)
    steps = data.workspace.calendar(law.code).steps
    done = data.workspace.journal(data.municipality).done(data.year)
    return Facts(
        law=law,
        slug=data.municipality,
        year=data.year,
        held=managed.held,
        fed={ask.id for ask in law.asks.values() if fed(data, ask)},
        measures=measures.assign(place=managed.place(measures)),
        decisions=decided.assign(place=managed.place(decided)),
        documents=managed.of_year[managed.of_year["scope"] != "org"],
        verdicts=judgement(managed),
        done=tuple((steps[one.step], one) for one in done if one.step in steps),
        texts={
            code
            for code in data.workspace.catalogue.criteria
            if data.workspace.text(data.municipality, data.year, code)
        },
        plans=set(data.card.plans.get(str(data.year), {})),
    )


def cycle(managed: Managed) -> Stack:
    """Return the matrix, how many cells are confirmed, and a table a direction."""
    cells = matrix(facts(managed))
    said = numbers(managed, cells).say("Подтверждено ячеек: {confirmed} из {cells}. {rule}", rule=_RULE)
    parts: list[Shown] = [Paragraph(said), _overview(managed, cells)]
    for direction, own in groupby(cells, key=lambda cell: cell.direction):
        title = direction.said[:1].upper() + direction.said[1:]
        parts += [Heading(3, title), _table(list(own), f"{title} ({direction.clause})")]
    return Stack(parts)


def numbers(managed: Managed, cells: list[Cell]) -> Counts:
    """Return how many cells there are and how many something confirms."""
    return counts(managed.data, "cycle", {"cells": len(cells), "confirmed": sum(not cell.gap for cell in cells)})


def _overview(managed: Managed, cells: list[Cell]) -> Table:
    marks = {(cell.direction.code, cell.stage.code): NO if cell.gap else YES for cell in cells}
    frame = pd.DataFrame(
        {
            "Направление": [direction.said for direction in managed.held.values()],
            **{stage.title: [marks[code, stage.code] for code in managed.held] for stage in STAGES.values()},
        }
    )
    return Table(frame, f"Цикл управления: этапы и направления, {managed.data.year} год")


def _table(cells: list[Cell], caption: str) -> Table:
    rows = [
        {
            "Этап": cell.stage.title,
            "Подтверждение": _joined(cell.evidence),
            "Пробел и что сделать": f"{cell.gap}. {cell.stage.do}" if cell.gap else "пробела нет",
        }
        for cell in cells
    ]
    return Table(pd.DataFrame(rows), caption)


def _joined(evidence: tuple[Sentence, ...]) -> Sentence | str:
    parts: list[Sentence | str] = []
    for said in evidence:
        parts += [said] if not parts else ["; ", said]
    return sentence(*parts) if parts else NO
