"""The page docs/promises.md: what the program promises, the tests that prove it, what was measured, what is missing.

`docs/build.py` runs it; the rows stand in `tests/cases/promises.yml`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pdmon_utils.yamls import read_yaml

ROOT = Path(__file__).parent.parent
CHAPTERS = {"R": "Надёжность", "P": "Защита людей", "S": "Безопасность", "D": "Документы и доступность"}
HEAD = """# Обещания и чем они доказаны

Страница составлена по `tests/cases/promises.yml` (`python docs/build.py`). Тест проверяет, что названные тесты есть и
что у каждого обещания стоит измеренное число или сказано, чего не хватает.

Обещаний: {all}; без оговорок: {whole}. Число со знаком ◊ тест печатает сам: `python -m pytest tests/ФАЙЛ -n0 -rP`.
"""

Row = Mapping[str, Any]


def promises() -> str:
    """Return the page in Markdown."""
    told: Mapping[str, Row] = read_yaml(ROOT / "tests" / "cases" / "promises.yml")
    whole = sum("lacks" not in row for row in told.values())
    parts = [HEAD.format(all=len(told), whole=whole)]
    for letter, title in CHAPTERS.items():
        parts += [f"## {title}\n", *(_promise(code, row) for code, row in told.items() if code[0] == letter)]
    return "\n".join(parts)


def _promise(code: str, row: Row) -> str:
    mark = " ◊" if row.get("print") else ""
    lines = [f"### {code}. {row['title']}\n", f"{row['promise']}\n"]
    lines += [f"- Измерено{mark}: {row['figure']}."] if "figure" in row else []
    lines += [f"- Чего не хватает: {row['lacks']}"] if "lacks" in row else []
    lines += [f"- Доказано: {', '.join(_named(test) for test in row['tests'])}."] if row["tests"] else []
    return "\n".join([*lines, ""])


def _named(test: str) -> str:
    return f"`{test.partition('::')[2]}` ({test.partition('::')[0]})"
