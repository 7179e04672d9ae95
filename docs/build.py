"""Writes the pages of docs/ that are made from data: the dictionary of tables, the passports of indicators, rules.

Run `python docs/build.py` after a change of the schema or the catalogue; a test compares the files with the data.
"""

from __future__ import annotations

import ast
import runpy
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from pdmon_utils import compare
from pdmon_utils.catalogue import Ask, Regulation, load_catalogue
from pdmon_utils.conclusions import COLUMNS, load_rules
from pdmon_utils.conclusions import Rule as Conclusive
from pdmon_utils.cycle import STAGES
from pdmon_utils.effects import RULES as VERDICT_RULES
from pdmon_utils.effects import VERDICTS
from pdmon_utils.effects.verdicts import CARRIED, MOVED, TOLD
from pdmon_utils.intake import screener
from pdmon_utils.recommendations import ADDRESSEES
from pdmon_utils.recommendations import Rule as Advising
from pdmon_utils.recommendations import load_rules as advising
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
WEIGHTS = {
    "attention": "требует внимания",
    "data": "о данных",
    "positive": "положительно",
    "note": "к сведению",
    "neutral": "без отклонений",
}
LEVELS = {
    "general": "муниципалитет",
    "group": "группы разреза",
    "cluster": "кластеры",
    "organisation": "организации",
    "criterion": "критерий в целом",
}
CONCLUSIONS = {
    1: "1xx. О данных",
    2: "2xx. Значение года",
    3: "3xx. Изменение за год",
    4: "4xx. План и факт",
    5: "5xx. Тренд",
    6: "6xx. Ориентир на следующий год",
    7: "7xx. Организации, кластеры, группы",
    8: "8xx. Показатели, которые противоречат друг другу",
    9: "9xx. Критерий в целом",
}
CONCLUSIONS_HEAD = """# Правила выводов

Страница составлена по `pdmon_utils/conclusions/master/*.yml` (`python docs/build.py`).

Вывод делается по строке оценки (`compare.assess`), когда выполнено условие. Слова в {скобках} — значения этой строки;
каждое число на странице отчёта ведёт к своему показателю. Важность: требует внимания; о данных; положительно; к
сведению; без отклонений — такие выводы свёрнуты под строкой «рассмотрено, существенных отклонений нет».

Свои правила рабочей папки лежат в `rules/conclusions.yml` (номера от 1001); заменить правило списка нельзя.

Решения аналитика — в `data/raw/<муниципалитет>/<год>/texts/conclusions.csv`: столбцы «Правило», «Показатель», «Кого
касается» (код или название организации, кластера, группы; пусто — вывод целиком), «Решение» (оставить, скрыть,
изменить), «Редакция», «Причина». Файл только читается и действует при каждом новом расчёте; правка, которой не
нашлось вывода, показывается в служебном отчёте. Изменённый вывод отмечен «редакция аналитика».
"""
RECOMMENDATIONS_HEAD = """# Правила рекомендаций

Страница составлена по `pdmon_utils/recommendations/rules/*.yml` (`python docs/build.py`).

Рекомендация даётся по строке оценки (`compare.assess`), когда выполнено условие; основание — показатели, из которых
она следует. Слова в {скобках} — значения этой строки; {who} — организация с кластером и числом педагогов, {subjects} —
предметы с выявленными дефицитами, {groups} — группы разреза. Фраза после «＋» добавляется, если её значения известны.
Столбцы условий — как в [правилах выводов](conclusions.md) и `sign` — признак: absent — данные не представлены, none —
никого (ничего), missed — план не достигнут, fell — изменилось к худшему, below — хуже муниципалитета за пределами
случайного, present — есть то, чего быть не должно (вакансии, перегрузка), within — план не достигнут в пределах
случайного, partial — охвачены не все.

Решения аналитика — в `data/raw/<муниципалитет>/<год>/texts/recommendations.csv`: столбцы «Ключ» (показан в служебном
отчёте), «Решение» (оставить, изменить, убрать, добавить), «Редакция», «Адресат», «Критерий», «Организация»,
«Исполнение» (принято, в работе, выполнено — заполняется через год), «Примечание». Файл только читается и действует при
каждом новом расчёте; правка, ключа которой больше нет, показывается в служебном отчёте. Правила с номерами от 5001 —
рекомендации по использованию успешных практик (`practices.yml`).
"""
COLUMNS_HEAD = """## Столбцы для условий

Пустая ячейка не выполняет ни одного сравнения. Для критерия в целом (9xx) столбцы другие: сколько показателей
рассмотрено (`indicators`), с данными (`known`), без данных (`absent`), изменилось к лучшему (`better`) и к худшему
(`worse`), цель достигнута (`reached`), не достигнута (`missed`), в пределах разброса (`within`), равны нулю (`zero`),
стали равны нулю (`lost`).

| Столбец | Что это |
|---|---|"""
OWN_COLUMNS = {
    "against": "значение по муниципалитету, рядом с которым стоит организация, кластер или группа разреза",
    "side": "above, below, inside — выше, ниже, не отличается за пределами случайного (поправка внутри показателя)",
    "side_q": "q этого сравнения",
    "state": "кроме названного выше: absent — данные не представлены",
    "year": "отчётный год",
    "level": "general — муниципалитет, group — группа разреза, cluster, organisation",
    "measure": "код показателя в каталоге, общий для всех положений",
    "structure": "показатель-структура: итог — всё целое, о чём-то говорят только группы",
    "whole": "знаменатель показателя по муниципалитету",
    "cut": "by — разрез делит числитель и знаменатель, split — только числитель",
}
MOST_NAMED = 30  # indicators of one rule that are named
TYPES = {"str": "текст", "int": "целое", "dec": "число", "date": "дата", "bool": "да/нет", "enum": "из списка"}


def pages() -> dict[str, str]:
    """Return the generated pages: file name → Markdown."""
    return {
        "tables.md": dictionary(),
        "indicators.md": indicators(),
        "conclusions.md": conclusions(),
        "recommendations.md": recommendations(),
        "management.md": management(),
        "intake/rules.md": rules(),
        "intake/cases.md": cases(),
        "processes.md": runpy.run_path(str(HERE / "processes.py"))["processes"](),  # a script beside this one
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


def management() -> str:
    """Return how measures are judged and what confirms a stage of the management cycle."""
    head = (
        "# Меры, решения, эффективность, самопроверка\n\nСтраница составлена по `pdmon_utils/effects/verdicts.yml` и "
        "`pdmon_utils/cycle/stages.yml` (`python docs/build.py`).\n"
    )
    return "\n".join([head, *_verdicts(), *_stages()])


def _verdicts() -> Iterator[str]:
    yield "## Правила оценки эффективности\n\nДействует первое подходящее правило. Пусто — любое.\n"
    yield "| № | Что сделано | Показатель | Вклад | Вердикт | Почему |\n|---|---|---|---|---|---|"
    for rule in VERDICT_RULES:
        cells = ((CARRIED, rule.carried), (MOVED, rule.moved), (TOLD, rule.contribution))
        said = " | ".join("; ".join(words[code] for code in codes) for words, codes in cells)
        yield f"| {rule.number} | {said} | {VERDICTS[rule.word]} | {rule.says} |"


def _stages() -> Iterator[str]:
    yield "\n## Этапы цикла управления\n\n| Этап | Что спрашивается | Пробел | Что сделать |\n|---|---|---|---|"
    for stage in STAGES.values():
        yield f"| {stage.title} | {stage.asks} | {stage.gap} | {stage.do} |"
    yield ""


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


def conclusions() -> str:
    """Return the master list of conclusions by chapter, and the columns that a condition may name."""
    told = load_rules().values()
    chapters = [_of_chapter(title, [r for r in told if r.number // 100 == n]) for n, title in CONCLUSIONS.items()]
    columns = read_yaml(Path(compare.__file__).parent / "columns.yml")
    rows = "\n".join(f"| `{name}` | {_cell(' '.join(columns[name].split()))} |" for name in COLUMNS if name in columns)
    own = "\n".join(f"| `{name}` | {meaning} |" for name, meaning in OWN_COLUMNS.items())
    return "\n".join([CONCLUSIONS_HEAD, *chapters, f"{COLUMNS_HEAD}\n{rows}\n{own}\n"])


def recommendations() -> str:
    """Return the rules of recommendations, a chapter a criterion: when, about what, what is said to whom."""
    criteria = load_catalogue().criteria
    owner = {code: c.title for c in criteria.values() for code in c.indicators}
    chapters: dict[str, list[Advising]] = {}
    for rule in advising().rules.values():
        several = len({owner[code] for code in rule.about}) > 1
        chapters.setdefault("Для всех критериев" if several else owner[rule.about[0]], []).append(rule)
    return "\n".join([RECOMMENDATIONS_HEAD, *(_of_criterion(title, told) for title, told in chapters.items())])


def _of_criterion(title: str, told: list[Advising]) -> str:
    head = f"## {title}\n\n| № | Уровень | Условие | Показатели | Кому и что |\n|---|---|---|---|---|"
    return "\n".join([head, *map(_recommended, told)]) + "\n"


def _recommended(rule: Advising) -> str:
    texts = [f"**{ADDRESSEES[code]}**: {text}{_more(rule, code)}" for code, text in rule.to.items()]
    about = "все" if len(rule.about) > MOST_NAMED else ", ".join(f"`{code}`" for code in rule.about)
    cells = (str(rule.number), rule.level, f"`{rule.when.text}`", about, "<br>".join(texts))
    return f"| {' | '.join(map(_cell, cells))} |"


def _more(rule: Advising, code: str) -> str:
    return f" ＋ {rule.more[code]}" if code in rule.more else ""


def _of_chapter(title: str, told: list[Conclusive]) -> str:
    head = "| № | Уровень | Важность | Что говорится | Условие | Метод и порог |\n|---|---|---|---|---|---|"
    return f"## {title}\n\n{head}\n" + "\n".join(_conclusion(rule) for rule in told) + "\n"


def _conclusion(rule: Conclusive) -> str:
    levels = ", ".join(LEVELS[level] for level in rule.levels)
    said = rule.say + (f" О каждой: {rule.each}." if rule.joins(rule.levels[0]) else "")
    about = f" Показатели: {', '.join(f'`{code}`' for code in rule.about)}." if rule.about else ""
    pair = rule.beside
    beside = f" Второй показатель: {', '.join(f'`{c}`' for c in pair.about)} — `{pair.when.text}`." if pair else ""
    cells = (str(rule.number), levels, WEIGHTS[rule.severity], said, f"`{rule.when.text}`.{about}{beside}", rule.note)
    return f"| {' | '.join(map(_cell, cells))} |"


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
