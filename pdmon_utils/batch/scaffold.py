"""The notebook of a criterion, made of the catalogue: the seven parts of a справка and every topic of the criterion."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

import nbformat
from nbformat import NotebookNode

from pdmon_utils.catalogue import Criterion
from pdmon_utils.errors import WorkspaceError

Cell = dict[str, Any]
MOST_TOPICS = 6  # more would make a notebook longer than it can be read
AUDIENCE = "Отчёт для руководителя муниципального органа управления образованием и методической службы"
_PARTS = (
    ("## 1. Тема справки", "study.theme()"),
    ("## 2. Цель анализа данных (что анализируется и как считается)", "study.purpose()"),
    ("## 3. Период проведения анализа данных", "study.periods()"),
    (
        "## 4. Выводы по результатам анализа (общие и частные)",
        *("study.summary()", "study.conclusions()", "study.qualitative()"),
    ),
    ("## 5. Рекомендации (общие, по ОУ, по кластерам и пр)", "study.recommendations()"),
)
_KERNEL = {"display_name": "Python 3", "language": "python", "name": "python3"}
_APPENDIX, _SIGNED = "## 6. Приложения с результатами исследования", "## 7. Дата, должность, подпись"


def scaffold(criterion: Criterion, municipality: str, year: int) -> NotebookNode:
    """Return the notebook with its defaults; raises WorkspaceError for more topics than a notebook may have."""
    if len(criterion.topics) > MOST_TOPICS:
        said = f"в критерии «{criterion.code}» разделов (topic): {len(criterion.topics)}, в тетради — до {MOST_TOPICS}"
        raise WorkspaceError(f"Тетрадь не создана: {said}. Объедините разделы или разделите критерий.")
    cells = [*_opening(criterion, municipality, year), *_sections(criterion.topics)]
    named = [{"id": f"{criterion.code}-{number:02}", **cell} for number, cell in enumerate(cells)]  # the same each time
    kept = {"cells": named, "metadata": {"kernelspec": _KERNEL, "language_info": {"name": "python"}}}
    book: NotebookNode = nbformat.from_dict({**kept, "nbformat": 4, "nbformat_minor": 5})  # type: ignore[no-untyped-call]
    return book


def _opening(criterion: Criterion, municipality: str, year: int) -> Iterator[Cell]:
    source = "исходные данные — файлы образовательных организаций."
    yield _markdown(f"# {criterion.title}\n\n{criterion.question} {AUDIENCE}; {source}")
    lines = (
        f'municipality = "{municipality}"  # папка муниципалитета в data/raw',
        f"year = {year}  # отчётный год",
        'audience = "internal"  # internal — служебный, public — для сайта',
    )
    yield _code("\n".join(lines), tags=["parameters"])
    yield _code(f'from pdmon_utils import Study\n\nstudy = Study("{criterion.code}", municipality, year, audience)')


def _sections(topics: Iterable[str]) -> Iterator[Cell]:
    appendix = (_APPENDIX, *(f'study.topic("{topic}")' for topic in topics), "study.comparison()")
    for heading, *calls in (*_PARTS, appendix, (_SIGNED, "study.signature()")):
        yield _markdown(heading)
        yield from map(_code, calls)


def _markdown(source: str) -> Cell:
    return {"cell_type": "markdown", "metadata": {}, "source": source}


def _code(source: str, **metadata: list[str]) -> Cell:
    return {"cell_type": "code", "metadata": metadata, "source": source, "outputs": [], "execution_count": None}
