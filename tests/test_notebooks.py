"""The notebooks of the project: short, clean, and they run."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import nbformat
import pytest
from bs4 import BeautifulSoup
from nbformat import NotebookNode

from conftest import DISTRICTS, YEAR, jobs_of_defaults
from pdmon_utils.batch.jobs import INTERNAL_ONLY
from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.store import AUDIENCES, Workspace

FOLDER = Path(__file__).parents[1] / "notebooks"
BOOKS = {path.stem: nbformat.read(path, as_version=4) for path in sorted(FOLDER.glob("*.ipynb"))}
CRITERIA = load_catalogue().criteria
MOST_CELLS, MOST_LINES = 25, 20
LOGIC = (ast.FunctionDef, ast.ClassDef, ast.Lambda, ast.For, ast.While, ast.If, ast.Try, ast.With, ast.comprehension)
NOTE = (
    "1. Тема справки",
    "2. Цель анализа данных",
    "3. Период проведения анализа данных",
    "4. Выводы по результатам анализа (общие и частные)",
    "5. Рекомендации (общие, по ОУ, по кластерам и пр)",
    "6. Приложения с результатами исследования",
    "7. Дата, должность, подпись",
)
REPORT = (
    "1. Описание цели и задач проведения анализа",
    "2. Ключевые направления анализа",
    "3. Анализ итоговых показателей",
    "4. Сравнительный анализ результатов по одним и тем же показателям",
    "5. Анализ внутренних и внешних факторов, влияющих на уровень результатов",
    "6. Аналитические выводы",
)
SHOWN = [(name, audience) for name in BOOKS for audience in (AUDIENCES[:1] if name in INTERNAL_ONLY else AUDIENCES)]
each = pytest.mark.parametrize("name", list(BOOKS))


def code(notebook: NotebookNode) -> list[NotebookNode]:
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def parameters(name: str) -> dict[str, object]:
    """Return what the parameters cell says."""
    (cell,) = [cell for cell in code(BOOKS[name]) if "parameters" in cell.metadata.get("tags", ())]
    said = ast.parse(cell.source).body
    return {node.targets[0].id: ast.literal_eval(node.value) for node in said}  # type: ignore[attr-defined]


def nodes(notebook: NotebookNode) -> Iterator[ast.AST]:
    return chain.from_iterable(ast.walk(ast.parse(cell.source)) for cell in code(notebook))


def headings(name: str) -> list[str]:
    """Return the second-level headings."""
    texts = [cell.source for cell in BOOKS[name].cells if cell.cell_type == "markdown"]
    return [line[3:] for text in texts for line in text.splitlines() if line.startswith("## ")]


def test_every_criterion_has_a_notebook() -> None:
    assert set(CRITERIA) <= set(BOOKS)
    assert set(BOOKS) - set(CRITERIA) == {
        *("intake", "note", "report", "organisation", "region"),
        *("recommendations", "practices", "roadmap", "effectiveness", "cycle", "brief", "letter"),
    }


@each
def test_a_notebook_opens_with_its_title(name: str) -> None:
    first = BOOKS[name].cells[0]

    assert first.cell_type == "markdown"
    assert first.source.startswith("# ")
    assert sum(cell.source.count("\n# ") for cell in BOOKS[name].cells if cell.cell_type == "markdown") == 0


@pytest.mark.parametrize("name", list(CRITERIA))
def test_a_criterions_notebook_has_its_title_and_every_topic_in_order(name: str) -> None:
    opened = [re.findall(r'^study\.topic\("([^"]+)"\)$', cell.source) for cell in code(BOOKS[name])]

    assert BOOKS[name].cells[0].source.splitlines()[0] == f"# {CRITERIA[name].title}"
    assert tuple(chain.from_iterable(opened)) == CRITERIA[name].topics
    assert f'Study("{name}", municipality, year, audience)' in "".join(cell.source for cell in code(BOOKS[name]))


@each
def test_a_notebook_is_short(name: str) -> None:
    lines = [line for cell in code(BOOKS[name]) for line in cell.source.splitlines() if line.strip()]

    assert len(BOOKS[name].cells) <= MOST_CELLS
    assert max(len(cell.source.splitlines()) for cell in code(BOOKS[name])) <= 4
    assert len(lines) <= MOST_LINES


@each
def test_a_notebook_tells_and_does_not_compute(name: str) -> None:
    imports = [node for node in nodes(BOOKS[name]) if isinstance(node, ast.Import | ast.ImportFrom)]

    assert [type(node).__name__ for node in nodes(BOOKS[name]) if isinstance(node, LOGIC)] == []
    assert [(type(node).__name__, getattr(node, "module", "")) for node in imports] == [("ImportFrom", "pdmon_utils")]


@each
def test_a_notebook_is_kept_without_its_results(name: str) -> None:
    assert [cell.outputs for cell in code(BOOKS[name]) if cell.outputs] == []
    assert {cell.execution_count for cell in code(BOOKS[name])} == {None}
    assert set(BOOKS[name].metadata) <= {"kernelspec", "language_info"}


@each
def test_a_notebook_has_defaults_that_exist_in_the_example(name: str) -> None:
    given = parameters(name)

    assert given["year"] == YEAR
    assert given.get("audience", "internal") == "internal"
    assert given.get("municipality", DISTRICTS[0]) in DISTRICTS
    assert set(given) in (
        {"municipality", "year", "audience"},
        {"municipality", "year", "organisation"},
        {"region", "year", "audience"},
    )


@pytest.mark.parametrize("name", ["note", *CRITERIA])
def test_a_note_has_the_seven_parts_of_the_regulation_in_order(name: str) -> None:
    assert [said.startswith(part) for said, part in zip(headings(name), NOTE, strict=True)] == [True] * 7


def test_the_report_has_the_six_parts_of_the_regulation_in_order() -> None:
    numbered = [said for said in headings("report") if said[0].isdigit()]

    assert [said.startswith(part) for said, part in zip(numbered, REPORT, strict=True)] == [True] * 6


def page(reported: Workspace, name: str, audience: str) -> str:
    """Return the HTML of an executed notebook."""
    (job,) = [job for job in jobs_of_defaults(reported) if (job.code, job.audience) == (name, audience)]
    return job.output.with_suffix(".html").read_text(encoding="utf-8")


@pytest.mark.notebooks
@pytest.mark.parametrize(("name", "audience"), SHOWN)
def test_a_notebook_runs_and_its_page_can_be_read_by_everyone(reported: Workspace, name: str, audience: str) -> None:
    html = page(reported, name, audience)
    soup = BeautifulSoup(html, "html.parser")

    assert soup.html is not None
    assert soup.html["lang"] == "ru"
    assert len(soup.find_all("h1")) == 1
    assert len(soup.find_all("table")) > 0
    assert [table for table in soup.find_all("table") if table.caption is None or not table.caption.get_text()] == []
    assert [image for image in soup.find_all("img") if len(str(image.get("alt", ""))) < 20] == []
    assert not re.search(r"Traceback|Warning:|&lt;pdmon_utils|&lt;(class|bound method)", html)


@pytest.mark.notebooks
@pytest.mark.parametrize("name", [name for name, audience in SHOWN if audience == "public"])
def test_a_public_page_shows_no_code_and_no_machine(reported: Workspace, name: str) -> None:
    html = page(reported, name, "public")
    soup = BeautifulSoup(html, "html.parser")

    assert '<body data-audience="public">' in html
    assert "study." not in soup.get_text()
    for link in soup.select('a[href^="https://"][rel="noopener noreferrer"]'):
        link.decompose()  # a practice of the bank that is in the net; nothing is loaded from there
    told = re.search(r"/tmp/|/home/|site-packages|ipykernel_|https?://(?!www\.w3\.org)", str(soup))  # noqa: S108  looked for
    assert not told


@pytest.mark.notebooks
@pytest.mark.parametrize("name", sorted(CRITERIA))
def test_the_public_page_names_no_organisation(reported: Workspace, name: str) -> None:
    organisations = reported.table("organisations", [str(parameters(name)["municipality"])])
    html = page(reported, name, "public")

    assert [short for short in set(organisations["org_short"].dropna()) if short in html] == []
    assert [full for full in set(organisations["org_name"]) if full in html] == []


def parts(kind: str, numerator: float, denominator: float) -> str:
    """Return a pattern of what a page has to show: both parts of a share, else the number."""
    whole = f"{numerator:.0f} из {denominator:.0f}" if kind == "share" else f"{numerator:,.0f}".replace(",", " ")
    return rf"(?<!\d){whole}(?![\d,])"


@pytest.mark.notebooks
@pytest.mark.parametrize("name", sorted(CRITERIA))
def test_a_criterions_page_shows_its_figures(reported: Workspace, name: str) -> None:
    (job,) = [job for job in jobs_of_defaults(reported) if (job.code, job.audience) == (name, "internal")]
    law = reported.catalogue.regulation(reported.municipality(job.place).regulation)
    kinds = {ask.id: ask.kind for ask in law.of(name) if ask.kind in {"share", "count"}}
    figures = reported.figures([job.place]).query("year == @YEAR and scope == 'municipality' and breakdown == ''")
    known = figures[figures["indicator"].isin(kinds) & (figures["denominator"].fillna(1) > 0)]
    text = " ".join(BeautifulSoup(page(reported, name, "internal"), "html.parser").get_text().split())
    told = {row.indicator: parts(kinds[row.indicator], row.numerator, row.denominator) for row in known.itertuples()}

    assert told
    assert [code for code, pattern in told.items() if not re.search(pattern, text.replace("\u00a0", " "))] == []
