"""Conclusions on the page: the criterion as a whole, general by facet, particular by level, the rest folded."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

import pandas as pd

from pdmon_utils.conclusions import CRITERION, SEVERITIES, Conclusion, Rule
from pdmon_utils.conclusions.edits import HIDE
from pdmon_utils.show import (
    Aside,
    Bullets,
    Fold,
    Heading,
    Notice,
    Paragraph,
    Shown,
    Stack,
    Statement,
    Statements,
    Table,
    Terms,
)
from pdmon_utils.study.data import Data
from pdmon_utils.study.said import Conclusions, conclusions_of
from pdmon_utils.words import ROUNDING_NOTE, Name, Sentence, count, join_ru, number, sentence

NOTHING_ASKED = "Положение не содержит показателей по этому критерию."
NOTHING_APART = "Существенных отличий групп и организаций не выявлено."
NO_PROBLEMS = "Проблем, требующих внимания, по правилам выводов не выявлено."
WEIGHTS = {
    "attention": "требует внимания",
    "data": "о данных",
    "positive": "положительно",
    "note": "к сведению",
    "neutral": "без отклонений",
}
LEVELS = {"group": "По группам разрезов", "cluster": "По кластерам", "organisation": "По организациям"}
EDITED = {"keep": "подтверждено аналитиком", "reword": "редакция аналитика"}
Way = str | Sentence
Ways = Callable[[Conclusion], Sequence[Way]]


def conclusions(data: Data) -> Stack:
    """Return the criterion as a whole, general conclusions by facet, particular ones by level, and the rest folded."""
    if not data.asks:
        return Stack([Notice(NOTHING_ASKED)])
    said = conclusions_of(data)
    shown = [c for c in said.told.conclusions if not c.folded]
    parts: list[Shown] = [
        Heading(3, "Вывод по критерию" if len(said.titles) == 1 else "Выводы по критериям"),
        *(whole(said.told.conclusions, code) for code in said.titles),
        Heading(3, "Общие выводы"),
        *_general(data, [c for c in shown if c.level == "general"]),
        Heading(3, "Частные выводы"),
        *_particular(data, [c for c in shown if c.level in LEVELS]),
    ]
    calm = _calm(said.told.conclusions)
    used = used_rules(c for c in said.told.conclusions if not c.folded or c.level == CRITERION or c in calm)
    return Stack([*parts, *_considered(said, calm), *_remarks(said), used])


def own(data: Data, organisation: str) -> Stack:
    """Return the conclusions on one organisation alone, for its own sheet."""
    said = conclusions_of(data, organisation)
    shown = [c for c in said.told.conclusions if not c.folded]
    first: Shown = statements(shown) if shown else Paragraph("Существенных отклонений по организации нет.")
    return Stack([first, used_rules(shown)])


def whole(conclusions: Iterable[Conclusion], criterion: str) -> Shown:
    """Return the one conclusion on a criterion: what its rules say, sentence after sentence."""
    told = [c for c in conclusions if c.level == CRITERION and c.indicator == criterion]
    if not told:
        return Stack([])
    spoken = [Name(c.wording) if c.wording else c.sentence for c in told]
    text = sentence(*[part for piece in spoken for part in (" ", piece)][1:])
    gravest = min(told, key=lambda c: SEVERITIES.index(c.severity))
    return Statements([replace(_statement(gravest), text=text, links=[_link(c.rule) for c in told])])


def _general(data: Data, shown: Sequence[Conclusion]) -> list[Shown]:
    """Return the conclusions on the municipality by facet, the weighty ones first."""
    parts: list[Shown] = []
    for code, title in data.workspace.catalogue.facets.items():
        told = [c for c in shown if c.facet == code]
        parts += [Heading(4, f"{title[:1].upper()}{title[1:]}"), statements(told)] if told else []
    return parts or [Paragraph("Существенных отклонений по муниципалитету в целом нет.")]


def _particular(data: Data, shown: Sequence[Conclusion]) -> list[Shown]:
    parts: list[Shown] = []
    for level, title in LEVELS.items():
        told = [c for c in shown if c.level == level]
        parts += [Heading(4, title), statements(told)] if told else []
    clause = data.regulation.no_ranking
    unranked = f"Организации не сравниваются с муниципалитетом и между собой ({clause} положения)."
    return [*(parts or [Paragraph(NOTHING_APART)]), *([Paragraph(unranked)] if clause and not data.public else [])]


def statements(chosen: Iterable[Conclusion]) -> Statements:
    """Return conclusions with their marks, the weightiest first."""
    return Statements([_statement(c) for c in sorted(chosen, key=lambda c: SEVERITIES.index(c.severity))])


def _statement(said: Conclusion) -> Statement:
    marks = [WEIGHTS[said.severity], *([EDITED[said.edit.status]] if said.edit else [])]
    return Statement(said.wording or said.sentence, [_link(said.rule)], marks, said.severity)


def _link(rule: Rule) -> tuple[str, str]:
    return f"правило {rule.number}", f"pdmon-rule-{rule.number}"


def _calm(told: Iterable[Conclusion]) -> list[Conclusion]:
    """Return the folded conclusions: of an indicator that has a weightier general one, this does not repeat it."""
    told = list(told)
    spoken = {c.indicator for c in told if c.level == "general" and not c.folded}
    folded = [c for c in told if c.folded and c.level != CRITERION]
    return [c for c in folded if c.level != "general" or c.indicator not in spoken]


def _considered(said: Conclusions, calm: Sequence[Conclusion]) -> list[Shown]:
    """Return, folded, what was looked at and deviates in nothing: values, and indicators without any conclusion.

    An indicator whose conclusion the analyst hid is not said to have none.
    """
    hidden = {edit.indicator for edit in said.edits.records if edit.status == HIDE}
    heard = {code for c in said.told.conclusions for code in c.about} | hidden
    silent = [f"{ask.title}: ни одно правило не сработало." for ask in said.data.asks if ask.id not in heard]
    if not calm and not silent:
        return []
    summary = f"Рассмотрено, существенных отклонений нет: {count(len(calm) + len(silent), 'вывод')}"
    return [Fold(summary, [Statements([_statement(c) for c in calm]), Bullets(silent)])]


def _remarks(said: Conclusions) -> list[Shown]:
    """Return what is wrong with the analyst's edits (internal)."""
    if said.data.public:
        return []
    lost = [f"правило {e.rule}, {e.indicator}{', ' + e.unit if e.unit else ''}" for e in said.told.unmet]
    strange = [f"правило {e.rule}, {e.indicator} — {join_ru(numbers)}" for e, numbers in said.strange]
    told = {
        f"Правкам выводов (файл {said.data.text_path('conclusions.csv')}) не нашлось вывода": lost,
        "В редакции вывода есть числа, которых нет среди его показателей, проверьте их": strange,
    }
    return [Aside([Notice(f"{what}: {'; '.join(which)}.", "warning")]) for what, which in told.items() if which]


def used_rules(told: Iterable[Conclusion]) -> Fold:
    """Return, folded, the rules by which the conclusions were made: severity and method.

    Their conditions stand in the master list (`docs/conclusions.md`, the site's page of rules).
    """
    rules = {c.rule.number: c.rule for c in told}
    rows = [(_link(rules[n])[1], _term(rules[n]), rules[n].note) for n in sorted(rules)]
    return Fold(f"Правила, по которым сделаны выводы: {number(len(rows))}", [Terms(rows), Paragraph(ROUNDING_NOTE)])


def _term(rule: Rule) -> str:
    return f"Правило {rule.number} ({WEIGHTS[rule.severity]}{', правило рабочей папки' if rule.own else ''})"


def problems(data: Data, ways: Ways | None = None, organisation: str = "") -> Stack:
    """Return the problems found (conclusions that call for attention), each with its rule and the ways proposed.

    `ways` gives the ways of a conclusion (recommendations make them); without it the column is left out. Of one
    `organisation` alone where it is given.
    """
    told = conclusions_of(data, organisation).told.conclusions
    found = [c for c in told if c.severity == "attention" and c.level != CRITERION]
    if not found:
        return Stack([Paragraph(NO_PROBLEMS)])
    columns: dict[str, list[Way]] = {
        "Проблема": [c.wording or c.sentence for c in found],
        "Основание": [f"{data.regulation.asks[c.indicator].clause}; правило {c.rule.number}" for c in found],
        "Предлагаемые способы решения": [_joined(ways(c)) for c in found] if ways else [],
    }
    shown = {title: cells for title, cells in columns.items() if cells}
    return Stack([Table(pd.DataFrame(shown), f"Выявленные проблемы за {data.year} год")])


def _joined(ways: Sequence[Way]) -> Way:
    """Return the ways of one problem as one cell; sentences keep their figures."""
    if all(isinstance(way, Sentence) for way in ways) and ways:
        return sentence(*[part for way in ways for part in (" ", way)][1:])
    return " ".join(map(str, ways))
