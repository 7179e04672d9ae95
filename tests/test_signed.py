"""What leaves the office signed or on the site speaks to its readers: no files, commands, code of the program."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import docx
import pandas as pd
import pytest
from bs4 import BeautifulSoup
from docx.document import Document

from conftest import jobs_of_defaults
from papers import grids, paper, shown, words
from pdmon_utils.show import Aside, Notice, Paragraph, Stack, Table
from pdmon_utils.store import Workspace

INSIDE = re.compile(r"data/|pdmon |study\.|texts/|\.csv|\.md\b|==|>=|<=|!=")
NOTE = [
    "1. Тема справки",
    "2. Цель анализа данных (что анализируется и как считается)",
    "3. Период проведения анализа данных",
    "4. Выводы по результатам анализа (общие и частные)",
    "5. Рекомендации (общие, по ОУ, по кластерам и пр)",
    "6. Приложения с результатами исследования",
    "7. Дата, должность, подпись",
]
REPORT = [
    "1. Описание цели и задач проведения анализа",
    "2. Ключевые направления анализа",
    "3. Анализ итоговых показателей",
    "4. Сравнительный анализ результатов по одним и тем же показателям (по годам)",
    "5. Анализ внутренних и внешних факторов, влияющих на уровень результатов",
    "6. Аналитические выводы",
]


def _said(document: Document) -> Iterator[str]:
    yield from (paragraph.text for paragraph in document.paragraphs)
    yield from (cell.text for table in document.tables for row in table.rows for cell in row.cells)


def test_what_is_for_the_analyst_alone_stands_on_the_page_and_not_on_paper() -> None:
    thing = Stack([Paragraph("Итог."), Aside([Notice("Его место — файл data/raw/x.md.")])])

    assert "data/raw/x.md" in thing._repr_html_()
    assert words(paper(shown(thing)))[-1] == "Итог."


def test_a_column_for_the_analyst_stands_on_the_page_and_not_on_paper() -> None:
    table = Table(pd.DataFrame({"Рекомендация": ["Провести"], "Ключ": ["1/mms"], "Срок": [5]}), "Мера", aside=("Ключ",))

    assert "1/mms" in table._repr_html_()
    assert grids(paper(shown(table))) == [[["Рекомендация", "Срок"], ["Провести", "5"]]]


@pytest.mark.notebooks
def test_papers_say_nothing_of_files_commands_and_code(reported: Workspace) -> None:
    papers = [job.output.with_suffix(".docx") for job in jobs_of_defaults(reported)]
    told = {f"{path.parent.name}/{path.name}: {said}" for path in papers for said in _said(docx.Document(str(path)))}

    assert len(papers) >= 20
    assert {said for said in told if INSIDE.search(said)} == set()


@pytest.mark.notebooks
def test_public_pages_say_nothing_of_files_commands_and_code(reported: Workspace) -> None:
    pages = [job.output.with_suffix(".html") for job in jobs_of_defaults(reported) if job.audience == "public"]
    found = set()
    for page in pages:
        soup = BeautifulSoup(page.read_text(encoding="utf-8"), "html.parser")
        for code in soup(["script", "style", "pre", "a"]):  # the cell's own code is folded away under its heading
            code.decompose()
        found |= {f"{page.name}: {said.strip()}" for said in soup.find_all(string=INSIDE)}

    assert len(pages) >= 10
    assert found == set()


def _headings(path: Path) -> list[str]:
    found = [p.text for p in docx.Document(str(path)).paragraphs if p.style and p.style.name == "Heading 1"]
    return [text for text in found if text[:1].isdigit()]


@pytest.mark.notebooks
@pytest.mark.parametrize("audience", ["internal", "public"])
def test_the_note_has_its_seven_parts_in_order_and_the_report_its_six(reported: Workspace, audience: str) -> None:
    papers = {job.code: job.output for job in jobs_of_defaults(reported) if job.audience == audience}

    assert _headings(papers["note"].with_suffix(".docx")) == NOTE
    assert _headings(papers["report"].with_suffix(".docx")) == REPORT
