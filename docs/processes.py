"""The page docs/processes.md: what the regulations ask of analysis and the management cycle, and what answers each row.

`docs/build.py` runs it; the rows stand in `tests/cases/processes.yml`.
"""

from __future__ import annotations

import ast
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.yamls import read_yaml

ROOT = Path(__file__).parent.parent
AREAS = {
    "compare": "сравнение",
    "analyse": "анализ",
    "recommend": "рекомендации",
    "plan": "цели и меры",
    "decide": "решения",
    "evaluate": "эффективность",
    "publish": "публикация",
}
HEAD = """# Что положения требуют от анализа и цикла управления и чем это обеспечено

Страница составлена по `tests/cases/processes.yml` и тетрадям (`python docs/build.py`). Строка таблицы — одно требование
одного положения; слова положения сокращены («…»). Тест проверяет, что каждая из {all} строк стоит здесь один раз и что
названные файлы, ячейки тетрадей и тесты существуют.

Полностью: {whole}; частично, с названной недостающей частью: {partly}.
"""

Group = Mapping[str, Any]


def processes() -> str:
    """Return the page in Markdown."""
    told = read_yaml(ROOT / "tests" / "cases" / "processes.yml")
    area = {row: AREAS[name] for name, rows in told["areas"].items() for row in rows}
    partly = sum(len(group["rows"]) for group in told["groups"] if "lacks" in group)
    head = HEAD.format(all=len(area), whole=len(area) - partly, partly=partly)
    return "\n".join([head, *(_group(group, area) for group in told["groups"])])


@cache
def calls() -> dict[str, dict[str, str]]:
    """Return the methods of a study that the notebooks call: notebook → method → heading above its cell."""
    books = sorted((ROOT / "notebooks").glob("*.ipynb"))
    return {path.stem: dict(_calls(path)) for path in books}


def _calls(path: Path) -> Iterator[tuple[str, str]]:
    heading = ""
    for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown":
            heading = next((line.lstrip("# ") for line in source.splitlines() if line.startswith("#")), heading)
            continue
        for node in ast.walk(ast.parse(source)):
            if isinstance(node, ast.Call) and ast.unparse(node.func).startswith("study."):
                yield ast.unparse(node.func).removeprefix("study."), heading


def pages(named: str) -> list[tuple[str, str, str]]:
    """Return notebook, method, heading of what `pages` names: `notebook.method`, or a method wherever it is called."""
    book, _, method = named.rpartition(".")
    return [(b, method, held[method]) for b, held in calls().items() if method in held and book in ("", b)]


def _group(group: Group, area: Mapping[str, str]) -> str:
    rows = "\n".join(f"| {row} | {area[row]} | {said[0]} | {said[1]} |" for row, said in group["rows"].items())
    return "\n".join(
        [
            f"## {group['title']}\n",
            *(f"{title}{group[name]}\n" for name, title in _WORDS.items() if name in group),
            f"| Требование | Область | Пункт | Слова положения |\n|---|---|---|---|\n{rows}\n",
            *_proofs(group),
        ]
    )


_WORDS = {"does": "", "lacks": "**Не хватает:** ", "human": "**Остаётся людям:** "}


def _proofs(group: Group) -> Iterator[str]:
    if "files" in group:
        yield f"- Код и данные: {', '.join(f'`{file}`' for file in group['files'])}"
    if "pages" in group:
        yield f"- Тетради: {'; '.join(dict.fromkeys(map(_page, group['pages'])))}"
    if "tests" in group:
        yield f"- Тесты: {'; '.join(map(_test, group['tests']))}"
    yield ""


def _page(named: str) -> str:
    """Return the cells of a method: under which heading of which notebooks."""
    books: dict[str, list[str]] = defaultdict(list)
    for book, _, heading in pages(named):
        books[heading].append(book)
    return f"`study.{named.rpartition('.')[2]}()` — {', '.join(f'«{h}» ({_books(held)})' for h, held in books.items())}"


def _books(held: Sequence[str]) -> str:
    """Return names of notebooks; those of all criteria by one word."""
    criteria = load_catalogue().criteria
    whole = ["все тетради критериев"] if set(criteria) <= set(held) else []
    return ", ".join([*whole, *(book for book in held if not whole or book not in criteria)])


def _test(named: str) -> str:
    file, _, test = named.partition("::")
    return f"{file}: {test.removeprefix('test_').replace('_', ' ')}"
