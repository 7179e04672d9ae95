"""The pages themselves, made of the catalogue and the rules; the same bytes while these stay the same."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from pdmon_utils.catalogue import Ask, Catalogue, Regulation, mended
from pdmon_utils.conclusions import Rule, load_rules
from pdmon_utils.deadlines import Calendar
from pdmon_utils.disclosure import counts_people
from pdmon_utils.publish.clean import clean
from pdmon_utils.publish.outline import Outline, outline
from pdmon_utils.recommendations import ADDRESSEES
from pdmon_utils.recommendations import load_rules as advice
from pdmon_utils.show import Heading, Paragraph, Passport, Shown, Table, Terms, Text
from pdmon_utils.study.conclusions import WEIGHTS
from pdmon_utils.study.passports import KIND_WORDS, denominator_words

METHOD, RULES = "method.html", "rules.html"
CLASSES: Final = {
    "open": "открытый: это организации публикуют сами; малые числа скрыты, пока основание не подтверждено",
    "internal": "внутренний: числа от одного до четырёх человек скрыты",
    "sensitive": "чувствительный: только итог муниципалитета, не менее десяти человек",
}
NOT_PEOPLE = "открытый: показатель не о людях"


@dataclass(frozen=True, slots=True)
class Reference:
    """One page: its address on the site, its title, and its parts with their headings."""

    path: str
    title: str
    outline: Outline


def passports_path(regulation: str) -> str:
    """Return the address of the passports of a regulation."""
    return f"passports-{regulation}.html"


def calendar_path(regulation: str) -> str:
    """Return the address of the calendar of a regulation."""
    return f"calendar-{regulation}.html"


def reference(
    catalogue: Catalogue, regulations: Iterable[str], calendars: Mapping[str, Calendar], own_rules: Path | None = None
) -> list[Reference]:
    """Return the pages for the regulations of a site, in the order in which they are listed."""
    pages = [_page(METHOD, "Методика и пояснения к данным", [Text(_method())])]
    for code in sorted(regulations):
        law = catalogue.regulation(code)
        pages.append(_page(passports_path(code), f"Паспорта показателей: {law.short}", _passports(law, catalogue)))
        if calendars[code].steps:
            pages.append(_page(calendar_path(code), f"Календарь: {law.short}", [_calendar(law, calendars[code])]))
    return [*pages, _page(RULES, "Правила выводов и рекомендаций", _rules(own_rules))]


def _page(path: str, title: str, parts: Iterable[Shown]) -> Reference:
    return Reference(path, title, outline(clean(part._repr_html_()) for part in parts))


def _method() -> str:
    source = Path(__file__).with_name("method.md").read_text(encoding="utf-8")
    return source.replace("\n## ", "\n# ").replace("## ", "# ", 1)  # `Text` lowers its headings by two


def _passports(law: Regulation, catalogue: Catalogue) -> Iterator[Shown]:
    yield Paragraph(f"{law.act}.")
    for code, criterion in catalogue.criteria.items():
        asked = law.of(code)
        if asked:
            yield Heading(2, criterion.title)
        for ask in asked:
            yield from (Heading(3, named(ask)), Passport(list(_rows(ask, catalogue)), ask.title))


def named(ask: Ask) -> str:
    """Return the heading of an indicator's passport."""
    return f"{ask.id} · {ask.title}"


def _rows(ask: Ask, catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """Yield what is known of how an indicator is counted."""
    rows = (
        ("Пункт положения", ask.clause),
        ("Дословно", ask.wording),
        ("Что считается", f"{KIND_WORDS[ask.kind]}, {ask.indicator.unit}"),
        ("Числитель", ask.indicator.numerator),
        ("Знаменатель", denominator_words(ask)),
        ("Формула", _formula(ask)),
        ("Разрезы", "; ".join(f"{'по' if c.by else 'из них по'} признаку «{c.cut.title}»" for c in ask.cuts)),
        ("Когда", "состояние на конец периода" if ask.indicator.stock else "события отчётного периода"),
        ("Периодичность", ask.period),
        ("Источник", mended(ask.source)),
        ("Целевое значение", ask.target),
        ("Направление мониторинга", catalogue.facets[ask.indicator.facet]),
        ("Класс открытости", CLASSES[ask.indicator.disclosure] if counts_people(ask) else NOT_PEOPLE),
        ("Примечание", ask.indicator.note),
    )
    return (row for row in rows if row[1])


def _formula(ask: Ask) -> str:
    forms = {"share": "числитель ÷ знаменатель × 100 %", "distribution": "число в каждой группе ÷ знаменатель × 100 %"}
    return {**forms, "mean": "сумма значений ÷ число наблюдений"}.get(ask.kind, "")


def _calendar(law: Regulation, calendar: Calendar) -> Table:
    rows = [
        {
            "Что": mended(step.does),
            "Срок": mended(step.deadline),
            "Документ": mended(step.document),
            "Пункт": step.clause,
        }
        for step in calendar.steps.values()
    ]
    return Table(pd.DataFrame(rows), f"Сроки по положению: {law.short}")


def _rules(own: Path | None) -> Iterator[Shown]:
    yield Paragraph(
        "Вывод или рекомендация появляется, когда показатель выполняет условие правила. Слова в {скобках} заменяются "
        "значениями показателя. Номер правила стоит под каждым выводом отчёта."
    )
    yield Heading(2, "Правила выводов")
    yield Terms([_conclusion(rule) for rule in load_rules(own).values() if not rule.own])
    yield Heading(2, "Правила рекомендаций")
    yield Terms(
        [(f"advice-{rule.number}", f"Правило {rule.number}", _told(rule.to)) for rule in advice().rules.values()]
    )


def _conclusion(rule: Rule) -> tuple[str, str, str]:
    return (
        f"rule-{rule.number}",
        f"Правило {rule.number} ({WEIGHTS[rule.severity]})",
        f"«{rule.say}» {rule.note} Условие: {rule.when.text}.",
    )


def _told(to: Mapping[str, str]) -> str:
    return " ".join(f"{ADDRESSEES[who][:1].upper()}{ADDRESSEES[who][1:]}: «{text}»" for who, text in to.items())
