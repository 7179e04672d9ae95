"""The information letter to heads of organisations: results, what is asked of them, by when, what is enclosed."""

from __future__ import annotations

import pandas as pd

from pdmon_utils.deadlines import Occurrence, occurrences
from pdmon_utils.show import Bullets, Heading, Notice, Paragraph, Shown, Stack, Table
from pdmon_utils.study.advised import Advised
from pdmon_utils.study.brief import CALM, weightiest
from pdmon_utils.study.conclusions import NOTHING_ASKED
from pdmon_utils.study.data import Data
from pdmon_utils.study.said import conclusions_of
from pdmon_utils.words import Name, Year, sentence, short_day

MOST_CONCLUSIONS, MOST_REQUESTS = 4, 5
ASKED = ("heads", "organisation")  # the addressees whom a letter to heads reaches
TO = "Руководителям образовательных организаций"
SUBJECT = "результаты мониторинга системы обеспечения профессионального развития педагогических работников за"
USE = "Просим рассмотреть их на педагогических советах и учесть при планировании методической работы."
REQUESTS = "Просим"
NO_REQUESTS = "Отдельных поручений организациям по итогам года нет."
DATES = "Сроки сбора данных"
BY_ORDER = "по приказу"
ENCLOSED = ("аналитическая справка", "адресные рекомендации", "комплекс мер")
OWN_SHEET = "лист образовательной организации — каждой организации свой"


def letter(advised: Advised) -> Stack:
    """Return the text of the letter, from the salutation to the enclosures."""
    data = advised.data
    if not data.asks:
        return Stack([Notice(NOTHING_ASKED)])
    return Stack([Paragraph(TO), *_results(data), *_requests(advised), *_dates(data), *_enclosed(data)])


def _results(data: Data) -> list[Shown]:
    who = data.card.authority or "Орган управления образованием"
    opening = sentence(Name(who), f" направляет {SUBJECT} ", Year(data.year), f" год. {USE}")
    told = [c for c in conclusions_of(data).told.conclusions if c.level == "general" and not c.folded]
    shown = weightiest(data, told)[:MOST_CONCLUSIONS]
    results = Bullets([c.wording or c.sentence for c in shown]) if shown else Paragraph(CALM)
    return [Paragraph(opening), Heading(3, "Главное за год"), results]


def _requests(advised: Advised) -> list[Shown]:
    """Return what is recommended to heads, each thing once: several criteria may ask for the same."""
    found = [one for one in advised.recommendations if one.level == "general" and one.addressee in ASKED]
    asked = list({str(one.said): one.said for one in found}.values())
    return [Heading(3, REQUESTS), Bullets(asked[:MOST_REQUESTS]) if asked else Paragraph(NO_REQUESTS)]


def _dates(data: Data) -> list[Shown]:
    """Return when organisations hand in data for the year to come, in the regulation's words; nothing without dates."""
    year = data.year + 1
    calendar = data.workspace.calendar(data.regulation.code)
    steps = [one for one in occurrences(calendar, year, data.card.due(year)) if one.step.collects]
    rows = pd.DataFrame([_line(one) for one in steps]).astype(object)
    return [Heading(3, DATES), Table(rows, f"{DATES} за {year} год")] if steps else []


def _line(one: Occurrence) -> dict[str, str]:
    last = short_day(one.end) if one.end else BY_ORDER
    return {"Что": one.step.does, "Срок по положению": one.step.deadline, "Последний день": last}


def _enclosed(data: Data) -> list[Shown]:
    own = () if data.public else (OWN_SHEET,)
    return [Heading(3, "Приложения"), Bullets([*ENCLOSED, *own])]
