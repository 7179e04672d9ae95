"""Writes the pages of docs/ that are made from data: the dictionary of tables, the passports of indicators, rules.

Run `python docs/build.py` after a change of the schema or the catalogue; a test compares the files with the data.
"""

from __future__ import annotations

import ast
import runpy
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pdmon_utils.catalogue import Ask, Regulation, load_catalogue
from pdmon_utils.intake import screener
from pdmon_utils.rules import RULES, Rule
from pdmon_utils.schema import SCHEMA, Column, Table
from pdmon_utils.yamls import read_yaml

HERE = Path(__file__).parent
TESTS = HERE.parent / "tests"
SEVERITIES = {"error": "ошибка", "query": "вопрос", "note": "к сведению"}
CHAPTERS = {
    1: "Файлы и листы",
    2: "Заголовки",
    3: "Ячейки",
    4: "Строки и повторы",
    5: "Строка противоречит себе",
    6: "Ссылки и другие таблицы",
    7: "Прошлый год",
    8: "Другие источники",
    9: "Шаблоны, формы, журнал",
}
MADE = {
    "every": "В любой таблице",
    "persons": "Работник в году, из таблицы «Реестр работников»",
    "organisation_years": "Организация в году, из таблицы «Организации»",
    "deliveries": "Что сдала организация, по таблицам",
}
TYPES = {"str": "текст", "int": "целое", "dec": "число", "date": "дата", "bool": "да/нет", "enum": "из списка"}


def pages() -> dict[str, str]:
    """Return the generated pages: file name → Markdown."""
    beside = {name: runpy.run_path(str(HERE / f"{name}.py")) for name in ("processes", "promises", "verdicts")}
    return {
        "tables.md": dictionary(),
        "indicators.md": indicators(),
        "intake/rules.md": rules(),
        "intake/cases.md": cases(),
        "processes.md": beside["processes"]["processes"](),
        "promises.md": beside["promises"]["promises"](),
        **{f"{name}.md": beside["verdicts"][name]() for name in ("conclusions", "recommendations", "management")},
    }


def dictionary() -> str:
    """Return the dictionary of all tables that schools hand in."""
    head = "# Словарь таблиц\n\nСтраница составлена по `pdmon_utils/schema/tables/*.yml` (`python docs/build.py`).\n"
    return "\n".join([head, *(_table(table) for table in SCHEMA.values())])


def _table(table: Table) -> str:
    key = ", ".join(f"«{table.columns[name].header}»" for name in table.key) or "вся строка"
    rows = "\n".join(_column(column) for column in table.columns.values())
    return (
        f"## {table.title} (`{table.name}`)\n\nКлюч: {key}.\n\n"
        f"| Столбец | Код | Тип | Обязателен | Значения и пояснения |\n|---|---|---|---|---|\n{rows}\n"
    )


def _column(column: Column) -> str:
    values = "; ".join(title if title == code else f"{title} (`{code}`)" for code, title in column.values.items())
    if column.type == "bool":
        values = "да; нет"
    said = ". ".join(part for part in (values, column.note) if part)
    return f"| {column.header} | `{column.name}` | {TYPES[column.type]} | {'да' if column.required else ''} | {said} |"


def indicators() -> str:
    """Return every indicator of every regulation: clause, wording, both parts of the fraction."""
    head = "# Показатели положений\n\nСтраница составлена по `pdmon_utils/catalogue` (`python docs/build.py`).\n"
    parts = [head]
    for regulation in load_catalogue().regulations.values():
        parts += [f"## {regulation.short} (`{regulation.code}`)\n\n{regulation.act}.\n", *_cycle(regulation)]
        parts += [_ask(ask) for ask in regulation.asks.values()]
    return "\n".join(parts)


def _cycle(law: Regulation) -> Iterator[str]:
    """Yield what the regulation says of the cycle: directions, addressees, kinds of decisions, uses of the results."""
    told = {
        "Направления мер": [f"{d.said} ({d.clause}): `{'`, `'.join(d.criteria)}`" for d in law.directions.values()],
        "Адресаты рекомендаций": [f"`{code}`: {words}" for code, words in law.audiences.items()],
        "Виды решений": [f"{decision.title} ({decision.clause})" for decision in law.decisions.values()],
        "Использование результатов": [f"{use.said.rstrip('.')} ({use.clause})" for use in law.uses.values()],
    }
    for title, lines in told.items():
        if lines:
            yield "\n".join([f"{title}:\n", *(f"- {line}" for line in lines), ""])


def _ask(ask: Ask) -> str:
    denominator = ask.indicator.denominator or (ask.population.title if ask.population else "")
    lines = [
        f"### {ask.id} · {ask.title}\n",
        f"- Пункт: {ask.clause}",
        f"- Дословно: {ask.wording}",
        f"- Числитель: {ask.indicator.numerator}",
        f"- Знаменатель: {denominator}" if ask.kind in ("share", "mean", "distribution") else "",
        f"- Направление: {load_catalogue().facets[ask.indicator.facet]}",
        f"- Измерение: `{ask.indicator.code}` ({ask.kind}, {ask.indicator.unit}), тетрадь `{ask.indicator.criterion}`",
    ]
    return "\n".join(line for line in lines if line) + "\n"


def rules() -> str:
    """Return every rule of the intake by number, and the columns that a condition may name."""
    head = (
        "# Правила приёмки\n\nСтраница составлена по `pdmon_utils/rules/*.yml` (`python docs/build.py`).\n\n"
        "Ошибка — исправить обязательно; вопрос — строка учтена, нужно исправить или пояснить. Слова в {скобках} — "
        "значения из самой строки.\n"
    )
    chapters = [_chapter(first) for first in sorted({rule.number // 100 for rule in RULES.values()})]
    return "\n".join([head, *chapters, _columns()])


def _chapter(first: int) -> str:
    lines = "\n".join(_rule(rule) for rule in RULES.values() if rule.number // 100 == first)
    head = "| № | Правило | Важность | Что не так и что сделать | Условие |\n|---|---|---|---|---|"
    return f"## {first}xx. {CHAPTERS[first]}\n\n{head}\n{lines}\n"


def _rule(rule: Rule) -> str:
    said = f"{rule.says} {rule.do}".strip().replace("|", "\\|")
    condition = f"`{rule.table}`: `{rule.when}`" if rule.when else ""
    return f"| {rule.number} | `{rule.id}` | {SEVERITIES[rule.severity]} | {said} | {condition} |"


def _columns() -> str:
    """Return what a condition may name beside the columns handed in."""
    head = (
        "## Столбцы для условий\n\nКроме сданных столбцов (словарь таблиц) условие может назвать столбец "
        f"другой таблицы: {', '.join(f'`{prefix}.…`' for prefix in screener.JOINS)} — и добавленные:\n"
    )
    told = read_yaml(Path(screener.__file__).parent / "columns.yml")
    return "\n".join([head, *(_meanings(name, columns) for name, columns in told.items())])


def _meanings(name: str, columns: dict[str, str]) -> str:
    title = MADE.get(name) or SCHEMA[name].title
    rows = "\n".join(f"| `{column}` | {meaning} |" for column, meaning in columns.items())
    return f"### {title} (`{name}`)\n\n| Столбец | Что это |\n|---|---|\n{rows}\n"


def cases() -> str:
    """Return what may be handed in, what pdmon does with it, and which tests prove that."""
    told, proven = read_yaml(TESTS / "cases" / "intake.yml"), proofs()
    head = (
        "# Что могут сдать и что с этим делает pdmon\n\nСтраница составлена по `tests/cases/intake.yml` и по тестам.\n"
    )
    parts = [head, *(_section(title, listed, proven) for title, listed in told["sections"].items())]
    left = "\n".join(f"- {', '.join(numbers)}: {reason}." for reason, numbers in told["left_out"].items())
    return "\n".join([*parts, f"## Не о приёме данных\n\n{left}\n"])


def proofs() -> dict[int, list[str]]:
    """Return the tests by the number of the case they prove: marks in the tests, `proves` in lists of cases."""
    found: dict[int, list[str]] = defaultdict(list)
    for path in sorted(TESTS.glob("test_*.py")):
        for number, name in _marks(ast.parse(path.read_text(encoding="utf-8"))):
            found[number].append(f"{path.name}: {name.removeprefix('test_').replace('_', ' ')}")
    for path in sorted((TESTS / "cases").glob("*.yml")):
        listed = read_yaml(path).get("cases", ())
        for name, case in listed.items() if isinstance(listed, dict) else ():
            for number in case.get("proves", ()):
                found[int(number)].append(f"{path.name}: {name}")
    return {number: list(dict.fromkeys(tests)) for number, tests in found.items()}


def _marks(tree: ast.Module) -> Iterator[tuple[int, str]]:
    for test in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
        for node in (node for decorator in test.decorator_list for node in ast.walk(decorator)):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == "pytest.mark.case":
                yield from ((ast.literal_eval(number), test.name) for number in node.args)


def _section(title: str, listed: dict[str, dict[str, str]], proven: dict[int, list[str]]) -> str:
    rows = "\n".join(
        f"| {number} | {_cell(case['given'])} | {_cell(case['does'])} | {'<br>'.join(proven.get(int(number), ()))} |"
        for number, case in listed.items()
    )
    return f"## {title}\n\n| № | Сдано | Что происходит | Тесты |\n|---|---|---|---|\n{rows}\n"


def _cell(text: str) -> str:
    """Return a text as it may stand in a cell of a Markdown table."""
    return text.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    for name, text in pages().items():
        (HERE / name).parent.mkdir(exist_ok=True)
        (HERE / name).write_text(text, encoding="utf-8")
