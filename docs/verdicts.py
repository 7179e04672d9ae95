"""Writes the pages about rules over the assessment: conclusions, recommendations, effectiveness and self-check."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pdmon_utils import compare
from pdmon_utils.catalogue import load_catalogue
from pdmon_utils.conclusions import COLUMNS, load_rules
from pdmon_utils.conclusions import Rule as Conclusive
from pdmon_utils.cycle import STAGES
from pdmon_utils.effects import RULES as VERDICT_RULES
from pdmon_utils.effects import VERDICTS
from pdmon_utils.effects.verdicts import CARRIED, MOVED, TOLD
from pdmon_utils.recommendations import ADDRESSEES
from pdmon_utils.recommendations import Rule as Advising
from pdmon_utils.recommendations import load_rules as advising
from pdmon_utils.yamls import read_yaml

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
«Исполнение» (принято, в работе, выполнено — заполняется через год), «Примечание»; после утверждения — «Направлена»
(дата), «Кому направлена», «Срок контроля» (дата), «Применена» (да, нет). Файл только читается и действует при
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


def _cell(text: str) -> str:
    """Return a text as it may stand in a cell of a Markdown table."""
    return text.replace("|", "\\|").replace("<", "&lt;")
